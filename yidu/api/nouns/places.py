"""Places: found by name, pinyin or code, and walked through from above."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from yidu.api import finding
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.problems import ApiProblem
from yidu.api.refs import place_ref
from yidu.api.shapes import Day, In, Out, Page, PlaceCode, PlaceRef, Typed
from yidu.common import clock
from yidu.places.models import Level, Place
from yidu.places.queries import search_places as search

noun = Noun("places")


class PlaceOut(Out):
    code: str
    name: str
    level: str
    parent: PlaceRef | None
    valid_from: Day
    valid_until: Day | None


class Below(Cursor):
    parent: PlaceCode | None = None


class Search(In):
    q: Typed
    within: PlaceCode | None = None
    level: Literal["province", "city", "county", "township", "village"] | None = None


@noun.read("/", "everybody", answers=Page[PlaceOut], says=_("The places directly below one, as they are today."))
def list_places(request: HttpRequest, wanted: Query[Below]) -> Page[PlaceOut]:
    parent = finding.place_named(wanted.parent, "parent")
    found = Place.objects.on(clock.today()).filter(parent=parent).select_related("parent")
    return page(found, wanted, order=("code", "pk"), shape=place_out)


@noun.read("/search", "everybody", answers=list[PlaceOut], says=_("Places by name, pinyin, initials or code."))
def search_places(request: HttpRequest, wanted: Query[Search]) -> list[PlaceOut]:
    level = Level(wanted.level) if wanted.level else None
    return [
        place_out(one) for one in search(wanted.q, within=finding.place_named(wanted.within, "within"), level=level)
    ]


@noun.read("/{slug:code}", "everybody", answers=PlaceOut, says=_("One place, as it is today."))
def read_place(request: HttpRequest, code: str) -> PlaceOut:
    place = Place.objects.on(clock.today()).select_related("parent").filter(code=code).first()
    if place is None:
        raise ApiProblem("not-found")
    return place_out(place)


def place_out(one: Place) -> PlaceOut:
    return PlaceOut(
        code=one.code,
        name=one.name,
        level=one.level,
        parent=place_ref(one.parent),
        valid_from=one.valid_from,
        valid_until=one.valid_until,
    )
