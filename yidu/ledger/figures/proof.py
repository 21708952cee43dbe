"""The proof of a figure: the entries that make it up, and what each reader may know of the records behind them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet

from yidu.common.actors import Actor
from yidu.ledger.figures.figure import Figure
from yidu.ledger.figures.lines import Scope, entries_of, place_codes, scope_of
from yidu.ledger.figures.shapes import is_median
from yidu.ledger.figures.sums import sums
from yidu.ledger.figures.values import plain, singles
from yidu.ledger.models import Entry
from yidu.ledger.statements import source_of


@dataclass(frozen=True, slots=True)
class ProofLine:
    """An entry as one reader sees it. Who may not read the record learns that it exists, when and how it counts.

    `because` is the reason that was given with the change; `place` is where it happened, by name; `number` is the one
    that stands in a median.
    """

    entry: int
    day: date
    quantity: Decimal
    entered_at: datetime
    is_reversal: bool
    readable: bool
    title: str = ""
    url: str = ""
    place: str = ""
    because: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """One page of a figure's entries, newest first. `count` and `reversals` are of all pages."""

    lines: list[ProofLine]
    count: int
    reversals: int
    page: int
    pages: int


def entries(figure: Figure) -> QuerySet[Entry]:
    """The entries of a figure, newest first; of a ratio, those of its part.

    Raises `NotAllowed` when the committee has no such indicator.
    """
    scope, counted = _counted(figure)
    return entries_of(scope, counted).order_by("-day", "-pk")


def proof(figure: Figure, actor: Actor, *, page: int = 1, size: int = 50) -> Proof:
    """One page of the proof; a page that does not exist is the nearest that does.

    Raises `NotAllowed` when the committee has no such indicator.
    """
    found = entries(figure)
    # Each by an index of its own.
    count, reversals = found.count(), found.filter(reverses__isnull=False).count()
    pages = max(1, -(-count // size))
    page = min(max(page, 1), pages)
    chosen = found.filter(pk__any=_of_page(figure, (page - 1) * size, page * size)).select_related("step", "place")
    lines = describe(list(chosen), actor, numbers=is_median(scope_of(figure.committee), figure))
    return Proof(lines, count, reversals, page, pages)


def _counted(figure: Figure) -> tuple[Scope, Figure]:
    """The figure whose entries are shown, and of the committees only those that have entries at its place.

    Raises `NotAllowed` when the committee has no such indicator.
    """
    scope = scope_of(figure.committee)
    counted = singles(scope, figure)[0]
    codes = place_codes(figure)
    if not codes or len(scope.family) == 1:
        return scope, counted
    at_place = Figure(
        committee=figure.committee, programme=figure.programme, indicator=counted.indicator, place=codes[0]
    )
    there = sums(scope, at_place, {counted.indicator: scope.indicator(counted)}, "committee")
    return replace(scope, family=tuple(sorted({committee for _id, committee in there})) or scope.family), counted


def _of_page(figure: Figure, first: int, last: int) -> list[int]:
    """Ids of the entries of a page: the newest of each committee by the index, and of these the newest."""
    scope, counted = _counted(figure)
    newest = [entries_of(one, counted).order_by("-day", "-pk").values("pk", "day")[:last] for one in scope.each()]
    found = newest[0].union(*newest[1:], all=True).order_by("-day", "-pk") if len(newest) > 1 else newest[0]
    return [row["pk"] for row in found[first:last]]


def describe(chosen: Sequence[Entry], actor: Actor, *, numbers: bool = False) -> list[ProofLine]:
    """Entries (with `step` and `place` selected) as an actor may see them; with `numbers`, of a median.

    Two queries for each type of record.
    """
    by_type: dict[str, set[str]] = defaultdict(set)
    for entry in chosen:
        record_type, _, id_ = entry.record.partition("/")
        by_type[record_type].add(id_)
    known: dict[str, tuple[str, str]] = {}
    for record_type, ids in by_type.items():
        if source := source_of(record_type):
            allowed = source.readable(actor, sorted(ids))
            for record in source.all().filter(pk__in=allowed):
                known[f"{record_type}/{record.pk}"] = (source.title(record), source.url(record))
    return [_line(entry, known.get(entry.record), entry.value if numbers else "") for entry in chosen]


def _line(entry: Entry, seen: tuple[str, str] | None, number: str) -> ProofLine:
    line = ProofLine(
        entry=entry.pk,
        day=entry.day,
        quantity=plain(entry.quantity),
        entered_at=entry.entered_at,
        is_reversal=entry.reverses_id is not None,
        readable=seen is not None,
        number=number,
    )
    if seen is None:
        # Not even the place: with the day it could be enough to know whom it was about.
        return line
    title, url = seen
    place = entry.place.name if entry.place else ""
    return replace(line, title=title, url=url, place=place, because=str(entry.step.data.get("reason", "")))
