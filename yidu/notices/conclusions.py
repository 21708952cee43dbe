"""Whom to tell what came of a session at which they sat: that it is concluded, that something is reported done, and
once that its topic is closed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from django.db.models import Prefetch, Q

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.consultations.echoes import asks_about, may_echo
from yidu.consultations.models import Point, Seat, Session
from yidu.matters.models import Matter
from yidu.notices.sessions import TOLD_FOR


class Outcome(NamedTuple):
    """Something to tell one person who sat there. `matter`: the topic, or what the agreed point has become."""

    person_id: int
    matter: Matter
    session: Session
    why: Literal["concluded", "kept", "closed"]
    at: datetime


def news_of_conclusions(persons: Collection[int], bodies: Mapping[int, Collection[int]]) -> Iterator[Outcome]:
    """What these persons are to be told by now. `bodies`: organisation → those of them who act for it."""
    lately, ends = clock.now() - TOLD_FOR, set[tuple[int, UUID]]()
    for seat in _seats(persons, bodies, since=lately):
        asked = {seat.person_id} & set(persons) if seat.person_id else set(bodies.get(seat.organisation_id or 0, ()))
        for person in (one for one in asked if one is not None):
            yield from _of(seat, person, since=lately)
            topic, closed = seat.session.topic, seat.session.topic.closed_at
            if closed is not None and closed > lately and (person, topic.pk) not in ends:
                ends.add((person, topic.pk))
                yield Outcome(person, topic, seat.session, "closed", closed)


def _seats(persons: Collection[int], bodies: Mapping[int, Collection[int]], *, since: datetime) -> Iterator[Seat]:
    """The seats of theirs at sessions of which there is news."""
    reported = Q(points__stands=Point.Stands.AGREED, points__matter__answered_at__gt=since)
    closed = Q(topic__closed_at__gt=since)
    news = Session.objects.filter(Q(concluded_at__gt=since) | reported | closed, concluded_at__isnull=False)
    own = Q(person__in=persons) | Q(organisation__in=list(bodies))
    seats = Seat.objects.filter(
        own, session__in=news.order_by().values("pk"), confirmed_at__isnull=False, taken_off_at=None
    )
    points = Point.objects.filter(withdrawn_at=None, matter__isnull=False).prefetch_related("joint")
    told = points.select_related("matter__edition", "matter__committee")
    return iter(
        seats.select_related("session__topic__edition", "session__topic__committee")
        .order_by("-session__begins_at", "pk")
        .defer("session__topic__edition__content", "session__topic__search_text")
        .prefetch_related(Prefetch("session__points", told.defer("matter__edition__content", "matter__search_text")))
    )


def _of(seat: Seat, person: int, *, since: datetime) -> Iterator[Outcome]:
    session, actor = seat.session, Actor(kind="person", person_id=person)
    assert session.concluded_at is not None, "it is one of those just found"
    if session.concluded_at > since:
        yield Outcome(person, session.topic, session, "concluded", session.concluded_at)
    for point in session.points.all():
        assert point.matter is not None, "only what has become a matter was asked for"
        reported = point.matter.answered_at
        if reported is not None and reported > since and asks_about(point) and may_echo(actor, seat, point):
            yield Outcome(person, point.matter, session, "kept", reported)
