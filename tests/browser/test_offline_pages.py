"""The pages that a phone keeps: an answer is rated without signal, and they fit the phone, the thumb and the ear."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Axe
from tests.browser.offline import Carry, signed_up
from tests.browser.test_look import SMALL
from tests.cast import Cast, at
from tests.web.conftest import doors, raised, signed
from yidu.ledger.audit import audit

PAGES = {
    "no signal": "/c/500104/offline/",
    "record": "/c/500104/offline/wuqian/enterprise-visit/",
    "rate": "/c/500104/offline/rating/",
    "outbox": "/outbox/",
}


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Cast:
    return signed_up(tmp_path)


def test_an_answer_is_rated_without_signal_and_without_an_account(carry: Carry, cast: Cast):
    with at("2025-02-17"):
        answered = signed(cast, raised(cast, doors(cast)))
    phone = carry()
    phone.page.goto("/receipt/")
    phone.ready()
    phone.lose_signal()
    phone.page.goto("/c/500104/offline/rating/")
    phone.page.locator("[name=receipt]").fill(answered.receipt)
    phone.page.locator("label:has([name=solved][value=yes])").click()
    phone.page.locator("label:has([name=satisfaction][value=satisfied])").click()
    phone.page.locator(".act-bar button").click()
    phone.page.wait_for_url("**/outbox/")
    phone.shows("评价", "等待发送")
    assert answered.now().rated_at is None

    lost = iter([(None, 0)])
    phone.line.cut = lambda: next(lost, (None, None))
    phone.find_signal()
    for _time in range(2):
        phone.send_once()
    phone.until(lambda states: states == ["sent"])
    matter = answered.now()
    assert (phone.line.cuts, matter.solved_says, matter.satisfied) == (1, "raiser", True)
    assert matter.ratings.count() == 1
    assert audit() == []


def test_the_pages_without_signal_fit_the_phone_and_break_no_rule(carry: Carry, axe: Axe):
    phone = carry()
    phone.sign_in("member")
    phone.lose_signal()
    phone.record()
    said: list[str] = []
    phone.page.on("pageerror", lambda error: said.append(str(error)))
    for page, url in PAGES.items():
        phone.page.goto(url)
        expect(phone.page.locator("h1")).to_be_visible()
        if page in ("record", "rate"):
            expect(phone.page.locator(".act-bar button")).to_be_visible()
        expect(phone.page.locator("[data-outbox-badge]")).to_be_visible()
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360, page
        assert phone.page.evaluate(SMALL) == [], page
        assert axe(phone.page) == [], page
    assert said == []
