"""What the database holds against anybody: codes, days, and one place for a code on a day."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from yidu.places.models import Level, Place
from yidu.places.queries import place_of

pytestmark = pytest.mark.django_db

FIRST, MIDDLE, LAST = date(2000, 1, 1), date(2016, 6, 24), date(2025, 11, 6)


def put(code: str = "510112000000", name: str = "龙泉驿区", since: date = FIRST, until: date | None = None) -> Place:
    place = Place(code=code, name=name, level=Level.COUNTY, valid_from=since, valid_until=until)
    place.spell()
    with transaction.atomic():
        place.save()
    return place


def test_a_code_may_come_again_after_its_end():
    put(name="旧", until=MIDDLE)
    put(name="新", since=MIDDLE)
    assert place_of("510112", date(2016, 6, 23)).name == "旧"
    assert place_of("510112", MIDDLE).name == "新", "the end is the first day on which it is no more"


@pytest.mark.parametrize(
    ("since", "until"), [(MIDDLE, None), (FIRST, None), (date(2016, 6, 23), LAST), (date(1999, 1, 1), date(2000, 1, 2))]
)
def test_two_places_never_share_a_code_on_one_day(since, until):
    put(until=LAST)
    with pytest.raises(IntegrityError, match=r"place_code_once_a_day|place_once"):
        put(since=since, until=until)
    put(code="510112001000", since=since, until=until)  # another code may


@pytest.mark.parametrize(("since", "until"), [(LAST, FIRST), (FIRST, FIRST)])
def test_a_place_does_not_end_before_it_begins(since, until):
    with pytest.raises(IntegrityError, match="place_days_in_order"):
        put(since=since, until=until)


@pytest.mark.parametrize("code", ["510112", "51011200000x", "", "５１０１１２００００００"])
def test_a_code_has_twelve_digits(code):
    with pytest.raises(IntegrityError, match="place_code_has_12_digits"):
        put(code=code)


def test_an_unknown_code_or_day_is_no_place():
    put(since=MIDDLE)
    with pytest.raises(Place.DoesNotExist):
        place_of("510112", FIRST)
    with pytest.raises(Place.DoesNotExist):
        place_of("510113", MIDDLE)
