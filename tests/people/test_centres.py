"""The middle of a village lies where a village of this county can lie, or it is said what is wrong with it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast, at
from yidu.common.actors import SYSTEM
from yidu.common.errors import Invalid
from yidu.people.actions import centres
from yidu.people.actions.centres import draft_centre
from yidu.people.models import Centre
from yidu.people.queries import centres_of
from yidu.places.actions import NewPlace, merge_places
from yidu.places.distance import kilometres
from yidu.places.models import Place
from yidu.places.queries import place_of

pytestmark = pytest.mark.django_db
VILLAGE = "500104001001"


def refused(cast: Cast, longitude: str, latitude: str, place: Place | None = None) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as refused:
        draft_centre(committee=cast.committee, place=place or place_of(VILLAGE), longitude=longitude, latitude=latitude)
    return {name: [str(one) for one in said] for name, said in refused.value.fields.items()}


def test_a_centre_is_kept_to_the_fifth_decimal(cast: Cast):
    found = draft_centre(
        committee=cast.committee, place=place_of(VILLAGE), longitude=" 106.4831249° ", latitude="29.484"
    )
    found.save()
    assert Centre.objects.get().point == (106.48312, 29.484)


@pytest.mark.parametrize("typed", ["", "x", "NaN", "-Infinity", "1e999", "106°28′", "10648312", "1_0"])
def test_what_is_no_number_of_degrees_is_said(cast: Cast, typed: str):
    assert set(refused(cast, typed, "29.48")) == {"longitude"}
    assert set(refused(cast, "106.48", typed)) == {"latitude"}


def test_what_was_written_the_wrong_way_round_is_said_as_such(cast: Cast):
    assert refused(cast, "29.48", "106.48") == {"longitude": ["经度和纬度写反了。"]}


def test_a_point_of_another_county_is_not_taken(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    assert refused(cast, "108.70", "30.93") == {"longitude": ["这个位置在大渡口区以外很远。"]}
    assert set(refused(cast, "172.5", "29.48")) == {"longitude"}
    assert set(refused(cast, "106.48", "-29.48")) == {"latitude"}
    monkeypatch.setattr(centres, "bounds_of", lambda _code: None)
    draft_centre(committee=cast.committee, place=place_of(VILLAGE), longitude="108.70", latitude="30.93")  # the twin


def test_it_is_the_middle_of_a_village_of_this_committee(cast: Cast):
    assert set(refused(cast, "106.48", "29.48", place_of("500104001"))) == {"place"}
    abroad = Place.objects.filter(code__startswith="500235", level="village").first()
    assert "place" in refused(cast, "108.70", "30.93", abroad)


def test_a_village_keeps_its_centre_under_another_township_and_gives_it_to_no_other(cast: Cast):
    for code, north in ((VILLAGE, "29.48"), ("500104001004", "29.49")):
        draft_centre(committee=cast.committee, place=place_of(code), longitude="106.48", latitude=north).save()
    towns, day = [place_of("500104001"), place_of("500104002")], date(2025, 4, 1)
    merge_places(towns, into=NewPlace("500104009000", "新跃街道"), on=day, actor=SYSTEM)
    merge_places([place_of(VILLAGE, day)], into=place_of("500104001004", day), on=date(2025, 5, 1), actor=SYSTEM)

    def known() -> dict[str, str]:
        places = Place.objects.in_bulk(found := centres_of(cast.committee))
        return {f"{places[pk].code} {places[pk].path[-1]}": str(one.latitude) for pk, one in found.items()}

    assert known() == {f"{VILLAGE} 500104001000": "29.48000", "500104001004 500104001000": "29.49000"}
    with at("2025-04-02"):
        assert known() == {f"{VILLAGE} 500104009000": "29.48000", "500104001004 500104009000": "29.49000"}
    with at("2025-05-02"):
        assert "500104001004 500104009000" in known()


@pytest.mark.parametrize("wrong", [{"longitude": 29}, {"latitude": 60}, {"latitude": -29}])
def test_the_table_takes_no_point_outside_china_and_no_village_twice(cast: Cast, wrong: dict[str, Any]):
    told: dict[str, Any] = {"committee": cast.committee, "place": place_of(VILLAGE), "longitude": 106, "latitude": 29}
    with pytest.raises(IntegrityError), transaction.atomic():
        Centre.objects.create(**{**told, **wrong})
    Centre.objects.create(**told)
    with pytest.raises(IntegrityError), transaction.atomic():
        Centre.objects.create(**told)


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ((106.48, 29.48), (106.48, 29.48), 0),
        ((0, 0), (0, 1), 111.195),  # a degree of a meridian on the mean sphere: π·6371.0088/180
        ((106.48, 29.48), (107.48, 29.48), 96.79),
        ((106.55, 29.56), (116.41, 39.90), 1460),  # Chongqing to Beijing
    ],
)
def test_how_far_two_points_are_apart(one: tuple[float, float], other: tuple[float, float], km: float):
    assert kilometres(one, other) == pytest.approx(km, rel=0.005, abs=0.001)
    assert kilometres(one, other) == kilometres(other, one)
