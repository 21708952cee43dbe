"""The chair's reception day: open slots, book one, give it back, and say which matter came of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Conflict, Invalid, NotAllowed
from yidu.consultations.models import Booking, Session, Slot
from yidu.consultations.rules import may_book, may_handle_booking, require_preparing
from yidu.matters.models import Matter
from yidu.matters.rules import readable as readable_matters
from yidu.people.checks import Slips, locked
from yidu.people.rules import standing_of

ABOUT, SHORTEST, LONGEST, MOST = 120, 5, 240, 60


@action("slot.open")
def open_slots(
    session: Session, *, begins_at: datetime, minutes: int, many: int, actor: Actor, client_id: UUID | None = None
) -> Change[Session]:
    """So many slots, one after the other. Raises `NotAllowed`, `Conflict`, `Invalid` with every slip."""
    row = (
        Session.objects.select_for_update(no_key=True, of=("self",))
        .select_related("committee", "topic")
        .get(pk=session.pk)
    )
    require_preparing(actor, row)
    _require_open(row)
    slips = Slips()
    if not row.form_line.slots:
        slips.add("minutes", _("There are no slots in this form of consultation."))
    if not SHORTEST <= minutes <= LONGEST:
        slips.add("minutes", _("From %(least)d to %(most)d minutes.") % {"least": SHORTEST, "most": LONGEST})
    if not 1 <= many <= MOST:
        slips.add("many", _("From %(least)d to %(most)d slots.") % {"least": 1, "most": MOST})
    slips.raise_any()
    length = timedelta(minutes=minutes)
    ends = begins_at + many * length
    if begins_at < row.begins_at or ends > row.ends_at:
        slips.add("begins", _("The slots lie within the time of the session."))
    if any(one.begins_at < ends and begins_at < one.ends_at for one in row.slots.all()):
        slips.add("begins", _("There are slots at this time already."))
    slips.raise_any()
    made = [Slot(session=row, begins_at=begins_at + n * length, minutes=minutes) for n in range(many)]
    Slot.objects.bulk_create(made)
    return Change(row, "session.slots-opened", {"count": many, "minutes": minutes, "begins": begins_at.isoformat()})


@action("slot.book")
def book_slot(slot: Slot, *, about: str, actor: Actor, client_id: UUID | None = None) -> Change[Booking]:
    """A member comes in this slot, once in a session. Raises `NotAllowed`, `Invalid`, `Conflict` where it is taken."""
    row = Slot.objects.select_for_update().select_related("session__committee").get(pk=slot.pk)
    if actor.person_id is None or not may_book(standing_of(actor), row.session):
        raise NotAllowed("not there")
    _require_open(row.session)
    slips = Slips()
    cleaned = slips.text("about", about, most=ABOUT)
    slips.raise_any()
    held = Booking.objects.filter(session=row.session_id, given_back_at=None)
    if held.filter(slot=row).exists():
        raise Conflict(_("Somebody else has just taken this slot. Choose another."))
    if held.filter(person=actor.person_id).exists():
        raise Conflict(_("You have a slot already. Give it back before you take another."))
    made = Booking(
        id=client_id or uuid4(), session=row.session, slot=row, person_id=actor.person_id, about=cleaned,
        booked_at=clock.now(),
    )  # fmt: skip
    made.save(force_insert=True)
    return Change(made, "booking.made", {"slot": row.pk})


@action("slot.give-back")
def give_back_slot(booking: Booking, *, actor: Actor, version: int, client_id: UUID | None = None) -> Change[Booking]:
    """The slot is free again, by whoever booked it or prepares the session. Raises as `book_slot`, and `Stale`."""
    row = locked(Booking, booking, version=version, related=["session__committee"])
    if not may_handle_booking(actor, row):
        raise NotAllowed("not there")
    row.given_back_at = row.given_back_at or clock.now()
    row.version += 1
    row.save()
    return Change(row, "booking.given-back")


@action("slot.tie")
def tie_booking(
    booking: Booking, *, matter: Matter, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Booking]:
    """What was said in the slot became this matter. Raises `NotAllowed`, `Invalid`, `Stale`."""
    row = locked(Booking, booking, version=version, related=["session__committee"])
    if not may_handle_booking(actor, row):
        raise NotAllowed("not there")
    here = readable_matters(actor).filter(pk=matter.pk, committee=row.session.committee_id)
    if row.given_back_at is not None or not here.exists():
        said = _("Choose one from the list.")
        raise Invalid(said, fields={"number": [said]})
    row.matter = matter
    row.version += 1
    row.save()
    return Change(row, "booking.tied", {"matter": str(matter.pk), "number": matter.number})


def _require_open(session: Session) -> None:
    if not session.is_open or session.held_at is not None or session.ends_at <= clock.now():
        raise Conflict(_("This session is over. It is not changed any more."))
