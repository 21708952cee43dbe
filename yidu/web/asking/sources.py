"""What can be picked in a committee's forms, with the address of its suggestions."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from yidu.people.finding import find_appointments, find_stations
from yidu.people.models import Appointment, Committee
from yidu.people.queries import organisation_by_id, search_organisations, search_projects
from yidu.places.models import Place
from yidu.places.queries import search_places
from yidu.web.asking.picking import Source
from yidu.web.naming import role_title


def enterprises(committee: Committee) -> Source:
    return _organisations(committee, "enterprise")


def departments(committee: Committee) -> Source:
    return _organisations(committee, "department")


def organisations(committee: Committee) -> Source:
    return _organisations(committee, "")


def _organisations(committee: Committee, kind: str) -> Source:
    return Source(
        url=_url("suggest-organisations", committee, kind=kind),
        find=lambda text: search_organisations(committee, text, kind=kind or None),
        detail=_place_name,
        chosen=lambda pk: organisation_by_id(committee, pk, kind=kind or None),
    )


def projects(committee: Committee) -> Source:
    return Source(
        url=_url("suggest-projects", committee),
        find=lambda text: search_projects(committee, text),
        detail=_place_name,
    )


def stations(committee: Committee) -> Source:
    return Source(
        url=_url("suggest-stations", committee),
        find=lambda text: find_stations(committee, text),
        detail=_place_name,
    )


def places(committee: Committee) -> Source:
    return Source(
        url=_url("suggest-places", committee),
        find=lambda text: search_places(text, within=committee.place, limit=12),
        detail=lambda place: place.parent.name if place.parent else "",
    )


def hosts(among: QuerySet[Appointment], *, url: str) -> Source:
    """Who may host: a person in the role that counts."""
    return Source(
        url=url,
        find=lambda text: find_appointments(among, text.split(" ")[0]),
        label=host_label,
        detail=lambda one: one.sector.name if one.sector else "",
    )


def host_label(appointment: Appointment, name: str = "") -> str:
    """Whoever knows the name already gives it."""
    return f"{name or appointment.person.name} {role_title(appointment.role)}"


def _place_name(record: Any) -> str:
    place: Place | None = record.place
    return place.name if place else ""


def _url(name: str, committee: Committee, **query: str) -> str:
    told = {"committee": committee.code, **{key: value for key, value in query.items() if value}}
    return f"{reverse(name)}?{urlencode(told)}"
