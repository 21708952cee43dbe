from __future__ import annotations

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.ledger.figures import Figure, value
from yidu.people.actions import close_station, cover_villages, open_station
from yidu.people.queries import coverage
from yidu.places.queries import place_of

VENUES = ["consultation-venue"]


def _coverage(cast: Cast, on: date | None = None):
    return {one.name: (one.has_venue, one.has_liaison) for one in coverage(cast.committee, venue_kinds=VENUES, on=on)}


def test_villages_that_a_venue_serves_are_covered_and_the_others_are_not(cast: Cast):
    found = _coverage(cast)
    assert len(found) == 12
    assert [name for name, (venue, _liaison) in found.items() if venue] == ["平安社区居民委员会", "钢花社区居民委员会"]
    assert [name for name, (_venue, liaison) in found.items() if liaison] == [
        "平安社区居民委员会",
        "钢花社区居民委员会",
    ]


def test_coverage_asks_the_database_once(cast: Cast, django_assert_num_queries: DjangoAssertNumQueries):
    with django_assert_num_queries(1):
        assert next(one.parent.name for one in coverage(cast.committee, venue_kinds=VENUES)) == "新山村街道"


def test_the_venue_is_named(cast: Cast):
    first = coverage(cast.committee, venue_kinds=VENUES)[0]
    assert first.venue == "新山村街道协商阵地"


def test_the_page_and_the_ledger_say_the_same(cast: Cast):
    counted = value(Figure(committee=cast.committee, programme="wuqian", indicator="villages-with-a-venue"))
    assert counted == sum(venue for venue, _liaison in _coverage(cast).values())


def test_covering_one_more_village_moves_the_figure_by_one(cast: Cast):
    third = place_of("500104001007")
    cover_villages(cast.venue, villages=[place_of("500104001004"), third], actor=cast.office, version=1)
    assert _coverage(cast)[third.name] == (True, True)
    counted = value(Figure(committee=cast.committee, programme="wuqian", indicator="villages-with-a-venue"))
    assert counted == 3
    with pytest.raises(Stale):
        cover_villages(cast.venue, villages=[], actor=cast.office, version=1)


def test_a_station_covers_villages_of_its_own_county_only(cast: Cast):
    with pytest.raises(Invalid) as refused:
        cover_villages(cast.venue, villages=[place_of("500235"), place_of("500104001")], actor=cast.office, version=1)
    assert len(refused.value.fields["covers"]) == 3


def test_a_closed_venue_covers_nothing_from_the_next_day(cast: Cast):
    close_station(cast.venue, closed=date(2025, 2, 17), actor=cast.office, version=1)
    assert sum(venue for venue, _liaison in _coverage(cast).values()) == 2
    assert set(_coverage(cast, on=date(2025, 2, 18)).values()) == {(False, False)}


def test_only_staff_open_a_station(cast: Cast):
    with pytest.raises(NotAllowed):
        open_station(
            committee=cast.committee,
            kind="studio",
            name="科技界委员工作室",
            place=cast.place,
            opened=date(2025, 2, 1),
            actor=cast.member,
        )
