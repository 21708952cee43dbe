"""What the page of an import shows of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yidu.sheets.models import Import, Line
from yidu.sheets.plans import STATES
from yidu.sheets.reading.cells import letter


@dataclass(frozen=True)
class Counted:
    """How many rows do one thing."""

    state: str
    title: str
    count: int
    is_kept: bool
    """Whether its rows can be looked at: those that went in are forgotten."""


@dataclass(frozen=True)
class CellShown:
    """One cell of a row: where it is, what is there, and why that is wrong or what would come instead."""

    where: str
    was: str
    why: str


@dataclass(frozen=True)
class LineShown:
    row: int
    title: str
    tone: str
    name: str
    cells: tuple[CellShown, ...]


_TONES = {"wrong": "late", "new": "ok", "changed": "wait", "unchanged": "off"}


def state_title(state: str) -> str:
    """What a row would do, in a word."""
    return {"wrong": _("wrong"), "new": _("new"), "changed": _("changed"), "unchanged": _("unchanged")}[state]


def counted(import_: Import) -> list[Counted]:
    """Rows by what they would do, the wrong ones first."""
    counts, done = import_.counts, import_.state == Import.State.DONE
    return [
        Counted(
            state, state_title(state), counts.get(state, 0), bool(counts.get(state)) and not (done and state != "wrong")
        )
        for state in STATES
    ]


def line_shown(line: Line, heads: Sequence[str]) -> LineShown:
    told = tuple(CellShown(_where(place, heads), was, why) for place, was, why in line.said)
    return LineShown(line.row, state_title(line.state), _TONES[line.state], line.name, told)


def what_it_brought(import_: Import) -> str:
    """What a list would bring or has brought, in a sentence."""
    told = {"new": import_.counts.get("new", 0), "changed": import_.counts.get("changed", 0)}
    if import_.state == Import.State.DONE:
        return _("%(new)d rows are new, %(changed)d were changed.") % told
    return _("%(new)d rows would be new, %(changed)d would be changed.") % told


def _where(place: int | None, heads: Sequence[str]) -> str:
    if place is None:
        return ""
    head = heads[place] if place < len(heads) else ""
    return _("column %(letter)s, %(head)s") % {"letter": letter(place), "head": head.rstrip("*＊")}
