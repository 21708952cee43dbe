from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from yidu.places.actions import load_divisions
from yidu.places.models import Level, Place
from yidu.places.queries import at_level, below, children, place_of

pytestmark = pytest.mark.usefixtures("divisions", "db", "today")


def test_chongqing_has_38_counties_1031_townships_and_11270_villages(divisions):
    assert Counter(Place.objects.values_list("level", flat=True)) == {
        "province": 1, "county": 38, "township": 1031, "village": 11270,
    }  # fmt: skip
    assert divisions.added == 12340


@pytest.mark.parametrize(
    ("code", "name", "townships", "villages"),
    [
        ("500104", "大渡口区", 8, 97),
        ("500108", "南岸区", 15, 153),
        ("500113", "巴南区", 23, 313),
        ("500114", "黔江区", 30, 220),
        ("500117", "合川区", 30, 419),
        ("500119", "南川区", 34, 244),
        ("500155", "梁平区", 33, 343),
        ("500231", "垫江县", 26, 301),
        ("500236", "奉节县", 33, 392),
    ],
)
def test_the_counties_have_the_places_that_the_statistics_bureau_counts(code, name, townships, villages):
    county = place_of(code)
    assert county.name == name
    assert county.parent == place_of("50")
    assert at_level(county, Level.TOWNSHIP).count() == children(county).count() == townships
    assert at_level(county, Level.VILLAGE).count() == villages
    assert below(county).count() == townships + villages


def test_the_streets_and_towns_of_dadukou_are_all_there(dadukou):
    assert [place.name for place in children(dadukou)] == [
        "新山村街道", "跃进村街道", "九宫庙街道", "茄子溪街道", "春晖路街道", "八桥镇", "建胜镇", "跳磴镇",
    ]  # fmt: skip


def test_the_dummies_of_the_list_are_no_places():
    assert not Place.objects.filter(name__in=["市辖区", "县"]).exists()
    assert not Place.objects.filter(parent=None).exclude(level=Level.PROVINCE).exists()


def test_every_place_knows_its_ancestors_from_the_top():
    village = Place.objects.select_related("parent__parent__parent").get(code="500104001001")
    chain = [village.parent, village.parent.parent, village.parent.parent.parent]
    assert village.path == [place.code for place in reversed(chain)]
    assert village.is_below(place_of("500104"))
    assert not place_of("500104").is_below(place_of("500104"))


def test_loading_again_changes_nothing_not_even_what_a_site_has_corrected(dadukou):
    Place.objects.filter(pk=dadukou.pk).update(name="大渡口", valid_until=date(2026, 1, 1))
    before = list(Place.objects.order_by("pk").values_list())
    told: list[tuple[int, int]] = []
    loaded = load_divisions(lambda done, total: told.append((done, total)))
    assert (loaded.added, loaded.kept) == (0, 12340)
    assert list(Place.objects.order_by("pk").values_list()) == before
    assert told == [(12340, 12340)]


def test_a_line_whose_superior_is_missing_stops_the_loading(tmp_path):
    source = tmp_path / "list.csv"
    source.write_text("code,name,urban_class,level\n510000000000,四川省,,province\n999999001000,无上级镇,,township\n")
    with pytest.raises(ValueError, match="999999001000"):
        load_divisions(source=source)
    assert not Place.objects.filter(code="510000000000").exists(), "all or nothing"


def test_a_province_with_cities_is_loaded_too(tmp_path):
    source = tmp_path / "list.csv"
    source.write_text(
        "code,name,urban_class,level\n"
        "510000000000,四川省,,province\n510100000000,成都市,,city\n510104000000,锦江区,,county\n"
        "510104017000,锦官驿街道,,township\n510104017001,水井坊社区居委会,111,village\n"
    )
    assert load_divisions(source=source).added == 5
    village = place_of("510104017001")
    assert village.path == ["510000000000", "510100000000", "510104000000", "510104017000"]
    assert village.urban_class == "111"
