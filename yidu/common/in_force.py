"""The calendar that holds now, read from the table at little cost.

Pages keep it with what else rarely changes (`yidu.common.known`): an edit holds in all processes with the next request.
Whoever *writes* a date computes it under `held()`: an edit of the calendar waits for those dates and finds them, or
they wait for the edit and are computed by it. No date falls between the two. That question asks which revision each
year has; what a process has read of a year's revision it keeps.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from yidu.common import known
from yidu.common.calendar import Calendar, Special, Year

# The first of the two keys of PostgreSQL's advisory locks; those of the ledger are 7201 to 7204.
_LOCK = "(7210, 0)"
_REVISIONS = "SELECT year, revision FROM common_calendaryear"
# One statement, so one snapshot: days of one state under the revision of another would be kept for good.
_YEARS = """
    SELECT year.year, year.revision, year.announced, year.source,
           coalesce(json_agg(json_build_array(day.day, day.kind, day.zh, day.en) ORDER BY day.day)
                    FILTER (WHERE day.day IS NOT NULL), '[]')
    FROM common_calendaryear AS year LEFT JOIN common_specialday AS day ON day.year_id = year.year
    WHERE year.year = ANY(%s) GROUP BY year.year
"""
_MOST_KEPT = 500

_known: dict[UUID, Year] = {}
_scope: ContextVar[Calendar | None] = ContextVar("yidu_calendar", default=None)


def calendar() -> Calendar:
    """The calendar in force: the one of `held()` or `using()`, else as `known.kept`."""
    return _scope.get() or known.kept("calendar", read)


@contextmanager
def held() -> Iterator[None]:
    """In the running transaction: nobody edits the calendar until it ends. Before any row is locked.

    Use it as a decorator below `@action` on whatever writes a date.
    """
    # Two statements in one question: the snapshot of the second is taken after the lock was granted.
    with _scoped(_read(f"SELECT pg_advisory_xact_lock_shared{_LOCK}; {_REVISIONS}")):
        yield


@contextmanager
def using(calendar: Calendar) -> Iterator[None]:
    """Within the block this calendar is in force, whatever the table says."""
    with _scoped(calendar):
        yield


def lock_for_editing() -> None:
    """In the running transaction: nobody writes a date; those who are at it are waited for."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{_LOCK}")


def read() -> Calendar:
    """The calendar as it stands in the table this moment."""
    return _read(_REVISIONS)


@contextmanager
def _scoped(scope: Calendar) -> Iterator[None]:
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


def _read(question: str) -> Calendar:
    while True:
        found = {year: _known.get(revision) for year, revision in _ask(question)}
        if not (missing := [year for year, known in found.items() if known is None]):
            return Calendar({year: known for year, known in found.items() if known is not None})
        _learn(missing)
        question = _REVISIONS  # what was learnt may be a newer revision already


def _ask(question: str) -> Sequence[tuple[int, UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        while cursor.nextset():
            pass
        return cursor.fetchall()


def _learn(years: list[int]) -> None:
    if len(_known) > _MOST_KEPT:
        _known.clear()
    with connection.cursor() as cursor:
        cursor.execute(_YEARS, [years])
        for number, revision, announced, source, days in cursor.fetchall():
            _known[revision] = _year(number, announced, source, days)


def _year(number: int, announced: bool, source: str, days: Any) -> Year:
    told = json.loads(days) if isinstance(days, str) else days
    special = {date.fromisoformat(day): Special(kind == "work", zh, en) for day, kind, zh, en in told}
    return Year(number, special, announced, source)
