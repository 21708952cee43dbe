"""The columns of a sheet: how they are headed, what they hold, and which column of a file is which."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils import translation
from django.utils.translation import gettext as _

from yidu.sheets.reading import Cell, Row, Unreadable, cells

Type = Literal["text", "long-text", "day", "number", "choice", "choices", "pieces"]
Choices = Sequence[tuple[str, tuple[str, ...]]]
"""(id, its titles): a cell may hold any of them."""

HEAD_WITHIN = 10
"""The head of a table stands in one of so many rows; what stands above is a title."""

_LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True)
class Column:
    """`title` and `why` are translatable; `told` columns are what the platform says: it cannot be imported."""

    id: str
    title: Any
    why: Any = ""
    type: Type = "text"
    required: bool = False
    choices: Choices = ()
    told: bool = False
    width: int = 16
    also: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        return f"{self.title}*" if self.required else str(self.title)

    def read(self, cell: Cell) -> Any:
        """What the cell says. Raises ValueError with a sentence."""
        match self.type:
            case "day":
                return cells.day(cell)
            case "number":
                return cells.number(cell)
            case "choice":
                return self._chosen(cells.text(cell))
            case "choices":
                return [self._chosen(one) for one in cells.pieces(cell)]
            case "pieces":
                return cells.pieces(cell)
            case _:
                return cells.text(cell, lines=self.type == "long-text")

    def said(self, value: Any) -> Any:
        """A value as it stands in a cell: a day stays one, a choice is its title."""
        if isinstance(value, list | tuple):
            return "、".join(str(self.said(one)) for one in value)
        if self.choices and value is not None:
            return dict(self.choices).get(value, (str(value),))[0]
        return value

    def names(self) -> set[str]:
        """What may stand above it: its title in each language, its id, and what it is also called."""
        found = {self.id, *self.also}
        for language in _LANGUAGES:
            with translation.override(language):
                found.add(str(self.title))
        return {cells.key(name) for name in found}

    def _chosen(self, typed: str) -> str:
        wanted = cells.key(typed)
        for id_, titles in self.choices:
            if wanted in {cells.key(id_), *map(cells.key, titles)}:
                return id_
        few = [titles[0] for _id, titles in self.choices[:8]]
        more = "…" if len(self.choices) > len(few) else ""
        raise ValueError(_("Choose from the list: %(choices)s") % {"choices": _(", ").join(few) + more})


@dataclass(frozen=True)
class Layout:
    """Where the columns stand in a file."""

    head: int
    places: Mapping[int, Column]
    heads: tuple[str, ...]

    def cell(self, row: Row, column_id: str) -> Cell:
        for place, column in self.places.items():
            if column.id == column_id:
                return row.cells[place] if place < len(row.cells) else None
        return None

    def place(self, column_id: str) -> int | None:
        return next((place for place, column in self.places.items() if column.id == column_id), None)


def find_layout(row: Row, columns: Iterable[Column]) -> Layout | None:
    """The layout if the row is the head of a table with these columns; None when it is a title or something else.

    Raises `Unreadable` for a head with columns that are unknown, there twice, or missing.
    """
    columns = list(columns)
    known = {name: column for column in columns for name in column.names()}
    heads = [cells.shown(cell) for cell in row.cells]
    places: dict[int, Column] = {}
    unknown: list[str] = []
    for place, head in enumerate(heads):
        if not head.strip():
            continue
        column = known.get(cells.key(head))
        if column is None:
            unknown.append(_("%(letter)s “%(head)s”") % {"letter": cells.letter(place), "head": head})
        elif column in places.values():
            raise Unreadable(_("The column “%(head)s” is there twice.") % {"head": head})
        else:
            places[place] = column
    missing = [str(one.title) for one in columns if one.required and one not in places.values()]
    if not places or (len(places) == 1 and missing and not unknown):
        return None
    if unknown:
        told = {"columns": _(", ").join(unknown), "known": _(", ").join(str(column.title) for column in columns)}
        raise Unreadable(_("Unknown columns: %(columns)s. Take them out or name them as one of: %(known)s.") % told)
    if missing:
        raise Unreadable(_("These columns are missing: %(columns)s.") % {"columns": _(", ").join(missing)})
    return Layout(row.number, places, tuple(heads))


def titled(choices: Iterable[tuple[str, Callable[[], Any] | Any]]) -> Choices:
    """Choices from (id, translatable title)."""
    found = []
    for id_, title in choices:
        titles = []
        for language in (translation.get_language() or _LANGUAGES[0], *_LANGUAGES):
            with translation.override(language):
                titles.append(str(title))
        found.append((id_, tuple(dict.fromkeys(titles))))
    return found
