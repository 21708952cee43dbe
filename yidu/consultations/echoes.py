"""What those who took part are asked afterwards, who is asked, and what of their answers is shown: never a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.consultations.models import Echo, Point, Seat, Session
from yidu.consultations.queries import reached_by_link
from yidu.consultations.rules import ones_own
from yidu.people.rules import Standing, standing_of

LEAST = 3
"""Of fewer answers nothing is shown: one could guess whose they are."""


@dataclass(frozen=True)
class Heard:
    """How many of those who took part say that it was kept, partly, or not."""

    yes: int
    partly: int
    no: int

    @property
    def all(self) -> int:
        return self.yes + self.partly + self.no


def asks_about(point: Point) -> bool:
    """Whether those who took part are asked: it was agreed, the session is concluded, and either its owner has reported
    or its day has come."""
    if point.stands != Point.Stands.AGREED or point.matter is None or point.withdrawn_at is not None:
        return False
    assert point.day is not None, "the table holds that what is agreed has a day"
    return point.matter.answered_at is not None or point.day <= clock.today()


def may_echo(actor: Actor, seat: Seat, point: Point) -> bool:
    """Whoever sat there, by account or by the seat's link; never for the bodies that are to do it."""
    if seat.session_id != point.session_id or seat.confirmed_at is None or seat.taken_off_at is not None:
        return False
    handlers = _handlers(point)
    if seat.organisation_id in handlers:
        return False
    if actor.kind == "link":
        return actor.seat_id == seat.pk
    if actor.person_id is None:
        return False
    own = standing_of(actor).organisations()
    return (seat.person_id == actor.person_id or seat.organisation_id in own) and not handlers & own


def _handlers(point: Point) -> set[int]:
    return {point.owner_id or 0, *(one.pk for one in point.joint.all())}


def to_echo(seat: Seat, actor: Actor) -> list[Point]:
    """What this seat is asked about and has not answered yet."""
    points = _asked(Point.objects.filter(session=seat.session_id)).exclude(echoes__seat=seat)
    return [point for point in points if asks_about(point) and may_echo(actor, seat, point)]


def waiting_for(standing: Standing) -> Iterator[tuple[Seat, Point]]:
    """What the account is asked about, whatever session it was, the earliest first."""
    actor = standing.actor
    if actor.person_id is None:
        return
    seats = Seat.objects.filter(
        ones_own(standing), confirmed_at__isnull=False, taken_off_at=None, session__concluded_at__isnull=False
    )
    by_session = {seat.session_id: seat for seat in seats.order_by("-pk")}
    if not by_session:
        return
    points = _asked(Point.objects.filter(session__in=by_session)).select_related("session__topic")
    answered = set(Echo.objects.filter(seat__in=by_session.values()).values_list("point_id", "seat_id"))
    for point in points.order_by("settled_at", "pk"):
        seat = by_session[point.session_id]
        if (point.pk, seat.pk) not in answered and asks_about(point) and may_echo(actor, seat, point):
            yield seat, point


def _asked(points: QuerySet[Point]) -> QuerySet[Point]:
    found = points.filter(stands=Point.Stands.AGREED, matter__isnull=False, withdrawn_at=None)
    return found.select_related("matter", "owner").defer("matter__search_text").prefetch_related("joint")


def heard_of(points: Collection[UUID]) -> dict[UUID, Heard]:
    """What was said of these points, where enough have answered."""
    found = Counter(Echo.objects.filter(point__in=points).values_list("point_id", "kept"))
    heard = {
        point: Heard(*(found[point, kept] for kept in (Echo.Kept.YES, Echo.Kept.PARTLY, Echo.Kept.NO)))
        for point in points
    }
    return {point: one for point, one in heard.items() if one.all >= LEAST}


def not_kept(session: Session) -> set[UUID]:
    """The points of which somebody says that they were not kept; for whoever can have them opened again."""
    return set(Echo.objects.filter(point__session=session, kept=Echo.Kept.NO).values_list("point_id", flat=True))


def without_account(session: Session) -> list[Seat]:
    """The seats that are asked by a link, which whoever prepares the session passes on. Departments are never asked."""
    seats = reached_by_link(session).filter(confirmed_at__isnull=False)
    return list(seats.exclude(part=Seat.Part.DEPARTMENT))
