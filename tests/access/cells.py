"""One cell of the matrix: a route, a reader, an object in a situation, reading or writing. What should be, what is."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from tests.access.bodies import BODIES, body
from tests.access.expected import door, expected, is_expected, writes
from tests.access.oracle import Thing
from tests.access.readers import PROGRAMS, READERS, Reader
from tests.access.routes import Route
from tests.access.sent import ANYTHING, FORMS, QUERIES, Json
from tests.access.sentences import Answer
from tests.access.things import NOUNS, things_for
from tests.access.world import World
from yidu.common import clock
from yidu.ledger.models import Step
from yidu.web.views.receipts import HELD

NO_SUCH_WAY, KEPT = 405, 422
TURNED_AWAY: dict[int, Answer] = {401: "sign in", 403: "out of scope"}
FORM_AGAIN = (409, 422)
UNWELL, TELL_HOW_IT_IS = 503, ("readyz", "healthz")
"""Pages whose status says how the site is, to everybody."""


@dataclass(frozen=True)
class Cell:
    route: Route
    reader: Reader
    thing: Thing | None
    write: bool
    expected: Answer

    def __str__(self) -> str:
        what = f"{self.thing.situation} ({self.thing.open_to})" if self.thing else ""
        return f"{'POST' if self.write else 'GET'} /{self.route.path} {what} by {self.reader.id}"


def cells(route: Route, world: World) -> Iterator[Cell]:
    """All cells of a route."""
    if missing := unsaid(route):
        raise AssertionError(f"{route}: {missing}")
    for reader in PROGRAMS if route.api else READERS:
        for thing in things_for(route, world, reader):
            for write in (False, True):
                yield Cell(route, reader, thing, write, expected(route, reader, thing, write=write))


def few(found: Iterable[Cell]) -> Iterator[Cell]:
    """Those that can differ: at a closed door one object is enough, a page that writes nothing is sent something once
    for each object, and an operation of the API knows one method.
    """
    seen = set()
    for cell in found:
        if cell.route.api and cell.write != (cell.route.method == "POST"):
            continue
        shut = door(cell.route, cell.reader, cell.thing) is not None and "link" not in cell.route.words
        idle = cell.write and not writes(cell.route)
        key = (cell.write, cell.reader.id if shut else None, id(cell.thing) if idle and not shut else None)
        if shut or idle:
            if key in seen:
                continue
            seen.add(key)
        yield cell


def sample(found: Iterable[Cell], *, one_in: int = 12, least: int = 2) -> list[Cell]:
    """Some of them, always the same: of each answer that a route gives to reading and to sending, two at least.

    `make test` asks these; `make prove` asks all.
    """
    groups: dict[tuple[bool, Answer], list[Cell]] = defaultdict(list)
    for cell in few(found):
        groups[cell.write, cell.expected].append(cell)
    return [cell for group in groups.values() for cell in sorted(group, key=lot)[: max(least, len(group) // one_in)]]


def lot(cell: Cell) -> int:
    """A place in an order that nobody chose and that stays."""
    return crc32(str(cell).encode())


def unsaid(route: Route) -> str:
    """What somebody has still to say before the route can be asked; empty when all is said."""
    if not route.words:
        return "it declares nobody: put @who(…) on its view"
    if route.noun is not None and route.noun not in NOUNS:
        return f"say in things.py which objects {route.noun} names"
    if not is_expected(route):
        return "say in pages.py or programs.py whom it is for"
    if writes(route) and route.name not in (BODIES if route.api else FORMS):
        return "say in sent.py or bodies.py what is sent to it"
    return ""


class Browsers:
    """A browser for each reader. Whatever a request changes is undone: in the database, and in the browser."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.clients = {reader.id: Client(raise_request_exception=False) for reader in READERS}
        self.program = Client(raise_request_exception=False)
        for reader in READERS:
            if reader.account:
                self.clients[reader.id].force_login(world.persons[reader.id])

    def ask(self, cell: Cell) -> tuple[Answer | str, HttpResponseBase]:
        """What the page answers, in the words of the matrix."""
        client = self.client_of(cell)
        cookies = deepcopy(client.cookies)
        with transaction.atomic():
            before = newest_step()
            try:
                if cell.reader.id == "receipt":
                    self._open_receipt(client, cell.thing)
                response = self.send(cell)
                wrote = newest_step() != before
            finally:
                transaction.set_rollback(True)
                client.cookies = cookies
        if response.status_code == UNWELL and cell.route.name in TELL_HOW_IT_IS:
            return "shown", response
        return said(response, wrote=wrote), response

    def send(self, cell: Cell, method: str = "") -> HttpResponseBase:
        """Ask; by another method than the cell's where one is named. Nothing is undone."""
        method = method or ("POST" if cell.write else "GET")
        address = cell.route.address(cell.thing) + QUERIES.get(cell.route.name, "")
        client, headers = self.client_of(cell), {}
        if cell.route.api and (secret := self.world.tokens.get(cell.reader.id)):
            headers["Authorization"] = f"Bearer {secret}"
        if method in ("GET", "HEAD"):
            return client.generic(method, address, headers=headers)
        told = self._form(cell)
        if isinstance(told, Json):
            return client.generic(method, address, json.dumps(told), "application/json", headers=headers)
        sent = encode_multipart(BOUNDARY, told)
        return client.generic(method, address, sent, MULTIPART_CONTENT, headers=headers)

    def client_of(self, cell: Cell) -> Client:
        return self.program if cell.route.api else self.clients[cell.reader.id]

    def _form(self, cell: Cell) -> dict[str, Any]:
        if cell.route.api:
            return body(self.world, cell.reader, cell.route.name, cell.thing)
        form = FORMS.get(cell.route.name)
        return form(self.world, cell.reader, cell.thing) if form else ANYTHING

    def _open_receipt(self, client: Client, thing: Thing | None) -> None:
        """In this browser the receipt of the thing is open; of another page, that of one matter."""
        held = thing if thing is not None and thing.noun == "receipt" else self.world.made["receipt", "own"]
        session = client.session
        session[HELD] = [str(held.row.pk), clock.now().timestamp()]
        session.save()


def newest_step() -> int:
    return Step.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def said(response: HttpResponseBase, *, wrote: bool) -> Answer | str:
    """An answer in the words of the matrix; anything else as it is."""
    status = response.status_code
    if wrote:
        return "written" if status in (200, 201, 302) else "kept" if status == KEPT else f"written and {status}"
    if status in TURNED_AWAY:
        return TURNED_AWAY[status]
    if status == 302 and response["Location"].startswith(f"{reverse('account_login')}?next="):
        return "sign in"
    if status in (404, NO_SUCH_WAY):
        return "absent" if status == 404 else "nothing"
    return "shown" if status < 400 or status in (*FORM_AGAIN, 429) else f"{status}"


def is_right(cell: Cell, got: Answer | str, response: HttpResponseBase) -> bool:
    """Whether the answer is the expected one."""
    if cell.expected == "nothing":
        takes_a_form = cell.write and response.status_code in FORM_AGAIN
        return got in ("shown", "nothing") and not takes_a_form
    if cell.expected == "reached":
        return got == "shown"
    if cell.expected == "absent":
        return got in ("absent", "nothing")
    return got == cell.expected


def wrong_among(asked: Iterable[Cell], browsers: Browsers) -> list[str]:
    """The cells that are answered otherwise than expected, in words."""
    wrong = []
    for cell in asked:
        got, response = browsers.ask(cell)
        if not is_right(cell, got, response):
            wrong.append(f"{cell}: expected {cell.expected}, got {got} ({response.status_code})")
    return wrong
