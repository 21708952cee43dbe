"""Finding stations and appointments by what one types. Organisations, projects and people are found in `queries`."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from yidu.common import clock
from yidu.common.text import normalise
from yidu.people.models import Appointment, Committee, Station
from yidu.people.queries import stations_of

MOST = 12


def find_stations(committee: Committee, typed: str, *, limit: int = MOST) -> list[Station]:
    """Stations in service today, by a part of the name; the exact name first."""
    if not (name := normalise(typed)):
        return []
    rank = Case(
        When(name=name, then=Value(0)),
        When(name__startswith=name, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = stations_of(committee, on=clock.today()).filter(name__icontains=name)
    return list(found.order_by(rank, "name", "pk")[:limit])


def find_appointments(among: QuerySet[Appointment], typed: str, *, limit: int = MOST) -> list[Appointment]:
    """Appointments out of `among`, by the person's name, pinyin or initials."""
    if not (name := normalise(typed)):
        return []
    match = Q(person__name__icontains=name)
    latin = "".join(name.lower().replace("'", "").split())
    if latin.isascii() and latin.isalnum():
        match |= Q(person__pinyin__startswith=latin) | Q(person__initials__startswith=latin)
    found = among.filter(match).select_related("person", "role", "sector")
    return list(found.order_by("person__pinyin", "pk")[:limit])
