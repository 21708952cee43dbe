"""Writing in a real browser: the pages fit a phone and break no rule, and what one types is saved as one types."""

from __future__ import annotations

import os
import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import PHONE
from tests.browser.conftest import DESK, Axe
from tests.browser.test_look import SMALL
from tests.cast import Cast
from tests.proposals.conftest import WORDS, cast, fresh, written
from yidu.activities.models import Activity
from yidu.matters.models import Matter
from yidu.proposals.actions import confirm_signature, hand_in_draft, invite_signature, quote_source, save_draft
from yidu.proposals.models import Draft, Signature

__all__ = ["cast"]

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("YIDU_PICTURES", "")


def _sign_in(context: BrowserContext, server: LiveServer, cast: Cast, called: str) -> Page:
    client = Client()
    client.force_login(cast.people[called])
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": kept, "url": server.url}])
    return context.new_page()


def _busy(cast: Cast) -> Draft:
    """A text with names in every state, with a source, another like it, and two wordings."""
    from tests.matters.conftest import visit

    visit(cast)
    earlier = written(cast, by=cast.second)
    hand_in_draft(earlier, version=earlier.version, actor=cast.second)
    row = written(cast)
    quote_source(row, activity=Activity.objects.get(), actor=cast.member)
    quote_source(row, matter=Matter.objects.get(kind="enterprise-difficulty"), actor=cast.member)
    name = invite_signature(row, person=cast.people["second"], actor=cast.member)
    invite_signature(row, organisation=cast.land, actor=cast.member)
    invite_signature(row, sector=cast.sector, actor=cast.member)
    confirm_signature(name, version=row.version, actor=cast.second)
    words = {**WORDS, "text": "新山村街道有十三个老旧小区没有充电桩。今年已发生两起拉线充电引起的火情。"}
    row = save_draft(row, **words, version=row.version, actor=cast.member)
    body = Signature.objects.get(organisation=cast.land)
    confirm_signature(body, version=row.version, actor=cast.land_head)
    return row


def test_the_pages_fit_a_phone_and_break_no_rule(
    cast: Cast, browser: Browser, phone: BrowserContext, axe: Axe, live_server: LiveServer
):
    row, said = _busy(cast), list[str]()
    at = f"/write/{row.pk}/"
    member = _sign_in(phone, live_server, cast, "member")
    member.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    pages = ["/desk/", "/write/", at, f"{at}names/", f"{at}sources/", f"{at}wordings/", f"{at}hand-in/"]
    pages += [f"{at}put-aside/"]
    second = browser.new_context(base_url=live_server.url, locale="zh-CN", **PHONE)
    other = _sign_in(second, live_server, cast, "second")
    name = Signature.objects.get(draft=row, person=cast.people["second"])
    others = ["/desk/", "/write/", at, f"{at}wordings/?a=1", f"/signatures/{name.pk}/decline/"]
    for called, tab, paths in (("member", member, pages), ("second", other, others)):
        for path in paths:
            tab.goto(path)
            _picture(tab, f"{called}{path}")
            assert tab.evaluate("document.documentElement.scrollWidth") <= 360, path
            assert tab.evaluate(SMALL) == [], path
            assert axe(tab) == [], path
    second.close()
    assert said == []
    _hand_in_and_look(row, cast, member, axe)


def _hand_in_and_look(row: Draft, cast: Cast, tab: Page, axe: Axe) -> None:
    done = hand_in_draft(row, version=fresh(row).version, actor=cast.member)
    for path in (f"/write/{row.pk}/", f"/matters/{done.matter_id}/", f"/activities/{Activity.objects.get().pk}/"):
        tab.goto(path)
        _picture(tab, f"after{path}")
        assert tab.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert axe(tab) == [], path


def test_what_is_typed_is_saved_while_one_types_and_leaving_is_not_asked_about(
    cast: Cast, desk: BrowserContext, live_server: LiveServer
):
    row = written(cast)
    tab = _sign_in(desk, live_server, cast, "member")
    tab.goto(f"/write/{row.pk}/")
    tab.locator("#id_text").press_sequentially("再补一句。")
    expect(tab.locator("[data-saved]")).to_contain_text("已保存")
    expect(tab.locator("[name=version]")).to_have_value(str(row.version + 1))
    assert "再补一句。" in fresh(row).text
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    tab.on("dialog", answer)
    tab.locator("#id_title").fill("换一个题目")
    expect(tab.locator("[name=version]")).to_have_value(str(row.version + 2))
    tab.locator("button[value=hand-in]").click()
    expect(tab.locator("h1")).to_have_text("换一个题目")
    assert asked == []


def test_without_a_connection_it_says_so_and_saves_when_there_is_one_again(
    cast: Cast, desk: BrowserContext, live_server: LiveServer
):
    row = written(cast)
    tab = _sign_in(desk, live_server, cast, "member")
    tab.goto(f"/write/{row.pk}/")
    cut: list[str] = []

    def abort(route: Route) -> None:
        cut.append(route.request.url)
        route.abort()

    tab.route("**/save/", abort)
    tab.locator("#id_title").fill("没有网络时写的题目")
    expect(tab.locator("[data-saved]")).to_contain_text("还没有保存")
    assert cut
    assert fresh(row).title == WORDS["title"]
    tab.unroute("**/save/")
    tab.locator("#id_title").press("End")
    tab.locator("#id_title").press_sequentially("再加几个字")
    expect(tab.locator("[data-saved]")).to_contain_text("已保存")
    assert fresh(row).title == "没有网络时写的题目再加几个字"


def test_without_a_script_it_is_saved_by_the_button(cast: Cast, browser: Browser, live_server: LiveServer):
    row = written(cast)
    context = browser.new_context(base_url=live_server.url, locale="zh-CN", java_script_enabled=False, **DESK)
    tab = _sign_in(context, live_server, cast, "member")
    tab.goto(f"/write/{row.pk}/")
    tab.locator("#id_text").fill("没有脚本也能写。")
    tab.locator("button[value=save]").click()
    expect(tab.locator("#id_text")).to_have_value("没有脚本也能写。")
    assert fresh(row).text == "没有脚本也能写。"
    context.close()


def _picture(tab: Page, name: str) -> None:
    """For whoever wants to look: YIDU_PICTURES says where to put them."""
    if not PICTURES:
        return
    size = tab.viewport_size
    for width in (360, 768, 1440):
        tab.set_viewport_size({"width": width, "height": 900})
        tab.screenshot(
            path=f"{PICTURES}/{re.sub('[0-9a-f-]{36}', 'x', name).replace('/', '_')}-{width}.png", full_page=True
        )
    assert size is not None
    tab.set_viewport_size(size)
