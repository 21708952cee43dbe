"""Files that want to break something. Each is answered with a sentence, quickly, and nothing grows."""

from __future__ import annotations

import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sheets.conftest import Clerk
from yidu.common.errors import Invalid
from yidu.sheets.models import Import
from yidu.sheets.reading import Unreadable, open_file

SECONDS, MEGABYTES = 5.0, 200
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BOOK = (
    '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
)
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>全称</t></is></c></row>'


def archive(path: Path, sheet: str | bytes, *, strings: str | bytes = "", more: dict[str, bytes] | None = None) -> Path:
    """A workbook whose sheet is exactly this markup."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as zip_:
        zip_.writestr("[Content_Types].xml", TYPES)
        zip_.writestr("xl/workbook.xml", BOOK[0])
        zip_.writestr("xl/_rels/workbook.xml.rels", BOOK[1])
        zip_.writestr("xl/worksheets/sheet1.xml", sheet)
        if strings:
            zip_.writestr("xl/sharedStrings.xml", strings)
        for name, content in (more or {}).items():
            zip_.writestr(name, content)
    return path


def rows(body: str, before: str = "", after: str = "") -> str:
    return f"{before}<worksheet><sheetData>{HEAD}{body}</sheetData>{after}</worksheet>"


def text_cell(cell: str, text: str) -> str:
    row = "".join(sign for sign in cell if sign.isdigit())
    return f'<row r="{row}"><c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c></row>'


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
ONE_LONG = "<sst><si><t>" + "长" * 40_000 + "</t></si></sst>"

EVIL: dict[str, tuple[Callable[[Path], Path], str]] = {
    "zip bomb": (lambda p: archive(p, b"<a/>", more={"xl/media/a.bin": bytes(400 * 1024 * 1024)}), "解开后太大"),
    "a sheet of gigabytes": (lambda p: archive(p, b"<worksheet>" + b" " * (160 * 1024 * 1024)), "解开后太大"),
    "millions of elements": (lambda p: archive(p, rows("<c/>" * 9_000_000)), "解开后太大"),
    "millions of strings": (lambda p: archive(p, rows(""), strings="<sst>" + "<si/>" * 1_100_000 + "</sst>"), "解开后太大"),  # noqa: E501
    "one endless string": (lambda p: archive(p, rows(""), strings=ONE_LONG), "文字超过"),
    "one endless cell": (lambda p: archive(p, rows(text_cell("A2", "长" * 40_000))), "A2"),
    "billion laughs": (lambda p: archive(p, rows(text_cell("A2", "&b;"), before=LAUGHS)), "损坏"),
    "a file from outside": (lambda p: archive(p, rows(text_cell("A2", "&a;"), before=OUTSIDE)), "损坏"),
    "laughs in the strings": (lambda p: archive(p, rows(""), strings=f"{LAUGHS}<sst/>"), "损坏"),
    "macros": (lambda p: archive(p, rows(""), more={"xl/vbaProject.bin": b"x"}), "宏"),
    "broken markup": (lambda p: archive(p, "<worksheet><sheetData><row></sheetData>"), "损坏"),
    "a lone surrogate": (lambda p: archive(p, rows(text_cell("A2", "&#xD800;"))), "损坏"),
    "a string that is not there": (lambda p: archive(p, rows('<row r="2"><c r="A2" t="s"><v>7</v></c></row>')), "损坏"),
    "columns without end": (lambda p: archive(p, rows(text_cell("XFD2", "x"))), "最多 200 列"),
    "merged cells": (
        lambda p: archive(p, rows(text_cell("A2", "x"), after='<mergeCells><mergeCell ref="A2:A9"/></mergeCells>')),
        "A2:A9 是合并单元格",
    ),
    "half a file": (lambda p: _cut(archive(p, rows(text_cell("A2", "x")))), "损坏"),
}  # fmt: skip


def _cut(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:-40])
    return path


def read(path: Path) -> str:
    """The sentence with which a file is refused; empty when it is not."""
    try:
        for _row in open_file(path, "list.xlsx").rows():
            pass
    except Unreadable as refused:
        return str(refused)
    return ""


@pytest.mark.parametrize("name", EVIL)
def test_an_evil_workbook_is_refused_quickly_and_takes_no_room(name: str, tmp_path: Path):
    make, sentence = EVIL[name]
    path = make(tmp_path / "list.xlsx")
    script = (
        "import resource, sys, django; django.setup()\n"
        "from pathlib import Path\n"
        "from django.utils import translation\n"
        "translation.activate('zh-hans')\n"
        "from yidu.sheets.reading import Unreadable, open_file\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "said = ''\n"
        "try:\n"
        "    for row in open_file(Path(sys.argv[1]), 'list.xlsx').rows(): pass\n"
        "except Unreadable as refused:\n"
        "    said = str(refused)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, said)\n"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True,
        env={"DJANGO_SETTINGS_MODULE": "yidu.settings", "YIDU_TESTING": "1", "PYTHONPATH": ".", "PYTHONUTF8": "1"},
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    grown, _, said = done.stdout.strip().partition(" ")
    assert sentence in said
    assert said
    assert int(grown) < MEGABYTES * 1024
    # Processor time: the clock on the wall belongs to the neighbours as well. Starting Django is in it.
    assert after.ru_utime - before.ru_utime < SECONDS + 3


def test_without_the_limit_the_bomb_would_go_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The broken twin."""
    monkeypatch.setattr("yidu.sheets.reading.archives.MOST_ELEMENTS", 10**12)
    assert read(archive(tmp_path / "a.xlsx", rows("<c/>" * 8_000_001))) == ""


