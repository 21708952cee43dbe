"""A real browser, a phone and a desk. A missing browser is an error, never a skip."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import NODE, PHONE, ROOT, launch
from tests.browser.cutting import Line
from tests.browser.offline import Carried, Carry
from tests.cast import Cast

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
Axe: TypeAlias = Callable[[Page], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    # Playwright's own Node needs a library (libatomic) that a bare Debian lacks.
    os.environ["PLAYWRIGHT_NODEJS_PATH"] = str(NODE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(**launch())
        yield launched
        launched.close()


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A cheap phone in Chinese: 360 × 740, touch. `phone.new_page().goto("/")` opens the site."""
    yield from _context(browser, live_server, PHONE)


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    """A desk in Chinese: 1440 × 900."""
    yield from _context(browser, live_server, DESK)


@pytest.fixture
def line(live_server: LiveServer) -> Iterator[Line]:
    """What lies between a phone and the site, and can be cut."""
    made = Line(live_server.url)
    yield made
    made.close()


@pytest.fixture
def carry(browser: Browser, line: Line, cast: Cast) -> Iterator[Carry]:
    """`carry()`: a phone in somebody's hand; `carry(broken="…")` one in which something is switched off."""
    made: list[Carried] = []

    def build_one(**more: Any) -> Carried:
        made.append(Carried(browser, line, cast, **more))
        return made[-1]

    yield build_one
    for one in made:
        one.context.close()


@pytest.fixture
def axe() -> Axe:
    """`axe(page)` returns what WCAG 2.2 AA forbids and the page does: rule, impact, and the elements' HTML."""
    return violations


def violations(page: Page) -> list[dict[str, Any]]:
    # Evaluated through the debugger, which the page's own content security policy does not stop.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", AXE_RULES)
    return [
        {"rule": item["id"], "impact": item["impact"], "where": [node["html"][:200] for node in item["nodes"]]}
        for item in found["violations"]
    ]


def _context(browser: Browser, live_server: LiveServer, device: dict[str, Any]) -> Iterator[BrowserContext]:
    context = browser.new_context(
        base_url=live_server.url, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce", **device
    )
    # Pages come from this machine: what takes longer than this is broken.
    context.set_default_timeout(10_000)
    yield context
    context.close()
