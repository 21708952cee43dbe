"""Who may read a session, and who prepares it and keeps its minutes."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from yidu.activities.rules import SERVES
from yidu.common.actors import Actor
from yidu.common.errors import NotAllowed
from yidu.consultations.models import Booking, Outcome, Seat, Session
from yidu.matters.models import Matter
from yidu.matters.rules import readable as readable_matters
from yidu.people.rules import Standing, standing_of
from yidu.programmes.grammar import Kind


def may_prepare(standing: Standing, session: Session) -> bool:
    """The office of the committee, and the session's convener while the appointment is in force."""
    if standing.has("office", session.committee_id):
        return True
    return any(one.pk == session.convener_id for one in standing.held)


def require_preparing(actor: Actor, session: Session) -> None:
    if not may_prepare(standing_of(actor), session):
        raise NotAllowed("not there")


def may_tell_outcomes(standing: Standing, topic: Matter, session: Session | None) -> bool:
    """The office, and whoever convened a session about the topic: the one that is named, or any."""
    if standing.has("office", topic.committee_id):
        return session is None or session.topic_id == topic.pk
    if session is not None:
        return session.topic_id == topic.pk and may_prepare(standing, session)
    held = Session.objects.filter(topic=topic, convener__in=[one.pk for one in standing.held], called_off_at=None)
    return held.exists()


def ones_own(standing: Standing) -> Q:
    """The seats of somebody with an account: their own, and those of the bodies for which they speak."""
    return Q(person_id=standing.actor.person_id) | Q(organisation__in=sorted(standing.organisations()))


def own_seat(standing: Standing, session: Session) -> Seat | None:
    """The seat that the actor sits on: their own, or that of the body for which they speak."""
    if standing.actor.person_id is None:
        return None
    seats = Seat.objects.filter(session=session, taken_off_at=None)
    return seats.filter(ones_own(standing)).order_by("pk").first()


def may_answer(actor: Actor, seat: Seat) -> bool:
    """Whoever the seat is for: the person, whoever acts for the body, or the one link of the seat."""
    if actor.kind == "link":
        return actor.seat_id == seat.pk
    if actor.person_id is None:
        return False
    return seat.person_id == actor.person_id or seat.organisation_id in standing_of(actor).organisations()


def may_convene(standing: Standing, committee_id: int, line: Kind) -> bool:
    """Whoever may plan a session about matters of a kind, ask what people think of them, and name what prepares them:
    the office, and whoever holds a role that the kind names."""
    if standing.has("office", committee_id):
        return True
    roles = line.consulting.conveners if line.consulting else ()
    return any(one.committee_id == committee_id and one.role_id in roles for one in standing.held)


def may_book(standing: Standing, session: Session) -> bool:
    """Members of the committee: whoever records there and reads the session."""
    return (
        standing.has("record", session.committee_id)
        and readable(standing.actor, standing).filter(pk=session.pk).exists()
    )


def may_handle_booking(actor: Actor, booking: Booking) -> bool:
    """Whoever booked it, and whoever prepares the session."""
    own = actor.person_id is not None and actor.person_id == booking.person_id
    return own or may_prepare(standing_of(actor), booking.session)


def readable(actor: Actor, standing: Standing | None = None) -> QuerySet[Session]:
    """The sessions that the actor may read: announced ones, those of a topic that they read while they serve the
    committee, those to which they or their body are asked, those that they convene; all for the office."""
    if actor.kind == "system":
        return Session.objects.all()
    now = standing or standing_of(actor)
    seen = Q(is_public=True) | Q(committee__in=now.committees("office", "oversee"))
    if actor.person_id is not None:
        topics = readable_matters(actor, now).filter(pk=OuterRef("topic_id"))
        seen |= Q(Exists(topics), committee__in=now.committees(*SERVES))
        seen |= Q(Exists(Seat.objects.filter(ones_own(now), session=OuterRef("pk"), taken_off_at=None)))
        seen |= Q(convener__in=[one.pk for one in now.held])
    return Session.objects.filter(seen)


def reads_inside(standing: Standing, session: Session) -> bool:
    """Whether the reader sees who sat there and who said what. Others see that it was held, and what was agreed."""
    if any(standing.has(power, session.committee_id) for power in ("read", "office", "oversee")):
        return True
    return may_prepare(standing, session) or own_seat(standing, session) is not None


def readable_outcomes(actor: Actor) -> QuerySet[Outcome]:
    """What came of a topic is read by whoever reads the topic, or a session about it."""
    if actor.kind == "system":
        return Outcome.objects.all()
    sessions = readable(actor).filter(topic=OuterRef("topic_id"))
    return Outcome.objects.filter(Q(topic__in=readable_matters(actor)) | Q(Exists(sessions)))
