"""The whole way, in a browser, on a phone and at a desk: what an enterprise said becomes a solution.

A member records a visit, the office hands its difficulty to two departments, they answer, the enterprise says by its
receipt that it is not solved, they answer again, it is. After each step the figures that should move have moved by
one, and no other; on every page of the way axe finds nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import PHONE
from tests.browser.conftest import DESK, violations
from tests.cast import Cast, at, build
from yidu.ledger.audit import audit
from yidu.ledger.figures import figure_list
from yidu.matters.models import Matter

PASSWORD = "走访要听真话-2025"
SHOWN = {"phone": PHONE, "desk": DESK}


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Cast:
    """The cast with passwords, committed, today by the real clock."""
    with at("2025-01-02"):
        built = build(tmp_path)
    for person in built.people.values():
        person.set_password(PASSWORD)
        person.save()
    return built


@dataclass
class Hands:
    """A person at a device. Counts taps and the fields typed into."""

    page: Page
    taps: int = 0
    typed: int = 0
    looked_at: list[str] = field(default_factory=list)

    def tap(self, selector: str) -> None:
        self.taps += 1
        self.page.locator(selector).first.click()

    def type(self, selector: str, text: str) -> None:
        self.typed += 1
        box = self.page.locator(selector).first
        box.click()
        box.press_sequentially(text)

    def at(self, address: str) -> Hands:
        self.page.goto(address)
        return self.look()

    def look(self) -> Hands:
        """Every page of the way: no violation, nothing wider than the screen."""
        self.page.wait_for_load_state("load")
        found = violations(self.page)
        assert not found, (self.page.url, found)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (self.page.url, f"{wide} pixels too wide")
        self.looked_at.append(self.page.url)
        return self


@dataclass
class Stage:
    """The site, the people who come to it one after the other, and the figures between them."""

    browser: Browser
    server: LiveServer
    cast: Cast
    device: str
    before: dict[str, Decimal | None] = field(default_factory=dict)
    contexts: list[BrowserContext] = field(default_factory=list)

    def person(self, name: str | None = None) -> Hands:
        context = self.browser.new_context(
            base_url=self.server.url, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce",
            **SHOWN[self.device],
        )  # fmt: skip
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        hands = Hands(context.new_page())
        if name:
            username = self.cast.people[name].username or ""
            hands.at("/account/login/")
            hands.page.locator("[name=login]").fill(username)
            hands.page.locator("[name=password]").fill(PASSWORD)
            hands.page.locator("main form button.btn").click()
            hands.page.wait_for_url(re.compile("^(?!.*login)"))
        return hands

    def figures(self) -> dict[str, Decimal | None]:
        return {row.id: row.value for row in figure_list(self.cast.committee)}

    def moved(self) -> dict[str, int]:
        """Which figures moved since the last look, and by how much."""
        now = self.figures()
        moved = {
            name: int((now[name] or 0) - (self.before.get(name) or 0))
            for name in now
            if now[name] != self.before.get(name)
        }
        self.before = now
        # Shares in per cent follow from the counts beside them.
        return {name: by for name, by in moved.items() if not name.endswith("rate")}

    def matter(self) -> Matter:
        return Matter.objects.get()

    def takes(self, name: str, action: str, fill: Callable[[Hands], None] = lambda _hands: None) -> None:
        """Somebody finds the matter on their desk, opens it, takes the action."""
        hands = self.person(name).at("/desk/")
        hands.tap(f'a[href*="{self.matter().pk}"]')
        hands.page.wait_for_url(f"**/{self.matter().pk}/**")
        hands.look()
        take = f'a[href$="/take/{action}/"]'
        if f"/take/{action}/" not in hands.page.url:
            folded = hands.page.locator("details:not([open])", has=hands.page.locator(take))
            if folded.count():
                folded.first.locator("summary").first.click()
            hands.tap(take)
            hands.page.wait_for_url(f"**/take/{action}/")
            hands.look()
        fill(hands)
        version = self.matter().version
        hands.tap("main form .act-bar button.btn")
        hands.page.wait_for_url(f"**/matters/{self.matter().pk}/")
        hands.look()
        assert self.matter().version == version + 1


@pytest.fixture(params=["phone", "desk"])
def stage(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer, cast: Cast) -> Iterator[Stage]:
    built = Stage(browser, live_server, cast, request.param)
    built.before = built.figures()
    yield built
    for context in built.contexts:
        context.close()


def pick(hands: Hands, name: str, letters: str, wanted: str) -> None:
    """Find something by its initials and take the suggestion."""
    hands.type(f"[name={name}]", letters)
    option = hands.page.locator("[role=option]:visible", has_text=wanted).first
    option.wait_for()
    hands.taps += 1
    option.click()


def visit(stage: Stage) -> str:
    """At most eight taps and three typed fields from the desk to the receipt. Returns the receipt code."""
    hands = stage.person("member").at("/desk/")
    hands.taps = hands.typed = 0
    hands.tap('nav a[href="/record/"]:visible')
    hands.page.wait_for_url("**/record/**")
    hands.look()
    pick(hands, "organisation", "ydjx", "义渡机械")
    hands.type("[name=heard]", "新订单来了，厂房不够，想在区内找3000平方米的生产用地。")
    bring = hands.page.locator("[data-add]:visible, [name=add]:visible, main button[value]:visible").first
    hands.taps += 1
    bring.click()
    title = hands.page.locator("[name$=-title]:visible").first
    title.wait_for()
    if not title.input_value():
        hands.typed += 1
        title.fill("生产用地不足")
    hands.tap("main form .act-bar button.btn")
    hands.page.wait_for_url("**/recorded/")
    hands.look()
    assert hands.taps <= 8, f"{hands.taps} taps"
    assert hands.typed <= 3, f"{hands.typed} typed fields"
    code = hands.page.locator("main input.code").input_value()
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", code)
    return code


def hand_over(hands: Hands) -> None:
    for name, wanted in (("lead", "区经济信息委"), ("joint", "区规资局")):
        option = hands.page.locator(f'label:has(input[name="{name}"])', has_text=wanted).first
        hands.taps += 1
        option.click()


def answer(text: str) -> Callable[[Hands], None]:
    def fill(hands: Hands) -> None:
        hands.page.locator("textarea[name=text]").fill(text)
        hands.page.locator('label:has(input[name="class"])').first.click()

    return fill


def by_receipt(stage: Stage, code: str, action: str, fill: Callable[[Hands], None]) -> None:
    hands = stage.person().at("/receipt/")
    hands.page.locator("main input[type=text], main input:not([type=hidden])").first.fill(
        code.lower().replace("-", " ")
    )
    hands.tap("main form button.btn")
    hands.page.wait_for_load_state("load")
    hands.look()
    hands.tap(f'a[href$="/take/{action}/"]')
    hands.page.wait_for_url(f"**/take/{action}/")
    hands.look()
    fill(hands)
    hands.tap("main form .act-bar button.btn")
    hands.page.wait_for_url(re.compile("^(?!.*take)"))
    hands.look()


def test_what_an_enterprise_said_travels_to_a_solution(stage: Stage) -> None:
    code = visit(stage)
    assert stage.moved() == {
        "visits": 1, "visits-by-members": 1, "enterprises-helped": 1, "townships-visited": 1,
        "difficulties": 1, "matters-raised": 1,
    }  # fmt: skip

    stage.takes("office", "assign", hand_over)
    assert stage.moved() == {"handed-over": 1}

    stage.takes("economy_handler", "accept")
    assert stage.moved() == {}

    stage.takes(
        "land_handler", "opinion", lambda hands: hands.page.locator("textarea[name=text]").fill("指标可以支持。")
    )
    assert stage.moved() == {}

    stage.takes("economy_handler", "reply", answer("已为企业对接一处国有厂房。"))
    assert stage.moved() == {}, "an answer that is not signed is no answer"

    stage.takes("economy_head", "sign")
    assert stage.moved() == {"answered": 1, "answered-on-time": 1}

    by_receipt(stage, code, "reopen", lambda hands: hands.page.locator("textarea").first.fill("还没有签合同。"))
    assert stage.moved() == {"reopened": 1}
    assert stage.matter().solved_at is None

    stage.takes("economy_handler", "reply", answer("合同已经签了。"))
    stage.takes("economy_head", "sign")
    assert stage.moved() == {}, "the second answer is not a second matter answered"

    def satisfied(hands: Hands) -> None:
        hands.page.locator('label:has(input[name="satisfaction"])').first.click()

    by_receipt(stage, code, "rate", satisfied)
    assert stage.moved() == {"solved": 1, "difficulties-solved": 1, "rated": 1, "satisfied": 1}

    every_figure_opens_its_records(stage)
    assert audit() == []


def every_figure_opens_its_records(stage: Stage) -> None:
    """From the front page to a figure, from the figure to the record behind it."""
    hands = stage.person().at("/")
    hands.tap("main a.seal")
    hands.page.wait_for_url("**/figures/**")
    hands.look()
    hands.at(f"/c/{stage.cast.committee.code}/figures/wuqian/difficulties-solved/")
    hands.tap(f'main a[href*="/matters/{stage.matter().pk}/"]')
    hands.page.wait_for_url(f"**/matters/{stage.matter().pk}/")
    hands.look()
    assert "生产用地" in hands.page.inner_text("main")
