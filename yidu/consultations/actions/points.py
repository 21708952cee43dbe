"""What is put to the table, and how it is settled: agreement and disagreement are both written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Conflict, NotAllowed
from yidu.consultations.actions.spot import at_the_table, on_the_list
from yidu.consultations.models import Point, Session, Words
from yidu.people.checks import Slips, locked
from yidu.people.models import Organisation

TEXT, SAYS = 300, 2000
Stands = Point.Stands


@action("point.put")
def put_point(
    session: Session, *, text: str, words: Words | None = None, actor: Actor, client_id: UUID | None = None
) -> Change[Point]:
    """Put one thing to the table, maybe in somebody's words. Its id is `client_id`.

    Raises `NotAllowed`, `Conflict` once it is over, `Invalid`.
    """
    row = on_the_list(session, actor=actor)
    slips = Slips()
    point = Point(id=client_id or uuid4(), session=row, words=words, position=row.points.count() + 1)
    point.text = slips.text("text", text, most=TEXT)
    _check_words(slips, words, row)
    slips.raise_any()
    point.save(force_insert=True)
    return Change(point, "point.put", new=True)


@action("point.withdraw")
def withdraw_point(point: Point, *, actor: Actor, version: int, client_id: UUID | None = None) -> Change[Point]:
    """It was put by mistake. Raises `NotAllowed`, `Stale`, `Conflict` once it is settled."""
    row = _to_change(point, on_the_list(point.session, actor=actor), version=version)
    _require_open(row)
    row.withdrawn_at = clock.now()
    row.version += 1
    row.save()
    return Change(row, "point.withdrawn")


@action("point.settle")
def settle_point(
    point: Point,
    *,
    stands: str,
    says: str = "",
    owner: Organisation | None = None,
    joint: Sequence[Organisation] = (),
    day: date | None = None,
    words: Words | None = None,
    actor: Actor,
    version: int,
    client_id: UUID | None = None,
) -> Change[Point]:
    """Agreed (what is done, by whom, by when), not agreed (why), or recommended (in whose words, to whom).

    Raises `NotAllowed`, `Stale`, `Conflict` before its day and where it is settled, `Invalid` with every slip.
    """
    session = at_the_table(point.session, actor=actor)
    row = _to_change(point, session, version=version)
    _require_open(row)
    slips, agreed = Slips(), stands == Stands.AGREED
    if stands not in _outcomes(session):
        slips.add("stands", _("Choose from the list."))
    row.says = slips.text("says", says, most=SAYS, required=stands in (Stands.AGREED, Stands.DISAGREED), lines=True)
    if words is not None:
        _check_words(slips, words, session)
        row.words = words
    if stands == Stands.DISAGREED:
        owner, joint, day = None, (), None
    _check_owners(slips, session, owner, joint)
    if agreed and owner is None:
        slips.add("owner", _("Say who does it."))
    if agreed and day is None:
        slips.add("day", _("Say by when."))
    if day is not None and day < clock.local_day(session.begins_at):
        slips.add("day", _("Its day is before the session."))
    slips.raise_any()
    row.stands, row.owner, row.day, row.settled_at = stands, owner, day, clock.now()
    row.version += 1
    row.save()
    row.joint.set(joint)
    said = {"stands": stands, "owner": owner.pk if owner else None, "day": day.isoformat() if day else None}
    return Change(row, "point.settled", said)


@action("point.unsettle")
def unsettle_point(point: Point, *, actor: Actor, version: int, client_id: UUID | None = None) -> Change[Point]:
    """Open again; what was written stays as a proposal. Raises `NotAllowed`, `Stale`, `Conflict` once concluded."""
    row = _to_change(point, on_the_list(point.session, actor=actor), version=version)
    if row.stands == Stands.OPEN:
        raise Conflict(_("This point is open."))
    row.stands, row.settled_at = Stands.OPEN, None
    row.version += 1
    row.save()
    return Change(row, "point.unsettled")


def _to_change(point: Point, session: Session, *, version: int) -> Point:
    row = locked(Point, point, version=version)
    if row.withdrawn_at is not None:
        raise NotAllowed("not there")
    row.session = session
    return row


def _require_open(point: Point) -> None:
    if point.stands != Stands.OPEN:
        raise Conflict(_("This point is settled. Open it again first."))


def _outcomes(session: Session) -> set[str]:
    """How a point can come out here: the programme says what becomes of it."""
    line = session.topic.kind_line.consulting
    becomes = {} if line is None else {Stands.AGREED: line.agreed, Stands.RECOMMENDED: line.recommended}
    return {str(Stands.DISAGREED), *(str(stands) for stands, kind in becomes.items() if kind)}


def _check_words(slips: Slips, words: Words | None, session: Session) -> None:
    if words is not None and (words.session_id != session.pk or words.withdrawn_at is not None):
        slips.add("words", _("Choose from the list."))


def _check_owners(slips: Slips, session: Session, owner: Organisation | None, joint: Sequence[Organisation]) -> None:
    for field, body in (("owner", owner), *(("joint", one) for one in joint)):
        slips.own(field, body, session.committee)
        if body is not None and body.closed_on:
            slips.add(field, _("%(name)s is closed.") % {"name": body.called})
    if owner is None and joint:
        slips.add("owner", _("Say who leads."))
    if len({one.pk for one in joint} | ({owner.pk} if owner else set())) < len(joint) + (owner is not None):
        slips.add("joint", _("Name each of them once."))
