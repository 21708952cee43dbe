"""A period or a part is summed from days and months, and is what all lines come to, whatever is folded and closed."""

from __future__ import annotations

import sys
from datetime import date
from itertools import product
from random import Random
from typing import Any

import pytest

from tests.cast import Cast, at
from tests.web.world import visit
from yidu.activities.actions import withdraw_activity
from yidu.ledger.audit import audit
from yidu.ledger.figures import Figure, series, split, values
from yidu.ledger.fold import fold
from yidu.ledger.models import Daily, Monthly, Total

INDICATORS = ("visits", "visits-by-leaders", "enterprises-helped", "townships-visited", "members", "venue-coverage")
DAYS = [None, date(2025, 1, 31), date(2025, 2, 1), date(2025, 2, 14), date(2025, 2, 28), date(2025, 3, 9)]
SUMS = sys.modules["yidu.ledger.figures.sums"]


@pytest.fixture
def spring(cast: Cast) -> Cast:
    """Visits on many days, some told late, one taken back; folded and closed on some evenings, and not on others."""
    for day in ("2025-01-09", "2025-01-31", "2025-02-03"):
        visit(cast, day)
    with at("2025-02-04"):
        fold()
    mistaken = visit(cast, "2025-02-14", by="leader")
    visit(cast, "2025-02-28")
    with at("2025-03-02"):
        fold()
        withdraw_activity(mistaken, reason="记错了", actor=cast.leader, version=mistaken.version)
    visit(cast, "2025-03-03", by="leader")
    with at("2025-03-05"):
        fold()
    visit(cast, "2025-02-28")  # as an action that ran over midnight: entered for a day that is closed
    visit(cast, "2025-03-09")
    return cast


def asked(cast: Cast) -> list[Figure]:
    """A part of all questions, chosen by the same chance each time."""
    town = cast.enterprise.place and cast.enterprise.place.parent
    parts: list[dict[str, Any]] = [
        {}, {"where": {"host": "leader"}}, {"where": {"host": "member"}}, {"where": {"county": "500104000000"}},
        {"place": "500104000000"}, {"where": {"township": town.code if town else "500104101000"}},
        {"where": {"sector": "经济界"}}, {"where": {"host": "leader", "county": "500104000000"}},
    ]  # fmt: skip
    every = product((cast.committee, cast.city), INDICATORS, DAYS, DAYS, DAYS, parts)
    return [
        Figure(committee=committee, programme="wuqian", indicator=indicator, from_=from_, to=to, as_of=as_of, **part)
        for committee, indicator, from_, to, as_of, part in Random(7).sample(list(every), 150)
    ]


def told(figures: list[Figure]) -> list[Any]:
    shapes = [
        (series(one, "month"), series(one, "year"), split(one, "township"), split(one, "county"), split(one, "host"))
        for one in figures[:40]
    ]
    return [*values(figures), *shapes]


@pytest.mark.parametrize("last", ["in the tail", "folded", "closed"])
def test_sums_and_lines_say_the_same(spring: Cast, monkeypatch: pytest.MonkeyPatch, last: str):
    with at("2025-03-09" if last == "folded" else "2025-03-10"):
        if last != "in the tail":
            fold()
        figures = asked(spring)
        by_sums = told(figures)
        assert len(set(map(str, by_sums))) > 20
        assert audit() == []
        monkeypatch.setattr(SUMS, "needs_entries", lambda _figure: True)
        assert told(figures) == by_sums


def test_no_past_is_read_for_a_period(spring: Cast):
    """The twin: without the totals of the past the figures stay, and the audit says what is missing."""
    with at("2025-03-10"):
        fold()
        figures = [
            Figure(committee=spring.city, programme="wuqian", indicator=indicator, from_=date(2025, 1, 1), **more)
            for indicator in ("visits", "enterprises-helped")
            for more in ({"to": date(2025, 1, 31)}, {"where": {"host": "member"}})
        ]
        before = values(figures)
        Total.objects.filter(day__lt=date(2025, 3, 1)).delete()
        assert values(figures) == before
        assert any(before)
        assert "visits" in {one.indicator for one in audit()}


@pytest.mark.parametrize("kept", [Daily, Monthly])
def test_a_sum_that_was_changed_is_found(spring: Cast, kept: type[Daily | Monthly]):
    with at("2025-03-10"):
        fold()
        assert audit() == []
        kept.objects.filter(indicator="visits").update(quantity=9)
        assert {one.indicator for one in audit()} == {"visits"}


def test_days_that_are_opened_again_are_counted_once(spring: Cast):
    with at("2025-03-10"):
        fold()
        figure = Figure(committee=spring.city, programme="wuqian", indicator="visits", from_=date(2025, 2, 1))
        before = values([figure, figure.other("enterprises-helped")])
    visit(spring, "2025-02-20")
    with at("2025-03-10"):
        fold()
        assert values([figure, figure.other("enterprises-helped")]) == [(before[0] or 0) + 1, before[1]]
        assert Daily.objects.filter(day=date(2025, 2, 20)).exists()
        assert audit() == []
