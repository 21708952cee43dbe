"""The second step: plain values into the frozen objects of the grammar, and every slip of the pen."""

from __future__ import annotations

import copy
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from yidu.programmes.grammar import (
    DatedList,
    Example,
    FigureSet,
    Heading,
    Indicator,
    Kind,
    Law,
    Procedure,
    RoleLine,
    StationKind,
)
from yidu.programmes.loading.explain import choices_of, explain
from yidu.programmes.loading.positions import Key
from yidu.programmes.loading.problems import Problem, Spot
from yidu.programmes.loading.read import Raw, Source, read_toml
from yidu.programmes.loading.sheet import Sheet

TYPES: dict[str, Any] = {
    "role": RoleLine,
    "station": StationKind,
    "kind": Kind,
    "procedure": Procedure,
    "indicator": Indicator,
    "list": tuple[DatedList, ...],
    "law": Law,
}


def parse(raw: Raw) -> Sheet:
    """The objects of one folder. What is wrong is left out of them, and said; what is around it stays.

    An item of which something was left out is `damaged`: checks of its whole shape pass over it, so that one
    misspelt word does not bring ten errors that vanish with it.
    """
    sheet = Sheet(folder=raw.folder, problems=list(raw.problems), unread=raw.unread)
    if raw.header is not None:
        sheet.heading_source = raw.header
        heading, clean = _item(Heading, raw.header.values, raw.header, (), sheet.problems, whole=False)
        sheet.heading = cast(Heading | None, heading)
        if not clean:
            sheet.damaged.add(("programme", ""))
    for section, source in raw.sections.items():
        for id_, values in source.values.items():
            sheet.place(section, id_, source, (id_,))
            _keep(sheet, section, id_, values, source, (id_,), TYPES[section])
    for name, source in raw.figure_sets.items():
        sheet.place("figures", name, source, ())
        _keep(sheet, "figures", name, source.values, source, (), FigureSet)
    for name, source in raw.examples.items():
        sheet.place("example", name, source, ())
        _keep(sheet, "example", name, source.values, source, (), Example)
    for name, texts in raw.texts.items():
        spot = Spot(raw.text_files[name])
        sheet.texts[name] = texts
        sheet.text_spots[name] = spot
    return sheet


def _keep(sheet: Sheet, section: str, id_: str, values: Any, source: Source, path: tuple[Key, ...], type_: Any) -> None:
    item, clean = _item(type_, values, source, path, sheet.problems)
    if item is not None:
        sheet.items.setdefault(section, {})[id_] = item
    if not clean:
        sheet.damaged.add((section, id_))


def _item(
    type_: Any, values: Any, source: Source, path: tuple[Key, ...], problems: list[Problem], *, whole: bool = True
) -> tuple[Any, bool]:
    """The object and whether nothing was wrong; None when nothing of it could be kept."""
    adapter: TypeAdapter[Any] = TypeAdapter(type_)
    try:
        return adapter.validate_python(values), True
    except ValidationError as error:
        wrong = error.errors()
    for slip in wrong:
        message, hint = explain(slip, type_)
        problems.append(Problem(source.spot(*path, *_real(values, slip["loc"])), message, hint))
    return _mended(adapter.validate_python, values, optional=not whole), False


def _real(values: Any, loc: tuple[int | str, ...]) -> tuple[Key, ...]:
    """The part of pydantic's location that stands in the file: it also names branches of its own."""
    found: list[Key] = []
    for key in loc:
        in_table = isinstance(values, dict) and key in values
        if in_table or (isinstance(values, list) and isinstance(key, int) and key < len(values)):
            values = values[key]
            found.append(key)
    return tuple(found)


def _mended(validate: Callable[[Any], Any], values: Any, *, optional: bool) -> Any:
    """The object without what is wrong in it: a wrong value first, then the smallest table around it.

    A misspelt word of a closed list is read as the one that is meant, so that the table around it is checked too.
    """
    values = copy.deepcopy(values)
    for _attempt in range(200):
        try:
            return validate(values)
        except ValidationError as error:
            slips = error.errors()
        if _reads_as_meant(values, slips):
            continue
        deepest = max((_real(values, slip["loc"]) for slip in slips), key=len)
        if not deepest:
            return None if not optional else _with_defaults(validate, values)
        _cut(values, deepest)
    return None


def _reads_as_meant(values: Any, slips: list[ErrorDetails]) -> bool:
    changed = False
    for slip in slips:
        path = _real(values, slip["loc"])
        near = get_close_matches(str(slip["input"]), choices_of(slip), n=1) if slip["type"] == "literal_error" else []
        if near and len(path) == len(slip["loc"]):
            _within(values, path[:-1])[path[-1]] = near[0]
            changed = True
    return changed


def _cut(values: Any, path: tuple[Key, ...]) -> None:
    del _within(values, path[:-1])[path[-1]]


def _within(values: Any, path: tuple[Key, ...]) -> Any:
    for key in path:
        values = values[key]
    return values


def _with_defaults(validate: Callable[[Any], Any], values: Any) -> Any:
    """A heading that lacks what it needs: enough of one to check the rest of the folder."""
    stand_in = {"id": "nameless", "title": {"zh": _("without a name"), "en": "nameless"}, "from": "2025-01-01"}
    try:
        return validate({**stand_in, **values})
    except ValidationError:
        return validate(stand_in)


def parse_figure_set(file: Path) -> tuple[FigureSet | None, list[Problem]]:
    """A figure set read from its file alone."""
    problems: list[Problem] = []
    source = read_toml(file, problems) if file.is_file() else None
    if source is None:
        return None, problems or [Problem(Spot(file), _("There is no such file."))]
    figures, _clean = _item(FigureSet, source.values, source, (), problems)
    return figures, problems
