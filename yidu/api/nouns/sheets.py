"""Lists: taken away whole, sent in, looked at row by row, said yes to, taken in all together or not at all."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Query
from ninja.files import UploadedFile

from yidu.api import finding
from yidu.api.door import Speaker, speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.problems import ApiProblem
from yidu.api.shapes import Change, Code, Count, In, Out, Page, Write
from yidu.common.errors import NotAllowed
from yidu.sheets import actions, exporting
from yidu.sheets.kinds import SHEETS, Sheet
from yidu.sheets.models import Import, Line
from yidu.sheets.reading import MOST_BYTES
from yidu.sheets.writing import CSV, XLSX, allowed

POWERS = ("people", "office", "record")
noun = Noun("sheets")


class ColumnOut(Out):
    """A column. `told` ones are what the platform says: they cannot be imported."""

    id: str
    title: str
    why: str
    holds: str
    required: bool
    told: bool


class SheetOut(Out):
    kind: str
    title: str
    columns: list[ColumnOut]


class ImportOut(Out):
    """A list on its way. `counts` are rows by what they do: new, changed, unchanged, wrong; `done` in per cent."""

    id: UUID
    committee: str
    kind: str
    name: str
    sent_at: datetime
    state: str
    done: int
    counts: dict[str, int]
    why: str
    version: int


class CellOut(Out):
    """What is said of a cell: of a wrong row why, of a changed one what would stand there. Null: of the whole row."""

    column: str | None
    was: str
    why: str


class RowOut(Out):
    row: int
    state: str
    name: str
    cells: list[CellOut]


class ImportIn(Write):
    committee: Code | None = None


class Where(In):
    committee: Code | None = None


class Wanted(Where):
    form: Literal["xlsx", "csv"] = "xlsx"


class Imports(Cursor):
    committee: Code | None = None


class Rows(Cursor):
    state: Literal["wrong", "new", "changed", "unchanged"] = "wrong"
    after: Count = 0


@noun.read("/", *POWERS, answers=list[SheetOut], says=_("The kinds of list that one may bring, with their columns."))
def list_sheets(request: HttpRequest, wanted: Query[Where]) -> list[SheetOut]:
    speaker = speaker_of(request)
    committee = finding.committee_of(speaker, wanted.committee)
    kinds = [id_ for id_, kind in SHEETS.items() if kind.may_standing(speaker.standing, committee)]
    return [sheet_out(actions.sheet_of(id_, committee, speaker.actor)) for id_ in kinds]


@noun.read("/{slug:kind}/template", *POWERS, answers=None, says=_("The empty list, as a file."))
def read_template(request: HttpRequest, kind: str, wanted: Query[Wanted]) -> HttpResponse:
    sheet = _sheet(speaker_of(request), kind, wanted.committee)
    return _file(exporting.template(sheet, wanted.form), wanted.form)


@noun.read("/{slug:kind}/export", *POWERS, answers=None, says=_("What is there, as a file that may come in again."))
def read_export(request: HttpRequest, kind: str, wanted: Query[Wanted]) -> HttpResponse:
    sheet = _sheet(speaker_of(request), kind, wanted.committee)
    return _file(exporting.export(sheet, wanted.form), wanted.form)


@noun.write(
    "/{slug:kind}/imports",
    *POWERS,
    does="import.send",
    answers=ImportOut,
    says=_("Send a list; its rows are looked at and nothing is written."),
)
def send_import(request: HttpRequest, kind: str, told: Form[ImportIn], file: File[UploadedFile]) -> ImportOut:
    speaker = speaker_of(request)
    committee = _sheet(speaker, kind, told.committee).desk.committee
    if (file.size or 0) > MOST_BYTES:
        raise ApiProblem("too-large", fields={"file": [_("At most %(most)d MB.") % {"most": MOST_BYTES // 1024**2}]})
    with NamedTemporaryFile(suffix=".part") as kept:
        for piece in file.chunks():
            kept.write(piece)
        kept.flush()
        sent = actions.send_import(
            committee=committee,
            sheet=kind,
            sent=actions.SentFile(Path(kept.name), file.name or ""),
            actor=speaker.actor,
            client_id=told.client_id,
        )
    return import_out(finding.one(_own(speaker), sent.pk))


@noun.read("/imports/", *POWERS, answers=Page[ImportOut], says=_("The lists that one has sent, the newest first."))
def list_imports(request: HttpRequest, wanted: Query[Imports]) -> Page[ImportOut]:
    speaker = speaker_of(request)
    found = _own(speaker)
    if wanted.committee:
        found = found.filter(committee=finding.committee_of(speaker, wanted.committee))
    return page(found, wanted, order=("-sent_at", "pk"), shape=import_out)


@noun.read("/imports/{uuid:pk}", *POWERS, answers=ImportOut, says=_("How far a list is, and what it would do."))
def read_import(request: HttpRequest, pk: UUID) -> ImportOut:
    return import_out(_one(speaker_of(request), pk))


@noun.read("/imports/{uuid:pk}/rows", *POWERS, answers=Page[RowOut], says=_("What each row does, and why it is wrong."))
def list_rows(request: HttpRequest, pk: UUID, wanted: Query[Rows]) -> Page[RowOut]:
    one = _one(speaker_of(request), pk)
    found = Line.objects.filter(upload=one, state=wanted.state, row__gt=wanted.after).defer("cells")
    return page(found, wanted, order=("row",), shape=lambda line: line_out(line, one.heads))


@noun.write(
    "/imports/{uuid:pk}/confirm",
    *POWERS,
    does="import.confirm",
    answers=ImportOut,
    says=_("Say yes: all rows that are not wrong are taken in together, or none."),
)
def confirm_import(request: HttpRequest, pk: UUID, told: Change) -> ImportOut:
    speaker = speaker_of(request)
    record = _one(speaker, pk)
    with finding.seen(record, told.version):
        actions.confirm_import(record, actor=speaker.actor, version=told.version, client_id=told.client_id)
    return import_out(_one(speaker, pk))


@noun.write(
    "/imports/{uuid:pk}/discard",
    *POWERS,
    does="import.discard",
    answers=ImportOut,
    says=_("Forget a list. What it brought stays."),
)
def discard_import(request: HttpRequest, pk: UUID, told: Write) -> ImportOut:
    speaker = speaker_of(request)
    actions.discard_import(_one(speaker, pk), actor=speaker.actor, client_id=told.client_id)
    return import_out(_one(speaker, pk))


def sheet_out(sheet: Sheet) -> SheetOut:
    return SheetOut(
        kind=sheet.id,
        title=str(sheet.title),
        columns=[
            ColumnOut(
                id=column.id,
                title=str(column.title),
                why=str(column.why),
                holds=allowed(column),
                required=column.required,
                told=column.told,
            )
            for column in sheet.columns
        ],
    )


def import_out(one: Import) -> ImportOut:
    return ImportOut(
        id=one.pk,
        committee=one.committee.code,
        kind=one.sheet,
        name=one.name,
        sent_at=one.sent_at,
        state=one.state,
        done=one.progress.done,
        counts=one.counts,
        why=one.why,
        version=one.version,
    )


def line_out(one: Line, heads: list[str]) -> RowOut:
    return RowOut(
        row=one.row,
        state=one.state,
        name=one.name,
        cells=[
            CellOut(column=heads[place] if place is not None and place < len(heads) else None, was=was, why=why)
            for place, was, why in one.said
        ],
    )


def _sheet(speaker: Speaker, kind: str, committee: str | None) -> Sheet:
    try:
        return actions.sheet_of(kind, finding.committee_of(speaker, committee), speaker.actor)
    except NotAllowed:
        raise ApiProblem("not-found") from None


def _file(content: bytes, form: str) -> HttpResponse:
    return HttpResponse(content, content_type=XLSX if form == "xlsx" else CSV)


def _own(speaker: Speaker) -> QuerySet[Import]:
    """Nobody sees another's lists."""
    mine = Import.objects.filter(sent_by_id=speaker.actor.person_id)
    return mine.select_related("committee", "progress")


def _one(speaker: Speaker, pk: UUID) -> Any:
    """One's own list, of a kind that one may still bring to its committee."""
    one = finding.one(_own(speaker), pk)
    if not SHEETS[one.sheet].may_standing(speaker.standing, one.committee):
        raise ApiProblem("not-found")
    return one
