"""Stations and the villages that they serve."""

from __future__ import annotations

from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from yidu.api import finding
from yidu.api.door import speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.refs import place_ref
from yidu.api.shapes import Change, Code, Day, Out, Page, PlaceCode, PlaceRef, Word, Write
from yidu.common import clock
from yidu.ledger.figures import scope_of
from yidu.people import actions
from yidu.people.models import Committee, Station
from yidu.people.queries import stations_of
from yidu.places.models import Place

noun = Noun("stations")
Villages = Annotated[list[PlaceCode], Field(max_length=2000)]


class StationOut(Out):
    id: int
    committee: str
    kind: str
    name: str
    place: PlaceRef | None
    address: str
    opened: Day
    closed: Day | None
    covers: list[PlaceRef]
    version: int


class StationIn(Write):
    committee: Code | None = None
    kind: Word
    name: str
    place: PlaceCode
    address: str = ""
    opened: Day
    covers: Villages = []


class StationCorrectIn(Change):
    """The whole: an address that is left out is taken away."""

    place: PlaceCode
    opened: Day
    address: str = ""


class StationCoverIn(Change):
    villages: Villages


class StationCloseIn(Change):
    closed: Day


class Wanted(Cursor):
    committee: Code | None = None
    kind: Word | None = None
    on: Day | None = None


@noun.read("/", "everybody", answers=Page[StationOut], says=_("Stations in service on a day, today by default."))
def list_stations(request: HttpRequest, wanted: Query[Wanted]) -> Page[StationOut]:
    committee = finding.committee_of(speaker_of(request), wanted.committee)
    found = (
        stations_of(committee, kind=wanted.kind, on=wanted.on).select_related("committee").prefetch_related("covers")
    )
    return page(found, wanted, order=("pk",), shape=station_out)


@noun.read("/{int:pk}", "everybody", answers=StationOut, says=_("One station."))
def read_station(request: HttpRequest, pk: int) -> StationOut:
    return station_out(finding.one(_all(), pk))


@noun.write("/", "people", does="station.open", answers=StationOut, says=_("Open a station."))
def open_station(request: HttpRequest, told: StationIn) -> StationOut:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, told.committee)
    finding.require_any(speaker, committee, "people")
    if told.kind not in _kinds(committee):
        raise finding.unknown("kind")
    made = actions.open_station(
        committee=committee,
        kind=told.kind,
        name=told.name,
        place=finding.needed(finding.place_named(told.place), "place"),
        opened=told.opened,
        covers=_villages(told.covers, "covers"),
        address=told.address,
        actor=speaker.actor,
        client_id=told.client_id,
    )
    return station_out(made)


@noun.write(
    "/{int:pk}/correct",
    "people",
    does="station.correct",
    answers=StationOut,
    says=_("Correct where a station is and since when; every figure follows."),
)
def correct_station(request: HttpRequest, pk: int, told: StationCorrectIn) -> StationOut:
    record = finding.one(_all(), pk)
    place = finding.needed(finding.place_named(told.place), "place")
    with finding.seen(record, told.version):
        done = actions.correct_station(
            record,
            place=place,
            opened=told.opened,
            address=told.address,
            actor=speaker_of(request).actor,
            version=told.version,
            client_id=told.client_id,
        )
    return station_out(done)


@noun.write(
    "/{int:pk}/cover",
    "people",
    does="station.cover",
    answers=StationOut,
    says=_("Say which villages a station serves."),
)
def cover_villages(request: HttpRequest, pk: int, told: StationCoverIn) -> StationOut:
    record = finding.one(_all(), pk)
    villages = _villages(told.villages, "villages")
    with finding.seen(record, told.version):
        done = actions.cover_villages(
            record,
            villages=villages,
            actor=speaker_of(request).actor,
            version=told.version,
            client_id=told.client_id,
        )
    return station_out(done)


@noun.write("/{int:pk}/close", "people", does="station.close", answers=StationOut, says=_("Set a station's last day."))
def close_station(request: HttpRequest, pk: int, told: StationCloseIn) -> StationOut:
    record = finding.one(_all(), pk)
    with finding.seen(record, told.version):
        done = actions.close_station(
            record, closed=told.closed, actor=speaker_of(request).actor, version=told.version, client_id=told.client_id
        )
    return station_out(done)


def station_out(one: Station) -> StationOut:
    served = sorted(one.covers.all(), key=lambda place: place.code)
    return StationOut(
        id=one.pk,
        committee=one.committee.code,
        kind=one.kind,
        name=one.name,
        place=place_ref(one.place),
        address=one.address,
        opened=one.opened,
        closed=one.closed,
        covers=[PlaceRef(code=place.code, name=place.name) for place in served],
        version=one.version,
    )


def _all() -> QuerySet[Station]:
    return Station.objects.select_related("committee", "place").prefetch_related("covers")


def _kinds(committee: Committee) -> set[str]:
    """The kinds that the programmes of a committee, or of those below it, name."""
    return {id_ for edition in scope_of(committee).editions.values() for id_ in edition.read.station}


def _villages(codes: list[str], field: str) -> list[Place]:
    found = list(Place.objects.on(clock.today()).filter(code__in=codes))
    if len(found) != len(set(codes)):
        raise finding.unknown(field)
    return found
