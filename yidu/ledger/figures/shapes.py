"""A figure over time and over places, sectors and roles. Never over people: there is no such dimension."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from django.db.models import Min, Sum
from django.db.models.functions import Trunc

from yidu.ledger.facts import is_level
from yidu.ledger.figures.figure import Figure
from yidu.ledger.figures.lines import Scope, lines_of, places_of, scope_of
from yidu.ledger.figures.values import per_cent, plain, singles
from yidu.ledger.rules import placed
from yidu.places.models import Place
from yidu.programmes.words import called

By = Literal["county", "township", "sector", "host"]
Every = Literal["day", "month", "year"]

MOST_POINTS = 120


@dataclass(frozen=True, slots=True)
class Point:
    """A period by its first day. Of what happens, the number in the period; of what there is, at its end."""

    first: date
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a figure. `key` is a place's code, a sector or a role; empty where the records have none."""

    key: str
    label: str
    value: Decimal | None


def series(figure: Figure, by: Every = "month") -> list[Point]:
    """The figure period by period, from its first day (or the first entry's) to its last; at most 120 periods.

    Raises `NotAllowed` when the committee has no such indicator.
    """
    scope = scope_of(figure.committee)
    parts = singles(scope, figure)
    first = figure.from_ or _first_day(scope, parts)
    if first is None:
        return []
    periods = list(_periods(first, figure.end, by))[-MOST_POINTS:]
    columns = [_column(scope, one, periods, by) for one in parts]
    if len(columns) == 1:
        return [Point(period, plain(number)) for period, number in zip(periods, columns[0], strict=True)]
    return [Point(period, per_cent(*pair)) for period, *pair in zip(periods, *columns, strict=True)]


def split(figure: Figure, by: By = "township") -> list[Share]:
    """The figure by places (in the order of their codes), sectors or roles of hosts (in alphabetical order).

    The parts of a sum add up to it. Raises `NotAllowed` when the committee has no such indicator.
    """
    scope = scope_of(figure.committee)
    columns = [_by(scope, one, by) for one in singles(scope, figure)]
    keys = sorted({key for column in columns for key in column}, key=lambda key: (not key, key))
    labels = _labels(scope, figure, by, keys)

    def number(key: str) -> Decimal | None:
        if len(columns) == 2:
            return per_cent(columns[0].get(key, Decimal(0)), columns[1].get(key, Decimal(0)))
        return plain(columns[0][key])

    return [Share(key, labels.get(key, key), share) for key in keys if (share := number(key)) != 0]


def _first_day(scope: Scope, parts: Iterable[Figure]) -> date | None:
    firsts = [
        lines_of(scope, one).aggregate(first=Min("day"))["first"] for one in parts if not _counts_places(scope, one)
    ]
    return min((first for first in firsts if first), default=None)


def _column(scope: Scope, figure: Figure, periods: list[date], by: Every) -> list[Decimal]:
    indicator = scope.indicator(figure)
    if indicator.measure == "places":
        spans = list(places_of(figure, indicator).values_list("valid_from", "valid_until"))
        ends = [min(_next(period, by) - timedelta(days=1), figure.end) for period in periods]
        return [Decimal(sum(_holds(span, end) for span in spans)) for end in ends]
    distinct = indicator.measure == "distinct"
    fields = ("period", "value") if distinct else ("period",)
    rows = lines_of(scope, figure).annotate(period=Trunc("day", by)).values_list(*fields).annotate(Sum("quantity"))
    by_period: dict[date, dict[str, Decimal]] = defaultdict(dict)
    for period, *value, net in rows.order_by("period"):
        by_period[period]["".join(value)] = net
    count: Callable[[dict[str, Decimal]], Decimal] = _positive if distinct else _total
    if not is_level(indicator):
        return [count(by_period.get(period, {})) for period in periods]
    return list(_running(by_period, periods, count))


def _running(
    by_period: dict[date, dict[str, Decimal]], periods: list[date], count: Callable[[dict[str, Decimal]], Decimal]
) -> Iterator[Decimal]:
    """What there is at the end of each period, with everything that came before the first."""
    standing: dict[str, Decimal] = defaultdict(Decimal)
    changes = iter(sorted(by_period.items()))
    change = next(changes, None)
    for period in periods:
        while change and change[0] <= period:
            for key, net in change[1].items():
                standing[key] += net
            change = next(changes, None)
        yield count(standing)


def _by(scope: Scope, figure: Figure, by: By) -> dict[str, Decimal]:
    indicator = scope.indicator(figure)
    if indicator.measure == "places":
        ids = list(places_of(figure, indicator).on(figure.end).values_list("pk", flat=True))
        placed.load(ids)
        return _grouped(((placed(id_).get(by, ""), str(id_), Decimal(1)) for id_ in ids), _total)
    column = by if by in ("sector", "host") else "place_id"
    fields = (column, "value") if indicator.measure == "distinct" else (column,)
    rows = list(lines_of(scope, figure).values_list(*fields).annotate(Sum("quantity")))
    if column == "place_id":
        placed.load(row[0] for row in rows if row[0] is not None)
        rows = [((placed(row[0]).get(by, "") if row[0] is not None else ""), *row[1:]) for row in rows]
    count = _positive if indicator.measure == "distinct" else _total
    return _grouped(((row[0], "".join(row[1:-1]), row[-1]) for row in rows), count)


def _grouped(
    rows: Iterable[tuple[str, str, Decimal]], count: Callable[[dict[str, Decimal]], Decimal]
) -> dict[str, Decimal]:
    """(key, value, net) rows as key → number."""
    groups: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for key, value, net in rows:
        groups[key][value] += net
    return {key: count(net) for key, net in groups.items()}


def _labels(scope: Scope, figure: Figure, by: By, keys: Iterable[str]) -> dict[str, str]:
    if by == "sector":
        return {}
    if by == "host":
        programme = scope.edition(figure.programme).read
        return {key: called(programme, "host", key) for key in keys if key}
    # A code may stand for several rows, one after the other: the last name is the one that people know.
    places = Place.objects.filter(code__in=list(keys)).order_by("valid_from")
    return dict(places.values_list("code", "name"))


def _counts_places(scope: Scope, figure: Figure) -> bool:
    return scope.indicator(figure).measure == "places"


def _total(net: dict[str, Decimal]) -> Decimal:
    return sum(net.values(), Decimal(0))


def _positive(net: dict[str, Decimal]) -> Decimal:
    return Decimal(sum(number > 0 for number in net.values()))


def _holds(span: tuple[date, date | None], day: date) -> bool:
    return span[0] <= day and (span[1] is None or day < span[1])


def _periods(first: date, last: date, by: Every) -> Iterator[date]:
    period = {"day": first, "month": first.replace(day=1), "year": first.replace(month=1, day=1)}[by]
    while period <= last:
        yield period
        period = _next(period, by)


def _next(period: date, by: Every) -> date:
    match by:
        case "day":
            return period + timedelta(days=1)
        case "month":
            return (period + timedelta(days=31)).replace(day=1)
        case _:
            return period.replace(year=period.year + 1)
