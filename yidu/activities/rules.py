"""Who may record, read and correct an activity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from yidu.activities.models import Activity, OpenTo
from yidu.common import clock
from yidu.common.actors import Actor
from yidu.common.errors import NotAllowed
from yidu.people.models import Appointment
from yidu.people.rules import Standing, appointments_with, has_power

SERVES = ("record", "read", "office", "oversee")
"""Whoever holds one of these at a committee works with it today."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Of one activity, what decides who may read it."""

    pk: UUID
    version: int
    committee_id: int
    open_to: str
    recorded_by_id: int | None
    hosted_by_id: int | None


def hosts_for(actor: Actor, roles: tuple[str, ...], *, committee_id: int) -> QuerySet[Appointment]:
    """Appointments in force today that may host one of these: the actor's own, or anybody's for the office."""
    today = Appointment.objects.in_force(clock.today()).filter(committee_id=committee_id, role_id__any=roles)
    if has_power(actor, "office", committee_id=committee_id):
        return today
    return today.filter(person_id=actor.person_id) if actor.person_id is not None else today.none()


def own_hosts(standing: Standing, roles: tuple[str, ...], *, committee_id: int) -> list[Appointment]:
    """Of these the actor's own, read already."""
    return [one for one in standing.held if one.committee_id == committee_id and one.role_id in roles]


def may_host(standing: Standing, host: Appointment, roles: tuple[str, ...], *, committee_id: int) -> bool:
    """Whether this appointment is one of `hosts_for`."""
    if host in own_hosts(standing, roles, committee_id=committee_id):
        return True
    found = hosts_for(standing.actor, roles, committee_id=committee_id)
    return standing.has("office", committee_id) and found.filter(pk=host.pk).exists()


def has_hosted(
    actor: Actor, host: Appointment, roles: tuple[str, ...], *, committee_id: int, on: date, office: bool
) -> bool:
    """The same for what was done on a past day and is entered from a list: who held the role then."""
    then = not host.withdrawn and host.starts <= on and (host.ends is None or host.ends >= on)
    return (
        then
        and host.committee_id == committee_id
        and host.role_id in roles
        and (office or (actor.person_id is not None and host.person_id == actor.person_id))
    )


def readable(actor: Actor) -> QuerySet[Activity]:
    """The activities that the actor may read. What cannot be read is, for the reader, not there."""
    if actor.kind == "system":
        return Activity.objects.all()
    reads = appointments_with(actor, "read", "office", "oversee").values("committee_id")
    oversees = appointments_with(actor, "office", "oversee").values("committee_id")
    seen = Q(open_to=OpenTo.PUBLIC)
    if actor.person_id is not None:
        seen |= Q(open_to=OpenTo.COMMITTEE, committee__in=reads)
        seen |= Q(committee__in=oversees)
        # Whoever serves the committee no more has nothing of their own there either.
        serves = appointments_with(actor, *SERVES).values("committee_id")
        seen |= Q(Q(recorded_by_id=actor.person_id) | Q(host__person_id=actor.person_id), committee__in=serves)
    return Activity.objects.filter(seen)


def may_read(standing: Standing, visit: Reach) -> bool:
    """Whether `readable` holds this one activity: the same rule, asked of what is known of it."""
    if standing.actor.kind == "system" or visit.open_to == OpenTo.PUBLIC:
        return True
    if standing.actor.person_id is None:
        return False
    powers = {"office", "oversee"}
    powers |= {"read"} if visit.open_to == OpenTo.COMMITTEE else set()
    powers |= set(SERVES) if standing.actor.person_id in (visit.recorded_by_id, visit.hosted_by_id) else set()
    return any(standing.has(power, visit.committee_id) for power in powers)


def reads_inside(standing: Standing, activity: Activity) -> bool:
    """Whether the reader sees what was heard, who came along and the pictures. Others see that it was done."""
    person_id = standing.actor.person_id
    own = person_id is not None and person_id in (activity.recorded_by_id, activity.host.person_id)
    powers = SERVES if own else ("read", "office", "oversee")
    return any(standing.has(power, activity.committee_id) for power in powers)


def may_change(actor: Actor, activity: Activity) -> bool:
    """Whoever recorded or hosted it, while still able to record, and the office."""
    committee_id = activity.committee_id
    if has_power(actor, "office", committee_id=committee_id):
        return True
    own = actor.person_id is not None and actor.person_id in (activity.recorded_by_id, activity.host.person_id)
    return own and has_power(actor, "record", committee_id=committee_id)


def require_change(actor: Actor, activity: Activity) -> None:
    if not may_change(actor, activity):
        raise NotAllowed("not there")
