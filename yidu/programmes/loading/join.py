"""The third step: a folder together with those that it uses. The nearer one overrides whole items by their id."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yidu.programmes.grammar import Heading, Indicator, Programme, Text
from yidu.programmes.loading.parse import TYPES, parse
from yidu.programmes.loading.problems import Problem, did_you_mean
from yidu.programmes.loading.read import HEADER, read_folder
from yidu.programmes.loading.sheet import Sheet

LIBRARY = Path(__file__).resolve().parents[3] / "programmes"
"""The folders that come with Yidu. A folder beside the one that uses it comes first."""

EVERY = {"matter": "matter", "activity": "activity"}
"""Words of `counts` that stand for every kind of the programme."""
OF_THE_WHOLE = (None, "raised", "assigned", "answered", "accepted", "closed")
"""Moments that what is answered in parts has itself; those of its parts are not counted with it."""


def join(sheet: Sheet, *, within: tuple[str, ...] = ()) -> Sheet:
    """The sheet with everything that it uses, and its programme."""
    for number, id_ in enumerate(sheet.heading.uses if sheet.heading else ()):
        spot = sheet.spot("programme", "", "uses", number)
        folder = find_folder(id_, beside=sheet.folder)
        if id_ in within or folder.resolve() == sheet.folder.resolve():
            hint = _("Take it out of one of the folders.")
            sheet.problems.append(Problem(spot, _("“%(id)s” uses this folder in turn.") % {"id": id_}, hint))
        elif not (folder / HEADER).is_file():
            known = [one.parent.name for root in (sheet.folder.parent, LIBRARY) for one in root.glob(f"*/{HEADER}")]
            message = _("There is no folder “%(id)s”.") % {"id": id_}
            sheet.problems.append(Problem(spot, message, did_you_mean(id_, known)))
        else:
            used = join(parse(read_folder(folder)), within=(*within, sheet.folder.name))
            _take_in(sheet, used)
    sheet.programme = _programme(sheet)
    return sheet


def find_folder(id_: str, *, beside: Path) -> Path:
    """The folder `id_` beside another one, or the one that comes with Yidu."""
    near = beside.resolve().parent / id_
    return near if (near / HEADER).is_file() else LIBRARY / id_


def _take_in(sheet: Sheet, used: Sheet) -> None:
    """Items that the folder does not have itself. Of two folders that it uses, the later one wins."""
    sheet.unread = sheet.unread or used.unread
    sheet.problems += [problem for problem in used.problems if problem not in sheet.problems]
    for section in TYPES:
        # In the order of the files: a set has another one in each process, and so would the digest.
        for id_ in [id_ for where, id_ in used.origins if where == section]:
            key = (section, id_)
            if key in sheet.origins and key not in sheet.inherited:
                continue
            sheet.origins[key] = used.origins[key]
            sheet.inherited.add(key)
            sheet.damaged.discard(key)
            if key in used.damaged:
                sheet.damaged.add(key)
            if id_ in used.of(section):
                sheet.items.setdefault(section, {})[id_] = used.of(section)[id_]
            else:
                sheet.items.get(section, {}).pop(id_, None)
    for name, texts in used.texts.items():
        if name not in sheet.texts:
            sheet.texts[name], sheet.text_spots[name] = texts, used.text_spots[name]


def _programme(sheet: Sheet) -> Programme | None:
    if sheet.heading is None:
        return None
    heading: dict[str, Any] = {name: getattr(sheet.heading, name) for name in Heading.model_fields}
    indicators = {id_: _spelt_out(line, sheet) for id_, line in sheet.indicators.items()}
    if not sheet.shared:
        sheet.items["indicator"] = indicators
    return Programme(
        **heading,
        kind=dict(sheet.kinds),
        procedure=dict(sheet.procedures),
        indicator=dict(sheet.indicators),
        role=dict(sheet.of("role")),
        station=dict(sheet.of("station")),
        list_=dict(sheet.of("list")),
        law=dict(sheet.of("law")),
        text={
            name: Text(**texts) for name, texts in sheet.texts.items() if all(texts.get(one) for one in ("zh", "en"))
        },
        figures=dict(sheet.figure_sets),
        example=dict(sheet.of("example")),
    )


def _spelt_out(line: Indicator, sheet: Sheet) -> Indicator:
    """`counts = "matter"` as the list of the programme's own kinds of matter."""
    if len(line.counted) != 1 or line.counted[0] not in EVERY:
        return line
    parts = parts_of(sheet) if line.when in OF_THE_WHOLE else ()
    kinds = tuple(id_ for id_, kind in sheet.kinds.items() if kind.is_ == EVERY[line.counted[0]] and id_ not in parts)
    return line.model_copy(update={"counts": kinds}) if kinds else line


def with_problems(sheet: Sheet, problems: list[Problem]) -> Sheet:
    """The same sheet with further problems, in order and each once."""
    return replace(sheet, problems=sorted({*sheet.problems, *problems}))


def parts_of(sheet: Sheet) -> set[str]:
    """The kinds of what nobody raises: parts, each answered by one department by itself."""
    stages = (stage for procedure in sheet.procedures.values() for stage in procedure.stage.values())
    return {line.kind for stage in stages for line in stage.action.values() if line.effect == "divide" and line.kind}
