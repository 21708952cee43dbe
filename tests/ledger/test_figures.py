"""Figures: values, periods, filters, families, over time and by place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.cast import at
from tests.ledger.conftest import District
from yidu.common import known
from yidu.common.actors import SYSTEM
from yidu.common.errors import Invalid, NotAllowed
from yidu.ledger.figures import DIMENSIONS, Figure, figure_list, figure_set, series, split, value, values
from yidu.ledger.figures.shapes import By
from yidu.ledger.figures.values import per_cent
from yidu.ledger.fold import fold
from yidu.people.actions import add_project, add_sector, close_station, end_appointment, withdraw_appointment
from yidu.programmes.grammar import FigureSet


@pytest.fixture(params=["unfolded", "folded", "half folded"])
def filled(district: District, request: pytest.FixtureRequest) -> District:
    """Four members (one until June, one withdrawn in April), two venues (one closed in May), one project."""
    with at("2025-02-01"):
        district.appoint()
        district.appoint(starts=date(2025, 2, 1), ends=date(2025, 6, 30))
        wrong = district.appoint(starts=date(2025, 2, 1))
        first = district.open_station("跳甲", "跳乙")
        district.open_station("跳磴镇", "建甲", "跳甲")
        district.open_station("建乙", kind="studio")
    if request.param == "half folded":
        fold()
    with at("2025-04-01"):
        withdraw_appointment(wrong, reason="记错了", actor=SYSTEM, version=1)
        teachers = add_sector(committee=district.committee, name="教育界", actor=SYSTEM)
        district.appoint(starts=date(2025, 4, 1), sector=teachers)
        project = add_project(
            committee=district.committee,
            name="公交站",
            place=district.places["建甲"],
            starts=date(2025, 4, 1),
            actor=SYSTEM,
        )
        for _ in range(2):
            district.appoint("supervisor", starts=date(2025, 4, 1), project=project)
    with at("2025-05-02"):
        close_station(first, closed=date(2025, 5, 1), actor=SYSTEM, version=1)
    if request.param == "folded":
        fold()
    return district


def whole(number: Decimal | None) -> int | None:
    return None if number is None else int(number)


CASES: list[tuple[str, dict[str, Any], int]] = [
    ("members", {"to": date(2025, 1, 9)}, 0),
    ("members", {"to": date(2025, 1, 10)}, 1),
    ("members", {"to": date(2025, 6, 30)}, 3),
    ("members", {"to": date(2025, 7, 1)}, 2),
    ("members", {"from_": date(2025, 7, 1), "to": date(2025, 7, 31)}, 2),
    ("members", {"as_of": date(2025, 3, 31)}, 3),
    ("members", {"as_of": date(2025, 4, 1)}, 3),
    ("members", {"as_of": date(2025, 1, 31)}, 0),
    ("members", {"to": date(2025, 3, 31)}, 2),
    ("appointed", {}, 3),
    ("appointed", {"from_": date(2025, 2, 1)}, 2),
    ("appointed", {"from_": date(2025, 2, 1), "to": date(2025, 3, 31)}, 1),
    ("venues", {"to": date(2025, 5, 1)}, 2),
    ("venues", {"to": date(2025, 5, 2)}, 1),
    ("villages-with-a-venue", {"to": date(2025, 5, 1)}, 3),
    ("villages-with-a-venue", {"to": date(2025, 5, 2)}, 2),
    ("villages", {}, 4),
    ("coverage", {"to": date(2025, 5, 1)}, 75),
    ("coverage", {}, 50),
    ("coverage", {"place": "500104102000", "to": date(2025, 5, 1)}, 50),
    ("projects-followed", {}, 1),
    ("projects-followed", {"to": date(2025, 3, 31)}, 0),
    ("members", {"where": {"sector": "教育界"}}, 1),
    ("members", {"where": {"role": "member"}}, 2),
    ("members", {"where": {"role": "leader"}}, 0),
    ("members", {"where": {"host": "member"}}, 0),
    ("villages-with-a-venue", {"where": {"township": "500104102000"}}, 1),
    ("villages-with-a-venue", {"place": "500104101200"}, 1),
]


def test_a_figure_counts_its_period_and_filters(filled: District):
    counted = [(id_, shape, whole(value(filled.figure(id_, **shape)))) for id_, shape, _number in CASES]
    assert counted == CASES


def test_a_figure_of_one_record_counts_that_record(filled: District):
    record = f"appointment/{filled.committee.appointments.earliest('pk').pk}"
    assert value(filled.figure("members", record=record)) == 1
    assert value(filled.figure("members", record="appointment/999")) == 0


def test_the_committee_above_counts_all_below(filled: District):
    with at("2025-06-01"):
        filled.publish(committee=filled.city)
        sector = add_sector(committee=filled.city, name="经济界", actor=SYSTEM)
        filled.appoint(committee=filled.city, sector=sector)
    assert value(filled.figure("members", committee=filled.city)) == 3
    assert value(filled.figure("members")) == 2


def test_a_committee_above_without_a_programme_of_its_own_reads_that_of_those_below(filled: District):
    assert value(filled.figure("coverage", committee=filled.city)) == 50


def test_many_figures_at_once_are_each_what_they_are_alone(filled: District):
    figures = [
        filled.figure(id_, **more)
        for more in ({}, {"to": date(2025, 5, 1)}, {"place": "500104102000"}, {"as_of": date(2025, 3, 31)})
        for id_ in ("coverage", "members", "appointed", "venues", "villages", "villages-with-a-venue")
    ]
    assert values(figures) == [value(figure) for figure in figures]


def test_over_time_a_flow_is_what_happened_and_a_stock_what_there_was(filled: District):
    year = {"from_": date(2025, 1, 1), "to": date(2025, 7, 31)}
    assert [point.value for point in series(filled.figure("appointed", **year))] == [1, 1, 0, 1, 0, 0, 0]
    assert [point.value for point in series(filled.figure("members", **year))] == [1, 2, 2, 3, 3, 3, 2]
    assert [point.value for point in series(filled.figure("villages-with-a-venue", **year))] == [3, 3, 3, 3, 2, 2, 2]
    assert [point.value for point in series(filled.figure("coverage", **year))] == [75, 75, 75, 75, 50, 50, 50]
    assert [point.value for point in series(filled.figure("villages", **year))] == [4] * 7
    late = series(filled.figure("members", from_=date(2025, 6, 1), to=date(2025, 7, 31)))
    assert [(point.first, whole(point.value)) for point in late] == [(date(2025, 6, 1), 3), (date(2025, 7, 1), 2)]


def test_a_series_begins_with_the_first_entry_and_its_last_point_is_the_figure(filled: District):
    for indicator in ("members", "venues", "villages-with-a-venue", "coverage"):
        points = series(filled.figure(indicator))
        assert points[0].first == date(2025, 1, 1)
        assert points[-1].value == value(filled.figure(indicator))
    assert series(filled.figure("members", place="500104102000")) == []


def test_the_parts_of_a_split_add_up(filled: District):
    shares = split(filled.figure("members"), "sector")
    assert [(share.label, whole(share.value)) for share in shares] == [("教育界", 1), ("经济界", 1)]
    towns = split(filled.figure("venues", to=date(2025, 5, 1)))
    assert [(share.key, share.label, whole(share.value)) for share in towns] == [("500104101000", "跳磴镇", 2)]
    covered = split(filled.figure("coverage", to=date(2025, 5, 1)))
    assert [(share.label, whole(share.value)) for share in covered] == [("跳磴镇", 100), ("建胜镇", 50)]
    counties = split(filled.figure("villages"), "county")
    assert [(share.label, whole(share.value)) for share in counties] == [("大渡口区", 4)]


def test_nothing_is_split_by_person():
    assert not any(word in dimension for dimension in DIMENSIONS for word in ("person", "member", "name", "author"))
    assert set(get_args(By)) == {"county", "township", "sector", "host"}


def test_a_figure_asked_for_the_future_is_that_of_today(district: District):
    with at("2025-02-01"):
        district.appoint(starts=date(2025, 1, 10), ends=date(2025, 6, 30))
        assert value(district.figure("members", to=date(2025, 12, 31))) == 1


def test_an_unknown_indicator_or_programme_is_not_there(district: District):
    with pytest.raises(NotAllowed):
        value(district.figure("members-by-age"))
    with pytest.raises(NotAllowed):
        value(Figure(committee=district.committee, programme="long", indicator="members"))


@pytest.mark.parametrize(("part", "whole", "share"), [(1, 3, "33.3"), (1, 16, "6.2"), (3, 16, "18.8"), (2, 2, "100.0")])
def test_a_ratio_is_rounded_half_to_even(part: int, whole: int, share: str):
    assert str(per_cent(Decimal(part), Decimal(whole))) == share
    assert per_cent(Decimal(part), Decimal(0)) is None


def test_an_address_is_read_as_it_was_written(district: District):
    figure = district.figure(
        "members", from_=date(2025, 1, 1), as_of=date(2025, 7, 31), where={"sector": "经济界"}, place="500104101000"
    )
    assert figure.query() == "as-of=2025-07-31&from=2025-01-01&place=500104101000&sector=%E7%BB%8F%E6%B5%8E%E7%95%8C"
    said = {"as-of": "2025-07-31", "from": "2025-01-01", "place": "500104101000", "sector": "经济界", "page": "3"}
    assert Figure.parse(district.committee, "short", "members", said) == figure
    assert figure.url().endswith(f"?{figure.query()}")


@pytest.mark.parametrize("said", [{"to": "July"}, {"place": "5001"}])
def test_an_address_that_makes_no_sense_is_refused(district: District, said: dict[str, str]):
    with pytest.raises(Invalid):
        Figure.parse(district.committee, "short", "members", said)


def test_a_set_names_figures(filled: District):
    text = {"zh": "三月", "en": "March"}
    lines = {"A1": {"indicator": "members", "title": text, "as-of": "2025-03-31"}, "A2": {"indicator": "venues"}}
    chosen = FigureSet.model_validate({"title": text, "committee": "500104", "programme": "short", "figure": lines})
    rows = [(row.id, row.title, whole(row.value), row.unit, row.target) for row in figure_set(chosen)]
    assert rows == [("A1", "三月", 3, "个", None), ("A2", "Venues", 1, "个", None)]
    listed = figure_list(filled.committee)
    assert {row.id: row.value for row in listed}["members"] == 2


def test_a_period_that_ended_is_shut_to_what_comes_after(district: District):
    with at("2025-03-01"):
        appointment = district.appoint()
    with at("2025-06-01"):
        end_appointment(appointment, ends=date(2025, 2, 1), actor=SYSTEM, version=1)
    assert value(district.figure("members", to=date(2025, 3, 1))) == 0
    assert value(district.figure("members", as_of=date(2025, 3, 1))) == 1


def test_the_queries_are_counted(filled: District, django_assert_num_queries: DjangoAssertNumQueries):
    with known.reading():
        value(filled.figure("coverage"))
        split(filled.figure("coverage"))
        with django_assert_num_queries(1):
            value(filled.figure("members"))
        with django_assert_num_queries(1):
            values([filled.figure(id_) for id_ in ("members", "appointed", "venues", "liaisons", "villages")])
        with django_assert_num_queries(1):
            value(filled.figure("coverage"))
        with django_assert_num_queries(1):
            series(filled.figure("members"))
        with django_assert_num_queries(1):
            series(filled.figure("coverage"))
        with django_assert_num_queries(2):
            split(filled.figure("venues"))
        with django_assert_num_queries(3):
            split(filled.figure("coverage"))
