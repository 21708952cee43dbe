"""On the day: who is there, and that it was held."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Conflict, Invalid, NotAllowed
from yidu.consultations.actions.invitations import MOST, NAME
from yidu.consultations.actions.sessions import REASON, RELATED, to_change
from yidu.consultations.links import digest_of
from yidu.consultations.models import Seat, Session
from yidu.consultations.rules import require_preparing
from yidu.people.checks import Slips, locked
from yidu.people.models import Person

CROWD = 10_000


@action("seat.add")
def add_seat(
    session: Session,
    *,
    part: str,
    name: str = "",
    person: Person | None = None,
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Seat]:
    """Somebody who came without being asked, by the word of whoever prepares it: they were there.

    Raises `NotAllowed`, `Conflict` before its day and once it is over, `Invalid`.
    """
    row = at_the_table(session, actor=actor)
    seat = _seat(row, part=part, name=name, person=person)
    _require_counted(row, one_more=True)
    seat.confirmed_at = clock.now()
    seat.save()
    if person is None:
        seat.link = digest_of(seat)
        seat.save(update_fields=["link"])
    return Change(seat, "seat.added", {"part": seat.part}, new=True)


@action("seat.sign-in")
def sign_in_seat(
    session: Session, *, part: str, name: str, actor: Actor, client_id: UUID | None = None
) -> Change[Seat]:
    """Whoever is at the place writes a name and a part on the list; the convener confirms it. Nothing else is asked.

    By the session's own link, on its day. Raises `NotAllowed`, `Conflict`, `Invalid`.
    """
    row = _locked_session(session)
    if actor.kind != "link" or actor.session_id != row.pk:
        raise NotAllowed("not there")
    if not is_on(row):
        raise Conflict(_("People sign in on the day of the session, at its place."))
    seat = _seat(row, part=part, name=name)
    seat.signed_in_at = clock.now()
    seat.save()
    seat.link = digest_of(seat)
    seat.save(update_fields=["link"])
    return Change(seat, "seat.signed-in", {"part": seat.part}, new=True)


@action("seat.confirm")
def confirm_seat(
    seat: Seat, *, there: bool = True, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Seat]:
    """Whoever prepares it says that they were there; or, by `there`, that this was a slip.

    Raises `NotAllowed`, `Stale`, `Conflict` before its day and once it is over.
    """
    session = at_the_table(seat.session, actor=actor)
    row = locked(Seat, seat, version=version)
    if row.taken_off_at is not None:
        raise NotAllowed("not there")
    row.session = session
    if there and row.confirmed_at is None:
        _require_counted(session, one_more=True)
    row.confirmed_at = (row.confirmed_at or clock.now()) if there else None
    row.version += 1
    row.save()
    return Change(row, "seat.confirmed" if there else "seat.not-confirmed", {"part": row.part})


@action("session.hold")
def hold_session(
    session: Session, *, headcount: int, reason: str = "", actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Session]:
    """It was held, with so many people, named or not. Until it is concluded the number may be said anew, with a reason.

    Raises `NotAllowed`, `Stale`, `Invalid`, `Conflict` before its day.
    """
    row = to_change(session, actor=actor, version=version)
    _require_its_day(row)
    slips, again = Slips(), row.held_at is not None
    because = slips.text("reason", reason, most=REASON, required=again)
    if not 1 <= headcount <= CROWD:
        slips.add("headcount", _("From %(least)d to %(most)d people.") % {"least": 1, "most": CROWD})
    slips.raise_any()
    row.held_at, row.headcount = row.held_at or clock.now(), headcount
    _require_counted(row)
    row.version += 1
    row.save()
    return Change(row, "session.counted-anew" if again else "session.held", {"count": headcount, "reason": because})


def is_on(session: Session) -> bool:
    """Whether it is the day of the session, and it is not over."""
    days = clock.local_day(session.begins_at), clock.local_day(session.ends_at)
    return session.is_open and days[0] <= clock.today() <= days[1]


def at_the_table(session: Session, *, actor: Actor) -> Session:
    """The row, locked, for whoever prepares it, from its day on until it is concluded."""
    row = on_the_list(session, actor=actor)
    _require_its_day(row)
    return row


def on_the_list(session: Session, *, actor: Actor) -> Session:
    """The row, locked, for whoever prepares it, until it is concluded. Whoever else writes at this table waits."""
    row = _locked_session(session)
    require_preparing(actor, row)
    if not row.is_open:
        raise Conflict(_("This session is over. It is not changed any more."))
    return row


def _locked_session(session: Session) -> Session:
    rows = Session.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related(*RELATED).get(pk=session.pk)


def _require_its_day(session: Session) -> None:
    if clock.today() < clock.local_day(session.begins_at):
        raise Conflict(_("This is said on the day of the session, or afterwards."))


def _seat(session: Session, *, part: str, name: str, person: Person | None = None) -> Seat:
    """Not saved; raises `Invalid`, also when the list is full."""
    slips = Slips()
    if part not in Seat.Part.values:
        slips.add("part", _("Choose from the list."))
    cleaned = slips.text("name", name, most=NAME, required=person is None)
    there = session.seats.filter(taken_off_at=None)
    if person is not None and there.filter(person=person).exists():
        slips.add("name", _("They are on the list already."))
    if there.count() >= MOST:
        slips.add("name", _("At most %(most)d people and bodies can be on one list.") % {"most": MOST})
    slips.raise_any()
    return Seat(session=session, part=part, name=cleaned, person=person)


def _require_counted(session: Session, *, one_more: bool = False) -> None:
    """Nobody who is confirmed is missing in the headcount, once there is one."""
    if session.headcount is None:
        return
    confirmed = session.seats.filter(confirmed_at__isnull=False, taken_off_at=None).count() + one_more
    if session.headcount < confirmed:
        said = _("%(confirmed)d are confirmed by name, and the headcount is %(headcount)d. Count them too.") % {
            "confirmed": confirmed, "headcount": session.headcount,
        }  # fmt: skip
        raise Invalid(said, fields={"headcount": [said]})
