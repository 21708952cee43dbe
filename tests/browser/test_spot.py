"""A session on its day in a real browser: the convener's phone, a resident's phone, the picture for the wall."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import PHONE
from tests.browser.conftest import DESK, Axe
from tests.browser.courtyard import read_off
from tests.browser.test_look import SMALL
from tests.cast import Cast
from tests.consultations.conftest import session_of, topic_of
from yidu.common import clock
from yidu.consultations.actions import (
    add_seat,
    count_stances,
    keep_words,
    put_point,
    settle_point,
)
from yidu.consultations.links import door_of
from yidu.consultations.models import Point, Seat, Session, Stance

pytestmark = pytest.mark.django_db(transaction=True)
SAID = "我住 3 栋 7 楼，腿脚不好，电梯一停就下不了楼。能不能先换三栋？钱可以按楼层分摊，一楼二楼不出。"


def now() -> datetime:
    """By the clock of the machine: the server of a browser knows no other."""
    return datetime.now(clock.SHANGHAI)


@pytest.fixture
def session(cast: Cast) -> Session:
    """Today, with people at the table, words, and one point of each sort."""
    topic = topic_of(cast)
    topic.does(cast.office, "choose", "2025-03-05", text="多个院落都有。")
    by = cast.liaison
    begins = now().replace(hour=0, minute=5)
    row = session_of(cast, topic, begins_at=begins, ends_at=begins + timedelta(hours=23), is_public=True)
    with clock.at(now()):
        for part, name in (
            ("resident", "刘桂英（3 栋居民代表）"),
            ("enterprise", "重庆港华物业管理有限公司"),
            ("expert", "张工"),
        ):
            add_seat(row, part=part, name=name, actor=by)
        add_seat(row, part="member", person=cast.people["member"], actor=by)
        keep_words(row, speaker="刘桂英（3 栋居民代表）", text=SAID, actor=by)
        keep_words(row, speaker="张工", file=b"ID3\x04", file_name="张工发言录音 20250320.mp3", actor=by)
        agreed = put_point(row, text="更换十二部电梯，三栋、五栋先换，其余在年底以前换完", actor=by)
        count_stances(agreed, agree=27, live_with=6, against=3, because="怕施工吵", actor=by, version=1)
        agreed.refresh_from_db()
        settle_point(
            agreed, stands="agreed", says="区经济信息委牵头，维修资金出六成，其余按楼层分摊。", owner=cast.economy,
            day=(now() + timedelta(days=90)).date(), actor=by, version=agreed.version,
        )  # fmt: skip
        shares = put_point(row, text="底层住户的分摊比例", actor=by)
        settle_point(shares, stands="disagreed", says="底层住户不同意均摊，另行商量。", actor=by, version=1)
        put_point(row, text="施工时间：工作日八点到十八点，周末不施工", actor=by, client_id=uuid4())
    return row


@pytest.fixture
def convener(phone: BrowserContext, cast: Cast, live_server: LiveServer) -> BrowserContext:
    client = Client()
    client.force_login(cast.people["liaison"])
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    phone.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": kept, "url": live_server.url}])
    return phone


def fits(page: Page, axe: Axe) -> None:
    """It fits the phone and the thumb, and breaks no rule of accessibility."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(SMALL) == []
    assert axe(page) == []


def test_the_convener_keeps_the_table_on_one_phone(convener: BrowserContext, session: Session, axe: Axe):
    page = convener.new_page()
    page.goto(reverse("session-table", args=[session.pk]))
    fits(page, axe)
    page.get_by_role("link", name="还有人到场").click()
    page.get_by_label("居民", exact=True).check()
    page.get_by_label("姓名，或者几个字").fill("5 栋李大爷")
    fits(page, axe)
    page.get_by_role("button", name="列入名单").click()
    expect(page.get_by_text("5 栋李大爷")).to_be_visible()
    page.get_by_role("link", name="结果怎样？").click()
    expect(page.get_by_label("未达成共识", exact=True)).to_be_visible()
    fits(page, axe)
    page.get_by_label("未达成共识", exact=True).check()
    page.get_by_label("怎么办、现场怎么答复，或者为什么没有达成共识").fill("周末要不要施工，居民意见不一。")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("周末要不要施工，居民意见不一。")).to_be_visible()
    assert Point.objects.filter(stands="open").count() == 0


def test_a_resident_signs_in_and_says_how_they_stand_without_a_script(
    browser: Browser, live_server: LiveServer, session: Session
):
    plain: dict[str, Any] = {**PHONE, "java_script_enabled": False}
    context = browser.new_context(base_url=live_server.url, locale="zh-CN", **plain)
    page = context.new_page()
    page.goto(reverse("at", args=[session.pk, door_of(session)]))
    page.get_by_label("姓名，或者几个字").fill("7 楼王阿姨")
    page.get_by_role("button", name="写下").click()
    assert Seat.objects.get(name="7 楼王阿姨").confirmed_at is None
    for how in ("赞成", "反对"):
        page.get_by_role("link", name="表个态").click()
        page.get_by_label(how, exact=True).check()
        page.get_by_role("button", name="表个态").click()
    assert list(Stance.objects.exclude(token="").values_list("says", flat=True)) == ["object"]
    context.close()


def test_the_pages_of_the_door_fit_a_phone(convener: BrowserContext, phone: BrowserContext, session: Session, axe: Axe):
    page = convener.new_page()
    for address in (
        reverse("session", args=[session.pk]),
        reverse("session-door", args=[session.pk]),
        reverse("at", args=[session.pk, door_of(session)]),
        reverse("at-point", args=[session.pk, door_of(session), Point.objects.get(stands="open").pk]),
    ):
        page.goto(address)
        fits(page, axe)


def test_a_camera_reads_the_picture_on_a_phone_on_a_wall_and_on_paper(convener: BrowserContext, session: Session):
    page = convener.new_page()
    way = reverse("at", args=[session.pk, door_of(session)])
    page.goto(reverse("session-door", args=[session.pk]))
    for width, height in ((360, 740), tuple(DESK["viewport"].values())):
        page.set_viewport_size({"width": width, "height": height})
        for medium in ("screen", "print"):
            page.emulate_media(media=medium)
            assert read_off(page).endswith(way), (width, medium)
    page.emulate_media(media="screen")
    assert page.goto(read_off(page)).status == 200
    expect(page.locator("main")).to_contain_text(session.topic.title)


def test_no_camera_reads_a_picture_that_is_cut_off_or_pale(convener: BrowserContext, session: Session):
    page = convener.new_page()
    for spoilt in ("clip-path: inset(0 0 50% 0)", "fill: #fff", "transform: scale(.1)"):
        page.goto(reverse("session-door", args=[session.pk]))
        page.locator("main .qr svg").evaluate("(one, style) => one.querySelector('path').style = style", spoilt)
        assert read_off(page) == "", spoilt
