"""What is asked of sessions. Each question already withholds what the reader may not see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.consultations.models import Outcome, Point, Seat, Session, Words
from yidu.consultations.rules import readable, reads_inside
from yidu.matters.rules import readable as readable_matters
from yidu.people.models import Appointment, Committee
from yidu.people.rules import Standing

TEXTS = ("topic__text", "topic__search_text")


def one_session(actor: Actor, pk: UUID, standing: Standing | None = None) -> Session | None:
    """The session, if the actor may read it."""
    related = ("committee__place", "topic", "station", "place", "convener__person", "convener__role")
    return readable(actor, standing).select_related(*related).filter(pk=pk).first()


def sessions_of(committee: Committee, actor: Actor, standing: Standing | None = None) -> QuerySet[Session]:
    """The sessions of a committee that one may read, the newest first."""
    found = readable(actor, standing).filter(committee=committee)
    return found.select_related("topic", "station", "place", "convener__person").defer("topic__search_text")


def announced_sessions(committee: Committee, *, since: date, most: int = 60) -> list[Session]:
    """Those that everybody may read, from a day on, the earliest first; not what was called off."""
    found = Session.objects.filter(committee=committee, is_public=True, called_off_at=None)
    found = found.filter(begins_at__gte=datetime.combine(since, time(), clock.SHANGHAI))
    found = found.select_related("topic", "station", "place").defer("topic__search_text", "topic__text")
    return list(found.order_by("begins_at", "pk")[:most])


def sessions_about(topic: UUID, standing: Standing) -> QuerySet[Session]:
    """The sessions about a topic, the earliest first."""
    found = readable(standing.actor, standing).filter(topic=topic)
    return (
        found.select_related("topic", "station", "place", "convener__person").defer(*TEXTS).order_by("begins_at", "pk")
    )


def session_of_point(matter: UUID, standing: Standing) -> list[Session]:
    """The session on which it was agreed or recommended, if one may read it."""
    found = readable(standing.actor, standing).filter(points__matter=matter)
    return list(found.select_related("topic", "station", "place", "convener__person").defer(*TEXTS))


def seats_of(session: Session, standing: Standing) -> list[Seat]:
    """Who is asked and who came; nothing for whoever reads only that it was held."""
    if not reads_inside(standing, session):
        return []
    return list(session.seats.filter(taken_off_at=None).select_related("person", "organisation"))


def reached_by_link(session: Session) -> QuerySet[Seat]:
    """The seats of people of no account, and of bodies for which nobody with an account speaks."""
    acts = Q(role__powers__contains=["handle"]) | Q(role__powers__contains=["sign"])
    speak = Appointment.objects.in_force(clock.today()).filter(
        acts, organisation=OuterRef("organisation"), person__username__isnull=False, person__is_active=True
    )
    seats = session.seats.filter(taken_off_at=None).exclude(link="").exclude(Exists(speak))
    return seats.select_related("organisation")


def words_of(session: Session, standing: Standing) -> list[Words]:
    if not reads_inside(standing, session):
        return []
    return list(session.words.filter(withdrawn_at=None).select_related("seat"))


def points_of(session: Session) -> list[Point]:
    """What was put to the table, with its owners and what it became. Read by whoever reads the session."""
    found = session.points.filter(withdrawn_at=None).select_related("owner", "matter", "words")
    return list(found.prefetch_related("joint"))


def opened_by(actor: Actor, points: Iterable[Point], standing: Standing | None = None) -> set[UUID]:
    """What the points became, as far as the actor may read it."""
    became = [one.matter_id for one in points if one.matter_id is not None]
    if not became:
        return set()
    return set(readable_matters(actor, standing).filter(pk__in=became).values_list("pk", flat=True))


def outcomes_of(topic: UUID) -> list[Outcome]:
    """What came of a topic, in numbers. That one may read the topic is settled."""
    return list(Outcome.objects.filter(topic=topic, withdrawn_at=None).select_related("topic"))
