"""Recommendation × department × state: what became of each recommendation of a session, at one glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from yidu.common.clock import local_day
from yidu.consultations.models import Point, Session
from yidu.consultations.promised import Promised, promises_in
from yidu.matters.models import Handling, Matter
from yidu.matters.publishing import tells_promises
from yidu.matters.rules import readable
from yidu.people.models import Organisation
from yidu.people.rules import Standing
from yidu.sheets.writing import Cell as Written


@dataclass(frozen=True)
class Cell:
    """One department's part in one recommendation: lead or joint, where it stands, since or by when, in which class,
    and how what its answer promised was kept."""

    department: Organisation
    part: str
    state: str
    day: date | None
    is_done: bool
    is_lead: bool
    class_title: str = ""
    promises: Sequence[Promised] = ()


@dataclass(frozen=True)
class Row:
    number: int
    point: Point
    said_by: str
    matter: Matter | None
    cells: Sequence[Cell | None]
    """One for each department of the matrix, in its order; None: no part in it."""

    @property
    def parts(self) -> list[Cell]:
        return [cell for cell in self.cells if cell is not None]

    @property
    def lead(self) -> Cell | None:
        return next((cell for cell in self.parts if cell.is_lead), None)


@dataclass(frozen=True)
class Matrix:
    """`answered` and `done` count recommendations; `totals` in how many each department has a part, and has done it."""

    departments: Sequence[Organisation]
    rows: Sequence[Row]
    totals: Sequence[tuple[int, int]]

    @property
    def by_department(self) -> list[tuple[Organisation, tuple[int, int]]]:
        return list(zip(self.departments, self.totals, strict=True))

    @property
    def answered(self) -> int:
        """Of all of them, also where the reader may not read the answer: it is a number."""
        return sum(1 for row in self.rows if row.point.matter is not None and row.point.matter.answered_at is not None)


def matrix_of(session: Session, standing: Standing, *, inside: bool) -> Matrix:
    """The recommendations of a session, as far as the reader may read what became of them. Six questions."""
    points = Point.objects.filter(session=session, stands=Point.Stands.RECOMMENDED, withdrawn_at=None)
    shown = ("session_id", "text", "position", "words__speaker", "matter__answered_at")
    told = list(points.select_related("words", "matter").only(*shown))
    matters = _matters([point.matter_id for point in told if point.matter_id], standing)
    promised = promises_in([pk for pk in matters if pk])
    shares = {pk: list(matter.handlings.all()) for pk, matter in matters.items()}
    there = {share.organisation_id: share.organisation for some in shares.values() for share in some}
    departments = sorted(there.values(), key=lambda one: (one.pinyin, one.pk))
    rows = []
    for number, point in enumerate(told, 1):
        matter = matters.get(point.matter_id)
        by_body = {share.organisation_id: share for share in shares.get(point.matter_id, ())}
        kept = _shown(promised.get(matter.pk, []), matter, inside=inside) if matter else ()
        cells = [_cell(by_body[one.pk], matter, kept) if one.pk in by_body and matter else None for one in departments]
        rows.append(Row(number, point, point.words.speaker if inside and point.words else "", matter, cells))
    return Matrix(departments, rows, [_total(rows, at) for at in range(len(departments))])


def _shown(promised: Sequence[Promised], matter: Matter, *, inside: bool) -> Sequence[Promised]:
    """What was promised is read by whoever may read the answer; whether it was kept, by everybody."""
    if inside or tells_promises(matter):
        return promised
    return [replace(one, measure="") for one in promised]


def _matters(ids: Sequence[UUID], standing: Standing) -> dict[UUID | None, Matter]:
    active = Handling.objects.filter(ended_at=None).select_related("organisation").order_by("pk")
    found = readable(standing.actor, standing).filter(pk__in=ids).defer("text", "search_text")
    return {one.pk: one for one in found.prefetch_related(Prefetch("handlings", active), "replies")}


def _cell(share: Handling, matter: Matter, promised: Sequence[Promised]) -> Cell:
    lead = share.part == Handling.Part.LEAD
    answered = matter.answered_at if lead else share.done_at
    if answered is not None:
        state = str(matter.stage_line.title) if lead else _("opinion given")
    elif share.accepted_at is not None:
        state = _("accepted")
    else:
        state = _("not accepted yet")
    day = local_day(answered) if answered else local_day(share.due_at) if share.due_at else None
    class_title = matter.class_title(matter.answer_class) if lead and matter.answer_class else ""
    part = _("lead") if lead else _("joint")
    told = promised if lead else ()
    return Cell(share.organisation, part, state, day, answered is not None, lead, class_title, told)


def _total(rows: Sequence[Row], at: int) -> tuple[int, int]:
    cells = [row.cells[at] for row in rows]
    return sum(cell is not None for cell in cells), sum(cell is not None and cell.is_done for cell in cells)


def as_rows(matrix: Matrix) -> tuple[list[str], list[list[Written]]]:
    """The same for a workbook: a line for each recommendation, a column for each department, the totals below."""
    heads = [_("No."), _("Recommendation"), *(one.called for one in matrix.departments)]
    lines: list[list[Written]] = [
        [row.number, row.point.text, *(_words(cell) for cell in row.cells)] for row in matrix.rows
    ]
    done = [_("%(done)d of %(all)d done") % {"done": done, "all": all_} for all_, done in matrix.totals]
    return heads, [*lines, ["", _("Total"), *done]]


def _words(cell: Cell | None) -> str:
    if cell is None:
        return ""
    day = cell.day.isoformat() if cell.day else ""
    kept = [f"{one.measure} {one.day.isoformat()} {one.state}" for one in cell.promises]
    return " · ".join(one for one in (cell.part, cell.state, day, cell.class_title, *kept) if one)
