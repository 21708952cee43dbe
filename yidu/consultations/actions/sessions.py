"""Plan a session, change what was planned, call it off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Conflict, NotAllowed
from yidu.consultations.models import Session
from yidu.consultations.rules import require_preparing
from yidu.matters.models import Matter
from yidu.people.checks import Slips, locked
from yidu.people.models import Appointment, Station
from yidu.people.models.counters import next_number
from yidu.people.rules import standing_of
from yidu.places.models import Place

FORMS = "consultation-form"
TITLE, ROOM, AGENDA, REASON = 80, 120, 4000, 200
LONGEST = timedelta(days=3)
RELATED = ("committee__place", "topic", "convener", "station", "place")


@action("session.plan")
def plan_session(
    *,
    topic: Matter,
    form: str,
    title: str = "",
    convener: Appointment,
    begins_at: datetime,
    ends_at: datetime,
    station: Station | None = None,
    place: Place | None = None,
    room: str = "",
    agenda: str = "",
    is_public: bool = False,
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Session]:
    """Plan that people sit down about a topic. Its id is `client_id`; its place that of the venue, else the topic's.

    The office plans any; whoever may convene plans one that they convene. Raises `NotAllowed`, or `Invalid` with every
    wrong field at once.
    """
    row = Session(
        id=client_id or uuid4(), topic=topic, committee=topic.committee, planned_by_id=actor.person_id,
        planned_at=clock.now(),
    )  # fmt: skip
    told = {"form": form, "title": title, "room": room, "agenda": agenda, "begins_at": begins_at, "ends_at": ends_at}
    _fill(row, told, convener=convener, station=station, place=place, is_public=is_public)
    require_preparing(actor, row)
    if not standing_of(actor).has("record", row.committee_id):
        raise NotAllowed("not there")
    row.number = next_number(row.committee_id, "session", clock.local_day(row.begins_at).year)
    row.save(force_insert=True)
    return Change(row, "session.planned", _said(row), further=(_told(row, "matter.session-planned"),), new=True)


@action("session.change")
def change_session(
    session: Session,
    *,
    form: str,
    title: str = "",
    convener: Appointment,
    begins_at: datetime,
    ends_at: datetime,
    station: Station | None = None,
    place: Place | None = None,
    room: str = "",
    agenda: str = "",
    is_public: bool = False,
    actor: Actor,
    version: int,
    client_id: UUID | None = None,
) -> Change[Session]:
    """Say anew what is planned, as a whole. Raises as `plan_session`, `Stale`, and `Conflict` once it was held."""
    row = to_change(session, actor=actor, version=version)
    if row.held_at is not None:
        raise Conflict(_("This session was held already."))
    told = {"form": form, "title": title, "room": room, "agenda": agenda, "begins_at": begins_at, "ends_at": ends_at}
    was = _when_and_where(row)
    _fill(row, told, convener=convener, station=station, place=place, is_public=is_public)
    if _when_and_where(row) != was:
        row.moved_at = clock.now()
    row.version += 1
    row.save()
    return Change(row, "session.changed", _said(row))


@action("session.call-off")
def call_off_session(
    session: Session, *, reason: str, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Session]:
    """It will not be held. Whoever was asked to it is told why. Raises `Invalid`, `NotAllowed`, `Stale`, `Conflict`."""
    row = to_change(session, actor=actor, version=version)
    slips = Slips()
    row.called_off_because = slips.text("reason", reason, most=REASON)
    slips.raise_any()
    if row.held_at is not None:
        raise Conflict(_("This session was held already."))
    row.called_off_at = clock.now()
    row.version += 1
    row.save()
    return Change(row, "session.called-off", {"reason": row.called_off_because})


def to_change(session: Session, *, actor: Actor, version: int) -> Session:
    """The row, locked, for whoever prepares it, while nothing of it is settled for good."""
    row = locked(Session, session, version=version, related=RELATED)
    require_preparing(actor, row)
    if not row.is_open:
        raise Conflict(_("This session is over. It is not changed any more."))
    return row


def _fill(
    row: Session,
    told: dict[str, Any],
    *,
    convener: Appointment,
    station: Station | None,
    place: Place | None,
    is_public: bool,
) -> None:
    """Put what was told into the row, not saved; raises `Invalid` with all that is wrong."""
    slips, topic = Slips(), row.topic
    row.form, row.convener, row.station, row.is_public = str(told["form"]), convener, station, is_public
    row.title = slips.text("title", told["title"], most=TITLE, required=False)
    row.room = slips.text("room", told["room"], most=ROOM, required=False)
    row.agenda = slips.text("agenda", told["agenda"], most=AGENDA, required=False, lines=True)
    row.begins_at, row.ends_at = told["begins_at"], told["ends_at"]
    row.place = place or (station.place if station else topic.place)
    consulting = topic.kind_line.consulting
    if consulting is None:
        slips.add("topic", _("Nobody sits down about a matter of this kind."))
    if row.form not in {item.id for item in row.programme.choices(FORMS, clock.local_day(row.begins_at))}:
        slips.add("form", _("Choose from the list."))
    slips.own("convener", convener, row.committee)
    slips.own("station", station, row.committee)
    slips.place("place", row.place, row.committee)
    if consulting is not None and (convener.role_id not in consulting.conveners or not _in_force(convener)):
        slips.add("convener", _("Choose who convenes it, from those who may."))
    if row.ends_at <= row.begins_at:
        slips.add("ends_at", _("It ends after it begins."))
    elif row.ends_at - row.begins_at > LONGEST:
        slips.add("ends_at", _("A session lasts three days at most."))
    slips.raise_any()


def _when_and_where(row: Session) -> tuple[object, ...]:
    """What whoever is asked to it is told anew when it changes."""
    return row.begins_at, row.ends_at, row.station_id, row.place_id, row.room


def _in_force(appointment: Appointment) -> bool:
    today = clock.today()
    ends = appointment.ends is None or appointment.ends >= today
    return not appointment.withdrawn and appointment.starts <= today and ends


def _said(row: Session) -> dict[str, Any]:
    return {"number": row.number, "form": row.form, "begins": row.begins_at.isoformat(), "public": row.is_public}


def _told(row: Session, step: str) -> Change[Matter]:
    """The topic tells of it in its own story."""
    return Change(row.topic, step, {"session": str(row.pk), "number": row.number, "begins": row.begins_at.isoformat()})
