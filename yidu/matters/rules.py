"""Who is what in a matter, and who may read it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from yidu.activities.models import OpenTo
from yidu.common.actors import Actor
from yidu.matters.models import Handling, Matter
from yidu.people.rules import appointments_with, has_power, organisations_of
from yidu.programmes.grammar.procedures import Party


def parties(actor: Actor, matter: Matter) -> set[Party]:
    """What the actor is in this matter today (words of `grammar.procedures.Party`).

    The system is the office. A right that ended is gone with the next call: nothing is cached.
    """
    if actor.kind == "system":
        return {"office", "secretary-general"}
    found: set[Party] = set()
    committee_id = matter.committee_id
    active = {handling.organisation_id: handling.part for handling in matter.handlings.all() if not handling.ended_at}
    for organisation_id in organisations_of(actor, "handle"):
        if part := active.get(organisation_id):
            found.add("lead" if part == Handling.Part.LEAD else "joint")
    if matter.lead_id and matter.lead_id in organisations_of(actor, "sign") and actor.kind == "person":
        found.add("lead-head")
    if _is_raiser(actor, matter):
        found.add("raiser")
    if actor.kind == "person":
        recorded = matter.activity.recorded_by_id if matter.activity else None
        if actor.person_id in (matter.raised_by_id, recorded) and _in_office(actor, committee_id):
            found.add("recorder")
        if has_power(actor, "office", committee_id=committee_id):
            found.add("office")
        if has_power(actor, "oversee", committee_id=committee_id):
            found.add("secretary-general")
        if has_power(actor, "record", committee_id=committee_id):
            found.add("member")
    return found


def _is_raiser(actor: Actor, matter: Matter) -> bool:
    """By receipt or link always; by account only where the kind lets whoever raised it speak for itself."""
    if actor.kind in ("receipt", "link"):
        return actor.matter_id == matter.pk and actor.organisation_id is None
    own = actor.person_id is not None and actor.person_id == matter.raised_by_id
    return own and matter.kind_line.rated_by == "raiser" and _in_office(actor, matter.committee_id)


def _in_office(actor: Actor, committee_id: int) -> bool:
    return appointments_with(actor, "record", "read", "office").filter(committee_id=committee_id).exists()


def readable(actor: Actor) -> QuerySet[Matter]:
    """The matters that the actor may read. What cannot be read is, for the reader, not there."""
    if actor.kind == "system":
        return Matter.objects.all()
    seen = Q(open_to=OpenTo.PUBLIC)
    if actor.matter_id is not None:
        seen |= Q(pk=actor.matter_id)
    if actor.person_id is not None:
        reads = appointments_with(actor, "read", "office", "oversee").values("committee_id")
        oversees = appointments_with(actor, "office", "oversee").values("committee_id")
        handled = Handling.objects.filter(organisation__in=organisations_of(actor), ended_at=None).values("matter_id")
        seen |= Q(open_to=OpenTo.COMMITTEE, committee__in=reads)
        seen |= Q(committee__in=oversees) | Q(pk__in=handled)
        seen |= Q(raised_by_id=actor.person_id, committee__in=reads)
        seen |= Q(activity__recorded_by_id=actor.person_id, committee__in=reads)
    return Matter.objects.filter(seen)


def reads_in_full(actor: Actor, matter: Matter) -> bool:
    """Whether the actor sees the whole story, or only the public part: stages, departments, signed answers."""
    if parties(actor, matter) & {"office", "secretary-general", "lead", "lead-head", "joint", "raiser", "recorder"}:
        return True
    reads = has_power(actor, "read", committee_id=matter.committee_id)
    return reads and matter.open_to in (OpenTo.COMMITTEE, OpenTo.PUBLIC)
