"""What a statement counts for: no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from yidu.ledger.facts import Fact, Rule, facts
from yidu.ledger.statements import Statement
from yidu.programmes.grammar import Indicator

DAY = date(2025, 3, 3)
PLACES = {
    1: {"county": "c1", "township": "t1", "village": "v1"},
    2: {"county": "c1", "township": "t1", "village": "v2"},
}
TOWN = 3


def placed(place_id: int) -> Mapping[str, str]:
    return PLACES.get(place_id, {"county": "c1", "township": "t2"})


def rule(measure: str = "flow", counts: Any = "visit", **more: Any) -> Rule:
    text = {"zh": "数", "en": "number"}
    words = {key.replace("_", "-"): value for key, value in more.items()}
    line = {"title": text, "unit": text, "measure": measure, "counts": counts, **words}
    return Rule(1, "short", 3, "one", Indicator.model_validate(line))


def visit(**more: Any) -> Statement:
    return replace(Statement(counts="visit", moment="recorded", day=DAY, place_id=1), **more)


def counted(statement: Statement, one: Rule) -> list[tuple[date, int, str]]:
    return [(fact.day, int(fact.quantity), fact.value) for fact in facts([statement], [one], placed)]


def test_a_flow_counts_one_on_the_day():
    (fact,) = facts([visit(dims={"host": "leader", "sector": "经济界", "kind": "visit"})], [rule()], placed)
    assert fact == Fact(1, "short", "one", DAY, Decimal(1), 1, "leader", "经济界", "", '{"kind": "visit"}')
    assert fact.edition == 3


def test_the_edition_makes_no_difference_to_a_fact():
    first, second = rule(), Rule(1, "short", 4, "one", rule().indicator)
    assert facts([visit()], [first], placed) == facts([visit()], [second], placed)


@pytest.mark.parametrize(
    ("moment", "more", "counts"),
    [
        ("recorded", {}, True),
        ("raised", {}, True),
        ("in-force", {}, False),
        ("answered", {}, False),
        ("answered", {"when": "answered"}, True),
        ("raised", {"when": "answered"}, False),
        ("stage:signed", {"reaches": "signed"}, True),
        ("stage:begun", {"reaches": "signed"}, False),
        ("raised", {"reaches": "signed"}, False),
    ],
)
def test_only_its_moment_counts(moment: str, more: dict[str, Any], counts: bool):
    assert bool(counted(visit(moment=moment), rule(**more))) is counts


def test_of_appointments_what_is_in_force_counts_without_saying_so():
    assert counted(visit(counts="appointment", moment="in-force"), rule("stock", "appointment")) == [(DAY, 1, "")]


def test_a_stock_is_taken_away_after_its_last_day():
    statement = visit(counts="appointment", moment="in-force", until=date(2025, 12, 31))
    assert counted(statement, rule("stock", "appointment")) == [(DAY, 1, ""), (date(2026, 1, 1), -1, "")]
    assert counted(statement, rule("flow", "appointment")) == [(DAY, 1, "")]


@pytest.mark.parametrize(
    ("quantities", "sums"), [({"headcount": Decimal(12)}, [12]), ({"headcount": Decimal(0)}, []), ({}, [])]
)
def test_a_quantity_that_is_missing_or_nothing_makes_no_entry(quantities: dict[str, Decimal], sums: list[int]):
    found = counted(visit(quantities=quantities), rule(how_much="headcount"))
    assert [quantity for _day, quantity, _value in found] == sums


@pytest.mark.parametrize(
    ("where", "counts"),
    [
        ({"host": "leader"}, True),
        ({"host": ["member", "leader"]}, True),
        ({"host": "member"}, False),
        ({"host": "leader", "class": "a"}, False),
    ],
)
def test_every_condition_must_hold(where: dict[str, Any], counts: bool):
    assert bool(counted(visit(dims={"host": "leader"}), rule(where=where))) is counts


def test_a_distinct_count_has_a_line_for_its_value_and_none_without():
    assert counted(visit(), rule("distinct", of="township")) == [(DAY, 1, "t1")]
    assert counted(visit(place_id=TOWN), rule("distinct", of="village")) == []
    assert counted(visit(), rule("distinct", of="enterprise")) == []
    assert counted(visit(dims={"enterprise": "7"}), rule("distinct", of="enterprise")) == [(DAY, 1, "7")]


def test_a_station_counts_once_but_stands_for_each_village_that_it_serves():
    station = visit(counts="station", moment="in-force", serves=(2, 1), until=DAY)
    after = date(2025, 3, 4)
    assert counted(station, rule("stock", "station")) == [(DAY, 1, ""), (after, -1, "")]
    assert counted(station, rule("distinct", "station", of="village")) == [
        (DAY, 1, "v1"), (after, -1, "v1"), (DAY, 1, "v2"), (after, -1, "v2"),
    ]  # fmt: skip


@pytest.mark.parametrize("measure", ["ratio", "places"])
def test_what_is_computed_from_others_is_not_entered(measure: str):
    assert counted(visit(), rule(measure)) == []
