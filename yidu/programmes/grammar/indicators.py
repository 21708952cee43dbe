"""Indicators: what counts, how much, when, under which dimensions."""

from __future__ import annotations

from typing import Literal

from yidu.programmes.grammar.base import Line, Text, Word

Dimension = Literal[
    "host", "role", "sector", "township", "village", "county", "enterprise", "project", "organisation", "station",
    "station-kind", "class", "on-time", "kind", "by", "look-back", "period", "subject",
    "level", "carrier", "instruction", "document-kind", "joint", "form",
    "consultation", "outcome",
]  # fmt: skip
"""What an entry can be told apart by. Never a person."""

Moment = Literal[
    "recorded",
    "in-force",
    "raised",
    "assigned",
    "answered",
    "solved",
    "rated",
    "satisfied",
    "unsatisfied",
    "unrated",
    "reopened",
    "diverted",
    "closed",
    "looked-at",
    "found-solved",
    "found-unsolved",
    "accepted",
    "adopted",
    "instructed",
    "issued",
    "issued-by",
    "promised",
    "withdrawn",
    "owed",
    "held",
    "there",
]


class Indicator(Line):
    """A rule of counting.

    flow: each thing counted adds `how-much` on its day · stock: adds on its first day, takes away after its last ·
    distinct: how many different values of `of` are counted at least once · median: of the numbers `how-much`, the one
    in the middle · ratio: `part` per `whole`, in per cent · places: how many places of the `level` the divisions list
    has on that day.

    A station counts once, at its own place; a distinct count of places counts it in each place that it serves.
    """

    title: Text
    unit: Text
    measure: Literal["flow", "stock", "distinct", "median", "ratio", "places"]
    about: Text | None = None
    counts: (
        tuple[Word, ...] | Word
    ) = ()  # kinds, or "appointment", "station", "project", "document", "session", "outcome"
    when: Moment | None = None  # default: recorded, raised, issued or in-force, by what is counted
    reaches: Word | None = None  # a matter counts on the day on which it first reaches this stage
    where: dict[Dimension, str | tuple[str, ...]] = {}
    how_much: Word | None = None  # a quantity of the record: "headcount", "days" or a number field
    of: Dimension | None = None
    part: Word | None = None
    whole: Word | None = None
    level: Literal["county", "township", "village"] | None = None
    public: bool = True
    aspect: Literal["more-is-better", "less-is-better", "neutral"] = "neutral"

    @property
    def counted(self) -> tuple[str, ...]:
        return (self.counts,) if isinstance(self.counts, str) else self.counts
