"""A county at its screens: whoever comes to theirs on a day that the test sets, and the worker between the days.

Members hold a phone; offices and departments sit at a desk. Everything is done on the pages.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Iterator
from contextvars import Token
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest
from django.conf import settings
from django.test import Client
from django.utils.module_loading import autodiscover_modules
from docx.document import Document
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from playwright.sync_api import TimeoutError as Late
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import PHONE
from tests.browser.conftest import DESK, violations
from tests.cast import Cast
from yidu.cli.worker import Slot
from yidu.common import clock
from yidu.common.jobs import registered_jobs
from yidu.ledger.figures import figure_list

HANDHELD = ("member", "leader", "convener", "liaison")
"""Roles whose people come with a phone."""
PICTURES = os.environ.get("YIDU_PICTURES", "")
"""For whoever wants to look: the folder into which each page of the way is put, at three widths."""


class SetClock:
    """In the place of the context variable of `yidu.common.clock`: one moment for all threads, and it goes on."""

    def __init__(self) -> None:
        self.inner = clock._set
        self.moment, self.since = datetime(2025, 1, 2, 9, tzinfo=clock.SHANGHAI), time.monotonic()

    def to(self, day: str, hour: int) -> None:
        self.moment = datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=clock.SHANGHAI)
        self.since = time.monotonic()

    def get(self) -> datetime:
        return self.inner.get() or self.moment + timedelta(seconds=time.monotonic() - self.since)

    def set(self, moment: datetime) -> Token[datetime | None]:
        return self.inner.set(moment)

    def reset(self, token: Token[datetime | None]) -> None:
        self.inner.reset(token)


@dataclass
class Seat:
    """Somebody at their device."""

    page: Page
    name: str
    county: County

    def at(self, address: str) -> Seat:
        self.page.goto(address)
        return self.look()

    def look(self) -> Seat:
        """Every page fits its screen; each kind of page breaks no rule."""
        self.page.wait_for_load_state("load")
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (self.page.url, f"{wide} pixels too wide")
        shape = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "x", self.page.url.split("?")[0])
        if shape not in self.county.looked_at:
            self.county.looked_at.add(shape)
            found = violations(self.page)
            assert not found, (self.page.url, found)
        self._picture()
        return self

    def follow(self, text: str) -> Seat:
        """Tap a link, or a button that only opens another page."""
        return self._tap(self._seen(self.page.get_by_role("link", name=text, include_hidden=True)))

    def press(self, text: str) -> Seat:
        """Press a button that sends what the page holds."""
        return self._tap(self._seen(self.page.get_by_role("button", name=text, exact=True, include_hidden=True)))

    def fill(self, **told: str | list[str]) -> Seat:
        """Answer the questions of the page by their names: text as it is, choices by the words beside them."""
        for named, said in told.items():
            # What an action of a procedure asks is named as in its programme, with hyphens.
            name = named if self.page.locator(f'main [name="{named}"]').count() else named.replace("_", "-")
            asked = self.page.locator(f'main [name="{name}"]')
            if asked.first.get_attribute("type") in ("radio", "checkbox"):
                for words in [said] if isinstance(said, str) else said:
                    self._choose(name, words)
            elif asked.first.evaluate("one => one.tagName") == "SELECT":
                asked.first.select_option(label=str(said))
            else:
                asked.first.fill(str(said))
        return self

    def unfold(self, text: str) -> Seat:
        """Open what is folded away under these words."""
        return self._tap(self.page.locator("main summary", has_text=text).first)

    def take(self, action: str, **told: str | list[str]) -> Seat:
        """On the page of a matter: choose what to do, answer what it asks, send it."""
        self.follow(action).fill(**told).press(action)
        expect(self.page).to_have_url(re.compile(r"/matters/[0-9a-f-]{36}/$"))
        return self

    def finds(self, title: str) -> Seat:
        """Go to the desk and open what lies there under this title."""
        self.at("/desk/").follow(title)
        return self

    def reads(self, *words: str) -> Seat:
        for one in words:
            expect(self.page.locator("main"), self.page.url).to_contain_text(one)
        return self

    def reads_not(self, *words: str) -> Seat:
        for one in words:
            expect(self.page.locator("main")).not_to_contain_text(one)
        return self

    def takes_away(self, text: str, into: Path) -> Document:
        """Download a Word file and open it."""
        with self.page.expect_download() as download:
            self.page.get_by_role("link", name=text).first.click()
        path = into / download.value.suggested_filename
        download.value.save_as(path)
        return docx.Document(str(path))

    def _choose(self, name: str, words: str) -> None:
        found = self.page.locator(f'main label:has(input[name="{name}"]), main input[name="{name}"] + label')
        option = found.filter(has_text=words).first
        if not option.is_visible():
            option.locator("xpath=ancestor::details[not(@open)]").locator("summary").first.click()
        option.click()

    def _seen(self, among: Locator) -> Locator:
        """The first that is to be seen; what is folded away is unfolded as one would."""
        one = self.page.locator("main").locator(among).first
        try:
            one.wait_for(state="attached")
        except Late:
            raise AssertionError(f"{self.page.url}\n{self.page.inner_text('main')}") from None
        if not one.is_visible():
            one.locator("xpath=ancestor::details[not(@open)]").locator("summary").first.click()
        return one

    def _tap(self, one: Locator) -> Seat:
        one.click()
        return self.look()

    def _picture(self) -> None:
        if not PICTURES:
            return
        size, number = self.page.viewport_size, len(list(Path(PICTURES).glob("*-360.png")))
        shape = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "x", self.page.url.split("/", 3)[-1]).replace("/", "_")[:60]
        for width in (360, 768, 1440):
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.screenshot(path=f"{PICTURES}/{number:03}-{self.name}-{shape}-{width}.png", full_page=True)
        assert size is not None
        self.page.set_viewport_size(size)


@dataclass
class County:
    """The site, its people and the day."""

    browser: Browser
    server: LiveServer
    cast: Cast
    clock: SetClock
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    looked_at: set[str] = field(default_factory=set)

    def on(self, day: str, hour: int = 9) -> County:
        # What a page still asks would be asked on the new day, by somebody who is signed out by then.
        for context in self.contexts.values():
            context.pages[0].wait_for_load_state("networkidle")
        self.clock.to(day, hour)
        return self

    def seat(self, name: str) -> Seat:
        """This person comes to their screen and signs in: how one signs in is tested elsewhere."""
        client = Client()
        client.force_login(self.cast.people[name])
        context = self._context(name, handheld=self.cast.appointments[name].role_id in HANDHELD)
        context.pages[0].goto("about:blank")  # what was left open asks the site no more
        kept = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": kept, "url": self.server.url}])
        return Seat(context.pages[0], name, self)

    def street(self, name: str = "street") -> Seat:
        """Somebody without an account, with a phone of their own."""
        return Seat(self._context(name, handheld=True).pages[0], name, self)

    def work_by_itself(self) -> None:
        """Everything that the worker does, once, as `yidu worker` does it: each job in a thread of its own."""
        autodiscover_modules("jobs")
        for name in sorted(registered_jobs()):
            slot = Slot(registered_jobs()[name])
            thread = threading.Thread(target=slot.run)
            thread.start()
            thread.join()
            assert not slot.failures, name

    def figures(self) -> dict[str, int]:
        """The figures of the committee that are not nothing. Shares in per cent follow from those beside them."""
        rows = figure_list(self.cast.committee)
        return {row.id: int(row.value) for row in rows if row.value and not row.id.endswith("rate")}

    def _context(self, name: str, *, handheld: bool) -> BrowserContext:
        if name not in self.contexts:
            told: dict[str, Any] = PHONE if handheld else DESK
            # A service worker asks on after its page is left, by then with a session that the clock has ended, and
            # what it is answered would take the next one away. Without signal is walked elsewhere.
            context = self.browser.new_context(
                base_url=self.server.url, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce",
                service_workers="block", **told,
            )  # fmt: skip
            context.set_default_timeout(10_000)
            context.new_page()
            self.contexts[name] = context
        return self.contexts[name]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    made = SetClock()
    monkeypatch.setattr(clock, "_set", made)
    return made


@pytest.fixture
def county(browser: Browser, live_server: LiveServer, cast: Cast, set_clock: SetClock) -> Iterator[County]:
    """Wants a fixture `cast` of its own, committed."""
    made = County(browser, live_server, cast, set_clock)
    yield made
    for context in made.contexts.values():
        context.close()
