"""The records behind a figure, and what became of a figure since it was published."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.cast import actor_of, at
from tests.ledger.conftest import District
from yidu.common import known
from yidu.common.actors import SYSTEM, VISITOR
from yidu.ledger.figures import (
    Revision,
    entries,
    history,
    proof,
    publish_all,
    publish_figures,
    published_on,
    value,
)
from yidu.ledger.jobs import publish_figures_daily
from yidu.ledger.models import Entry, Published
from yidu.people.actions import close_station, withdraw_appointment
from yidu.people.models import Appointment


def made(revisions: list[Revision]) -> list[tuple[int | None, int | None, list[tuple[int, str]]]]:
    return [
        (
            None if one.was is None else int(one.was),
            None if one.became is None else int(one.became),
            [(int(line.quantity), line.because) for line in one.lines],
        )
        for one in revisions
    ]


@pytest.fixture
def appointments(district: District) -> list[Appointment]:
    with at("2025-03-01"):
        return [district.appoint() for _ in range(3)]


def test_the_proof_is_the_entries_newest_first(district: District, appointments: list[Appointment]):
    with at("2025-04-01"):
        withdraw_appointment(appointments[0], reason="一人记了两遍", actor=SYSTEM, version=1)
    told = proof(district.figure("members"), actor_of(appointments[1].person), page=1)
    assert (told.count, told.reversals, told.pages) == (4, 1, 1)
    assert sum(line.quantity for line in told.lines) == value(district.figure("members")) == 2
    first = told.lines[0]
    assert (first.is_reversal, int(first.quantity), first.because) == (True, -1, "一人记了两遍")
    assert first.title.startswith(appointments[0].person.name)
    assert list(entries(district.figure("members"))) == list(Entry.objects.filter(indicator="members").order_by("-pk"))


def test_who_may_not_read_a_record_learns_that_it_exists(district: District, appointments: list[Appointment]):
    with at("2025-04-01"):
        withdraw_appointment(appointments[0], reason="一人记了两遍", actor=SYSTEM, version=1)
    outsider = district.appoint("leader")
    for actor in (VISITOR, actor_of(outsider.person)):
        lines = proof(district.figure("members"), actor).lines
        assert len(lines) == 4
        for line in lines:
            assert (line.readable, line.title, line.url, line.place, line.because) == (False, "", "", "", "")


def test_a_proof_has_pages(district: District, appointments: list[Appointment]):
    pages = [proof(district.figure("members"), SYSTEM, page=page, size=2) for page in (-1, 1, 2, 99)]
    assert [(page.page, page.pages, len(page.lines)) for page in pages] == [(1, 2, 2), (1, 2, 2), (2, 2, 1), (2, 2, 1)]


def test_a_proof_of_a_ratio_is_that_of_its_part(district: District):
    district.open_station("跳甲", "跳乙")
    told = proof(district.figure("coverage"), VISITOR)
    assert told.count == value(district.figure("villages-with-a-venue")) == 2
    assert {line.place for line in told.lines} == {"跳磴甲村", "跳磴乙村"}


def test_a_proof_costs_the_same_for_one_line_and_for_fifty(
    district: District, appointments: list[Appointment], django_assert_num_queries: DjangoAssertNumQueries
):
    with known.reading():
        proof(district.figure("members"), SYSTEM, size=1)
        with django_assert_num_queries(5):
            proof(district.figure("members"), SYSTEM, size=1)
    for _ in range(20):
        district.appoint()
    with known.reading():
        proof(district.figure("members"), SYSTEM)
        with django_assert_num_queries(5):
            proof(district.figure("members"), SYSTEM)


def test_a_published_figure_says_why_it_changed(district: District, appointments: list[Appointment]):
    members = district.figure("members")
    with at("2025-03-10"):
        assert publish_figures([members]) == 1
    with at("2025-03-20"):
        district.appoint(starts=date(2025, 3, 20))
        assert history(members, SYSTEM) == [], "growth is no correction"
    with at("2025-04-01"):
        withdraw_appointment(appointments[0], reason="一人记了两遍", actor=SYSTEM, version=1)
        assert made(history(members, SYSTEM)) == [(3, 2, [(-1, "一人记了两遍")])]
        assert made(history(members, VISITOR)) == [(3, 2, [(-1, "")])]


def test_each_change_is_told_once_with_the_publication_that_it_changed(
    district: District, appointments: list[Appointment]
):
    members = district.figure("members")
    with at("2025-03-10"):
        publish_figures([members])
    with at("2025-03-12"):
        withdraw_appointment(appointments[0], reason="第一次", actor=SYSTEM, version=1)
    with at("2025-03-13"):
        assert publish_figures([members]) == 1
        assert publish_figures([members]) == 0, "a number that is as before is not kept twice"
    with at("2025-03-15"):
        district.appoint(starts=date(2025, 2, 1))
        district.appoint(starts=date(2025, 2, 1))
    with at("2025-04-01"):
        told = history(members, SYSTEM)
        assert made(told) == [(2, 4, [(1, ""), (1, "")]), (3, 2, [(-1, "第一次")])]
        assert [one.published_at.day for one in told] == [13, 10]


def test_changes_that_cancel_out_are_no_revision(district: District, appointments: list[Appointment]):
    members = district.figure("members")
    with at("2025-03-10"):
        publish_figures([members])
    with at("2025-03-12"):
        withdraw_appointment(appointments[0], reason="换人", actor=SYSTEM, version=1)
        district.appoint()
        assert history(members, SYSTEM) == []


def test_a_ratio_and_a_closed_period_say_why_they_changed(district: District):
    with at("2025-03-01"):
        station = district.open_station("跳甲", "跳乙")
    coverage, march = district.figure("coverage"), district.figure("venues", to=date(2025, 3, 31))
    with at("2025-04-10"):
        publish_figures([coverage, march])
    with at("2025-05-01"):
        close_station(station, closed=date(2025, 3, 15), actor=SYSTEM, version=1)
        assert made(history(coverage, SYSTEM)) == [(50, 0, [(-1, ""), (-1, "")])]
        assert made(history(march, SYSTEM)) == [(1, 0, [(-1, "")])]


def test_a_figure_as_of_a_day_is_kept_as_that_of_the_days_up_to_it(district: District, appointments: list[Appointment]):
    with at("2025-03-31"):
        publish_figures([district.figure("members", as_of=date(2025, 3, 31))])
    with at("2025-04-02"):
        withdraw_appointment(appointments[0], reason="记错了", actor=SYSTEM, version=1)
        assert made(history(district.figure("members", as_of=date(2025, 3, 31)), SYSTEM)) == [(3, 2, [(-1, "记错了")])]
        assert made(history(district.figure("members", to=date(2025, 3, 31)), SYSTEM)) == [(3, 2, [(-1, "记错了")])]


def test_public_figures_are_published_once_a_day(district: District, appointments: list[Appointment]):
    with at("2025-03-10"):
        assert not published_on(date(2025, 3, 10))
        assert publish_figures_daily() == 16, "eight indicators, of the district and of the city above"
        district.appoint()
        assert publish_figures_daily() == 0
    with at("2025-03-11"):
        assert publish_figures_daily() == 4, "members and members appointed"
        assert publish_all() == 0
    assert Published.objects.filter(figure="short/members", committee=district.committee).count() == 2
