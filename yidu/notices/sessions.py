"""Whom to tell of a session: that they are asked to it, that it was moved or called off, and the day before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from django.db.models import Q

from yidu.common import clock
from yidu.consultations.models import Seat, Session

TOLD_FOR = timedelta(days=3)
"""As of what has come to another stage: after days of standstill it is no news any more."""
ONE_DAY = timedelta(days=1)
_LONG = ("topic__search_text", "topic__text")


class News(NamedTuple):
    """Something to tell one person of a session. `at`: the moment that makes it news; of another they are told anew."""

    person_id: int
    session: Session
    why: Literal["asked", "moved", "called-off", "near"]
    at: datetime


def news_of_sessions(persons: Collection[int], bodies: Mapping[int, Collection[int]]) -> Iterator[News]:
    """What these persons are to be told by now. `bodies`: organisation → those of them who act for it."""
    convened = Session.objects.filter(_lately(""), convener__person__in=persons).select_related("convener", "topic")
    for session in convened.defer(*_LONG):
        yield from _of(session, session.convener.person_id, since=session.planned_at, comes=True)
    unanswered = Q(answer="", session__begins_at__gt=clock.now(), session__called_off_at=None)
    news = _lately("session__") | unanswered
    own = Q(person__in=persons) | Q(organisation__in=list(bodies))
    seats = Seat.objects.filter(own, news, taken_off_at=None, invited_at__isnull=False).select_related("session__topic")
    for seat in seats.defer(*(f"session__{name}" for name in _LONG)):
        assert seat.invited_at is not None
        asked = {seat.person_id} if seat.person_id else set(bodies.get(seat.organisation_id or 0, ()))
        for person in asked:
            if not seat.answer and _is_ahead(seat.session):
                yield News(person, seat.session, "asked", seat.invited_at)
            comes = seat.answer != Seat.Answer.CANNOT
            yield from _of(seat.session, person, since=seat.invited_at, comes=comes)


def _lately(of: str) -> Q:
    """Sessions of which there may be news, as `of` leads to them."""
    now = clock.now()
    changed = Q(**{f"{of}moved_at__gt": now - TOLD_FOR}) | Q(**{f"{of}called_off_at__gt": now - TOLD_FOR})
    near = {f"{of}begins_at__gt": now, f"{of}begins_at__lte": now + 2 * ONE_DAY, f"{of}called_off_at": None}
    return changed | Q(**near)


def _of(session: Session, person: int, *, since: datetime, comes: bool) -> Iterator[News]:
    """News of a session for somebody who knows of it `since` then; `comes`: they did not say that they cannot."""
    now = clock.now()
    earliest = max(since, now - TOLD_FOR)
    if session.called_off_at is not None and session.called_off_at > earliest:
        yield News(person, session, "called-off", session.called_off_at)
    if not _is_ahead(session):
        return
    if session.moved_at is not None and session.moved_at > earliest:
        yield News(person, session, "moved", session.moved_at)
    if comes and clock.local_day(now) >= clock.local_day(session.begins_at) - ONE_DAY:
        yield News(person, session, "near", session.begins_at)


def _is_ahead(session: Session) -> bool:
    return session.called_off_at is None and session.begins_at > clock.now()
