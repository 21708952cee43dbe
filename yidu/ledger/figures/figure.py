"""A figure: an indicator with a period and filters, and its address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import get_args
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.errors import Invalid
from yidu.people.models import Committee
from yidu.programmes.grammar.indicators import Dimension

DIMENSIONS: tuple[str, ...] = get_args(Dimension)
_DAYS = {"from_": "from", "to": "to", "as_of": "as-of"}
_LONGEST = 60


@dataclass(frozen=True, kw_only=True)
class Figure:
    """An indicator of a committee (and of those below it), with a period and filters. All days are inclusive.

    `where` filters by dimensions, `place` (12-digit code) by a place and all below it, `record` ("activity/5f0c…") by
    one record. `as_of` is the number as it stood when that day ended: what happened until then, as far as it was
    entered.
    `known_to` counts entries up to that id only; it is not part of the address.
    """

    committee: Committee
    programme: str
    indicator: str
    from_: date | None = None
    to: date | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    place: str = ""
    record: str = ""
    as_of: date | None = None
    known_to: int | None = None

    def __post_init__(self) -> None:
        """Raises `Invalid` for a day next to which the calendar of the program ends."""
        for name, word in _DAYS.items():
            day = getattr(self, name)
            if day is not None and not clock.is_meant(day):
                raise _wrong(word, _("Write the date like 2025-07-31."))

    @property
    def end(self) -> date:
        """The last day that counts: never later than today."""
        return min(day for day in (self.to, self.as_of, clock.today()) if day)

    def query(self) -> str:
        """Period and filters as a query string, in one spelling: the same figure has the same."""
        return _encoded(tuple(self._choices().items()))

    def url(self) -> str:
        """The address of its proof."""
        return _with(reverse("figure", args=[self.committee.code, self.programme, self.indicator]), self.query())

    @property
    def name(self) -> str:
        """How it is told apart from the committee's other figures."""
        return _with(f"{self.programme}/{self.indicator}", self.query())

    def other(self, indicator: str) -> Figure:
        """The same question about another indicator of the programme."""
        return replace(self, indicator=indicator)

    @classmethod
    def parse(cls, committee: Committee, programme: str, indicator: str, parameters: Mapping[str, str]) -> Figure:
        """What `query` wrote, read again; other parameters do not matter.

        Raises `Invalid` for a day that is none and a place that is no code.
        """
        from_, to, as_of = (_day(parameters.get(word, ""), word) for word in _DAYS.values())
        place = parameters.get("place", "")
        if place and not (place.isascii() and place.isdigit() and len(place) == 12):
            raise _wrong("place", _("A place is a code of 12 digits."))
        return cls(
            committee=committee,
            programme=programme,
            indicator=indicator,
            where={dim: parameters[dim][:_LONGEST] for dim in DIMENSIONS if parameters.get(dim)},
            place=place,
            record=parameters.get("record", "")[:_LONGEST],
            from_=from_,
            to=to,
            as_of=as_of,
        )

    def _choices(self) -> dict[str, str]:
        days = {word: day.isoformat() for name, word in _DAYS.items() if (day := getattr(self, name))}
        others = {"place": self.place, "record": self.record, **self.where}
        return dict(sorted((days | {word: chosen for word, chosen in others.items() if chosen}).items()))


@lru_cache(maxsize=1000)
def _encoded(choices: tuple[tuple[str, str], ...]) -> str:
    return urlencode(choices)


def _with(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _day(text: str, word: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _wrong(word, _("Write the date like 2025-07-31.")) from None


def _wrong(word: str, message: str) -> Invalid:
    return Invalid(message, fields={word: [message]})
