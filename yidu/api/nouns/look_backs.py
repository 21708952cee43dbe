"""Looking back: what one is asked to look at, and saying what was found."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from yidu.api import finding
from yidu.api.door import Speaker, speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.problems import ApiProblem
from yidu.api.refs import ref
from yidu.api.shapes import Change, Code, Day, Out, Page, Ref
from yidu.matters import actions
from yidu.matters.commitments import open_commitments
from yidu.matters.looking import is_asked
from yidu.matters.models import LookBack

ASKED = ("read", "office")
noun = Noun("look-backs")


class LookBackOut(Out):
    """One look. `measure` and `promised_on` are what was promised; a drawn one has a `draw`."""

    id: UUID
    matter: UUID
    why: str
    owner: Ref | None
    measure: str
    promised_on: Day | None
    draw: UUID | None
    due_at: datetime
    still_open: bool
    found: str
    seen: str
    version: int


class CommitmentOut(Out):
    """A promise that nobody has found kept yet."""

    id: UUID
    matter: UUID
    number: str
    owner: Ref | None
    measure: str
    promised_on: Day | None
    found: str
    version: int


class FindIn(Change):
    found: Literal["solved", "unsolved", "could-not-look"]
    seen: str = ""


class HandBackIn(Change):
    reason: str


class WithdrawIn(Change):
    reason: str


class Wanted(Cursor):
    committee: Code | None = None


@noun.read(
    "/commitments",
    "read",
    "office",
    "oversee",
    answers=Page[CommitmentOut],
    says=_("What departments have promised and nobody has found kept yet."),
)
def list_commitments(request: HttpRequest, wanted: Query[Wanted]) -> Page[CommitmentOut]:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, wanted.committee)
    finding.require_any(speaker, committee, "read", "office", "oversee")
    found = open_commitments(speaker.actor, committee)
    return page(found, wanted, order=("promised_on", "pk"), shape=commitment_out)


@noun.read("/{uuid:pk}", *ASKED, answers=LookBackOut, says=_("What one is asked to look at. The desk lists them."))
def read_look_back(request: HttpRequest, pk: UUID) -> LookBackOut:
    speaker = speaker_of(request)
    return look_back_out(speaker, _asked(speaker, pk))


@noun.write(
    "/{uuid:pk}/find", *ASKED, does="look-back.find", answers=LookBackOut, says=_("Say what was found at the place.")
)
def find_look_back(request: HttpRequest, pk: UUID, told: FindIn) -> LookBackOut:
    speaker = speaker_of(request)
    record = _asked(speaker, pk)
    with finding.seen(record, told.version):
        actions.find_look_back(
            record,
            found=told.found,
            seen=told.seen,
            actor=speaker.actor,
            version=told.version,
            client_id=told.client_id,
        )
    return look_back_out(speaker, finding.one(_all(), pk))


@noun.write(
    "/{uuid:pk}/hand-back", *ASKED, does="look-back.hand-back", answers=LookBackOut, says=_("Let somebody else look.")
)
def hand_back_look_back(request: HttpRequest, pk: UUID, told: HandBackIn) -> LookBackOut:
    speaker = speaker_of(request)
    record = _asked(speaker, pk)
    with finding.seen(record, told.version):
        actions.hand_back_look_back(
            record, reason=told.reason, actor=speaker.actor, version=told.version, client_id=told.client_id
        )
    return look_back_out(speaker, finding.one(_all(), pk))


@noun.write(
    "/{uuid:pk}/withdraw",
    "office",
    does="look-back.withdraw",
    answers=LookBackOut,
    says=_("Withdraw a promise, with a reason that everybody reads who reads the matter."),
)
def withdraw_promise(request: HttpRequest, pk: UUID, told: WithdrawIn) -> LookBackOut:
    speaker = speaker_of(request)
    record = finding.one(_all(), pk)
    if record.why != LookBack.Why.PROMISED or not speaker.standing.has("office", record.committee_id):
        raise ApiProblem("not-found")
    with finding.seen(record, told.version):
        actions.withdraw_promise(
            record, reason=told.reason, actor=speaker.actor, version=told.version, client_id=told.client_id
        )
    return look_back_out(speaker, finding.one(_all(), pk))


def look_back_out(speaker: Speaker, one: LookBack) -> LookBackOut:
    return LookBackOut(
        id=one.pk,
        matter=one.matter_id,
        why=one.why,
        owner=ref(one.owner),
        measure=one.measure,
        promised_on=one.promised_on,
        draw=one.draw_id,
        due_at=one.due_at,
        still_open=is_asked(one, speaker.actor),
        found=one.found,
        seen=one.seen,
        version=one.version,
    )


def commitment_out(one: LookBack) -> CommitmentOut:
    return CommitmentOut(
        id=one.pk,
        matter=one.matter_id,
        number=one.matter.number,
        owner=ref(one.owner),
        measure=one.measure,
        promised_on=one.promised_on,
        found=one.found,
        version=one.version,
    )


def _all() -> QuerySet[LookBack]:
    return LookBack.objects.select_related("owner", "draw").defer("draw__candidates", "draw__asked")


def _asked(speaker: Speaker, pk: UUID) -> LookBack:
    """What is or was in the speaker's hands; nobody else learns that it is there."""
    one, person = finding.one(_all(), pk), speaker.actor.person_id
    if not is_asked(one, speaker.actor) and (person is None or person not in (one.found_by_id, *one.handed_back)):
        raise ApiProblem("not-found")
    return one
