"""Ask people to a session, take somebody off its list again, and answer."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Conflict, Invalid, NotAllowed
from yidu.consultations.links import digest_of
from yidu.consultations.models import Seat, Session
from yidu.consultations.rules import may_answer, require_preparing
from yidu.people.checks import Slips, locked
from yidu.people.models import Appointment, Organisation, Person

SAYS, NAME, MOST = 200, 60, 300
NAMED = (Seat.Part.RESIDENT, Seat.Part.EXPERT, Seat.Part.GUEST)
"""Parts of whoever is asked by a name alone, and answers by a link."""


@action("session.invite")
def invite(
    session: Session,
    *,
    persons: Sequence[Person] = (),
    organisations: Sequence[Organisation] = (),
    named: Sequence[tuple[str, str]] = (),
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Session]:
    """Ask several at once: members, bodies, and (part, name) of whoever has no account. Who was asked already stays so.

    Raises `NotAllowed`, `Conflict` once it is over, `Invalid` with every slip.
    """
    row = Session.objects.select_for_update(no_key=True).select_related("committee").get(pk=session.pk)
    require_preparing(actor, row)
    _require_coming(row)
    there = list(row.seats.filter(taken_off_at=None))
    seats = [*_of_persons(row, persons, there), *_of_bodies(row, organisations, there), *_of_names(row, named)]
    if not seats:
        said = _("Name at least one who was not asked yet.")
        raise Invalid(said, fields={"persons": [said]})
    if len(there) + len(seats) > MOST:
        said = _("At most %(most)d people and bodies can be asked to one session.") % {"most": MOST}
        raise Invalid(said, fields={"persons": [said]})
    now = clock.now()
    for seat in seats:
        seat.invited_at = now
        seat.save()
        if seat.person_id is None:
            seat.link = digest_of(seat)
            seat.save(update_fields=["link"])
    asked = tuple(Change(seat, "seat.asked", {"part": seat.part}) for seat in seats)
    return Change(row, "session.invited", {"count": len(seats)}, further=asked)


@action("seat.answer")
def answer_seat(
    seat: Seat,
    *,
    answer: str,
    says: str = "",
    name: str = "",
    actor: Actor,
    version: int,
    client_id: UUID | None = None,
) -> Change[Seat]:
    """Whoever is asked says whether they come; a body says who (`name`). It may be said anew until the session is over.

    Raises `NotAllowed`, `Invalid`, `Stale`, `Conflict`.
    """
    row = _to_change(seat, version=version)
    if row.taken_off_at is not None or not may_answer(actor, row):
        raise NotAllowed("not there")
    _require_coming(row.session)
    slips = Slips()
    if answer not in Seat.Answer.values:
        slips.add("answer", _("Choose from the list."))
    row.answer_says = slips.text("says", says, most=SAYS, required=False)
    if row.organisation_id is not None:
        row.name = slips.text("name", name, most=NAME, required=False)
    slips.raise_any()
    row.answer, row.answered_at = answer, clock.now()
    row.version += 1
    row.save()
    return Change(row, "seat.answered", {"answer": answer})


@action("seat.take-off")
def take_off_seat(seat: Seat, *, actor: Actor, version: int, client_id: UUID | None = None) -> Change[Seat]:
    """Somebody is no longer asked; their link opens nothing any more. Raises `NotAllowed`, `Stale`, `Conflict`."""
    row = _to_change(seat, version=version)
    require_preparing(actor, row.session)
    if row.confirmed_at is not None:
        raise Conflict(_("They were there: that is not taken off any more."))
    row.taken_off_at = row.taken_off_at or clock.now()
    row.version += 1
    row.save()
    return Change(row, "seat.taken-off")


def _to_change(seat: Seat, *, version: int) -> Seat:
    return locked(Seat, seat, version=version, related=["session__committee"])


def _require_coming(session: Session) -> None:
    if not session.is_open or session.held_at is not None or session.ends_at <= clock.now():
        raise Conflict(_("This session is over. It is not changed any more."))


def _of_persons(session: Session, persons: Sequence[Person], there: Sequence[Seat]) -> list[Seat]:
    """Who serves the committee and is not asked yet."""
    asked = {one.person_id for one in there}
    wanted = {one.pk: one for one in persons if one.pk not in asked}
    serving: QuerySet[Appointment] = Appointment.objects.in_force(clock.today())
    known = set(serving.filter(committee=session.committee_id, person__in=wanted).values_list("person_id", flat=True))
    slips = Slips()
    for pk, person in wanted.items():
        if pk not in known:
            slips.add("persons", _("%(name)s does not serve this committee.") % {"name": person.name})
    slips.raise_any()
    return [Seat(session=session, part=Seat.Part.MEMBER, person=one) for one in wanted.values()]


def _of_bodies(session: Session, bodies: Sequence[Organisation], there: Sequence[Seat]) -> list[Seat]:
    asked, slips = {one.organisation_id for one in there}, Slips()
    wanted = {one.pk: one for one in bodies if one.pk not in asked}
    for body in wanted.values():
        slips.own("organisations", body, session.committee)
    slips.raise_any()
    parts = {Organisation.Kind.DEPARTMENT: Seat.Part.DEPARTMENT, Organisation.Kind.ENTERPRISE: Seat.Part.ENTERPRISE}
    return [
        Seat(session=session, part=parts.get(Organisation.Kind(one.kind), Seat.Part.GUEST), organisation=one)
        for one in wanted.values()
    ]


def _of_names(session: Session, named: Sequence[tuple[str, str]]) -> list[Seat]:
    slips, seats = Slips(), []
    for part, name in named:
        if part not in NAMED:
            slips.add("named", _("Choose from the list."))
            continue
        cleaned = slips.text(f"{part}s", name, most=NAME)
        seats.append(Seat(session=session, part=part, name=cleaned))
    slips.raise_any()
    return seats
