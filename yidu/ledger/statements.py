"""What a record states about itself, in the ledger's words. The floors above register how to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models


@dataclass(frozen=True, slots=True)
class Statement:
    """One countable thing that a record states: an enterprise visit was recorded, a matter was solved.

    `counts` is what is counted (a kind, "appointment", "station" or "project"), `moment` a word of
    `grammar.indicators.Moment` or "stage:ID", `day` when it holds from; `until` the last day for what is in force.
    `dims` are the dimensions it can be told apart by, `quantities` what can be summed instead of 1.
    """

    counts: str
    moment: str
    day: date
    until: date | None = None
    place_id: int | None = None
    dims: Mapping[str, str] = field(default_factory=dict)
    quantities: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A type of record that states facts.

    `statements(record)` is a pure function of the record; `all()` yields every record for the audit;
    `editions(record)` ids of the editions whose indicators may count it (None: the committee's current ones);
    `open_to(record)` "public", "committee" or "parties"; `title(record)` and `url(record)` for the proof page;
    `readable(actor, ids)` which of the ids the actor may read.
    """

    record_type: str
    model: type[models.Model]
    statements: Callable[[Any], Iterable[Statement]]
    all: Callable[[], Iterable[Any]]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    readable: Callable[[Any, list[str]], set[str]]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Called in `ready()` by the app to which the record belongs."""
    _sources[source.record_type] = source


def source_of(record_type: str) -> Source | None:
    return _sources.get(record_type)


def all_sources() -> list[Source]:
    return [_sources[key] for key in sorted(_sources)]
