"""Papers in Word (.docx) as rows: one paper a row, whatever the layout of its table. Several come as a .zip.

A paper is read as a stream of cells and paragraphs. A cell that is the name of a part (案由, 建议) begins it; so does a
paragraph that begins with the name and a colon. What follows belongs to the part. Of the markup nothing but words is
looked at: no macro, picture, link or field is ever opened.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from yidu.sheets.reading import cells
from yidu.sheets.reading.archives import MOST_UNPACKED, Archive
from yidu.sheets.reading.cells import Cell, Row, Unreadable

MOST_PAPERS = 1_000
MOST_OF_ONE = 60_000  # characters of one paper
MOST_BLOCKS = 5_000  # cells and paragraphs of one paper
MOST_PACKED = 5 * 1024 * 1024  # bytes of one paper in a .zip
_DOCUMENT = "word/document.xml"
_UTF8_NAME = 0x800

NAMES: Mapping[str, tuple[str, ...]] = {
    "own": ("提案号", "提案编号", "编号", "案号"),
    "title": ("案由", "提案案由", "标题", "题目", "提案题目", "提案名称"),
    "raised_on": ("提出日期", "提案日期", "提交日期", "提交时间", "日期"),
    "raised_by": ("提案者", "提案人", "第一提案人", "提出人", "提案委员", "姓名"),
    "joined": ("联名", "联名人", "联名委员", "联名提案人", "附议人"),
    "contact": ("联系方式", "联系电话", "电话", "手机", "通讯地址"),
    "situation": ("情况", "基本情况", "现状", "情况说明", "反映的情况"),
    "analysis": ("案由分析", "分析", "原因分析", "问题分析"),
    "advice": ("建议", "具体建议", "意见建议", "建议措施", "对策建议"),
    "lead": ("主办", "主办单位", "承办单位"),
    "joint": ("会办", "会办单位", "协办单位"),
    "reply": ("答复", "答复意见", "答复内容", "答复情况", "办理情况", "办理结果"),
}
"""How parts of a paper are called in the forms in use."""

LONG = ("situation", "analysis", "advice", "reply")
"""Parts that go on until the next begins; of the others the first words are taken."""

HEADS = ("own", "kind", "title", "text", "place", "raised_on", "raised_as", "raised_by", "proposal.analysis",
         "proposal.advice")  # fmt: skip
_BY_NAME = {cells.key(name): part for part, names in NAMES.items() for name in names}
_ANY_NAME = "|".join(r"\s*".join(name) for name in sorted(_BY_NAME, key=len, reverse=True))
_NAMED = re.compile(rf"({_ANY_NAME})\s*[:：]")
_ENOUGH = 2_000
"""Characters of an analysis that stand for the situation where the paper tells none. All of it is kept in its place."""


class Papers:
    """One paper, or a .zip of them. `beside`: what each row says besides its paper. Raises `Unreadable`."""

    def __init__(self, path: Path, name: str, *, beside: Mapping[str, str]) -> None:
        self.share = 0.0
        self._path, self._name, self._beside = path, name, beside
        suffix = Path(name).suffix.lower()
        if suffix == ".docm":
            raise Unreadable(_macros())
        if suffix not in (".docx", ".zip"):
            raise Unreadable(_("This is a document of an older kind. Save it as .docx and send that."))
        if suffix == ".docx":
            _Document(path)
        else:
            self._zip, self._members = _opened(path)

    def rows(self) -> Iterator[Row]:
        """The heads, then a row for each paper."""
        yield Row(1, HEADS)
        if self._name.lower().endswith(".docx"):
            yield Row(2, self._row(_Document(self._path), Path(self._name).stem))
            return
        for number, member in enumerate(self._members):
            called = _called(member)
            try:
                paper = _Document(BytesIO(self._zip.read(member)))
                yield Row(number + 2, self._row(paper, PurePosixPath(called).stem))
            except Unreadable as error:
                raise Unreadable(_("%(name)s: %(why)s") % {"name": cells.shown(called), "why": error}) from error
            except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
                raise Unreadable(_damaged()) from error
            self.share = (number + 1) / len(self._members)

    def _row(self, document: _Document, called: str) -> tuple[Cell, ...]:
        """Without a number of its own, a paper is known by the name of its file; without a day it says so."""
        paper = document.parts()
        told: dict[str, Cell] = {
            **self._beside,
            "own": paper.get("own") or called,
            "title": paper.get("title"),
            "text": _text(paper),
            "raised_on": paper.get("raised_on") or _("no day in the paper"),
            "raised_by": paper.get("raised_by"),
            "proposal.analysis": paper.get("analysis"),
            "proposal.advice": paper.get("advice"),
        }
        return tuple(told.get(head) or None for head in HEADS)


def _text(paper: Mapping[str, str]) -> str:
    """The situation, or else the analysis; and what the paper says of its way, which a new record has no place for."""
    told = [paper.get("situation") or paper.get("analysis", "")[:_ENOUGH]]
    told += [f"{NAMES[part][0]}：{paper[part]}" for part in ("joined", "lead", "joint", "reply") if paper.get(part)]
    return "\n".join(one for one in told if one)


def _opened(path: Path) -> tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]:
    """The papers in a .zip, by name; nothing of it is written anywhere."""
    try:
        file = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable(_damaged()) from error
    members = [one for one in file.infolist() if _is_paper(one)]
    if not members:
        raise Unreadable(_("There is no document (.docx) in this archive."))
    if len(members) > MOST_PAPERS:
        raise Unreadable(_("At most %(most)d papers at once. Send the rest afterwards.") % {"most": MOST_PAPERS})
    if max(one.file_size for one in members) > MOST_PACKED or sum(one.file_size for one in members) > MOST_UNPACKED:
        raise Unreadable(_too_much())
    if any(one.flag_bits & 1 for one in members):
        raise Unreadable(_("This archive has a password. Send it without one."))
    return file, sorted(members, key=_called)


def _is_paper(member: zipfile.ZipInfo) -> bool:
    """Not a folder, and not what a Mac or Word leaves beside the file."""
    path = PurePosixPath(_called(member))
    return path.suffix.lower() == ".docx" and "__MACOSX" not in path.parts and not path.name.startswith(("~$", "."))


def _called(member: zipfile.ZipInfo) -> str:
    """The name as it was given: archives made in China write it in their own code and do not say so."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


