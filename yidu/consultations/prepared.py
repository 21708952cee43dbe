"""What is asked of preparation: what waits for an answer, what one convenes, papers, visits, slots, the yearly plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from yidu.activities.models import Activity
from yidu.activities.rules import readable as readable_activities
from yidu.common import clock, in_force
from yidu.common.durations import Duration
from yidu.common.reminding import Reminding, Side
from yidu.consultations.models import Booking, Gathering, Paper, PlanLine, Seat, Session, Slot
from yidu.consultations.rules import ones_own
from yidu.matters.models import Matter
from yidu.matters.rules import readable as readable_matters
from yidu.people.models import Committee
from yidu.people.rules import Standing

MOST = 20
_TOPICS = Prefetch("topic", Matter.objects.defer("search_text", "text"))
"""Read by themselves, and only where there is a session: a desk without one asks nothing of matters."""


@dataclass(frozen=True)
class Taken:
    """A slot as one reader sees it: free, one's own, or taken; by whom and what about only for whoever prepares."""

    slot: Slot
    booking: Booking | None
    is_mine: bool
    is_told: bool


def awaiting(standing: Standing) -> list[Seat]:
    """Seats that the person is to answer for: their own, and those of the bodies for which they act. One question."""
    if standing.actor.person_id is None:
        return []
    seats = Seat.objects.filter(
        ones_own(standing), answer="", taken_off_at=None, invited_at__isnull=False, session__called_off_at=None,
        session__ends_at__gt=clock.now(), session__held_at=None,
    )  # fmt: skip
    return list(_told(seats).order_by("session__begins_at", "pk")[:MOST])


def convened(standing: Standing) -> list[Session]:
    """Sessions that the person convenes and that are still to be held or concluded, the next first. One question."""
    if not standing.held:
        return []
    mine = [one.pk for one in standing.held]
    found = Session.objects.filter(convener__in=mine, called_off_at=None, concluded_at=None)
    return list(found.select_related("station", "place").prefetch_related(_TOPICS).order_by("begins_at", "pk")[:MOST])


def sessions_for(standing: Standing, *, since: datetime) -> QuerySet[Session]:
    """Those that a person is asked to or convenes, also those called off, for their own calendar."""
    seats = Seat.objects.filter(ones_own(standing), session=OuterRef("pk"), taken_off_at=None, invited_at__isnull=False)
    mine = Q(Exists(seats)) | Q(convener__in=[one.pk for one in standing.held])
    return _listed(Session.objects.filter(mine, ends_at__gte=since))


def announced(family: list[int], *, since: datetime) -> QuerySet[Session]:
    """Those that a committee, or one below it, announced to everybody."""
    return _listed(Session.objects.filter(committee__in=family, is_public=True, ends_at__gte=since))


def papers_of(session: Session) -> list[Paper]:
    return list(session.papers.filter(withdrawn_at=None))


def gathered_for(topic: UUID, standing: Standing) -> list[Gathering]:
    """Visits that prepare a topic, of those that one may read."""
    may_read = readable_activities(standing.actor).filter(pk=OuterRef("activity_id"), withdrawn_at=None)
    found = Gathering.objects.filter(Exists(may_read), topic=topic, withdrawn_at=None)
    return list(found.select_related("activity__place", "activity__edition", "topic").defer("topic__search_text"))


def activity_numbered(number: str, topic: Matter, standing: Standing) -> Activity | None:
    """A visit by its number, of those that one may read."""
    may_read = readable_activities(standing.actor)
    return may_read.filter(committee=topic.committee_id, number=number, withdrawn_at=None).first()


def slots_of(session: Session, standing: Standing, *, prepares: bool) -> list[Taken]:
    """Every slot of a session in its order."""
    slots = list(session.slots.all())
    if not slots:
        return []
    held = session.bookings.filter(given_back_at=None).select_related("person", "matter")
    booked = {one.slot_id: one for one in held.defer("matter__search_text")}
    me = standing.actor.person_id
    return [
        Taken(slot, one, mine := one is not None and one.person_id == me, prepares or mine)
        for slot, one in ((slot, booked.get(slot.pk)) for slot in slots)
    ]


def too_short(length: str | None, begins_at: datetime, *, told_at: datetime) -> str:
    """The length of a notice that is not kept when people are told at this moment; empty when it is kept, or none."""
    if not length:
        return ""
    latest = Reminding(Side.BEFORE, Duration.parse(length)).at(begins_at, calendar=in_force.calendar())
    return length if clock.local_day(told_at) > clock.local_day(latest) else ""


def topics_of(committee: Committee, standing: Standing) -> QuerySet[Matter]:
    """The topics of a committee that one may read: matters of the kinds about which people sit down."""
    return readable_matters(standing.actor, standing).filter(committee=committee)


def plan_of(committee: Committee, year: int, standing: Standing) -> list[PlanLine]:
    """The lines of a yearly plan; for whoever does not work in the office, those that are decided."""
    found = PlanLine.objects.filter(topic__committee=committee, year=year)
    lines = list(
        found.select_related("topic__edition", "topic__committee", "lead").defer("topic__search_text", "topic__text")
    )
    inside = standing.has("office", committee.pk) or standing.has("oversee", committee.pk)
    return [one for one in lines if inside or is_decided(one.topic)]


def is_decided(topic: Matter) -> bool:
    """Whether it reached the stage in which it is accepted: it is on the plan, or was chosen."""
    stages = topic.procedure.stage
    return any(stages[id_].accepted for id_ in topic.reached if id_ in stages)


def _told(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    related = ("session__station", "session__place", "organisation", "person")
    return seats.select_related(*related).prefetch_related(
        Prefetch("session__topic", Matter.objects.defer("search_text", "text"))
    )


def _listed(sessions: QuerySet[Session]) -> QuerySet[Session]:
    return sessions.select_related("topic", "station", "place").defer("topic__search_text").order_by("begins_at", "pk")
