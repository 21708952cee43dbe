"""The change that was announced on 2025-11-06: 江北区 and 渝北区 become 两江新区. The new code is made up here."""

from __future__ import annotations

from datetime import date

import pytest

from yidu.common.actors import SYSTEM
from yidu.common.errors import Invalid
from yidu.places.actions import NewPlace, merge_places
from yidu.places.models import Level, Place
from yidu.places.queries import at_level, below, children, place_of, search_places

pytestmark = pytest.mark.usefixtures("divisions", "db", "today")

BEFORE, ON = date(2025, 12, 31), date(2026, 1, 1)
LIANGJIANG = NewPlace("500198000000", "两江新区")


@pytest.fixture
def old() -> list[Place]:
    return [place_of("500105"), place_of("500112")]


def test_two_districts_end_and_a_new_one_takes_their_place(old):
    new = merge_places(old, into=LIANGJIANG, on=ON, actor=SYSTEM)
    assert [place.code for place in new.predecessors.filter(level=Level.COUNTY)] == ["500105000000", "500112000000"]
    with pytest.raises(Place.DoesNotExist):
        place_of("500105", ON)
    assert place_of("500105", BEFORE).successor == new == place_of("500198", ON)
    assert (new.level, new.parent, new.valid_from, new.valid_until) == (Level.COUNTY, place_of("50"), ON, None)
    assert new.pinyin == "liangjiangxinqu"
    assert at_level(place_of("50"), Level.COUNTY, BEFORE).count() == 38
    assert at_level(place_of("50"), Level.COUNTY, ON).count() == 37


def test_everything_below_goes_on_under_its_own_code(old):
    townships = sorted(place.code for district in old for place in children(district))
    villages = sorted(place.code for district in old for place in at_level(district, Level.VILLAGE))
    new = merge_places(old, into=LIANGJIANG, on=ON, actor=SYSTEM)

    assert [place.code for place in children(new, ON)] == townships
    assert [place.code for place in at_level(new, Level.VILLAGE, ON)] == villages
    assert sum(below(district).on(BEFORE).count() for district in old) == len(townships) + len(villages)
    assert not any(below(district).on(ON).exists() for district in old)

    village = place_of(villages[0], ON)
    assert village.path == ["500000000000", "500198000000", village.parent.code]
    assert village.parent.valid_from == ON
    assert place_of(villages[0], BEFORE).successor == village


def test_the_rest_of_the_tree_is_left_alone(old, dadukou):
    rest = Place.objects.exclude(path__overlap=[place.code for place in old]).exclude(pk__in=[p.pk for p in old])
    before = list(rest.values_list())
    new = merge_places(old, into=LIANGJIANG, on=ON, actor=SYSTEM)
    assert list(rest.exclude(path__contains=[new.code]).exclude(pk=new.pk).values_list()) == before


def test_a_search_finds_the_old_before_and_the_new_after(old):
    merge_places(old, into=LIANGJIANG, on=ON, actor=SYSTEM)
    assert [place.name for place in search_places("ybq", level=Level.COUNTY, on=BEFORE)] == ["渝北区"]
    assert search_places("ybq", level=Level.COUNTY, on=ON) == []
    assert [place.name for place in search_places("ljxq", on=ON)] == ["两江新区"]


def test_a_village_may_be_taken_over_by_its_neighbour():
    small, large = place_of("500104001001"), place_of("500104001004")
    assert merge_places([small], into=large, on=ON, actor=SYSTEM) == large
    small.refresh_from_db()
    assert (small.valid_until, small.successor) == (ON, large)
    assert at_level(place_of("500104"), Level.VILLAGE, ON).count() == 96


def test_a_merger_that_makes_no_sense_is_refused_and_changes_nothing(old):
    before = list(Place.objects.values_list())
    street = place_of("500105001")
    for places, into, day in (
        ([], LIANGJIANG, ON),
        ([old[0], street], LIANGJIANG, ON),  # two levels
        ([street, place_of("500104001")], NewPlace("500105099000", "新街道"), ON),  # two superiors
        (old, LIANGJIANG, date(2000, 1, 1)),  # before they begin
        (old, old[0], ON),  # into itself
        (old, street, ON),  # into another level
        (old, NewPlace("500104000000", "两江新区"), ON),  # a code in use
        (old, NewPlace("500198", "两江新区"), ON),  # no code
    ):
        with pytest.raises(Invalid):
            merge_places(places, into=into, on=day, actor=SYSTEM)
    assert list(Place.objects.values_list()) == before

    merge_places(old, into=LIANGJIANG, on=ON, actor=SYSTEM)
    with pytest.raises(Invalid):  # they have ended
        merge_places(old, into=NewPlace("500197000000", "另一新区"), on=date(2027, 1, 1), actor=SYSTEM)