class _Document(Archive):
    """An opened document."""

    needs = frozenset({"[Content_Types].xml", _DOCUMENT})

    def parts(self) -> dict[str, str]:
        """What the paper says, part by part."""
        reading = _Blocks()
        for _length in self.parse(_DOCUMENT, reading.start, reading.end, reading.characters):
            pass
        found = _sorted_out(reading.blocks)
        if not {"title", "advice"} & found.keys():
            raise Unreadable(_("No part of a proposal is found in it: 案由, 案由分析, 建议."))
        return found

    def damaged(self) -> str:
        return _damaged()

    def too_much(self) -> str:
        return _too_much()

    def macros(self) -> str:
        return _macros()

    def something_else(self) -> str:
        return _("What is in this file is not what its name says. Save it anew as .docx.")


@dataclass
class _Blocks:
    """Handlers that collect the text of each cell, and of each paragraph outside of tables."""

    blocks: list[str] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)
    _cells: int = 0
    _reads: bool = False
    _length: int = 0

    def start(self, name: str, told: dict[str, str]) -> None:
        if name == "tc":
            if not self._cells:
                self._end()
            self._cells += 1
        elif name == "t":
            self._reads = True
        elif name in ("br", "cr", "tab"):
            self._text.append("\t" if name == "tab" else "\n")

    def end(self, name: str) -> None:
        if name == "t":
            self._reads = False
        elif name == "p" and self._cells:
            self._text.append("\n")
        elif name == "tc":
            self._cells -= 1
        if name in ("p", "tc") and not self._cells:
            self._end()

    def characters(self, piece: str) -> None:
        if self._reads:
            self._length += len(piece)
            if self._length > MOST_OF_ONE:
                raise Unreadable(_too_much())
            self._text.append(piece)

    def _end(self) -> None:
        if words := cells.text("".join(self._text), lines=True):
            self.blocks.append(words)
            if len(self.blocks) > MOST_BLOCKS:
                raise Unreadable(_too_much())
        self._text = []


def _sorted_out(blocks: list[str]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    part = ""
    for block in blocks:
        if (named := _BY_NAME.get(cells.key(block).rstrip(":"))) is not None:
            part = named
        elif begins := _NAMED.match(block):
            part = _BY_NAME[cells.key(begins[1])]
            found.setdefault(part, []).append(block[begins.end() :].strip())
        elif part:
            found.setdefault(part, []).append(block)
    return {
        part: "\n".join(one for one in some if one) if part in LONG else next((one for one in some if one), "")
        for part, some in found.items()
    }


def _damaged() -> str:
    return _("This document is damaged or holds what does not belong into one. Save it anew and send that.")


def _too_much() -> str:
    return _("Unpacked, this document is far too large. Take out pictures and tables that are not the proposal.")


def _macros() -> str:
    return _("This document may hold macros. Save it as .docx and send that.")
