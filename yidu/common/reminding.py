"""When to remind of a date, as a procedure states it: "3 working days before", "on the day", "2 hours after"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import IntEnum

from django.utils.translation import gettext as _

from yidu.common.calendar import Calendar
from yidu.common.clock import SHANGHAI, local_day
from yidu.common.durations import Duration, Unit
from yidu.common.workdays import working_days_on

MOST = 30
_UNITS = (Unit.HOUR, Unit.DAY, Unit.WORKING_DAY)
_HINT = 'write "3 working days before", "on the day", "1 working day after" or "2 hours before", at most 30'


class Side(IntEnum):
    BEFORE = -1
    ON = 0
    AFTER = 1


@dataclass(frozen=True, slots=True)
class Reminding:
    """A moment that goes by a date. Without a `span` it is the day itself.

    Days begin at midnight, and what is due goes out with the day's digest; hours go out at their hour.
    """

    side: Side
    span: Duration | None = None

    @classmethod
    def parse(cls, text: str) -> Reminding:
        """Raises ValueError with a hint for anything that is not such a moment."""
        said = " ".join(text.lower().split())
        if said == "on the day":
            return cls(Side.ON)
        found = re.fullmatch(r"(.+) (before|after)", said)
        try:
            span = Duration.parse(found[1]) if found else None
        except ValueError:
            span = None
        if found is None or span is None or span.unit not in _UNITS or span.count > MOST:
            raise ValueError(f"{text!r} is not a moment to remind: {_HINT}")
        return cls(Side.BEFORE if found[2] == "before" else Side.AFTER, span)

    @property
    def at_once(self) -> bool:
        """Whether it goes out at its hour and not with the day's digest."""
        return self.span is not None and self.span.unit is Unit.HOUR

    def at(self, due_at: datetime, *, calendar: Calendar) -> datetime:
        """The moment from which on to remind of `due_at`."""
        day, span = local_day(due_at), self.span
        if span is not None and span.unit is Unit.HOUR:
            return due_at + self.side * timedelta(hours=span.count)
        if span is not None and span.unit is Unit.WORKING_DAY:
            day = working_days_on(day, self.side * span.count, calendar=calendar)
        elif span is not None:
            day += self.side * timedelta(days=span.count)
        return datetime.combine(day, time(), SHANGHAI)

    def __str__(self) -> str:
        """The spelling that `parse` reads."""
        return f"{self.span} {self.side.name.lower()}" if self.span else "on the day"

    def words(self) -> str:
        """In the reader's language."""
        if self.span is None:
            return _("on the day")
        form = _("%(span)s before") if self.side is Side.BEFORE else _("%(span)s after")
        return form % {"span": self.span.words()}


BY_DAYS = tuple(Reminding.parse(text) for text in ("2 working days before", "on the day", "1 working day after"))
BY_HOURS = tuple(Reminding.parse(text) for text in ("1 hour before", "1 working day after"))


def usual(length: Duration) -> tuple[Reminding, ...]:
    """When to remind where a procedure is silent: nearer the date where the time is counted in hours."""
    return BY_HOURS if length.unit is Unit.HOUR else BY_DAYS
