"""The parts of a workbook or of a document: weighed before they are unpacked, read piece by piece, refused when they
refer to anything outside of themselves.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext as _

from yidu.sheets.reading.cells import Unreadable

MOST_UNPACKED = 150 * 1024 * 1024
MOST_PARTS = 2_000
MOST_STRINGS = 1_000_000
MOST_CHARACTERS = 40_000_000  # of all shared strings together
MOST_TEXT = 32_767  # of one cell: Excel's own limit
MOST_ELEMENTS = 8_000_000
_CHUNK = 1 << 16

_DATE_FORMATS = {14, 15, 16, 17, 22, *range(27, 37), *range(50, 59)}
_NOT_A_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_HAS_DAYS = re.compile(r"[yd]|^[^hs]*m[^hs]*$", re.IGNORECASE)

Start = Callable[[str, dict[str, str]], None]


class Archive:
    """An opened workbook. Raises `Unreadable`, here and in everything that reads."""

    needs = frozenset({"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"})

    def __init__(self, file: Path | IO[bytes]) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise Unreadable(self.damaged()) from error
        parts = self._zip.infolist()
        self._names = {part.filename for part in parts}
        if len(parts) > MOST_PARTS or len(self._names) != len(parts) or sum(p.file_size for p in parts) > MOST_UNPACKED:
            raise Unreadable(self.too_much())
        if any(part.flag_bits & 1 for part in parts):
            raise Unreadable(self.damaged())
        if any(name.lower().endswith("vbaproject.bin") for name in self._names):
            raise Unreadable(self.macros())
        if not self.needs <= self._names:
            raise Unreadable(self.something_else())

    def has(self, part: str) -> bool:
        return part in self._names

    def size(self, part: str) -> int:
        """Bytes of a part, unpacked; at least 1."""
        return max(self._zip.getinfo(part).file_size, 1)

    def parse(
        self,
        part: str,
        start: Start,
        end: Callable[[str], None] | None = None,
        characters: Callable[[str], None] | None = None,
    ) -> Iterator[int]:
        """Read a part piece by piece, calling the handlers; gives the length of each piece. Raises `Unreadable`."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        elements = 0

        def begin(name: str, attributes: dict[str, str]) -> None:
            nonlocal elements
            elements += 1
            if elements > MOST_ELEMENTS:
                raise Unreadable(self.too_much())
            start(name.rpartition(":")[2], attributes)

        def refuse(*_arguments: object) -> None:
            # Whoever writes a document type into a sheet wants entities, and those want files or gigabytes.
            raise Unreadable(self.damaged())

        parser.StartElementHandler = begin
        parser.StartDoctypeDeclHandler = refuse
        parser.EntityDeclHandler = refuse
        if end is not None:
            parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        if characters is not None:
            parser.CharacterDataHandler = characters
        unpacked = 0
        try:
            with self._zip.open(part) as file:
                while piece := file.read(_CHUNK):
                    unpacked += len(piece)
                    if unpacked > MOST_UNPACKED:
                        raise Unreadable(self.too_much())
                    parser.Parse(piece)
                    yield len(piece)
                parser.Parse(b"", True)  # noqa: FBT003  (takes no keywords)
                yield 0
        except (expat.ExpatError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise Unreadable(self.damaged()) from error
        except (OSError, KeyError) as error:
            raise Unreadable(self.damaged()) from error

    def read(self, part: str, start: Start, end: Callable[[str], None] | None = None) -> None:
        """The same, all at once."""
        for _length in self.parse(part, start, end):
            pass

    def damaged(self) -> str:
        return damaged()

    def too_much(self) -> str:
        return too_much()

    def macros(self) -> str:
        return _("This workbook may hold macros. Save it as .xlsx and send that.")

    def something_else(self) -> str:
        return _("What is in this file is not what its name says. Save it anew as .xlsx or .csv.")


def first_sheet(book: Archive) -> tuple[str, date]:
    """The part of the first sheet that is shown, and the day 0 of the workbook's dates."""
    sheets: list[tuple[str, str]] = []
    targets: dict[str, str] = {}
    since = date(1899, 12, 30)

    def workbook(name: str, told: dict[str, str]) -> None:
        nonlocal since
        if name == "sheet":
            link = next((value for key, value in told.items() if key.rpartition(":")[2] == "id" and ":" in key), "")
            sheets.append((told.get("state", "visible"), link))
        elif name == "workbookPr" and told.get("date1904") in ("1", "true"):
            since = date(1904, 1, 1)

    def relation(name: str, told: dict[str, str]) -> None:
        if name == "Relationship" and told.get("TargetMode") != "External":
            targets[told.get("Id", "")] = told.get("Target", "")

    for part, handler in (("xl/workbook.xml", workbook), ("xl/_rels/workbook.xml.rels", relation)):
        book.read(part, handler)
    for state, link in sheets:
        target = targets.get(link, "")
        part = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if state == "visible" and "worksheets/" in part and book.has(part):
            return part, since
    raise Unreadable(_("There is no sheet in this workbook."))


def day_styles(book: Archive) -> list[bool]:
    """Whether each cell style shows a day."""
    custom: dict[str, bool] = {}
    styles: list[bool] = []
    inside = False

    def start(name: str, told: dict[str, str]) -> None:
        nonlocal inside
        if name == "numFmt":
            code = _NOT_A_CODE.sub("", told.get("formatCode", ""))
            custom[told.get("numFmtId", "")] = bool(_HAS_DAYS.search(code)) and "general" not in code.lower()
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside and len(styles) < 65_536:
            id_ = told.get("numFmtId", "0")
            styles.append(custom[id_] if id_ in custom else id_.isdecimal() and int(id_) in _DATE_FORMATS)

    def end(name: str) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = False

    if book.has("xl/styles.xml"):
        book.read("xl/styles.xml", start, end)
    return styles


class _Strings:
    """Handlers that collect the shared strings, without what only says how they are read aloud."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._reads = self._phonetic = False
        self._length = self._characters = 0

    def start(self, name: str, told: dict[str, str]) -> None:
        if name == "t":
            self._reads = not self._phonetic
        elif name == "rPh":
            self._phonetic = True
        elif name == "si":
            self._parts, self._length = [], 0

    def end(self, name: str) -> None:
        if name == "t":
            self._reads = False
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self.found.append("".join(self._parts))
            if len(self.found) > MOST_STRINGS:
                raise Unreadable(too_much())

    def characters(self, piece: str) -> None:
        if self._reads:
            self._length += len(piece)
            self._characters += len(piece)
            if self._length > MOST_TEXT:
                raise Unreadable(_("A cell holds more text than a spreadsheet allows."))
            if self._characters > MOST_CHARACTERS:
                raise Unreadable(too_much())
            self._parts.append(piece)


def shared_strings(book: Archive) -> list[str]:
    """The texts that cells refer to by number."""
    strings = _Strings()
    if book.has("xl/sharedStrings.xml"):
        for _length in book.parse("xl/sharedStrings.xml", strings.start, strings.end, strings.characters):
            pass
    return strings.found


def damaged() -> str:
    return _("This workbook is damaged or holds what does not belong into a table. Save it anew and send that.")


def too_much() -> str:
    return _("Unpacked, this workbook is far too large. Copy the rows that matter into a new one and send that.")
