"""A figure over time and over places, sectors and roles. Never over people: there is no such dimension."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from yidu.ledger.facts import is_level
from yidu.ledger.figures.figure import Figure
from yidu.ledger.figures.lines import Scope, places_of, places_on, scope_of
from yidu.ledger.figures.sums import nets, parts
from yidu.ledger.figures.values import known_plain, per_cent, singles
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
    counted = singles(scope, figure)
    told = [_told(scope, one, by) for one in counted]
    first = figure.from_ or min((period for changes in told for period in changes), default=None)
    if first is None:
        return []
    periods = list(_periods(first, figure.end, by))[-MOST_POINTS:]
    columns = [_column(scope, one, changes, periods, by) for one, changes in zip(counted, told, strict=True)]
    if len(columns) == 1:
        return [Point(period, known_plain(number)) for period, number in zip(periods, columns[0], strict=True)]
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
        return known_plain(columns[0][key])

    shares = [Share(key, labels.get(key, key), number(key)) for key in keys]
    # In no days at all is a number too.
    return shares if is_median(scope, figure) else [share for share in shares if share.value != 0]


def is_median(scope: Scope, figure: Figure) -> bool:
    return scope.indicator(figure).measure == "median"


def _told(scope: Scope, figure: Figure, by: Every) -> Mapping[date, Mapping[str, Decimal]]:
    """Period → value → what was added in it. What happened is counted at once, and what there is must add up first."""
    indicator = scope.indicator(figure)
    if indicator.measure == "places":
        return {}
    if is_level(indicator):
        return nets(scope, figure, by)
    return {period: {"": number} for period, number in parts(scope, figure, by).items()}


def _column(
    scope: Scope, figure: Figure, changes: Mapping[date, Mapping[str, Decimal]], periods: list[date], by: Every
) -> Sequence[Decimal | None]:
    indicator = scope.indicator(figure)
    if indicator.measure == "places":
        ends = [min(_next(period, by) - timedelta(days=1), figure.end) for period in periods]
        return [places_on(figure, indicator, end) for end in ends]
    if is_level(indicator):
        return list(_running(changes, periods, _positive if indicator.measure == "distinct" else _total))
    if indicator.measure == "median":
        return [changes[period][""] if period in changes else None for period in periods]
    return [_total(changes.get(period, {})) for period in periods]


def _running(
    by_period: Mapping[date, Mapping[str, Decimal]],
    periods: list[date],
    count: Callable[[Mapping[str, Decimal]], Decimal],
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
        return {key: Decimal(number) for key, number in Counter(placed(id_).get(by, "") for id_ in ids).items()}
    return parts(scope, figure, by)


def _labels(scope: Scope, figure: Figure, by: By, keys: Iterable[str]) -> dict[str, str]:
    if by == "sector":
        return {}
    if by == "host":
        programme = scope.edition(figure.programme).read
        return {key: called(programme, "host", key) for key in keys if key}
    # A code may stand for several rows, one after the other: the last name is the one that people know.
    places = Place.objects.filter(code__in=list(keys)).order_by("valid_from")
    return dict(places.values_list("code", "name"))


def _total(net: Mapping[str, Decimal]) -> Decimal:
    return sum(net.values(), Decimal(0))


def _positive(net: Mapping[str, Decimal]) -> Decimal:
    return Decimal(sum(number > 0 for number in net.values()))


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
