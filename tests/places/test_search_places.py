from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yidu.common.text import normalise
from yidu.places.models import Level, Place
from yidu.places.queries import place_of, search_places

pytestmark = pytest.mark.usefixtures("divisions", "db", "today")


def names(*args, **more) -> list[str]:
    return [place.name for place in search_places(*args, **more)]


@pytest.mark.parametrize(
    "typed", ["大渡口", "大渡口区", "渡口区", "dadukou", "Da Du Kou", "ddk", "DDKQ", " ｄｄｋｑ ", "500104000000"]
)
def test_a_county_is_found_by_characters_pinyin_initials_and_code(typed):
    assert "大渡口区" in names(typed)


def test_names_that_begin_with_it_come_first_then_higher_levels():
    found = search_places("石桥", limit=1000)
    begins = [place.name.startswith("石桥") for place in found]
    assert begins == sorted(begins, reverse=True)
    assert not all(begins), "石桥 stands inside other names too"
    ranks = [Level.values.index(place.level) for place in found if place.name.startswith("石桥")]
    assert ranks == sorted(ranks)


def test_a_name_that_holds_it_anywhere_is_found():
    everything = {place.name for place in Place.objects.all()}
    for typed in ("民主", "村", "家湾", "长江"):
        assert set(names(typed, limit=20_000)) == {name for name in everything if typed in name}


def test_a_search_stays_within_a_place_and_a_level(dadukou):
    assert names("跃进", within=dadukou) == ["跃进村街道", "跃进社区居民委员会"]
    assert names("跃进", within=dadukou, level=Level.VILLAGE) == ["跃进社区居民委员会"]
    assert names("大渡口", within=dadukou) == ["大渡口区"]
    assert names("重庆", within=dadukou) == []
    assert names("跃进", within=place_of("500108"), level=Level.TOWNSHIP) == []


def test_a_search_shows_the_places_of_its_day(dadukou):
    assert names("大渡口", on=date(1999, 12, 31)) == []
    assert names("大渡口", on=date(2000, 1, 1)) == ["大渡口区"]


def test_no_more_than_asked_for_and_each_with_its_superiors():
    assert len(search_places("村")) == 20
    assert len(search_places("村", limit=3)) == 3
    with CaptureQueriesContext(connection) as queries:
        assert [f"{place.parent.parent} {place.parent}" for place in search_places("跃进社区")] == [
            "大渡口区 跃进村街道"
        ]
    assert len(queries) == 1


@pytest.mark.parametrize(
    "typed", ["", "  ", "%", "_", "\\", "' OR 1=1 --", "((((", "&|!", "\x00", "\ud800", "%大渡口", "大_口"]
)
def test_signs_that_mean_something_to_a_database_mean_nothing_here(typed):
    matches = names(typed)
    assert all(
        all(run in name for run in normalise(typed).replace("%", " ").replace("_", " ").split()) for name in matches
    )


def test_a_search_uses_the_indexes():
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE places_place")
    for typed in ("跃进", "dadukou", "500104002"):
        with CaptureQueriesContext(connection) as queries:
            search_places(typed)
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN " + queries[0]["sql"])
            plan = "\n".join(row[0] for row in cursor.fetchall())
        assert "place_found_by" in plan
        assert "Seq Scan on places_place " not in plan.split("Bitmap Index Scan")[0]
