"""Conclude a session: what was agreed or recommended becomes a matter of its own, in the hands of its owner at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.clock import local_day
from yidu.common.errors import Conflict, Invalid
from yidu.common.in_force import held
from yidu.consultations.actions.sessions import to_change
from yidu.consultations.models import Point, Seat, Session
from yidu.matters.commitments import promise_at_the_table
from yidu.matters.drafting import TITLE, draft_matter
from yidu.matters.effects.assigning import hand_over, said_of
from yidu.matters.models import LookBack, Matter
from yidu.people.checks import Slips
from yidu.people.models.counters import next_number
from yidu.programmes.words import whole_date

CONCLUSION = 2000
Stands = Point.Stands


@action("session.conclude")
@held()
def conclude_session(
    session: Session, *, conclusion: str, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Session]:
    """Say what came of it. Each agreed point and each recommendation becomes a matter, raised by the convener and
    handed over to its owner, with the day that was agreed; what was agreed by a day is a promise from then on.

    Raises `NotAllowed`, `Stale`, `Conflict` before it was held or while a point is open, `Invalid` with each point that
    cannot be handed over. Then nothing is written.
    """
    row = to_change(session, actor=actor, version=version)
    if row.held_at is None:
        raise Conflict(_("It can be concluded once it was held."))
    slips = Slips()
    row.conclusion = slips.text("conclusion", conclusion, most=CONCLUSION, lines=True)
    slips.raise_any()
    points = _settled(row)
    row.concluded_at = clock.now()
    row.version += 1
    row.save()
    became = [_become(point, row) for point in points if point.stands in (Stands.AGREED, Stands.RECOMMENDED)]
    said = {stands.value: sum(point.stands == stands for point in points) for stands in Stands if stands != Stands.OPEN}
    told = Change(row.topic, "matter.session-concluded", {"session": str(row.pk), "number": row.number, **said})
    return Change(
        row,
        "session.concluded",
        said,
        also=tuple(one for some in became for one in some.records),
        further=(*(step for some in became for step in some.steps), told),
    )


def _settled(session: Session) -> list[Point]:
    """The points, locked, in their order; each of them settled."""
    rows = Point.objects.select_for_update(of=("self",), no_key=True).filter(session=session, withdrawn_at=None)
    points = list(rows.select_related("owner", "words__seat").prefetch_related("joint"))
    if still := [point.text for point in points if point.stands == Stands.OPEN]:
        message = _("This point is still open: “%(point)s”. Say whether it is agreed, not agreed or recommended.")
        raise Conflict(message % {"point": still[0]})
    return points


class _Became:
    """The matter of a point with its promise, and the steps that tell of it."""

    def __init__(self, matter: Matter, promise: LookBack | None, steps: Sequence[Change[Matter]]) -> None:
        self.records = (matter,) if promise is None else (matter, promise)
        self.steps = tuple(steps)


def _become(point: Point, session: Session) -> _Became:
    try:
        return _as_matter(point, session)
    except Invalid as error:
        reasons = " ".join(str(one) for some in error.fields.values() for one in some)
        said = _("“%(point)s”: %(reasons)s") % {"point": point.text, "reasons": reasons or error.message}
        raise Invalid(said, fields={"conclusion": [said]}) from error


def _as_matter(point: Point, session: Session) -> _Became:
    now, topic = clock.now(), session.topic
    line = topic.kind_line.consulting
    kind = None if line is None else line.agreed if point.stands == Stands.AGREED else line.recommended
    if kind is None:
        raise Invalid(_("Nothing becomes of such a point here: the programme does not say what."))
    matter = draft_matter(
        committee=session.committee, edition=topic.edition, kind=kind, title=_title(point), text=_text(point, session),
        place=session.place, organisation=None, project=None, activity=None, raised_as=session.convener.role_id,
        appointment=session.convener, contact="", answers={}, id_=uuid5(session.pk, f"point/{point.pk}"), at=now,
    )  # fmt: skip
    matter.number = next_number(matter.committee_id, "matter", clock.today().year)
    matter.save(force_insert=True)
    said = {"kind": kind, "number": matter.number, "as": matter.raised_as, "stage": matter.stage}
    steps = [Change(matter, "matter.raised", said, new=True)]
    if point.owner is not None:
        steps.append(_handed_over(matter, point, session, at=now))
    promise = _promised(matter, point, at=now)
    point.matter = matter
    point.version += 1
    point.save(update_fields=["matter", "version"])
    return _Became(matter, promise, steps)


def _handed_over(matter: Matter, point: Point, session: Session, *, at: datetime) -> Change[Matter]:
    """By the procedure's own way of handing over; the clock runs from the day of the session to the day agreed."""
    id_, line = next((id_, one) for id_, one in matter.stage_line.action.items() if one.effect == "assign")
    assert point.owner is not None
    assert line.to is not None, "the checker holds that an assignment leads on"
    joint = list(point.joint.all())
    hand_over(matter, point.owner, joint, to=line.to, at=at, clock=_clock(point, session))
    matter.save()
    said = {"action": id_, "stage": matter.stage, **said_of(point.owner, joint)}
    return Change(matter, "matter.assigned", said)


def _clock(point: Point, session: Session) -> tuple[datetime, str] | None:
    """From the day on which it was agreed, so many days; None where no day was said, and the stage's own time holds."""
    if point.day is None:
        return None
    days = (point.day - local_day(session.begins_at)).days
    if not 0 <= days <= 9999:
        raise Invalid(_("Its day is before the session."))
    return session.begins_at, f"{max(days, 1)} days"


def _promised(matter: Matter, point: Point, *, at: datetime) -> LookBack | None:
    """Only what is agreed is promised: a recommendation is answered first."""
    if point.stands != Stands.AGREED:
        return None
    assert point.day is not None, "the table holds that what is agreed has a day"
    return promise_at_the_table(matter, measure=point.says or point.text, day=point.day, at=at)


def _title(point: Point) -> str:
    return point.text if len(point.text) <= TITLE else point.text[: TITLE - 1] + "…"


def _text(point: Point, session: Session) -> str:
    return "\n".join(_told(point, session))


def _told(point: Point, session: Session) -> Iterator[str]:
    """What was settled, and where it was said, by whom: a resident is not named."""
    yield point.text
    if point.says:
        yield point.says
    day = whole_date(local_day(session.begins_at))
    words = {"number": session.number, "day": day, "who": _speaker(point)}
    if words["who"]:
        yield _("Said by %(who)s at session %(number)s on %(day)s.") % words
    else:
        yield _("Said at session %(number)s on %(day)s.") % words


def _speaker(point: Point) -> str:
    words = point.words
    if words is None or words.seat is None:
        return ""
    return str(words.seat.get_part_display()) if words.seat.part == Seat.Part.RESIDENT else words.speaker
