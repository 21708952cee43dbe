"""The one clock. Nothing else asks the machine for the time, so a test or the demonstration can set the day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
"""Whoever asks for a day before or after these has mistyped it."""

_set: ContextVar[datetime | None] = ContextVar("yidu_clock", default=None)


def now() -> datetime:
    """The present moment, aware, in Asia/Shanghai; inside `at(moment)` that moment."""
    return _set.get() or datetime.now(SHANGHAI)


def today() -> date:
    """The calendar day in China (Asia/Shanghai), whatever the server's own time zone."""
    return now().date()


def local_day(moment: datetime) -> date:
    """The calendar day in China on which an aware moment falls. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(SHANGHAI).date()


def is_meant(day: date) -> bool:
    """Whether somebody can have meant this day: between `FIRST` and `LAST`, and no mistake of the keyboard."""
    return FIRST <= day <= LAST


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let the clock stand at an aware `moment` for the block (this thread and task only; blocks may nest).

    Raises ValueError for a naive moment.
    """
    local_day(moment)
    token = _set.set(moment.astimezone(SHANGHAI))
    try:
        yield
    finally:
        _set.reset(token)
