"""Sessions at which people sit down about a topic, as far as one may read them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from yidu.api import finding
from yidu.api.door import Speaker, speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.problems import ApiProblem
from yidu.api.refs import ref
from yidu.api.shapes import Code, Day, Out, Page, Ref
from yidu.consultations.models import Outcome, Point, Session
from yidu.consultations.queries import one_session, outcomes_of, points_of, sessions_of
from yidu.consultations.rules import readable_outcomes

noun = Noun("sessions")


class SessionLine(Out):
    """`topic` is the matter about which people sit down; `form` an item of the list consultation-form."""

    id: UUID
    number: str
    committee: str
    topic: UUID
    title: str
    form: str
    place: str
    station: Ref | None
    begins_at: datetime
    ends_at: datetime
    is_public: bool
    held_at: datetime | None
    headcount: int | None
    concluded_at: datetime | None
    called_off_at: datetime | None
    version: int


class PointOut(Out):
    """Something put to the table; `matter` is what it became."""

    text: str
    stands: str
    says: str
    owner: Ref | None
    day: Day | None
    matter: UUID | None


class OutcomeOut(Out):
    item: str
    quantity: int
    day: Day
    confirmed_by: str


class OutcomeLine(OutcomeOut):
    """`item` is one of the list outcome; `confirmed_by` says what confirms it: residents, somebody on site, a paper."""

    id: UUID
    title: str
    topic: UUID
    session: UUID | None
    place: str


class SessionOut(SessionLine):
    """With what was settled and what came of its topic in numbers. Who sat there and said what stays on the pages."""

    room: str
    agenda: list[str]
    conclusion: str
    called_off_because: str
    points: list[PointOut]
    outcomes: list[OutcomeOut]


class Wanted(Cursor):
    committee: Code | None = None


@noun.read("/", "everybody", answers=Page[SessionLine], says=_("Sessions of a committee, the newest first."))
def list_sessions(request: HttpRequest, wanted: Query[Wanted]) -> Page[SessionLine]:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, wanted.committee)
    found = sessions_of(committee, speaker.actor, speaker.standing).select_related("committee")
    return page(found, wanted, order=("-begins_at", "pk"), shape=session_line)


@noun.read(
    "/outcomes", "everybody", answers=Page[OutcomeLine], says=_("What came of topics in numbers, the newest first.")
)
def list_outcomes(request: HttpRequest, wanted: Query[Wanted]) -> Page[OutcomeLine]:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, wanted.committee)
    found = readable_outcomes(speaker.actor).filter(committee=committee, withdrawn_at=None)
    found = found.select_related("topic__place").defer("topic__search_text", "topic__text")
    return page(found, wanted, order=("-day", "pk"), shape=outcome_line)


@noun.read("/{uuid:pk}", "everybody", answers=SessionOut, says=_("One session, what was settled, what came of it."))
def read_session(request: HttpRequest, pk: UUID) -> SessionOut:
    return session_out(_one(speaker_of(request), pk))


def session_line(one: Session) -> SessionLine:
    return SessionLine(**_told(one))


def session_out(one: Session) -> SessionOut:
    outcomes = [
        OutcomeOut(item=each.item, quantity=each.quantity, day=each.day, confirmed_by=each.confirmed_by)
        for each in outcomes_of(one.topic_id)
    ]
    return SessionOut(
        **_told(one),
        room=one.room,
        agenda=one.items,
        conclusion=one.conclusion,
        called_off_because=one.called_off_because,
        points=[_point(each) for each in points_of(one)],
        outcomes=outcomes,
    )


def outcome_line(one: Outcome) -> OutcomeLine:
    same = {name: getattr(one, name) for name in ("item", "quantity", "day", "confirmed_by")}
    where: dict[str, Any] = {"topic": one.topic_id, "session": one.session_id, "place": one.topic.place.code}
    return OutcomeLine(**same, **where, id=one.pk, title=one.title)


def _told(one: Session) -> dict[str, Any]:
    same = (
        "number", "form", "begins_at", "ends_at", "is_public", "held_at", "headcount", "concluded_at",
        "called_off_at", "version",
    )  # fmt: skip
    return {
        **{name: getattr(one, name) for name in same}, "id": one.pk, "committee": one.committee.code,
        "topic": one.topic_id, "title": one.called, "place": one.place.code,
        "station": ref(one.station),
    }  # fmt: skip


def _point(one: Point) -> PointOut:
    return PointOut(
        text=one.text, stands=one.stands, says=one.says, owner=ref(one.owner), day=one.day, matter=one.matter_id
    )


def _one(speaker: Speaker, pk: UUID) -> Session:
    found = one_session(speaker.actor, pk, speaker.standing)
    if found is None:
        raise ApiProblem("not-found")
    return found
