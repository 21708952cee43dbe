"""Finding places."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, IntegerField, Q, Value, When

from yidu.common import clock, known
from yidu.common.text import normalise, search_query
from yidu.places.models import Level, Place, PlaceQuerySet

_RANK = Case(*(When(level=level, then=Value(rank)) for rank, level in enumerate(Level)), output_field=IntegerField())


def search_places(
    text: str,
    *,
    within: Place | None = None,
    level: Level | None = None,
    on: date | None = None,
    limit: int = 20,
) -> list[Place]:
    """Places whose name contains what was typed, or begins with it in pinyin, initials or the code.

    Names that begin with it come first, then the higher levels, then by code. `within` itself may be found too;
    `on` (default today) is the day on which they were valid. Each comes with its parent and its parent's parent.
    """
    typed = normalise(text)
    words = search_query(typed)
    if not words:
        return []
    latin = "".join(typed.lower().replace("'", "").split())
    matches = Q(found_by=SearchQuery(words, search_type="raw", config="simple"))
    if latin.isascii() and latin.isalnum():
        matches |= Q(code__startswith=latin) if latin.isdigit() else Q(pinyin__startswith=latin)
        matches |= Q(initials__startswith=latin)
    found = Place.objects.on(on or clock.today()).filter(matches)
    if within:
        found = found.filter(Q(path__contains=[within.code]) | Q(pk=within.pk))
    if level:
        found = found.filter(level=level)
    first = Case(When(name__startswith=typed, then=Value(0)), default=Value(1), output_field=IntegerField())
    return list(found.select_related("parent__parent").order_by(first, _RANK, "code")[:limit])


def place_of(code: str, on: date | None = None) -> Place:
    """The place with a code on a day (default today). A short code is filled up: "500104" is 大渡口区.

    Raises Place.DoesNotExist.
    """
    return Place.objects.on(on or clock.today()).get(code=code.ljust(12, "0"))


def children(place: Place, on: date | None = None) -> PlaceQuerySet:
    """The places directly below on a day (default today), by code."""
    return Place.objects.on(on or clock.today()).filter(parent=place)


def below(place: Place) -> PlaceQuerySet:
    """Every place below, of any level and any day, without itself; narrow it with `.on(day)`."""
    return Place.objects.filter(path__contains=[place.code])


def at_level(place: Place, level: Level, on: date | None = None) -> PlaceQuerySet:
    """The places of a level below on a day (default today), or the place itself if it is of that level."""
    valid = Place.objects.on(on or clock.today()).filter(level=level)
    return valid.filter(pk=place.pk) if place.level == level else valid.filter(path__contains=[place.code])


def known_place(pk: int) -> Place:
    """The place with this id, read once for each revision."""
    return known.kept(("place", pk), lambda: Place.objects.get(pk=pk))
