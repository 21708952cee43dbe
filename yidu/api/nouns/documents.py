"""Documents that departments issued, with what they took up of which matters."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field, StrictBool

from yidu.api import finding
from yidu.api.door import Speaker, speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.problems import ApiProblem
from yidu.api.refs import ref
from yidu.api.shapes import Change, Code, Day, Id, In, Out, Page, Ref, Word, Write
from yidu.documents import actions
from yidu.documents.models import Document, Uptake
from yidu.documents.queries import documents_of, edition_for, one_document, uptakes_of
from yidu.matters.models import Matter
from yidu.people.models import Committee, Organisation

noun = Noun("documents")


class TakeIn(In):
    """What was taken up of one matter, and what was not."""

    matter: UUID
    taken: str = ""
    left: str = ""


class Whole(In):
    kind: Word
    title: str
    issued_on: Day
    issuers: Annotated[list[Id], Field(max_length=actions.MOST_ISSUERS)]
    number: str = ""
    read_at: str = ""
    takes: Annotated[list[TakeIn], Field(max_length=actions.MOST_MATTERS)] = []
    is_public: StrictBool = False


class DocumentIn(Write, Whole):
    """Its id is the client's id."""

    committee: Code | None = None


class DocumentCorrectIn(Change, Whole):
    """The whole anew: what is left out is taken away."""

    reason: str


class DocumentWithdrawIn(Change):
    reason: str


class UptakeOut(Out):
    matter: UUID
    number: str
    title: str
    taken: str
    left: str


class DocumentLine(Out):
    id: UUID
    committee: str
    kind: str
    title: str
    number: str
    issued_on: Day
    issuers: list[Ref]
    read_at: str
    is_public: bool
    is_withdrawn: bool
    version: int


class DocumentOut(DocumentLine):
    """With what it took up, of the matters that one may read."""

    takes: list[UptakeOut]


class Wanted(Cursor):
    committee: Code | None = None


@noun.read(
    "/", "everybody", answers=Page[DocumentLine], says=_("Documents that took suggestions up, the newest first.")
)
def list_documents(request: HttpRequest, wanted: Query[Wanted]) -> Page[DocumentLine]:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, wanted.committee)
    found = documents_of(committee, speaker.actor, speaker.standing).select_related("edition", "committee")
    return page(found, wanted, order=("-issued_on", "pk"), shape=document_line)


@noun.read("/{uuid:pk}", "everybody", answers=DocumentOut, says=_("One document and what it took up."))
def read_document(request: HttpRequest, pk: UUID) -> DocumentOut:
    speaker = speaker_of(request)
    return document_out(_one(speaker, pk), speaker)


@noun.write("/", "office", does="document.record", answers=DocumentOut, says=_("Record what departments issued."))
def record_document(request: HttpRequest, told: DocumentIn) -> DocumentOut:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, told.committee)
    finding.require_any(speaker, committee, "office")
    made = actions.record_document(
        committee=committee,
        edition=finding.needed(edition_for(committee), "committee"),
        **_whole(told, committee),
        actor=speaker.actor,
        client_id=told.client_id,
    )
    return document_out(made, speaker)


@noun.write(
    "/{uuid:pk}/correct",
    "office",
    does="document.correct",
    answers=DocumentOut,
    says=_("Say the whole of a document anew, with the reason; every figure follows."),
)
def correct_document(request: HttpRequest, pk: UUID, told: DocumentCorrectIn) -> DocumentOut:
    speaker = speaker_of(request)
    record = _own(speaker, pk)
    with finding.seen(record, told.version):
        done = actions.correct_document(
            record,
            **_whole(told, record.committee),
            reason=told.reason,
            actor=speaker.actor,
            version=told.version,
            client_id=told.client_id,
        )
    return document_out(done, speaker)


@noun.write(
    "/{uuid:pk}/withdraw",
    "office",
    does="document.withdraw",
    answers=DocumentOut,
    says=_("Withdraw what was recorded by mistake."),
)
def withdraw_document(request: HttpRequest, pk: UUID, told: DocumentWithdrawIn) -> DocumentOut:
    speaker = speaker_of(request)
    record = _own(speaker, pk)
    with finding.seen(record, told.version):
        done = actions.withdraw_document(
            record, reason=told.reason, actor=speaker.actor, version=told.version, client_id=told.client_id
        )
    return document_out(done, speaker)


def document_line(one: Document) -> DocumentLine:
    return DocumentLine(**_told(one))


def document_out(one: Document, speaker: Speaker) -> DocumentOut:
    return DocumentOut(**_told(one), takes=[_uptake(each) for each in uptakes_of(one, speaker.actor)])


def _told(one: Document) -> dict[str, Any]:
    same = {name: getattr(one, name) for name in ("kind", "title", "number", "issued_on", "read_at", "is_public")}
    issuers = [told for each in one.by.all() if (told := ref(each.organisation)) is not None]
    gone = one.withdrawn_at is not None
    return {
        **same, "id": one.pk, "committee": one.committee.code, "issuers": issuers, "is_withdrawn": gone,
        "version": one.version,
    }  # fmt: skip


def _uptake(one: Uptake) -> UptakeOut:
    matter = one.matter
    return UptakeOut(matter=matter.pk, number=matter.number, title=matter.title, taken=one.taken, left=one.left)


def _whole(told: Whole, committee: Committee) -> dict[str, Any]:
    bodies = Organisation.objects.filter(committee=committee).in_bulk(told.issuers)
    if bodies.keys() != set(told.issuers):
        raise finding.unknown("issuers")
    matters = (
        Matter.objects.filter(committee=committee).defer("search_text").in_bulk([one.matter for one in told.takes])
    )
    return {
        **told.model_dump(include={"kind", "title", "issued_on", "number", "read_at", "is_public"}),
        "issuers": [bodies[pk] for pk in told.issuers],
        "takes": [{"matter": matters.get(one.matter), "taken": one.taken, "left": one.left} for one in told.takes],
    }


def _one(speaker: Speaker, pk: UUID) -> Document:
    found = one_document(speaker.actor, pk, speaker.standing)
    if found is None:
        raise ApiProblem("not-found")
    return found


def _own(speaker: Speaker, pk: UUID) -> Document:
    record = _one(speaker, pk)
    finding.require_any(speaker, record.committee, "office")
    return record
