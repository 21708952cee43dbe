"""A day that is over is closed: its figures are read at once, and are those that all of the past comes to."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import at
from tests.ledger.conftest import District
from yidu.common import known
from yidu.common.actors import SYSTEM
from yidu.ledger.audit import audit
from yidu.ledger.figures import figure_list, publish_figures, values
from yidu.ledger.fold import fold
from yidu.ledger.models import Closing, Entry, Published, Remaining, Total, Watermark
from yidu.people.actions import close_station, end_appointment, withdraw_appointment

INDICATORS = ("members", "appointed", "villages-with-a-venue", "coverage", "venues")
DAYS = tuple(date(2025, month, day) for month in range(1, 7) for day in (1, 9, 10, 11, 28))


@pytest.fixture
def half_a_year(district: District) -> District:
    """People and stations come and go, some told late; folded and closed on some evenings, and not on others."""
    with at("2025-01-10"):
        first = district.appoint()
        venue = district.open_station("跳甲", "跳乙")
    with at("2025-02-10"):
        fold()
        district.appoint(starts=date(2025, 1, 28))
        district.open_station("跳乙")
        close_station(venue, closed=date(2025, 2, 9), actor=SYSTEM, version=1)
    with at("2025-03-10"):
        fold()
        withdraw_appointment(first, reason="记错了", actor=SYSTEM, version=1)
        last = district.appoint(starts=date(2025, 6, 1))
    with at("2025-04-10"):
        fold()
        end_appointment(last, ends=date(2025, 6, 10), actor=SYSTEM, version=1)
    with at("2025-06-29"):
        fold()
    return district


def told(district: District) -> list[Decimal | None]:
    committees = (district.committee, district.city)
    return values([
        district.figure(indicator, as_of=day, committee=one)
        for one in committees for day in (*DAYS, None) for indicator in INDICATORS
    ])  # fmt: skip


def test_a_closed_day_says_what_all_of_the_past_comes_to(half_a_year: District, monkeypatch: pytest.MonkeyPatch):
    with at("2025-06-30"):
        by_closings = told(half_a_year)
        assert Watermark.objects.get().closed_to == date(2025, 6, 28)
        # The package has a function of the module's name.
        monkeypatch.setattr(sys.modules["yidu.ledger.figures.values"], "is_balance", lambda *_figure: False)
        assert told(half_a_year) == by_closings, "by days and months"
        monkeypatch.setattr(sys.modules["yidu.ledger.figures.sums"], "needs_entries", lambda _figure: True)
        assert told(half_a_year) == by_closings, "by lines alone"
        assert len(set(by_closings)) > 4
        assert audit() == []


def test_no_past_is_read_for_a_closed_day(half_a_year: District):
    """The twin: without the totals of the past the figures stay, and the audit says what is missing."""
    with at("2025-06-30"):
        before = values([half_a_year.figure("members", as_of=date(2025, 5, 1))])
        Total.objects.filter(day__lt=date(2025, 3, 1)).delete()
        assert values([half_a_year.figure("members", as_of=date(2025, 5, 1))]) == before
        assert "members" in {one.indicator for one in audit()}


def test_a_closing_that_was_changed_is_found(half_a_year: District):
    with at("2025-06-30"):
        Closing.objects.filter(indicator="members", committee=half_a_year.city).update(quantity=99)
        assert {(one.indicator, one.entered) for one in audit()} == {("members", Decimal(99))}


def test_what_came_up_today_is_counted_once_without_adding_up_its_past(half_a_year: District):
    with at("2025-06-30"):
        counted = half_a_year.figure("villages-with-a-venue", committee=half_a_year.city)
        before = values([counted])[0] or 0
        half_a_year.open_station("跳乙", "建乙", opened=date(2025, 6, 30))  # one that has a venue, and a new one
        fold()
        assert values([counted]) == [before + 1]
        # The twin: what is left of the values is forgotten, so one of them counts twice, and the audit says so.
        Remaining.objects.all().delete()
        assert values([counted]) == [before + 2]
        assert {one.indicator for one in audit()} == {"villages-with-a-venue"}


def test_what_is_entered_late_for_a_closed_day_counts_at_once_and_opens_the_day(half_a_year: District):
    day = date(2025, 5, 1)
    with at("2025-05-01"):
        half_a_year.appoint(starts=day)
        half_a_year.open_station("建甲", opened=day)
    with at("2025-06-30"):
        asked = [half_a_year.figure(one, as_of=day) for one in ("members", "villages-with-a-venue")]
        in_the_tail = values(asked)
        before = values(
            [half_a_year.figure(one, as_of=date(2025, 4, 30)) for one in ("members", "villages-with-a-venue")]
        )
        assert in_the_tail == [(one or 0) + 1 for one in before]
        fold()
        assert values(asked) == in_the_tail
        assert Closing.objects.filter(committee=half_a_year.committee, day=day).exists()
        assert audit() == []


def test_the_figures_of_a_committee_are_asked_for_in_few_questions(half_a_year: District):
    with at("2025-06-30"), known.reading(), CaptureQueriesContext(connection) as queries:
        figure_list(half_a_year.committee, as_of=date(2025, 5, 1))
        figure_list(half_a_year.committee, as_of=date(2025, 5, 1))
    # The revision, editions, the villages; all that stands, twice.
    assert len(queries) <= 5, [one["sql"] for one in queries]


def test_what_is_published_is_what_was_known_whatever_is_folded(half_a_year: District):
    with at("2025-06-30"):
        asked = [half_a_year.figure(one, committee=half_a_year.city) for one in ("members", "villages-with-a-venue")]
        half_a_year.appoint()
        last = Entry.objects.latest("pk").pk
        known_then = [replace(one, known_to=last) for one in asked]
        by_entries = values(known_then)
        assert values(known_then, folded_to=Watermark.objects.get().folded_to) == by_entries
        assert publish_figures(asked) == 2
        assert [row.value for row in Published.objects.order_by("pk")] == by_entries
        half_a_year.appoint()
        fold()
        assert values(known_then, folded_to=Watermark.objects.get().folded_to) == by_entries
        # The twin: who is told that nothing is folded beyond it, when it is, counts what was not known.
        assert values(known_then, folded_to=last) != by_entries
