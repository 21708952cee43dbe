"""Many browsers send one form at the same moment: who wins, and what the others are told."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.matters.conftest import visit
from tests.threads import SURELY, Meeting
from tests.web.conftest import NO_MEASURES
from yidu.matters.models import Matter

DAY = "2025-02-18"
MOVES: list[tuple[str, str, dict[str, str], str]] = [
    ("office", "assign", {}, "note"),
    ("economy_handler", "note", {}, "note"),
    ("economy_handler", "reply", {"class": "A", **NO_MEASURES}, "text"),
    ("economy_head", "send-back", {}, "reason"),
]
"""Whose move it is, what it asks besides, and the field for one's own words. After the last comes the second again."""


BUSY, AGAIN = 503, 20
"""Too many at once for this machine: the page keeps what was typed, and one sends it again, so many times."""


@dataclass
class Found:
    """`moves` with not exactly one winner are `wrong`; of the losers, those who were not told or lost their words."""

    moves: int = 0
    sent: int = 0
    wrong: int = 0
    winners: int = 0
    told_nothing: int = 0
    words_lost: int = 0

    @property
    def is_well(self) -> bool:
        return not (self.wrong or self.told_nothing or self.words_lost)


@contextmanager
def room_for(threads: int) -> Iterator[None]:
    """A connection for each, so that they truly come at once."""
    pool: Any = connection.pool
    size = pool.max_size
    pool.resize(0, max(size, threads))
    try:
        yield
    finally:
        pool.resize(0, size)


def rush(cast: Cast, *, threads: int, moves: int, each: int = 7) -> Found:
    """So many moves, of matters that go `each` moves; each is tried by all threads at the same moment."""
    found = Found()
    doors = {called: _signed_in(cast, called) for called in ("office", "economy_handler", "economy_head")}
    with room_for(threads), ThreadPoolExecutor(threads) as pool:
        while found.moves < moves:
            with at("2025-02-17"):
                matter = visit(cast)
            for number in range(min(each, moves - found.moves)):
                called, action, told, field = MOVES[number if number < 4 else 1 + (number - 1) % 3]
                more = {"lead": str(cast.economy.pk)} if action == "assign" else {}
                _one_move(found, pool, doors[called], matter, action, {**told, **more}, field, threads=threads)
    return found


def _one_move(
    found: Found, pool: ThreadPoolExecutor, door: Client, matter: Matter, action: str, told: dict[str, str],
    field: str, *, threads: int,
) -> None:  # fmt: skip
    address = reverse("matter-take", args=[matter.pk, action])
    version = str(Matter.objects.values_list("version", flat=True).get(pk=matter.pk))
    together = threading.Barrier(threads)

    def send(number: int) -> tuple[int, bool, bool]:
        browser = Client(raise_request_exception=False)
        browser.cookies.update(door.cookies)
        words = f"第{number}人写了很久的话"
        form = {**told, "client_id": str(uuid4()), "version": version, field: words}
        try:
            with at(DAY):
                together.wait(60)
                for _try in range(AGAIN):
                    answer = browser.post(address, form)
                    if answer.status_code != BUSY:
                        break
                    assert words in answer.content.decode()
                page = answer.content.decode()
            return answer.status_code, 'id="news"' in page, words in page
        finally:
            connections.close_all()

    answers = list(pool.map(send, range(threads)))
    winners = sum(status == 302 for status, _news, _kept in answers)
    losers = [(status, news, kept) for status, news, kept in answers if status != 302]
    found.moves += 1
    found.sent += threads
    found.winners += winners
    found.wrong += winners != 1
    found.told_nothing += sum(status != 409 or not news for status, news, _kept in losers)
    found.words_lost += sum(not kept for _status, _news, kept in losers)


def _signed_in(cast: Cast, called: str) -> Client:
    client = Client()
    with at(DAY):
        client.force_login(cast.people[called])
        client.get("/desk/")
    return client


def without_lock(monkeypatch: Any) -> None:
    """The broken twin: the row is read, and nobody holds it. Two have read it before either writes."""
    from yidu.matters import engine

    two = Meeting(2, SURELY)

    def unlocked(matter: Matter, besides: Any) -> tuple[Matter, dict[Any, Matter]]:
        related = ("handlings", "requests__handling", "pauses", "replies")
        rows = Matter.objects.select_related("edition", "activity").prefetch_related(*related)
        found = rows.get(pk=matter.pk)
        two.wait()
        return found, {}

    monkeypatch.setattr(engine, "locked_together", unlocked)