def test_two_cells_in_opposite_corners_are_two_cells(tmp_path: Path):
    """A library that makes a grid of them asks for four hundred gigabytes."""
    path = archive(tmp_path / "a.xlsx", rows(text_cell("A2", "x") + text_cell("B1048576", "y")))
    found = list(open_file(path, "list.xlsx").rows())
    assert [(row.number, row.cells) for row in found[1:]] == [(2, ("x",)), (1048576, (None, "y"))]


def test_fifty_thousand_cells_that_share_one_long_text_share_it(tmp_path: Path):
    strings = f"<sst><si><t>{'长' * 30_000}</t></si></sst>"
    body = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 50_002))
    found = list(open_file(archive(tmp_path / "a.xlsx", rows(body), strings=strings), "list.xlsx").rows())
    assert len(found) == 50_001
    assert len({id(row.cells[0]) for row in found[1:]}) == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("list.xlsm", b"PK\x03\x04", "可能含有宏"),
        ("list.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧格式的工作簿"),
        ("list.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "设有密码"),
        ("list.xlsx", b"\xff\xd8\xff\xe0JFIF", "与扩展名不符"),
        ("list.csv", b"PK\x03\x04rest", "与扩展名不符"),
        ("list.xlsx", b"PK\x03\x04rest", "已损坏"),
        ("list.pdf", b"%PDF-1.7", "请选择 Excel 工作簿"),
        ("list.csv", b"", "是空的"),
        ("list.csv", b"\xff\xff\xff\x00\x81\x81\xff,\xff", "文字编码"),
        ("list.csv", b"x" * (20 * 1024 * 1024 + 1), "超过 20 MB"),
    ],
)
def test_what_is_no_list_is_refused_when_it_is_sent(
    clerk: Clerk, tmp_path: Path, name: str, content: bytes, sentence: str
):
    path = tmp_path / "sent"
    path.write_bytes(content)
    with pytest.raises(Invalid) as refused:
        clerk.send("organisations", path, name=name)
    assert sentence in refused.value.fields["file"][0]
    assert not Import.objects.exists()


def test_too_many_rows_are_refused(clerk: Clerk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("yidu.sheets.check.MOST_ROWS", 3)
    seen = clerk.look("organisations", [["全称"], *[[f"公司{number}"] for number in range(4)]])
    assert "请分成几份" in seen.why
