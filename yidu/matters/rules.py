"""Who is what in a matter, and who may read it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from yidu.activities.models import Activity, OpenTo
from yidu.common.actors import Actor
from yidu.common.postgresql.lookups import among
from yidu.matters.glance import Glance
from yidu.matters.models import Handling, Matter
from yidu.people.rules import Standing, standing_of
from yidu.programmes.grammar.procedures import Party


def parties(actor: Actor, matter: Matter, standing: Standing | None = None) -> set[Party]:
    """What the actor is in this matter today (words of `grammar.procedures.Party`).

    The system is the office. `standing` saves reading the appointments again for each matter of a list; without it
    they are read now.
    """
    if actor.kind == "system":
        return {"office", "secretary-general"}
    now = standing or standing_of(actor)
    found: set[Party] = set()
    committee_id = matter.committee_id
    active = {handling.organisation_id: handling.part for handling in matter.handlings.all() if not handling.ended_at}
    for organisation_id in now.organisations("handle"):
        if part := active.get(organisation_id):
            found.add("lead" if part == Handling.Part.LEAD else "joint")
    if matter.lead_id and matter.lead_id in now.organisations("sign") and actor.kind == "person":
        found.add("lead-head")
    if _is_raiser(actor, matter, now):
        found.add("raiser")
    if actor.kind == "person":
        recorded = matter.activity.recorded_by_id if matter.activity else None
        if actor.person_id in (matter.raised_by_id, recorded) and _in_office(now, committee_id):
            found.add("recorder")
        if now.has("office", committee_id):
            found.add("office")
        if now.has("oversee", committee_id):
            found.add("secretary-general")
        if now.has("record", committee_id):
            found.add("member")
    return found


def _is_raiser(actor: Actor, matter: Matter, now: Standing) -> bool:
    """By receipt or link always; by account only where the kind lets whoever raised it speak for itself."""
    if actor.kind in ("receipt", "link"):
        return actor.matter_id == matter.pk and actor.organisation_id is None
    own = actor.person_id is not None and actor.person_id == matter.raised_by_id
    return own and matter.kind_line.rated_by == "raiser" and _in_office(now, matter.committee_id)


def _in_office(now: Standing, committee_id: int) -> bool:
    return any(now.has(power, committee_id) for power in ("record", "read", "office"))


def readable(
    actor: Actor, standing: Standing | None = None, *, within: Sequence[int] | None = None
) -> QuerySet[Matter]:
    """The matters that the actor may read. What cannot be read is, for the reader, not there.

    `standing` as in `parties`: what the actor is, read once for this request. `within`: those of these committees.
    """
    of = Q() if within is None else among("committee", within)
    if actor.kind == "system":
        return Matter.objects.filter(of)
    # Exists, and not `in`: of a matter that is found otherwise the database looks at this one, and not at all of them.
    seen = Q(open_to=OpenTo.PUBLIC)
    if actor.matter_id is not None:
        seen |= Q(pk=actor.matter_id)
    if actor.person_id is not None:
        now = standing or standing_of(actor)
        oversees = now.committees("office", "oversee")
        if within is not None and oversees.issuperset(within):
            return Matter.objects.filter(of)
        seen |= Q(committee__in=oversees)
        if organisations := now.organisations():
            handled = Handling.objects.filter(organisation__any=organisations, ended_at=None)
            seen |= Q(Exists(handled.filter(matter=OuterRef("pk"))))
        # Where one oversees, one reads these anyhow.
        if reads := now.committees("read") - oversees:
            recorded = Activity.objects.filter(pk=OuterRef("activity_id"), recorded_by_id=actor.person_id)
            own = Q(raised_by_id=actor.person_id) | Q(Exists(recorded))
            seen |= Q(Q(open_to=OpenTo.COMMITTEE) | own, committee__in=reads)
    return Matter.objects.filter(of, seen)


def readable_whole(standing: Standing, *, within: Sequence[int]) -> QuerySet[Matter]:
    """The matters of these committees of which an account reads the whole story: as `reads_in_full`, of many at once.

    For comparing words: of a matter that shows only its public part, trying words must not tell what stands in it.
    """
    of = among("committee", within)
    person, inside = standing.actor.person_id, standing.committees("office", "oversee")
    if inside.issuperset(within):
        return Matter.objects.filter(of)
    seen = Q(committee__any=sorted(inside))
    if organisations := standing.organisations("handle"):
        handled = Handling.objects.filter(organisation__any=organisations, ended_at=None)
        seen |= Q(Exists(handled.filter(matter=OuterRef("pk"))))
    if person is not None:
        seen |= Q(lead__any=sorted(standing.organisations("sign")))
        recorded = Activity.objects.filter(pk=OuterRef("activity_id"), recorded_by_id=person)
        open_ = Q(open_to__in=(OpenTo.COMMITTEE, OpenTo.PUBLIC))
        seen |= Q(open_, committee__any=sorted(standing.committees("read")))
        own = Q(raised_by_id=person) | Q(Exists(recorded))
        seen |= Q(own, committee__any=sorted(standing.committees("read", "record")))
    return Matter.objects.filter(of, seen)


def may_read(glance: Glance, standing: Standing) -> bool:
    """Whether `readable` holds this one matter: the same rule, asked of what is known of it."""
    actor = standing.actor
    if actor.kind == "system" or glance.open_to == OpenTo.PUBLIC or actor.matter_id == glance.pk:
        return True
    if actor.person_id is None:
        return False
    if any(standing.has(power, glance.committee_id) for power in ("office", "oversee")):
        return True
    if glance.organisations & standing.organisations():
        return True
    own = actor.person_id in (glance.raised_by_id, glance.recorded_by_id)
    return standing.has("read", glance.committee_id) and (own or glance.open_to == OpenTo.COMMITTEE)


def may_open(matter: Matter, standing: Standing) -> bool:
    """Whether `readable` holds a matter of which nobody asked who handles it or wrote it down: never too much."""
    if matter.open_to == OpenTo.PUBLIC or any(standing.has(one, matter.committee_id) for one in ("office", "oversee")):
        return True
    own = standing.actor.person_id is not None and standing.actor.person_id == matter.raised_by_id
    return standing.has("read", matter.committee_id) and (own or matter.open_to == OpenTo.COMMITTEE)


def reads_in_full(actor: Actor, matter: Matter, standing: Standing | None = None) -> bool:
    """Whether the actor sees the whole story, or only the public part: stages, departments, signed answers."""
    now = standing or standing_of(actor)
    if parties(actor, matter, now) & {
        "office",
        "secretary-general",
        "lead",
        "lead-head",
        "joint",
        "raiser",
        "recorder",
    }:
        return True
    return now.has("read", matter.committee_id) and matter.open_to in (OpenTo.COMMITTEE, OpenTo.PUBLIC)
