"""What the records of the lower floors state: appointments, stations, projects. They know nothing of the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import get_language

from yidu.common.actors import Actor
from yidu.ledger.statements import Source, Statement
from yidu.people.models import Appointment, Project, Station
from yidu.people.rules import appointments_with


def appointment_statements(appointment: Appointment) -> Iterator[Statement]:
    """In force from its first day to its last, unless it was withdrawn: then it never was."""
    if appointment.withdrawn:
        return
    dims = {"role": appointment.role_id}
    if appointment.sector:
        dims["sector"] = appointment.sector.name
    if appointment.organisation_id:
        dims["organisation"] = str(appointment.organisation_id)
    if appointment.station:
        dims |= {"station": str(appointment.station_id), "station-kind": appointment.station.kind}
    if appointment.project_id:
        dims["project"] = str(appointment.project_id)
    places = (
        appointment.place_id,
        appointment.station and appointment.station.place_id,
        appointment.project and appointment.project.place_id,
    )
    yield Statement(
        counts="appointment",
        moment="in-force",
        day=appointment.starts,
        until=appointment.ends,
        place_id=next((place for place in places if place), None),
        dims=dims,
    )


def station_statements(station: Station) -> Iterator[Statement]:
    """In service from its opening to its closing, at its place and for the villages that it covers."""
    yield Statement(
        counts="station",
        moment="in-force",
        day=station.opened,
        until=station.closed,
        place_id=station.place_id,
        serves=tuple(sorted(place.pk for place in station.covers.all())),
        dims={"station": str(station.pk), "station-kind": station.kind},
    )


def project_statements(project: Project) -> Iterator[Statement]:
    dims = {"project": str(project.pk)}
    if project.owner_id:
        dims["organisation"] = str(project.owner_id)
    yield Statement(
        counts="project",
        moment="in-force",
        day=project.starts,
        until=project.ends,
        place_id=project.place_id,
        dims=dims,
    )


def _appointments() -> QuerySet[Appointment]:
    return Appointment.objects.select_related("person", "role", "sector", "station", "project").order_by("pk")


def _stations() -> QuerySet[Station]:
    return Station.objects.prefetch_related("covers").order_by("pk")


def _projects() -> QuerySet[Project]:
    return Project.objects.order_by("pk")


def _to_the_committee(actor: Actor, ids: list[str]) -> set[str]:
    """Names of people are for those who work with them; everybody else learns that an appointment exists."""
    if actor.kind == "system":
        return set(ids)
    committees = appointments_with(actor, "read", "office", "oversee", "people").values("committee_id")
    found = Appointment.objects.filter(pk__in=ids, committee__in=committees)
    return {str(pk) for pk in found.values_list("pk", flat=True)}


def _to_everybody(actor: Actor, ids: list[str]) -> set[str]:
    return set(ids)


def _appointment_title(appointment: Appointment) -> str:
    role = appointment.role
    title = role.title_en if (get_language() or "zh").startswith("en") else role.title_zh
    return f"{appointment.person.name} · {title}"


SOURCES = (
    Source(
        record_type="appointment",
        model=Appointment,
        statements=appointment_statements,
        all=_appointments,
        title=_appointment_title,
        url=lambda appointment: reverse("person", args=[appointment.person_id]),
        readable=_to_the_committee,
        touched_by={
            "sector": lambda sectors: Appointment.objects.filter(sector__in=sectors),
            "station": lambda stations: Appointment.objects.filter(station__in=stations),
            "project": lambda projects: Appointment.objects.filter(project__in=projects),
        },
    ),
    Source(
        record_type="station",
        model=Station,
        statements=station_statements,
        all=_stations,
        title=str,
        url=lambda station: reverse("station", args=[station.pk]),
        readable=_to_everybody,
    ),
    Source(
        record_type="project",
        model=Project,
        statements=project_statements,
        all=_projects,
        title=str,
        url=lambda project: reverse("project", args=[project.pk]),
        readable=_to_everybody,
    ),
)
