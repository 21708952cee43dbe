"""Who may: powers follow from the appointments in force today, and from nothing else."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q, QuerySet

from yidu.common import clock, known
from yidu.common.actors import Actor
from yidu.common.errors import NotAllowed
from yidu.people.models import Appointment

POWERS = {
    "record": "record what was done and raise matters",
    "read": "read what is open to the committee",
    "office": "examine, hand over, decide on requests, close",
    "oversee": "read everything of the committee that is not protected, chase what is late",
    "handle": "act for one's organisation on what was handed to it",
    "sign": "sign the replies of one's organisation",
    "people": "keep people, organisations, stations, projects and appointments",
    "programmes": "check and publish programme folders, keep the calendar of working days",
}
"""The closed list of what a role may be given."""

STAFF_POWERS = ("office", "oversee", "people", "programmes", "handle", "sign")
"""Whoever holds one of these needs a second factor in production."""

SERVICE_POWERS = ("read", "handle")
"""All that a service may be given: what is decided, signed, recorded and kept is decided by people."""

WHO = ("everybody", "signed-in", "link", *POWERS)
"""The words by which a route declares who may use it."""


@dataclass(frozen=True)
class Standing:
    """What an actor is on a day: one reading of the appointments in force, for asking about many objects at once.

    Made anew for each request and each action. What was read is kept under its revision only (`yidu.common.known`): a
    right that ended is gone with the next one.
    """

    actor: Actor
    on: date

    @cached_property
    def held(self) -> list[Appointment]:
        if self.actor.person_id is None:
            return []
        return known.kept(("appointments", self.actor.person_id, self.on), self._read)

    def _read(self) -> list[Appointment]:
        of_the_actor = Appointment.objects.in_force(self.on).filter(person_id=self.actor.person_id or 0)
        return list(
            of_the_actor.select_related(
                "role", "committee__place", "committee__parent", "organisation", "sector"
            ).order_by("role_id", "pk")
        )

    @cached_property
    def key(self) -> Hashable:
        """The same for all who are the same: what they hold where and for whom. Not who they are."""
        held = {(one.committee_id, one.organisation_id, *sorted(one.role.powers)) for one in self.held}
        return self.actor.kind, self.actor.organisation_id, self.actor.matter_id, frozenset(held)

    def has(self, power: str, committee_id: int) -> bool:
        """As `has_power`."""
        return self.actor.kind == "system" or any(
            one.committee_id == committee_id and power in one.role.powers for one in self.held
        )

    def has_any(self, *powers: str) -> bool:
        """Whether the actor holds one of the powers at any committee."""
        return self.actor.kind == "system" or any(set(powers).intersection(one.role.powers) for one in self.held)

    def committees(self, *powers: str) -> set[int]:
        """Ids of the committees at which the actor holds any of the powers: as `appointments_with`, read already."""
        return {one.committee_id for one in self.held if set(powers).intersection(one.role.powers)}

    def organisations(self, *powers: str) -> set[int]:
        """As `organisations_of`."""
        if self.actor.kind == "link" and self.actor.organisation_id is not None:
            return {self.actor.organisation_id}
        wanted = set(powers or ("handle", "sign"))
        return {
            one.organisation_id for one in self.held if one.organisation_id and wanted.intersection(one.role.powers)
        }


def standing_of(actor: Actor) -> Standing:
    return Standing(actor, clock.today())


def appointments_with(actor: Actor, *powers: str) -> QuerySet[Appointment]:
    """The actor's appointments in force today whose role has any of the powers."""
    if actor.person_id is None:
        return Appointment.objects.none()
    wanted = Q()
    for power in powers:
        wanted |= Q(role__powers__contains=[power])
    return Appointment.objects.in_force(clock.today()).filter(wanted, person_id=actor.person_id)


def has_power(actor: Actor, power: str, *, committee_id: int) -> bool:
    """Whether the actor holds the power at this committee today. The system holds all of them."""
    if actor.kind == "system":
        return True
    return appointments_with(actor, power).filter(committee_id=committee_id).exists()


def require_power(actor: Actor, power: str, *, committee_id: int) -> None:
    """Raises `NotAllowed` unless `has_power`."""
    if not has_power(actor, power, committee_id=committee_id):
        raise NotAllowed("not there")


def organisations_of(actor: Actor, *powers: str) -> Collection[int]:
    """Ids of the organisations for which the actor may act: by appointment, or by the one link in hand."""
    if actor.kind == "link" and actor.organisation_id is not None:
        return {actor.organisation_id}
    return set(
        appointments_with(actor, *(powers or ("handle", "sign")))
        .filter(organisation__isnull=False)
        .values_list("organisation_id", flat=True)
    )
