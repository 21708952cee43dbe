"""A resident on a cheap phone: one statement after the other in place, one of their own; the same without a script."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import PHONE
from tests.browser.conftest import Axe
from tests.cast import Cast
from tests.consultations.conftest import topic_of
from yidu.common import clock
from yidu.consultations.actions import open_asking, say_opinion
from yidu.consultations.models import Asking, Opinion, Vote

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asking(cast: Cast) -> Asking:
    """Open today by the clock of the machine: the server of a browser knows no other."""
    topic = topic_of(cast)
    today = clock.local_day(clock.datetime.now(clock.SHANGHAI))
    asked = open_asking(
        topic=topic.matter, question="换电梯的钱怎么分摊？", opens_on=today - timedelta(days=1),
        closes_on=today + timedelta(days=7), actor=cast.liaison, client_id=uuid4(),
    )  # fmt: skip
    with clock.at(clock.datetime.now(clock.SHANGHAI)):
        for text in ("按楼层分摊，一楼不出", "政府补助一半"):
            say_opinion(asking=asked, text=text, actor=cast.liaison, client_id=uuid4())
    return asked


def test_a_resident_votes_in_place_and_says_something(phone: BrowserContext, asking: Asking, axe: Axe):
    page = phone.new_page()
    page.goto(reverse("asking", args=[asking.pk]))
    assert axe(page) == []
    for _statement in range(2):
        said = page.locator(".said").inner_text()
        page.get_by_role("button", name="赞成", exact=True).click()
        expect(page.locator(".said", has_text=said)).to_have_count(0)
    expect(page.get_by_text("都表过态了")).to_be_focused()
    assert axe(page) == []
    page.get_by_label("您自己怎么看？").fill("先修外墙再换电梯")
    page.get_by_role("button", name="我来说", exact=True).last.click()
    expect(page.get_by_text("审看后列出").first).to_be_visible()
    assert Vote.objects.values("voter").distinct().count() == 1
    assert Opinion.objects.get(text="先修外墙再换电梯").state == Opinion.State.WAITING


def test_the_same_without_a_script(browser: Browser, live_server: LiveServer, asking: Asking):
    plain: dict[str, Any] = {**PHONE, "java_script_enabled": False}
    context = browser.new_context(base_url=live_server.url, locale="zh-CN", **plain)
    page = context.new_page()
    page.goto(reverse("asking", args=[asking.pk]))
    for _statement in range(2):
        page.get_by_role("button", name="不赞成").click()
    assert page.get_by_text("都表过态了").is_visible()
    assert list(Vote.objects.values_list("says", flat=True)) == [-1, -1]
    context.close()
