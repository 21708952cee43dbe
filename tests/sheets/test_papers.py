"""Past proposals in Word, a file for each: read into the same rows as a workbook, and refused when they are evil."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.cast import YUNYANG, Cast, at, open_county
from tests.sheets.conftest import Clerk, reasons
from yidu.common.actors import SYSTEM
from yidu.common.errors import Invalid
from yidu.matters.models import Matter
from yidu.programmes.actions import publish
from yidu.programmes.loading import LIBRARY
from yidu.sheets.models import Import, Line
from yidu.sheets.reading import Unreadable, open_file

Table = Sequence[Sequence[str]]
DAY = "2025-03-03"
USUAL: Table = [
    ["提案编号", "2024-087", "提出日期", "2025年1月10日"],
    ["案由", "关于解决老旧小区停车难的提案", "", ""],
    ["提案者", "王晓岚", "联系方式", "13900009999"],
    ["案由分析", "车位只有户数的一半。\n夜间占用消防通道。", "", ""],
    ["建议", "一、错时共享单位车位。\n二、规划立体车库。", "", ""],
    ["主办", "区住房城乡建委", "会办", "区公安分局"],
    ["答复", "已列入计划。", "", ""],
]


def paper(path: Path, table: Table = USUAL, *, before: Sequence[str] = ("政协提案",)) -> Path:
    """A document with some lines and a table, as Word writes it."""
    document = docx.Document()
    for line in before:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, words in zip(grid.rows, table, strict=True):
            for cell, word in zip(row.cells, words, strict=True):
                cell.text = word
    document.save(str(path))
    return path


def changed(**parts: str) -> Table:
    """The usual paper with other words in some parts."""
    names = {"own": "提案编号", "title": "案由", "by": "提案者", "day": "提出日期", "advice": "建议"}
    told = {names[part]: words for part, words in parts.items()}
    return [[told.get(row[n - 1], cell) if n else cell for n, cell in enumerate(row)] for row in USUAL]


def bring(clerk: Clerk, path: Path) -> Import:
    with at(DAY):
        return clerk.bring("matters", path, name=path.name)


def test_a_paper_becomes_a_proposal_with_its_parts(clerk: Clerk, tmp_path: Path):
    bring(clerk, paper(tmp_path / "提案.docx"))
    matter = Matter.objects.get()
    assert (matter.kind, matter.title, matter.raised_as) == ("proposal", "关于解决老旧小区停车难的提案", "member")
    assert matter.raised_by == clerk.cast.people["member"]
    assert matter.raised_at.date().isoformat() == "2025-01-10"
    assert matter.answers == {
        "analysis": "车位只有户数的一半。\n夜间占用消防通道。",
        "advice": "一、错时共享单位车位。\n二、规划立体车库。",
    }
    for said in ("主办：区住房城乡建委", "会办：区公安分局", "答复：已列入计划。"):
        assert said in matter.text
    assert "13900009999" not in f"{matter.text}{matter.contact}{matter.answers}"


def test_the_same_paper_twice_is_one_proposal(clerk: Clerk, tmp_path: Path):
    bring(clerk, paper(tmp_path / "提案.docx"))
    with at(DAY):
        again = clerk.look("matters", paper(tmp_path / "改名.docx"), name="改名.docx")
    assert dict(again.counts) == {"unchanged": 1}


LAYOUTS: dict[str, tuple[Sequence[str], Table]] = {
    "no table at all": (
        [
            "提案编号：2024-087", "提出日期：2025.1.10", "案由：停车难", "提案者：王晓岚",
            "案由分析：", "车位少。", "占道多。", "建议：", "建车库。",
        ],
        [],
    ),
    "names above what they name": (
        [],
        [
            ["案由"], ["停车难"], ["提案人"], ["王晓岚"], ["提案号"], ["2024-087"], ["日期"], ["2025/1/10"],
            ["分析："], ["车位少。\n占道多。"], ["具体建议"], ["建车库。"],
        ],
    ),
    "name and words in one cell": (
        [],
        [
            ["案 由：停车难", "提案者：王晓岚"], ["编号：2024-087", "提案日期：2025-01-10"],
            ["案由分析：车位少。\n占道多。", ""], ["建议：建车库。", ""],
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_other_layouts_are_read_alike(clerk: Clerk, tmp_path: Path, layout: str):
    before, table = LAYOUTS[layout]
    bring(clerk, paper(tmp_path / "提案.docx", table, before=before))
    matter = Matter.objects.get()
    assert (matter.title, matter.raised_by) == ("停车难", clerk.cast.people["member"])
    assert matter.answers == {"analysis": "车位少。\n占道多。", "advice": "建车库。"}


def test_several_papers_come_in_an_archive_each_with_its_reasons(clerk: Clerk, tmp_path: Path):
    archive = tmp_path / "提案.zip"
    told = {
        "好.docx": USUAL,
        "没有日期.docx": changed(own="2024-088", day=""),
        "不认识.docx": changed(own="2024-089", by="无名氏"),
        "没有建议.docx": changed(own="2024-090", advice=""),
    }
    with zipfile.ZipFile(archive, "w") as file:
        for name, table in told.items():
            file.write(paper(tmp_path / name, table), f"2024年/{name}")
        file.writestr("__MACOSX/2024年/._好.docx", b"\x00")
        file.writestr("2024年/~$好.docx", b"\x00")
        file.writestr("说明.txt", "说明")
    with at(DAY):
        seen = clerk.look("matters", archive, name="提案.zip")
    assert seen.state == Import.State.CHECKED, seen.why
    assert dict(seen.counts) == {"new": 1, "wrong": 3}
    assert sorted(reasons(seen)) == [
        "日期请写成 2025-07-31 或者 2025年7月31日。",
        "本政协的名单里没有“无名氏”。",
        "请填写这一项。",
    ]
    assert Line.objects.filter(upload=seen).count() == 4


def test_an_archive_made_in_china_gives_its_names(clerk: Clerk, tmp_path: Path):
    """A paper without a number is known by the name of its file, which an old archiver writes in its own code."""
    old, archive = "停车难.docx".encode("gbk"), tmp_path / "a.zip"
    stands_for = "x" * len(old)
    with zipfile.ZipFile(archive, "w") as file:
        file.write(paper(tmp_path / "停车难.docx", changed(own="")), stands_for)
    archive.write_bytes(archive.read_bytes().replace(stands_for.encode(), old))
    bring(clerk, archive)
    with at(DAY):
        again = clerk.look("matters", tmp_path / "停车难.docx", name="停车难.docx")
    assert dict(again.counts) == {"unchanged": 1}


def test_a_county_without_proposals_is_told_so(cast: Cast, tmp_path: Path):
    with at("2025-01-02"):
        yunyang = open_county(YUNYANG, "云阳县政协", city=cast.city)
        publish(LIBRARY / "huhe", committee=yunyang, actor=SYSTEM)
        cast.add("other_office", "向文", "office", committee=yunyang)
    with at(DAY):
        there = Clerk(replace(cast, committee=yunyang), tmp_path, cast.other_office)
        seen = there.look("matters", paper(tmp_path / "a.docx"), name="a.docx")
    assert seen.state == Import.State.REFUSED
    assert "proposal.analysis" in seen.why


def test_no_other_list_takes_papers(clerk: Clerk, tmp_path: Path):
    with at(DAY), pytest.raises(Invalid) as refused:
        clerk.send("people", paper(tmp_path / "a.docx"), name="a.docx")
    assert "xlsx" in str(refused.value.fields)


# --- evil papers ------------------------------------------------------------------------------------------------------

WORDS = '<w:p xmlns:w="w"><w:r><w:t>案由：停车难</w:t></w:r></w:p>'


def markup(path: Path, body: str | bytes, *, more: dict[str, bytes] | None = None) -> Path:
    """A document whose text is exactly this."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", body)
        for name, content in (more or {}).items():
            file.writestr(name, content)
    return path


