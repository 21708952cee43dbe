"""What a figure comes to: exact at any moment, whatever is folded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from yidu.ledger.facts import is_level
from yidu.ledger.figures.balances import NOTHING, Balance, balances, is_balance
from yidu.ledger.figures.figure import Figure
from yidu.ledger.figures.lines import Scope, places_on, scope_of
from yidu.ledger.figures.sums import parts, sums

TENTH = Decimal("0.1")

Key = tuple[int, str, int | None]


def value(figure: Figure) -> Decimal | None:
    """The number; of a ratio, in per cent with one decimal, and None where the whole is nothing; so of a median.

    Raises `NotAllowed` when the committee has no such programme or indicator.
    """
    return values([figure])[0]


def values(figures: Sequence[Figure], *, folded_to: int | None = None) -> list[Decimal | None]:
    """The numbers of many figures, in their order. `folded_to` is given by whoever holds the watermark.

    Two queries for each committee; one for all that stands at the end of a day; otherwise one for all sums of one
    period and filter of one programme, one for each distinct count, each median and each count of places.
    """
    scopes: dict[int, Scope] = {}
    for figure in figures:
        if figure.committee.pk not in scopes:
            scopes[figure.committee.pk] = scope_of(figure.committee)
    found: dict[Key, Decimal | None] = {}
    groups: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    stands: dict[tuple[object, ...], Mapping[tuple[str, str], Balance]] = {}
    for single in {
        key(one): one for figure in figures for one in singles(scopes[figure.committee.pk], figure)
    }.values():
        scope = scopes[single.committee.pk]
        indicator = scope.indicator(single)
        if indicator.measure not in ("places", "median") and is_balance(single, folded_to):
            day = single.committee.pk, single.end, single.as_of, single.known_to
            if day not in stands:
                stands[day] = balances(scope, single)
            total, left = stands[day].get((single.programme, single.indicator), NOTHING)
            found[key(single)] = Decimal(left) if indicator.measure == "distinct" else total
            continue
        match indicator.measure:
            case "distinct":
                found[key(single)] = parts(scope, single).get("", Decimal(0))
            case "median":
                found[key(single)] = parts(scope, single).get("")
            case "places":
                found[key(single)] = places_on(single, indicator, single.end)
            case _:
                # What is there and what happened differ only where a first day is asked for.
                groups[bool(single.from_) and is_level(indicator), *key(single.other(""))].append(single)
    for together in groups.values():
        first, scope = together[0], scopes[together[0].committee.pk]
        indicators = {one.indicator: scope.indicator(one) for one in together}
        net = sums(scope, first, indicators)
        found |= {key(one): net.get((one.indicator, ""), Decimal(0)) for one in together}
    return [_result(scopes[figure.committee.pk], figure, found) for figure in figures]


def key(figure: Figure) -> Key:
    return figure.committee.pk, figure.name, figure.known_to


def singles(scope: Scope, figure: Figure) -> tuple[Figure, ...]:
    """The figures that are counted for it: itself, or the part and the whole of a ratio."""
    indicator = scope.indicator(figure)
    if indicator.measure != "ratio":
        return (figure,)
    return (figure.other(indicator.part or ""), figure.other(indicator.whole or ""))


def per_cent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """`part` per `whole` in per cent, to one decimal, half to even; None where the whole is nothing."""
    return (part * 100 / whole).quantize(TENTH, ROUND_HALF_EVEN) if part is not None and whole else None


def known_plain(number: Decimal | None) -> Decimal | None:
    """The same where there is a number: of a median there is none while nothing counts."""
    return None if number is None else plain(number)


def plain(number: Decimal) -> Decimal:
    """Without decimals where it is whole."""
    return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


def _result(scope: Scope, figure: Figure, found: Mapping[Key, Decimal | None]) -> Decimal | None:
    counted = [found[key(one)] for one in singles(scope, figure)]
    return known_plain(counted[0]) if len(counted) == 1 else per_cent(*counted)
