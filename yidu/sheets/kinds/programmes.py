"""Kinds of activities and matters as a list knows them: their names, and a column for each question of their forms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from django.utils.translation import gettext as _

from yidu.programmes.grammar import Field, Kind
from yidu.programmes.models import Edition
from yidu.sheets.columns import Choices, Column, Type
from yidu.sheets.desk import Desk
from yidu.sheets.plans import Wrong

_TYPES: Mapping[str, Type] = {
    "long-text": "long-text",
    "number": "number",
    "date": "day",
    "yes-no": "choice",
    "choice": "choice",
    "choices": "choices",
}


@dataclass(frozen=True)
class Known:
    """A kind of a current edition."""

    edition: Edition
    id: str
    line: Kind

    @property
    def key(self) -> str:
        return f"{self.edition.programme}/{self.id}"


class Kinds:
    """The kinds of the committee's programmes, with the columns of their answers."""

    def __init__(self, desk: Desk, is_: Literal["activity", "matter"]) -> None:
        self.desk = desk
        self.known = {
            one.key: one
            for edition in desk.editions
            for id_, line in edition.read.kind.items()
            if line.is_ == is_
            for one in [Known(edition, id_, line)]
        }

    @cached_property
    def choices(self) -> Choices:
        """By title; with the programme's before it where two programmes call a kind alike."""
        often = Counter(str(one.line.title) for one in self.known.values())
        found = []
        for key, one in self.known.items():
            titles = [str(one.line.title), one.line.title.zh, one.line.title.en]
            if often[titles[0]] > 1:
                titles = [f"{one.edition.read.title} · {titles[0]}"]
            found.append((key, tuple(dict.fromkeys([*titles, one.id] if often[titles[0]] == 1 else titles))))
        return found

    @cached_property
    def columns(self) -> list[Column]:
        """One for each question: "Visit to a courtyard: How many households?". Also called by its kind and its id."""
        often = Counter(one.id for one in self.known.values())
        return [
            Column(
                f"{key}.{field.id}",
                _Ask(one.line, field),
                field.why,
                type=_TYPES.get(field.type, "text"),
                choices=self._options(one, field),
                width=24,
                also=() if often[one.id] > 1 else (f"{one.id}.{field.id}",),
            )
            for key, one in self.known.items()
            for field in one.line.field
        ]

    def answers(self, one: Known, told: Mapping[str, Any]) -> dict[str, Any]:
        """The answers of a row, by the ids of the questions. Raises `Wrong` for an answer that is not asked for."""
        own = {f"{one.key}.{field.id}": field for field in one.line.field}
        ids = {column.id for column in self.columns}
        if strangers := [name for name in told if name in ids and name not in own]:
            raise Wrong({name: _("This kind does not ask that.") for name in strangers})
        return {field.id: _plain(told[name]) for name, field in own.items() if name in told}

    def told(self, kind: str, answers: Mapping[str, Any]) -> dict[str, Any]:
        """The answers of a record, by the columns of its kind."""
        return {f"{kind}.{field}": _plain(value) for field, value in answers.items()}

    def column_of(self, one: Known, name: str) -> str:
        """The column of an input of the single action."""
        return f"{one.key}.{name}" if name in {field.id for field in one.line.field} else name

    def _options(self, one: Known, field: Field) -> Choices:
        if field.type == "yes-no":
            return [("yes", ("是", "yes")), ("no", ("否", "no"))]
        items = one.edition.read.choices(field.options or "", self.desk.today) if field.options else ()
        return [(item.id, tuple(dict.fromkeys((str(item.title), item.title.zh, item.title.en)))) for item in items]


class _Ask:
    """The head of an answer's column in the reader's language."""

    def __init__(self, line: Kind, field: Field) -> None:
        self._line, self._field = line, field

    def __str__(self) -> str:
        return f"{self._line.title}：{self._field.ask}".rstrip("?？")


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case bool():
            return "yes" if value else "no"
        case _:
            return value
