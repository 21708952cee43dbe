"""Finding people and bodies by characters, pinyin or initials; members; coverage."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, TypeVar

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from yidu.common import clock
from yidu.common.text import normalise
from yidu.people.models import Appointment, Centre, Committee, Organisation, Person, Project, Station
from yidu.places.models import Level, Place
from yidu.places.queries import known_place

M = TypeVar("M", bound=Model)

_LONGEST_ID = 18
"""Digits. A longer number is no bigint."""


def search_organisations(
    committee: Committee, typed: str, *, kind: str | None = None, on: date | None = None, limit: int = 12
) -> list[Organisation]:
    """Bodies of a committee that were not closed on the day, best first; also by credit code."""
    day = on or clock.today()
    found = Organisation.objects.filter(committee=committee).filter(Q(closed_on=None) | Q(closed_on__gte=day))
    if kind:
        found = found.filter(kind=kind)
    code = normalise(typed).upper()
    also = Q(uscc__startswith=code) | Q(short_name__contains=normalise(typed)) if code else Q()
    return list(_matching(found, typed, also=also).select_related("place")[:limit])


def organisation_by_id(committee: Committee, pk: str, *, kind: str | None = None) -> Organisation | None:
    """The body with this id, if `search_organisations` could find it today."""
    if not (pk.isascii() and pk.isdecimal()) or len(pk) > _LONGEST_ID:
        return None
    one = next(iter(Organisation.objects.filter(pk=int(pk))), None)
    if one is None or one.committee_id != committee.pk or (kind and one.kind != kind):
        return None
    if one.place_id is not None:
        one.place = known_place(one.place_id)
    return None if one.closed_on and one.closed_on < clock.today() else one


def search_projects(committee: Committee, typed: str, *, on: date | None = None, limit: int = 12) -> list[Project]:
    """Projects of a committee under supervision on the day, best first."""
    found = Project.objects.filter(committee=committee).filter(Q(ends=None) | Q(ends__gte=on or clock.today()))
    return list(_matching(found, typed).select_related("place")[:limit])


def search_persons(
    committee: Committee, typed: str, *, roles: Collection[str] = (), on: date | None = None, limit: int = 12
) -> list[Person]:
    """People who hold an appointment (in one of the roles) at a committee on the day, best first."""
    held = Appointment.objects.in_force(on or clock.today()).filter(committee=committee, person=OuterRef("pk"))
    if roles:
        held = held.filter(role__in=roles)
    return list(_matching(Person.objects.filter(Exists(held)), typed)[:limit])


def _matching(found: QuerySet[M], typed: str, *, also: Q | None = None) -> QuerySet[M]:
    """By characters anywhere, by pinyin or initials from the beginning; everything when nothing was typed."""
    name = normalise(typed)
    if not name:
        return found
    latin = "".join(name.lower().replace("'", "").split())
    match = Q(name__icontains=name) | (also or Q())
    if latin.isascii() and latin.isalnum():
        match |= Q(pinyin__contains=latin) | Q(initials__contains=latin)
    rank = Case(
        When(name=name, then=Value(0)),
        When(name__startswith=name, then=Value(1)),
        When(Q(initials=latin) | Q(pinyin=latin), then=Value(1)),
        When(Q(initials__startswith=latin) | Q(pinyin__startswith=latin), then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return found.filter(match).order_by(rank, "pinyin", "pk")


def members_of(committee: Committee, *, role: str = "member", on: date | None = None) -> QuerySet[Appointment]:
    """Appointments in a role at a committee in force on the day, with person and sector, by name."""
    return (
        Appointment.objects.in_force(on or clock.today())
        .filter(committee=committee, role=role)
        .select_related("person", "sector")
        .order_by("person__pinyin", "pk")
    )


def persons_seen(committee: Committee, *, keeps: bool) -> QuerySet[Person]:
    """Who has or had a role at a committee; for those who keep its people also who has none anywhere yet."""
    roles = Appointment.objects.filter(person=OuterRef("pk"))
    seen = Q(Exists(roles.filter(committee=committee)))
    if keeps:
        seen |= ~Q(Exists(roles))
    return Person.objects.filter(seen)


def roles_held(person: Person, *, on: date | None = None) -> QuerySet[Appointment]:
    """What a person is on the day, everywhere."""
    related = ("role", "committee", "sector", "organisation", "station", "project", "place")
    return Appointment.objects.in_force(on or clock.today()).filter(person=person).select_related(*related)


def stations_of(committee: Committee, *, kind: str | None = None, on: date | None = None) -> QuerySet[Station]:
    """The stations of a committee in service on the day, with their places."""
    open_then = _in_service(Station.objects.filter(committee=committee), on or clock.today())
    return (open_then.filter(kind=kind) if kind else open_then).select_related("place__parent")


def _in_service(stations: QuerySet[Station], day: date) -> QuerySet[Station]:
    return stations.filter(opened__lte=day).filter(Q(closed__isnull=True) | Q(closed__gte=day))


def villages_of(committee: Committee, *, on: date | None = None) -> QuerySet[Place]:
    """The villages and communities of the committee on a day (default today), by code."""
    villages = Place.objects.on(on or clock.today()).filter(level=Level.VILLAGE)
    return villages.filter(path__contains=[committee.place.code]).order_by("code")


def centres_of(committee: Committee) -> dict[int, Centre]:
    """The middles of its villages that are known, by the id of the place as it is today. One query.

    A village that goes on under another township keeps its centre; one that was merged into another leaves it its own.
    """
    found, today = {}, clock.today()
    for one in Centre.objects.filter(committee=committee).select_related("place__successor").order_by("pk"):
        then = one.place.successor
        if then is None or then.valid_from > today:
            found[one.place_id] = one
        elif then.code == one.place.code:
            found[then.pk] = one
    return found


def coverage(
    committee: Committee,
    *,
    venue_kinds: Collection[str],
    liaison_roles: Collection[str] = ("liaison",),
    on: date | None = None,
) -> QuerySet[Any]:
    """The villages (`Place`) of the committee on the day, with `has_venue`, `venue` (a name) and `has_liaison`.

    `venue_kinds` are the kinds of station that cover villages, `liaison_roles` the roles of their liaisons: the
    programmes of the committee say which. A liaison at a station serves the villages that the station covers.
    One query, whatever the number of villages.
    """
    day = on or clock.today()
    serves = Q(place=OuterRef("pk")) | Q(covers=OuterRef("pk"))
    venues = _in_service(Station.objects.filter(committee=committee, kind__in=venue_kinds), day).filter(serves)
    in_service = Q(station__closed__isnull=True) | Q(station__closed__gte=day)
    at_station = (Q(station__place=OuterRef("pk")) | Q(station__covers=OuterRef("pk"))) & in_service
    liaisons = (
        Appointment.objects.in_force(day)
        .filter(committee=committee, role__in=liaison_roles)
        .filter(Q(place=OuterRef("pk")) | at_station)
    )
    return (
        villages_of(committee, on=day)
        .select_related("parent")
        .annotate(
            has_venue=_yes(Exists(venues)),
            venue=Subquery(venues.order_by("opened", "pk").values("name")[:1]),
            has_liaison=_yes(Exists(liaisons)),
        )
    )


def _yes(condition: Any) -> Any:
    return ExpressionWrapper(condition, output_field=BooleanField())
