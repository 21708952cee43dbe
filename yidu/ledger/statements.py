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

    `counts` is what is counted (a kind, or a word of `facts.IN_FORCE`), `moment` a word of
    `grammar.indicators.Moment` or "stage:ID", `day` when it holds from; `until` the last day for what is in force.
    `dims` are the dimensions it can be told apart by (township, village and county follow from the place),
    `quantities` what can be summed instead of 1. It happens at one place and counts there once; `serves` are further
    places for which it is there, and only a distinct count of places counts them.
    """

    counts: str
    moment: str
    day: date
    until: date | None = None
    place_id: int | None = None
    serves: tuple[int, ...] = ()
    dims: Mapping[str, str] = field(default_factory=dict)
    quantities: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A type of record that states facts. The model has `committee_id`.

    `statements(record)` is a pure function of the record and what it names; `all()` is every record, with what its
    statements and its title read already selected; `title(record)` and `url(record)` are for the proof page;
    `readable(actor, ids)` says which of the ids the actor may read.

    `touched_by` tells which records of this source state something else when records of another type change, e.g.
    {"appointment": lambda appointments: Activity.objects.filter(host__in=appointments)}. They are entered anew then.
    """

    record_type: str
    model: type[models.Model]
    statements: Callable[[Any], Iterable[Statement]]
    all: Callable[[], models.QuerySet[Any]]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    readable: Callable[[Any, list[str]], set[str]]
    touched_by: Mapping[str, Callable[[Any], models.QuerySet[Any]]] = field(default_factory=dict)


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Called in `ready()` by the app to which the record belongs."""
    _sources[source.record_type] = source


def source_of(record_type: str) -> Source | None:
    return _sources.get(record_type)


def all_sources() -> list[Source]:
    return [_sources[key] for key in sorted(_sources)]


def type_of(record: models.Model) -> str:
    """The record's type, as in its address. Raises AttributeError for a model without one."""
    record_type: str = record.record_type  # type: ignore[attr-defined]
    return record_type


def key_of(record: models.Model) -> str:
    """How entries name a record: "activity/5f0c…"."""
    return f"{type_of(record)}/{record.pk}"
