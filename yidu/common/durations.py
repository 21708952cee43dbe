"""Lengths of time as a procedure states them: "10 working days", "20 days", "3 months", "24 hours"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import ngettext

_HINT = 'write a number from 1 to 9999 and a unit, as in "10 working days", "20 days", "3 months", "1 year", "24 hours"'


class Unit(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Duration:
    """A positive number of units. Days are calendar days unless they are said to be working days."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.count <= 9999:
            raise ValueError(f"{self.count} {self.unit}s is not a length of time: {_HINT}")

    @classmethod
    def parse(cls, text: str) -> Duration:
        """Read "10 working days". Singular or plural; raises ValueError with a hint for anything else.

        "Working hours" are refused on purpose: no law that Yidu follows says when an office opens.
        """
        found = re.fullmatch(r"([0-9]{1,4}) +(hour|day|working +day|month|year)s?", text.strip().lower())
        if not found:
            raise ValueError(f"{text!r} is not a length of time: {_HINT}")
        return cls(int(found[1]), Unit(re.sub(" +", " ", found[2])))

    def __str__(self) -> str:
        """The spelling that `parse` reads: "1 working day", "10 working days"."""
        return f"{self.count} {self.unit}" if self.count == 1 else f"{self.count} {self.unit}s"

    def words(self) -> str:
        """The length in the reader's language."""
        count = self.count
        match self.unit:
            case Unit.HOUR:
                text = ngettext("%(count)d hour", "%(count)d hours", count)
            case Unit.DAY:
                text = ngettext("%(count)d day", "%(count)d days", count)
            case Unit.WORKING_DAY:
                text = ngettext("%(count)d working day", "%(count)d working days", count)
            case Unit.MONTH:
                text = ngettext("%(count)d month", "%(count)d months", count)
            case Unit.YEAR:
                text = ngettext("%(count)d year", "%(count)d years", count)
        return text % {"count": count}
