"""The first step: files of a folder into plain values, each with its place."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yidu.programmes.loading.positions import Key, Positions, positions
from yidu.programmes.loading.problems import Problem, Spot, did_you_mean

SECTIONS = {
    "roles.toml": "role",
    "stations.toml": "station",
    "kinds.toml": "kind",
    "procedures.toml": "procedure",
    "indicators.toml": "indicator",
    "lists.toml": "list",
    "law.toml": "law",
}
"""Which file holds what; in each, the tables of the top level are items by their id."""

HEADER = "programme.toml"
FIGURES = "figure"
_TEXT = re.compile(r"(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.(?P<language>zh|en)\.md")
_LARGEST = 1_000_000  # bytes of one file: nobody writes more by hand


@dataclass(frozen=True)
class Source:
    """One TOML file: its values and their lines."""

    file: Path
    values: dict[str, Any]
    lines: Positions

    def spot(self, *path: Key) -> Spot:
        """Where a path stands, or else the nearest table around it."""
        for length in range(len(path), 0, -1):
            if line := self.lines.get(path[:length]):
                return Spot(self.file, line)
        return Spot(self.file, 1)


@dataclass
class Raw:
    """A folder as it was read."""

    folder: Path
    header: Source | None = None
    sections: dict[str, Source] = field(default_factory=dict)
    figure_sets: dict[str, Source] = field(default_factory=dict)
    examples: dict[str, Source] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    text_files: dict[str, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: bool = False  # a file could not be read, so what it declares is unknown


def read_folder(folder: Path) -> Raw:
    """Every file of a folder. What cannot be read is a problem, not an exception."""
    raw = Raw(folder)
    if not folder.is_dir():
        raw.problems.append(Problem(Spot(folder), _("There is no such folder."), ""))
        return raw
    if not (folder / HEADER).is_file():
        hint = _("Every folder begins with a file programme.toml that says id, title, committee and from.")
        raw.problems.append(Problem(Spot(folder / HEADER), _("programme.toml is missing."), hint))
    for file in sorted(folder.glob("*.toml")):
        if source := read_toml(file, raw.problems):
            _sort_in(raw, source)
        else:
            raw.unread = True
    for file in sorted((folder / "examples").glob("*.toml")):
        if source := read_toml(file, raw.problems):
            raw.examples[file.stem] = source
    for file in sorted((folder / "texts").iterdir()) if (folder / "texts").is_dir() else []:
        _read_text(raw, file)
    return raw


def read_toml(file: Path, problems: list[Problem]) -> Source | None:
    """One file; None and a problem when it is not TOML."""
    text = _decoded(file, problems)
    if text is None:
        return None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = re.sub(r" \(at .*\)$", "", str(error))
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        hint = _("Look for a missing quotation mark, bracket or comma on this line or the one above.")
        problems.append(Problem(Spot(file, line), _("This is not TOML: %(said)s.") % {"said": said}, hint))
        return None
    return Source(file, values, positions(text))


def _decoded(file: Path, problems: list[Problem]) -> str | None:
    try:
        if file.stat().st_size > _LARGEST:
            problems.append(Problem(Spot(file), _("This file is larger than a megabyte."), ""))
            return None
        return file.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    except (UnicodeDecodeError, OSError):
        problems.append(Problem(Spot(file), _("This file cannot be read."), _("Save it as UTF-8 text.")))
        return None


def _sort_in(raw: Raw, source: Source) -> None:
    name = source.file.name
    if name == HEADER:
        raw.header = source
    elif name in SECTIONS:
        raw.sections[SECTIONS[name]] = source
    elif FIGURES in source.values:
        raw.figure_sets[source.file.stem] = source
    else:
        figures = _("A figure set has tables named [figure.NAME].")
        hint = f"{did_you_mean(name, [HEADER, *SECTIONS])} {figures}"
        raw.problems.append(Problem(Spot(source.file), _("This file has no place in a folder."), hint))


def _read_text(raw: Raw, file: Path) -> None:
    found = _TEXT.fullmatch(file.name)
    if not found:
        hint = _("Texts are named NAME.zh.md and NAME.en.md; the name has small letters, digits and hyphens.")
        raw.problems.append(Problem(Spot(file), _("This file has no place in a folder."), hint))
    elif (text := _decoded(file, raw.problems)) is not None:
        raw.texts.setdefault(found["name"], {})[found["language"]] = text.strip()
        raw.text_files[found["name"]] = file
