"""What stands on the page of a session besides what was said there: one's own seat, papers, visits, slots, warnings."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.durations import Duration
from yidu.consultations.models import Gathering, Paper, Seat, Session
from yidu.consultations.prepared import Taken, gathered_for, papers_of, slots_of, too_short
from yidu.consultations.rules import may_book, own_seat
from yidu.people.rules import Standing


@dataclass(frozen=True)
class Prepared:
    """`own` is the reader's seat; `answers`: it may still be answered; `books`: the reader may book a slot."""

    own: Seat | None
    answers: bool
    papers: list[Paper]
    gathered: list[Gathering]
    slots: list[Taken]
    has_slots: bool
    books: bool
    prepares: bool
    warning: str
    new_id: UUID

    @property
    def is_mine(self) -> bool:
        """Whether the reader has a slot."""
        return any(one.is_mine for one in self.slots)


def prepared(session: Session, standing: Standing, *, prepares: bool, inside: bool) -> Prepared:
    """That one may read the session is settled. `inside`: papers and visits are for whoever takes part."""
    own = own_seat(standing, session)
    comes = session.is_open and session.held_at is None and session.ends_at > clock.now()
    has_slots = session.form_line.slots
    convenes = any(one.pk == session.convener_id for one in standing.held)
    books = has_slots and comes and not convenes and may_book(standing, session)
    return Prepared(
        own=own,
        answers=own is not None and own.invited_at is not None and comes,
        papers=papers_of(session) if inside else [],
        gathered=gathered_for(session.topic_id, standing) if inside else [],
        slots=slots_of(session, standing, prepares=prepares) if books or prepares else [],
        has_slots=has_slots,
        books=books,
        prepares=prepares and comes,
        warning=notice_warning(session) if prepares and comes else "",
        new_id=uuid4(),
    )


def notice_warning(session: Session) -> str:
    """That people were told later than the form of consultation says. A warning, never a refusal."""
    line = session.form_line
    told_at = session.moved_at or session.planned_at
    if length := too_short(line.notice, session.begins_at, told_at=told_at):
        words = {"form": line.title, "length": Duration.parse(length).words()}
        said = _("For the form “%(form)s” people are told %(length)s before. This one is planned at shorter notice.")
        return said % words
    if (length := too_short(line.papers, session.begins_at, told_at=clock.now())) and not papers_of(session):
        words = {"form": line.title, "length": Duration.parse(length).words()}
        return _("For the form “%(form)s” papers are there %(length)s before. There are none yet.") % words
    return ""
