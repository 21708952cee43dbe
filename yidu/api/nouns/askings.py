"""What people are asked before and after they sit down, and what came of it once it is over. Nothing of a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from yidu.api import finding
from yidu.api.door import speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.problems import ApiProblem
from yidu.api.shapes import Code, Day, Out, Page
from yidu.common import clock
from yidu.consultations.grouped import Result, Stated, result_of
from yidu.consultations.models import Asking
from yidu.consultations.opinions import one_asking, readable_askings

noun = Noun("askings")


class AskingLine(Out):
    """`when` is "before" or "after" people sit down; `over`: nobody votes any more, and the result can be read."""

    id: UUID
    committee: str
    topic: UUID
    session: UUID | None
    question: str
    when: str
    opens_on: Day
    closes_on: Day
    is_public: bool
    over: bool
    closed_at: datetime | None
    version: int


class OpinionStatement(Out):
    """How many in a hundred of those who voted on it agree and disagree; `groups`: of each group, how many agree.

    A group of which fewer than five voted on it is left out.
    """

    text: str
    agree: int
    disagree: int
    groups: dict[str, int]


class OpinionGroup(Out):
    """People who vote alike: a letter, how many there are, and what they agree with more often than the others."""

    letter: str
    size: int
    typical: list[OpinionStatement]


class AskingResult(Out):
    """What came of it. `unite`: at least 60 in 100 of every group agree; `divide`: groups are far apart."""

    voters: int
    groups: list[OpinionGroup]
    unite: list[OpinionStatement]
    divide: list[OpinionStatement]
    statements: list[OpinionStatement]
    some_not_shown: bool


class AskingOut(AskingLine):
    """`result` is null until it is over, and where too few voted for anything to be said."""

    result: AskingResult | None


class Wanted(Cursor):
    committee: Code | None = None


@noun.read("/", "everybody", answers=Page[AskingLine], says=_("What people are asked, the latest first."))
def list_askings(request: HttpRequest, wanted: Query[Wanted]) -> Page[AskingLine]:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, wanted.committee)
    found = readable_askings(speaker.actor, speaker.standing).filter(committee=committee)
    found = found.select_related("committee").defer("grouped")
    return page(found, wanted, order=("-opens_on", "pk"), shape=lambda one: AskingLine(**_told(one)))


@noun.read("/{uuid:pk}", "everybody", answers=AskingOut, says=_("One asking, and what came of it once it is over."))
def read_asking(request: HttpRequest, pk: UUID) -> AskingOut:
    speaker = speaker_of(request)
    found = one_asking(speaker.actor, pk, speaker.standing)
    if found is None:
        raise ApiProblem("not-found")
    told = _told(found)
    # Whoever looks after it sees it before on its page; a program does with the others.
    result = result_of(found) if told["over"] else None
    return AskingOut(**told, result=None if result is None else _result(result))


def _told(one: Asking) -> dict[str, Any]:
    same = ("question", "when", "opens_on", "closes_on", "is_public", "closed_at", "version")
    return {
        **{name: getattr(one, name) for name in same}, "id": one.pk, "committee": one.committee.code,
        "topic": one.topic_id, "session": one.session_id, "over": one.is_over(clock.today()),
    }  # fmt: skip


def _result(result: Result) -> AskingResult:
    return AskingResult(
        voters=result.voters,
        groups=[OpinionGroup(letter=one.letter, size=one.size, typical=_stated(one.typical)) for one in result.groups],
        unite=_stated(result.unite),
        divide=_stated(result.divide),
        statements=_stated(result.statements),
        some_not_shown=result.some_not_shown,
    )


def _stated(some: Sequence[Stated]) -> list[OpinionStatement]:
    return [
        OpinionStatement(text=one.text, agree=one.agree, disagree=one.disagree, groups=dict(one.of_groups))
        for one in some
    ]
