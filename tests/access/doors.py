"""What a closed door tells: for each forbidden object the same as for one that does not exist. And other methods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test.utils import CaptureQueriesContext

from tests.access import oracle
from tests.access.cells import TELL_HOW_IT_IS, UNWELL, Browsers, Cell, cells, few, lot
from tests.access.expected import door
from tests.access.routes import Route
from tests.access.world import World
from yidu.common import known

EACH, BROKEN = 3, 500
OWN_HEADERS = ("X-Request-ID", "Content-Length", "Set-Cookie")
"""What differs between any two answers: their number, and what stands in the cookie. The length is the body's."""
METHODS = ("PUT", "HEAD", "OPTIONS", "PATCH", "DELETE", "TRACE", "PROPFIND")
SLACK = 2
"""So many queries more or less tell nothing: whether a list of related rows is asked for is not seen from outside."""


@dataclass(frozen=True)
class Told:
    """What somebody outside can see of an answer, and how many queries it took."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: str
    queries: int


def forbidden(route: Route, world: World) -> list[Cell]:
    """Objects that are there, for somebody whom the door lets pass and the object does not: a few of each route."""
    found = [
        cell
        for cell in few(cells(route, world))
        if cell.expected == "absent" and cell.thing is not None and door(route, cell.reader, cell.thing) is None
    ]
    return sorted(found, key=lot)[:EACH]


def as_unknown(cell: Cell) -> Cell:
    """The same question about something that does not exist."""
    assert cell.thing is not None
    secret = next((one for one in cell.route.blanks if one in INDOORS), cell.route.blanks[0])
    blanks = {**cell.thing.blanks, secret: cell.route.unknown()[secret]}
    return replace(cell, thing=replace(cell.thing, blanks=blanks))


INDOORS = (("figures", "indicator"), ("sets", "name"), ("programmes", "programme"), ("offline", "kind"))
"""What a committee, which everybody knows, may have or not."""


def is_hidden(cell: Cell) -> bool:
    """Whether the reader may not know that it is there. Who reads a matter may not do everything with it: no secret."""
    assert cell.thing is not None
    match cell.thing.noun:
        case "matter" | "link" | "receipt":
            return not oracle.reads_matter(cell.reader, cell.thing)
        case "activity":
            return not oracle.reads_activity(cell.reader, cell.thing)
        case noun:
            return noun not in ("organisation", "project", "station", "draw")


def differences(cell: Cell, browsers: Browsers) -> list[str]:
    """In what the answers about a forbidden and an unknown object differ."""
    one, other = told(cell, browsers), told(as_unknown(cell), browsers)
    seen = [name for name in ("status", "headers", "body") if getattr(one, name) != getattr(other, name)]
    seen += [f"answered {status}" for status in (one.status, other.status) if status >= BROKEN]
    if is_hidden(cell) and abs(one.queries - other.queries) > SLACK:
        seen.append(f"queries ({one.queries} and {other.queries})")
    return [f"{cell}: {name}" for name in seen]


def told(cell: Cell, browsers: Browsers) -> Told:
    known.forget()  # or whoever asks second would have it easier
    with CaptureQueriesContext(connection) as queries:
        _got, response = browsers.ask(cell)
    headers = tuple(sorted((name, value) for name, value in response.items() if name not in OWN_HEADERS))
    return Told(response.status_code, headers, _plain(response, cell), len(queries))


def _plain(response: HttpResponseBase, cell: Cell) -> str:
    """The body without what is another in every answer: the token of its forms, and the address that was asked."""
    text = response.content.decode() if hasattr(response, "content") else ""
    text = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": ?)"[^"]+"', r"\1", text)
    return text.replace(cell.route.address(cell.thing), "ADDRESS")


# --- other methods --------------------------------------------------------------------------------------------------


def wrote_by(browsers: Browsers, cell: Cell, methods: Iterable[str]) -> Iterator[str]:
    """The methods by which a route that is open wrote something, although it declares none of them."""
    for method in methods:
        with transaction.atomic():
            before = rows_changed()
            response = browsers.send(cell, method)
            tells = response.status_code == UNWELL and cell.route.name in TELL_HOW_IT_IS
            if rows_changed() != before or (response.status_code >= BROKEN and not tells):
                yield f"{method} {cell.route.address(cell.thing)} by {cell.reader.id}: {response.status_code}"
            transaction.set_rollback(True)


_CHANGED = """
    SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables
    WHERE relname NOT IN ('django_session', 'usersessions_usersession', 'yidu_cache', 'services_token')
"""
"""Rows written in this transaction, but for what every request may note: the session, limits, the day of a token."""


def rows_changed() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED)
        found: Any = cursor.fetchone()
        return int(found[0])
