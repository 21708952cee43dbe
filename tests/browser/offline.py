"""A phone with the line between it and the site, for the trials of the outbox."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.chromium import PHONE, launch
from tests.browser.cutting import Line
from tests.cast import Cast, at, build
from yidu.web import recording
from yidu.web.outbox import receiving

PASSWORD = "走访要听真话-2025"
HEARD = "新订单来了，厂房不够，想在区内找三千平方米左右的生产用地。"
KEPT = """async () => {
  const open = indexedDB.open("yidu-outbox");
  const db = await new Promise((ok, no) => { open.onsuccess = () => ok(open.result); open.onerror = no; });
  if (!db.objectStoreNames.contains("envelopes")) { db.close(); return []; }
  const got = db.transaction("envelopes").objectStore("envelopes").getAll();
  const all = await new Promise(ok => { got.onsuccess = () => ok(got.result); });
  db.close();
  return all;
}"""

Carry: TypeAlias = "Callable[..., Carried]"


def signed_up(folder: Path) -> Cast:
    """The cast with passwords."""
    with at("2025-01-02"):
        built = build(folder)
    for person in built.people.values():
        person.set_password(PASSWORD)
        person.save()
    return built


def forget_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch off the three that hold an id: the record's, the question what came before, and the envelope's."""
    real, keep = recording.record_and_raise, receiving.keep_envelope

    def under_a_new_id(**told: Any) -> Any:
        return keep(**{**told, "outside": replace(told["outside"], id=uuid4())})

    monkeypatch.setattr(recording, "record_and_raise", lambda **told: real(**{**told, "client_id": uuid4()}))
    monkeypatch.setattr(receiving, "known_under", lambda _outside: [])
    monkeypatch.setattr(receiving, "keep_envelope", under_a_new_id)


@dataclass
class Carried:
    """A phone that somebody carries about; with a `profile`, one that keeps its files in that folder.

    `broken` is a script that switches something off in each page.
    """

    browser: Browser
    line: Line
    cast: Cast
    contexts: list[BrowserContext] = field(default_factory=list)
    broken: str = ""
    profile: Path | None = None

    def __post_init__(self) -> None:
        told: dict[str, Any] = {"base_url": self.line.url, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **PHONE}
        if self.profile is None:
            self.context = self.browser.new_context(reduced_motion="reduce", **told)
        else:
            self.context = self.browser.browser_type.launch_persistent_context(self.profile, **launch(), **told)
        self.context.set_default_timeout(30_000)
        if self.broken:
            self.context.add_init_script(self.broken)
        self.page: Page = self.context.new_page()

    def sign_in(self, name: str) -> None:
        self.page.goto("/account/login/")
        self.page.locator("[name=login]").fill(self.cast.people[name].username or "")
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.locator("main form button.btn").click()
        self.page.wait_for_url(re.compile("^(?!.*login)"))
        self.ready()

    def ready(self) -> None:
        """Until the worker has its shell and looks after this page."""
        for _time in range(150):
            if self.page.evaluate("!!navigator.serviceWorker.controller"):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError("no worker looks after the page")

    def sign_out(self) -> None:
        self.page.goto("/account/logout/")
        self.page.locator("main form button.btn").click()
        self.page.wait_for_url(re.compile("^(?!.*logout)"))

    def lose_signal(self) -> None:
        self.line.down()
        self.context.set_offline(True)

    def find_signal(self) -> None:
        self.line.up()
        self.context.set_offline(False)

    def write_visit(self, heard: str = HEARD, title: str = "生产用地不足", company: str = "义渡机械") -> None:
        """The form of a visit without signal, filled in and not sealed yet."""
        self.page.goto("/c/500104/offline/wuqian/enterprise-visit/")
        self.page.locator("[name=organisation]").fill(company)
        self.page.locator("[name=heard]").fill(heard)
        self.page.locator("[data-repeat=raise-enterprise-difficulty] > [data-repeat-add]").click()
        self.page.locator("[name=raise-enterprise-difficulty-0-title]").fill(title)

    def record(self, **words: str) -> None:
        self.write_visit(**words)
        self.page.locator(".act-bar button").click()
        self.page.wait_for_url("**/outbox/")

    def kept(self) -> list[dict[str, Any]]:
        """What stands in the outbox of the browser."""
        found: list[dict[str, Any]] = self.page.evaluate(KEPT)
        return found

    def states(self) -> list[str]:
        return [one["state"] for one in self.kept()]

    def send(self) -> None:
        """Look into the outbox with signal, until nothing is on its way any more."""
        self.page.goto("/outbox/")
        self.until(lambda states: not {"waiting", "sending"} & set(states))

    def send_once(self) -> None:
        """One try with what signal there is: until the page has said what came of it."""
        self.page.goto("/outbox/")
        self.page.wait_for_timeout(300)
        self.until(lambda states: "sending" not in states)

    def until(self, done: Callable[[list[str]], bool]) -> None:
        for _time in range(150):
            if done(self.states()):
                return
            self.page.wait_for_timeout(100)
        raise AssertionError(self.states())

    def shows(self, *words: str) -> None:
        for word in words:
            expect(self.page.locator("[data-outbox-list]")).to_contain_text(word)
