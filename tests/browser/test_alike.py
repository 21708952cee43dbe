"""Whoever types sees what was written before, with and without JavaScript, and loses nothing of what was typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import PHONE
from tests.browser.conftest import DESK, violations
from tests.cast import Cast, at, build
from yidu.matters.actions import raise_matter
from yidu.matters.engine import take
from yidu.matters.models import Matter

PASSWORD = "走访要听真话-2025"
TITLE, TEXT = (
    "老旧小区停车难",
    "新山村一带的老旧小区没有地下车库，居民晚上只好把车停在消防通道上。桥下有三块空地荒了多年，建议划线开放。",
)
TYPED = "居民晚上只好把车停在消防通道，小区没有车库。建议桥下的空地划线开放。"
NEW = "/matters/new/?kind=wuqian.suggestion"


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Cast:
    """The cast with passwords, committed, and a matter that was planned with a promise."""
    with at("2025-01-02"):
        built = build(tmp_path)
    for person in built.people.values():
        person.set_password(PASSWORD)
        person.save()
    with at("2025-02-17"):
        matter = raise_matter(
            committee=built.committee, edition=built.edition, kind="enterprise-difficulty", title=TITLE, text=TEXT,
            organisation=built.enterprise, raised_as="member", actor=built.member, client_id=uuid4(),
        )  # fmt: skip
        for who, action, told in _way(built):
            row = Matter.objects.get(pk=matter.pk)
            take(row, action, actor=who, version=row.version, inputs=told)
    return built


def _way(cast: Cast) -> list[tuple[Any, str, dict[str, Any]]]:
    promise = [{"text": "六月底前划出五十个车位", "day": "2025-06-30"}]
    return [
        (cast.office, "assign", {"lead": cast.economy, "joint": [cast.land]}),
        (cast.economy_handler, "reply", {"text": "列入计划。", "class": "B", "measures": promise}),
        (cast.economy_head, "sign", {}),
    ]


def entered(browser: Browser, live_server: LiveServer, who: str, **device: Any) -> BrowserContext:
    context = browser.new_context(base_url=live_server.url, locale="zh-CN", **device)
    context.set_default_timeout(10_000)
    tab = context.new_page()
    tab.goto("/account/login/")
    tab.fill("input[name=login]", who)
    tab.fill("input[name=password]", PASSWORD)
    tab.press("input[name=password]", "Enter")
    tab.wait_for_url("**/desk/**")
    tab.close()
    return context


def fits(tab: Page) -> None:
    assert violations(tab) == []
    assert tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_what_is_alike_comes_while_typing(
    cast: Cast, browser: Browser, live_server: LiveServer, device: dict[str, Any]
):
    context = entered(browser, live_server, "member", **device)
    tab = context.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url) if "/alike/" in request.url else None)
    tab.goto(NEW)
    tab.locator("#id_text").press_sequentially(TYPED)
    hit = tab.locator(".alike-hit")
    expect(hit).to_contain_text(TITLE)
    expect(hit).to_contain_text("六月底前划出五十个车位")
    expect(hit.locator("mark").first).to_be_visible()
    assert 1 <= len(asked) < len(TYPED) / 4, "it waits until one pauses"
    assert {address.removeprefix(live_server.url) for address in asked} == {"/alike/"}
    expect(tab.locator("#id_text")).to_have_value(TYPED)
    fits(tab)
    context.close()


def test_without_javascript_the_button_opens_another_window(cast: Cast, browser: Browser, live_server: LiveServer):
    context = entered(browser, live_server, "member", java_script_enabled=False, **PHONE)
    tab = context.new_page()
    tab.goto(NEW)
    tab.fill("#id_text", TYPED)
    with context.expect_page() as opened:
        tab.locator("button[formaction='/alike/']").click()
    expect(opened.value.locator(".alike-hit")).to_contain_text(TITLE)
    expect(tab.locator("#id_text")).to_have_value(TYPED)
    context.close()


def test_who_had_such_matters_is_shown_to_whoever_hands_over(cast: Cast, browser: Browser, live_server: LiveServer):
    with at("2025-02-27"):
        new = raise_matter(
            committee=cast.committee, edition=cast.edition, kind="enterprise-difficulty", title="停车", text=TYPED,
            organisation=cast.enterprise, raised_as="member", actor=cast.member, client_id=uuid4(),
        )  # fmt: skip
    context = entered(browser, live_server, "office", **PHONE)
    tab = context.new_page()
    tab.goto(f"/matters/{new.pk}/take/assign/")
    expect(tab.locator("section:has(#routes-head)")).to_contain_text(TITLE)
    assert tab.locator("input:checked").count() == 0
    fits(tab)
    context.close()
