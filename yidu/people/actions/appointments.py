"""Who is what, from a day to a day. What somebody may do follows from this and from nothing else."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.people.checks import Slips, locked
from yidu.people.models import Appointment, Committee, Organisation, Person, Project, Role, Sector, Station
from yidu.people.rules import require_power
from yidu.places.models import Place

WHERE = ("organisation", "station", "project", "place")


@action("appointment.make")
def appoint(
    *,
    committee: Committee,
    person: Person,
    role: str,
    starts: date,
    ends: date | None = None,
    sector: Sector | None = None,
    organisation: Organisation | None = None,
    station: Station | None = None,
    project: Project | None = None,
    place: Place | None = None,
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Appointment]:
    """Appoint a person to a role from a day to a day, both inclusive.

    The role says where: at the committee (nothing else named), or at one organisation, station, project or place of
    the committee. Raises `NotAllowed` or `Invalid` with every wrong field at once.
    """
    require_power(actor, "people", committee_id=committee.pk)
    known = Role.objects.filter(pk=role).first()
    appointment = draft_appointment(
        committee=committee, person=person, role=known, starts=starts, ends=ends, sector=sector,
        organisation=organisation, station=station, project=project, place=place,
    )  # fmt: skip
    _check_once(appointment)
    appointment.save(force_insert=True)
    return Change(appointment, "appointment.made", {"role": role, "starts": starts.isoformat(), "ends": _iso(ends)})


@action("appointment.end")
def end_appointment(
    appointment: Appointment, *, ends: date, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Appointment]:
    """Set its last day (inclusive). Raises also `Stale`."""
    require_power(actor, "people", committee_id=appointment.committee_id)
    row = locked(Appointment, appointment, version=version)
    amend_appointment(row, ends=ends)
    row.save()
    return Change(row, "appointment.ended", {"role": row.role_id, "ends": ends.isoformat()})


@action("appointment.withdraw")
def withdraw_appointment(
    appointment: Appointment, *, reason: str, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Appointment]:
    """It was entered by mistake: it never held, and what it counted for is taken back. Raises also `Stale`."""
    require_power(actor, "people", committee_id=appointment.committee_id)
    row = locked(Appointment, appointment, version=version)
    slips = Slips()
    reason = slips.text("reason", reason, most=200)
    if row.withdrawn:
        slips.add("reason", _("This appointment was withdrawn."))
    slips.raise_any()
    row.withdrawn = True
    row.version += 1
    row.save()
    return Change(row, "appointment.withdrawn", {"role": row.role_id, "reason": reason})


def draft_appointment(
    *,
    committee: Committee,
    person: Person,
    role: Role | None,
    starts: date,
    ends: date | None,
    sector: Sector | None,
    organisation: Organisation | None,
    station: Station | None,
    project: Project | None,
    place: Place | None,
) -> Appointment:
    """An appointment as it would be made, not saved. Whether it is held already is not asked. Raises `Invalid`."""
    slips = Slips()
    appointment = Appointment(
        person=person, committee=committee, sector=sector, organisation=organisation, station=station,
        project=project, place=place, starts=starts, ends=ends,
    )  # fmt: skip
    if role is None:
        slips.add("role", _("Choose one from the list."))
    else:
        appointment.role = role
        _check_where(slips, appointment)
    for field in ("sector", "organisation", "station", "project"):
        slips.own(field, getattr(appointment, field), committee)
    slips.place("place", place, committee)
    _check_days(slips, starts, ends)
    slips.raise_any()
    return appointment


def amend_appointment(appointment: Appointment, *, ends: date) -> None:
    """Set its last day, without saving. Raises `Invalid`."""
    slips = Slips()
    _check_days(slips, appointment.starts, ends)
    if appointment.withdrawn:
        slips.add("ends", _("This appointment was withdrawn."))
    slips.raise_any()
    appointment.ends = ends
    appointment.version += 1


def _check_where(slips: Slips, appointment: Appointment) -> None:
    at = appointment.role.at
    for field in WHERE:
        named = getattr(appointment, f"{field}_id") is not None
        if field == at and not named:
            slips.add(field, _("Say where: this role needs it."))
        elif field != at and named:
            slips.add(field, _("This role is not held there."))
    if appointment.role.at != "committee" and appointment.sector_id is not None:
        slips.add("sector", _("This role is not held there."))


def _check_days(slips: Slips, starts: date, ends: date | None) -> None:
    if ends is not None and ends < starts:
        slips.add("ends", _("The last day lies before the first."))


def _check_once(appointment: Appointment) -> None:
    """Nobody holds the same role at the same place twice on one day."""
    same = Appointment.objects.filter(
        person=appointment.person, role=appointment.role, committee=appointment.committee, withdrawn=False
    ).filter(**{f"{field}_id": getattr(appointment, f"{field}_id") for field in WHERE})
    same = same.filter(models.Q(ends__isnull=True) | models.Q(ends__gte=appointment.starts))
    if appointment.ends is not None:
        same = same.filter(starts__lte=appointment.ends)
    slips = Slips()
    if same.exists():
        slips.add("starts", _("This person holds the role there in these days already."))
    slips.raise_any()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
