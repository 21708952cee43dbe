"""The pieces in a real browser: they fit a phone, pass the accessibility rules, and the script only improves."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.conftest import Axe

pytestmark = [pytest.mark.urls("tests.web.look_urls"), pytest.mark.django_db]
PAGES = ["", "portal/", "proof/", "today/", "record/", "matter/"]
# Measured where the thumb lands: a seal's own ::after is larger than what is drawn.
SMALL = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
    .filter(one => one.getClientRects().length && !one.closest('p, td, th, .chips, .tick, .aloud, .skip'))
    .filter(one => Math.max(one.getBoundingClientRect().height,
                            parseFloat(getComputedStyle(one, '::after').height) || 0) < 47.5)
    .map(one => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("page", PAGES)
def test_a_page_fits_the_phone_and_the_thumb(phone: BrowserContext, axe: Axe, page: str):
    tab = phone.new_page()
    tab.goto(f"/look/{page}")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    assert tab.evaluate(SMALL) == []
    assert axe(tab) == []


@pytest.mark.parametrize("page", PAGES)
def test_large_print_is_large_and_still_fits(phone: BrowserContext, axe: Axe, page: str, live_server):
    phone.add_cookies([{"name": "elder", "value": "1", "url": live_server.url}])
    tab = phone.new_page()
    tab.goto(f"/look/{page}")
    assert tab.evaluate("getComputedStyle(document.body).fontSize") == "20px"
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe(tab) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_at_a_desk_breaks_no_rule_and_no_policy(desk: BrowserContext, axe: Axe, page: str):
    tab = desk.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.goto(f"/look/{page}")
    assert axe(tab) == []
    assert [line for line in said if "favicon" not in line and "404" not in line] == []


def test_a_suggestion_is_chosen_with_the_keys_and_forgotten_when_the_text_changes(desk: BrowserContext):
    tab = desk.new_page()
    tab.goto("/look/record/")
    where = tab.locator("#id_visited")
    where.press_sequentially("双山")
    expect(where).to_have_attribute("aria-expanded", "true")
    where.press("ArrowDown")
    where.press("Enter")
    expect(where).to_have_value("双山隧道施工围挡占用便道")
    expect(tab.locator("[name=visited_id]")).to_have_value("1")
    where.press("Backspace")
    expect(tab.locator("[name=visited_id]")).to_have_value("")


def test_one_more_block_appears_at_once_and_takes_the_focus(phone: BrowserContext):
    tab = phone.new_page()
    tab.goto("/look/record/")
    tab.locator("[data-repeat-add]").click()
    expect(tab.locator("#id_matter-1-text")).to_be_focused()
    expect(tab.locator("[name=matter-TOTAL_FORMS]")).to_have_value("2")


def test_leaving_a_half_written_form_is_asked_about_and_a_sent_one_not(desk: BrowserContext):
    tab = desk.new_page()
    tab.goto("/look/record/")
    tab.locator("#id_heard").fill("x")
    asked: list[str] = []

    def answer(dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    tab.on("dialog", answer)
    tab.goto("/look/today/")
    assert asked == ["beforeunload"]
    tab.goto("/look/record/")
    tab.locator("#id_heard").fill("x")
    tab.locator(".act-bar button").click()
    expect(tab.locator(".summary")).to_be_focused()
    assert asked == ["beforeunload"]