def archived(path: Path, *papers: Path, **more: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for one in papers:
            file.write(one, one.name)
        for name, content in more.items():
            file.writestr(f"{name}.docx", content)
    return path


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
CELLS = '<w:tbl xmlns:w="w"><w:tr>' + "<w:tc><w:p><w:r><w:t>案由</w:t></w:r></w:p></w:tc>" * 6_000 + "</w:tr></w:tbl>"

EVIL: dict[str, tuple[Callable[[Path], Path], str]] = {
    "a bomb": (lambda p: markup(p / "a.docx", WORDS, more={"word/a.bin": bytes(400 * 1024 * 1024)}), "解开后太大"),
    "a text of gigabytes": (lambda p: markup(p / "a.docx", b"<a>" + b" " * (160 * 1024 * 1024)), "解开后太大"),
    "millions of elements": (lambda p: markup(p / "a.docx", "<a>" + "<c/>" * 9_000_000 + "</a>"), "解开后太大"),
    "a table without end": (lambda p: markup(p / "a.docx", CELLS), "解开后太大"),
    "one endless word": (lambda p: markup(p / "a.docx", WORDS.replace("停车难", "长" * 70_000)), "解开后太大"),
    "billion laughs": (lambda p: markup(p / "a.docx", LAUGHS + WORDS.replace("停车难", "&b;")), "损坏"),
    "a file from outside": (lambda p: markup(p / "a.docx", OUTSIDE + WORDS.replace("停车难", "&a;")), "损坏"),
    "a lone surrogate": (lambda p: markup(p / "a.docx", WORDS.replace("停车难", "&#xD800;")), "损坏"),
    "broken markup": (lambda p: markup(p / "a.docx", "<a><b></a>"), "损坏"),
    "macros": (lambda p: markup(p / "a.docx", WORDS, more={"word/vbaProject.bin": b"x"}), "宏"),
    "macros by name": (lambda p: markup(p / "a.docm", WORDS), "宏"),
    "an old document": (lambda p: _written(p / "a.doc", b"\xd0\xcf\x11\xe0"), "旧格式"),
    "no document": (lambda p: _written(p / "a.docx", b"PK\x03\x04 and nothing"), "损坏"),
    "something else": (lambda p: archived(p / "a.docx", markup(p / "b.docx", WORDS)), "不符"),
    "half a file": (lambda p: _cut(markup(p / "a.docx", WORDS)), "损坏"),
    "no proposal": (lambda p: markup(p / "a.docx", "<a/>"), "案由"),
    "an empty archive": (lambda p: archived(p / "a.zip"), "没有"),
    "an evil paper in an archive": (
        lambda p: archived(p / "a.zip", markup(p / "笑.docx", LAUGHS + WORDS)),
        "笑.docx：这份文档已损坏",
    ),
    "a bomb in an archive": (lambda p: archived(p / "a.zip", b=bytes(8 * 1024 * 1024)), "解开后太大"),
    "a bomb in a paper in an archive": (
        lambda p: archived(p / "a.zip", markup(p / "b.docx", WORDS, more={"word/a.bin": bytes(400 * 1024 * 1024)})),
        "解开后太大",
    ),
    "an archive in an archive": (
        lambda p: archived(p / "a.zip", archived(p / "b.zip", markup(p / "c.docx", WORDS))),
        "没有",
    ),
}  # fmt: skip


def _written(path: Path, body: bytes) -> Path:
    path.write_bytes(body)
    return path


def _cut(path: Path) -> Path:
    return _written(path, path.read_bytes()[:-40])


@pytest.mark.parametrize("name", EVIL)
def test_an_evil_paper_is_refused_with_a_sentence(name: str, tmp_path: Path):
    make, sentence = EVIL[name]
    path = make(tmp_path)
    said = ""
    try:
        list(open_file(path, path.name, papers={}).rows())
    except Unreadable as refused:
        said = str(refused)
    assert sentence in said


def test_a_paper_keeps_no_more_than_its_words(tmp_path: Path):
    """Links, pictures, fields, comments and what was struck out are not read; nothing is fetched."""
    body = (
        '<w:document xmlns:w="w" xmlns:r="r"><w:p><w:hyperlink r:id="rId9"><w:r><w:t>案由：</w:t></w:r></w:hyperlink>'
        "<w:r><w:t>停\u202e车\u200b难</w:t><w:tab/><w:instrText>INCLUDETEXT http://evil.example</w:instrText></w:r>"
        "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p></w:document>"
    )
    relations = (
        b'<Relationships><Relationship Id="rId9" TargetMode="External" Target="http://evil.example"/></Relationships>'
    )
    path = markup(tmp_path / "a.docx", body, more={"word/_rels/document.xml.rels": relations})
    head, row = open_file(path, "a.docx", papers={}).rows()
    told: dict[Any, Any] = dict(zip(head.cells, row.cells, strict=True))
    assert told["title"] == "停车难"
    assert "evil" not in str(row)
