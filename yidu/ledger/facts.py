"""What a record's statements count for: pure, no database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property

from yidu.ledger.statements import Statement
from yidu.programmes.grammar import Indicator

IN_FORCE = frozenset({"appointment", "station", "project"})
"""What can be counted besides kinds. It is in force from a day to a day."""

DEFAULTS: Mapping[tuple[str, ...], str] = {("document",): "issued", ("session",): "held", ("outcome",): "there"}
"""When what is no kind and not in force is counted, where the indicator does not say it."""

_SIGNIFICANT = Decimal("0.01")
_COLUMNS = ("host", "sector")
PLACES = ("county", "township", "village")

Placed = Callable[[int], Mapping[str, str]]
"""The codes of the county, township and village of a place, by its id."""


@dataclass(frozen=True)
class Rule:
    """One indicator of one edition."""

    committee: int
    programme: str
    edition: int
    id: str
    indicator: Indicator

    @cached_property
    def moments(self) -> frozenset[str]:
        """The moments of statements that it counts."""
        if self.indicator.reaches:
            return frozenset({f"stage:{self.indicator.reaches}"})
        if self.indicator.when:
            return frozenset({self.indicator.when})
        if only := DEFAULTS.get(self.indicator.counted):
            return frozenset({only})
        return frozenset({"in-force"} if IN_FORCE.issuperset(self.indicator.counted) else {"recorded", "raised"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One line that a record adds to an indicator. `edition` says whose rule, and makes no difference."""

    committee: int
    programme: str
    indicator: str
    day: date
    quantity: Decimal
    place_id: int | None
    host: str = ""
    sector: str = ""
    value: str = ""
    dims: str = "{}"  # the other dimensions, as JSON with sorted keys, so that facts can be compared
    edition: int = field(default=0, compare=False)


def is_level(indicator: Indicator) -> bool:
    """Whether it is what there is on a day, not what happened in a period: everything up to the day counts."""
    if indicator.measure == "stock":
        return True
    if indicator.measure != "distinct" or indicator.reaches:
        return False
    return indicator.when in ("in-force", "owed") or (indicator.when is None and IN_FORCE.issuperset(indicator.counted))


def facts(statements: Iterable[Statement], rules: Iterable[Rule], placed: Placed) -> list[Fact]:
    """What a record with these statements adds to the indicators, in the order of its statements."""
    by_word: dict[str, list[Rule]] = {}
    for rule in rules:
        for word in set(rule.indicator.counted):
            by_word.setdefault(word, []).append(rule)
    return [
        fact
        for statement in statements
        for rule in by_word.get(statement.counts, ())
        for fact in _lines(statement, rule, placed)
    ]


def dims_json(dims: Mapping[str, str]) -> str:
    """The dimensions that have no column of their own, in one spelling."""
    return json.dumps({k: v for k, v in dims.items() if k not in _COLUMNS}, sort_keys=True, ensure_ascii=False)


def _lines(statement: Statement, rule: Rule, placed: Placed) -> Iterator[Fact]:
    indicator = rule.indicator
    if indicator.measure in ("ratio", "places") or statement.moment not in rule.moments:
        return
    places = [statement.place_id, *(statement.serves if indicator.of in PLACES else ())]
    for place_id in dict.fromkeys(places):
        where = {**statement.dims, **(placed(place_id) if place_id is not None else {})}
        if all(where.get(dim) in _wanted(choice) for dim, choice in indicator.where.items()):
            yield from _days(statement, rule, place_id, where)


def _days(statement: Statement, rule: Rule, place_id: int | None, where: Mapping[str, str]) -> Iterator[Fact]:
    """What it adds on its first day, and takes away after its last."""
    indicator = rule.indicator
    value, quantity = "", Decimal(1)
    if indicator.measure == "distinct":
        value = where.get(indicator.of or "", "")
        quantity = Decimal(bool(value))
    elif indicator.measure == "median":
        # The number is what is told apart, and each counts once: so nothing but sums is kept of medians too.
        told = statement.quantities.get(indicator.how_much or "")
        value, quantity = ("", Decimal(0)) if told is None else (f"{told.normalize():f}", Decimal(1))
    elif indicator.how_much:
        quantity = Decimal(statement.quantities.get(indicator.how_much, 0)).quantize(_SIGNIFICANT)
    if not quantity:
        return
    days = [(statement.day, quantity)]
    if statement.until is not None and is_level(indicator):
        days.append((statement.until + timedelta(days=1), -quantity))
    for day, amount in days:
        yield Fact(
            committee=rule.committee,
            programme=rule.programme,
            indicator=rule.id,
            day=day,
            quantity=amount,
            place_id=place_id,
            host=statement.dims.get("host", ""),
            sector=statement.dims.get("sector", ""),
            value=value,
            dims=dims_json(statement.dims),
            edition=rule.edition,
        )


def _wanted(choice: str | tuple[str, ...]) -> tuple[str, ...]:
    return (choice,) if isinstance(choice, str) else choice
