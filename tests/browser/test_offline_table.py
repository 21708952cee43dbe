"""A convener in a courtyard without signal: what is said and who came is sealed, and stands at the table once."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import violations
from tests.browser.offline import Carried, Carry, signed_up
from tests.browser.test_look import SMALL
from tests.cast import Cast
from tests.consultations.conftest import session_of, topic_of
from yidu.common import clock
from yidu.consultations.actions import put_point
from yidu.consultations.models import Point, Seat, Session, Words


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Cast:
    return signed_up(tmp_path)


@pytest.fixture
def session(cast: Cast) -> Session:
    """Today, by the clock of the machine."""
    topic = topic_of(cast)
    topic.does(cast.office, "choose", "2025-03-05", text="多个院落都有。")
    begins = datetime.now(clock.SHANGHAI).replace(hour=0, minute=5)
    return session_of(cast, topic, begins_at=begins, ends_at=begins + timedelta(hours=23))


def says(phone: Carried, speaker: str, text: str) -> None:
    before = len(phone.kept())
    phone.page.locator("[name=speaker]").fill(speaker)
    phone.page.locator("[name=text]").fill(text)
    phone.page.locator("main form button.btn").first.click()
    phone.page.wait_for_url("**/words/?kept")
    # The second time it is the address of before, too.
    phone.until(lambda states: len(states) == before + 1)


def test_one_after_the_other_speaks_without_signal_and_is_kept_once(carry: Carry, session: Session):
    phone = carry()
    phone.sign_in("liaison")
    phone.page.goto(reverse("words-keep", args=[session.pk]))
    phone.lose_signal()
    says(phone, "刘桂英", "先换三栋")  # the ordinary form, where the signal just went
    expect(phone.page.locator("[data-outbox-kept]")).to_be_visible()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert phone.page.evaluate(SMALL) == []
    assert violations(phone.page) == []
    says(phone, "张工", "要加固")
    phone.page.goto(reverse("session-table", args=[session.pk]))
    phone.page.get_by_role("link", name="还有人到场").click()
    phone.page.locator("label:has([value=resident])").click()
    phone.page.locator("[name=name]").fill("5 栋李大爷")
    phone.page.locator("main form button.btn").first.click()
    phone.page.wait_for_url("**/here/?kept")
    assert phone.states() == ["waiting"] * 3
    assert "先换三栋" not in str(phone.kept())
    assert not Words.objects.exists()

    lost = iter([(None, 0)] * 2)
    phone.line.cut = lambda: next(lost, (None, None))  # taken, and the answer is cut off
    phone.find_signal()
    for _time in range(3):
        phone.send_once()
    phone.send()
    assert set(phone.states()) == {"sent"}
    phone.shows("协商现场记录", "已送达")
    assert sorted(Words.objects.values_list("speaker", "text")) == [("刘桂英", "先换三栋"), ("张工", "要加固")]
    assert Seat.objects.get().name == "5 栋李大爷"


def test_what_is_put_and_settled_where_the_signal_went_is_kept(carry: Carry, session: Session, cast: Cast):
    with clock.at(datetime.now(clock.SHANGHAI)):
        point = put_point(session, text="加装电梯按楼层分摊", actor=cast.liaison, client_id=uuid4())
    phone = carry()
    phone.sign_in("liaison")
    phone.page.goto(reverse("point-settle", args=[point.pk]))
    phone.lose_signal()
    phone.page.locator("label:has([value=disagreed])").click()
    phone.page.locator("[name=says]").fill("底层住户不同意")
    phone.page.locator("main form button.btn").first.click()
    phone.page.wait_for_url("**/outbox/")
    phone.page.goto(reverse("session-table", args=[session.pk]))
    phone.page.get_by_role("link", name="提出一项来商量").click()
    phone.page.locator("[name=text]").fill("先装三栋试点")
    assert violations(phone.page) == []
    phone.page.locator("main form button.btn").first.click()
    phone.page.wait_for_url("**/point/?kept")
    phone.find_signal()
    phone.send()
    assert phone.states() == ["sent", "sent"]
    assert list(Point.objects.order_by("position").values_list("text", "stands", "says")) == [
        ("加装电梯按楼层分摊", "disagreed", "底层住户不同意"),
        ("先装三栋试点", "open", ""),
    ]


def test_without_signal_no_other_page_stands_in_for_a_table(carry: Carry, session: Session):
    phone = carry()
    phone.sign_in("liaison")
    phone.lose_signal()
    phone.page.goto("/desk/")
    expect(phone.page.locator("h1")).to_have_text("没有信号")
    expect(phone.page.get_by_role("link", name="还有人到场")).to_have_count(0)
    phone.page.goto("/c/500104/offline/session/words/")
    phone.page.locator("[name=speaker]").fill("刘桂英")
    phone.page.locator("[name=text]").fill("先换三栋")
    phone.page.locator("main form button.btn").first.click()
    expect(phone.page.locator("[data-outbox-failed]")).to_be_visible()
    assert phone.kept() == []
