"""What people really write into cells, and what they are told."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

import pytest

from tests.sheets.conftest import Clerk, reasons, told
from yidu.people.models import Organisation, Person
from yidu.sheets.models import Import
from yidu.sheets.reading import cells
from yidu.sheets.writing import csv_table, is_live, workbook


@pytest.mark.parametrize(
    "written",
    [
        "2025-3-1", "2025/3/1", "2025.03.01", "2025年3月1日", "２０２５年３月１日", " 2025-03-01\u200b", "20250301",
        "2025-03-01 00:00:00", 45717, 45717.0, "45717", date(2025, 3, 1), datetime(2025, 3, 1, 8, 30),
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(written: Any):
    assert cells.day(written) == date(2025, 3, 1)


@pytest.mark.parametrize("written", ["3月1日", "2025-2-29", "2025-13-1", "明天", 3, True, "25-3-1", "0000-00-00"])
def test_what_is_no_day_is_told(written: Any):
    with pytest.raises(ValueError, match="日"):
        cells.day(written)


@pytest.mark.parametrize(
    "written",
    ["  冯小雨", "冯\u200b小雨\ufeff", "\u202e冯小雨\u202c", "冯小\ud800雨", "冯小雨\x00", "\u3000冯小雨\u3000"],
)
def test_what_cannot_be_seen_is_not_kept(written: str):
    assert cells.text(written) == "冯小雨"


def test_numbers_stay_what_they_look_like():
    assert cells.text(13800138000.0) == "13800138000"
    assert cells.number("１，２００") == 1200
    with pytest.raises(ValueError, match="末几位已经丢失"):
        cells.text(9.1500104203297e17)


def test_a_formula_is_named_by_its_cell_and_never_taken(clerk: Clerk):
    seen = clerk.look("organisations", [["全称", "做什么"], ["甲公司", "=1+1"]])
    assert told(seen) == [(2, "wrong", [[1, "0", "这一格是公式，请改成它的值。"]])]
    seen = clerk.look("organisations", [["全称", "做什么"], ["甲公司", "=cmd|' /C calc'!A0"]], name="list.csv")
    assert reasons(seen) == ["这一格是公式，请改成它的值。"]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["全称", "备注"], ["甲", "x"]], "不认识这些列：B 列“备注”"),
        ([["全称", "全 称"], ["甲", "x"]], "“全 称”一列出现了两次"),
        ([["简称", "做什么"], ["甲", "x"]], "缺少这些列：全称"),
        ([["甲公司", "机械"], ["乙公司", "x"]], "找不到表头"),
        ([["全称", "简称"]], "表头下面没有内容"),
    ],
)
def test_a_list_with_other_columns_is_refused_and_told_why(clerk: Clerk, rows: Any, sentence: str):
    seen = clerk.look("organisations", rows)
    assert seen.state == Import.State.REFUSED
    assert sentence in seen.why


@pytest.mark.parametrize(
    "heads", [["全称", "简称"], ["Name as registered", "Short name"], ["name", "short_name"], ["全称＊", " 简 称 "]]
)
def test_heads_are_read_in_either_language_with_a_title_above_and_empty_rows_between(clerk: Clerk, heads: list[str]):
    rows: list[list[Any]] = [["大渡口区企业名单"], [], heads, [], ["甲公司", "甲"], [], ["乙公司", "乙"], [None, "  "]]
    seen = clerk.look("organisations", rows)
    assert told(seen)[:2] == [(5, "new", []), (7, "new", [])]


def test_content_without_a_head_is_not_passed_over(clerk: Clerk):
    assert reasons(clerk.look("organisations", [["全称"], ["甲公司", "x"]])) == ["B 列没有表头。"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_table_is_read_in_the_encodings_of_the_office(clerk: Clerk, encoding: str):
    rows = [["全称", "做什么"], ["重庆喆㐂公司", "含逗号，和\n换行"]]
    assert clerk.bring("organisations", rows, name="list.csv", encoding=encoding).counts == {"new": 1}
    assert Organisation.objects.filter(name="重庆喆㐂公司").exists()


def test_two_rows_for_one_thing_are_told(clerk: Clerk):
    assert reasons(clerk.look("organisations", [["全称"], ["甲公司"], ["甲公司"]])) == ["与第 2 行重复。"]


def test_a_user_name_that_is_taken_elsewhere_does_not_tell_by_whom(clerk: Clerk):
    from yidu.common.actors import SYSTEM
    from yidu.people.actions import add_person

    add_person(committee=clerk.cast.city, name="外地人", username="elsewhere", actor=SYSTEM)
    seen = clerk.look("people", [["姓名", "用户名", "编号"], ["某人", "elsewhere", None], ["某人", None, "P999999"]])
    assert reasons(seen) == ["这个用户名已经有人使用。", "本政协没有这个编号。"]
    assert "外地人" not in str(told(seen))
    assert Person.objects.get(username="elsewhere").name == "外地人"


LIVE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "|x",
    "%x",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u3000=1",
    "\n=1",
]


@pytest.mark.parametrize("text", LIVE)
def test_nothing_that_goes_out_runs(text: str):
    assert is_live(text)
    (_head, (cell,)) = csv.reader(io.StringIO(csv_table(["a"], [[text]]).decode("utf-8-sig"), newline=""))
    assert cell == f"'{text}"


def test_a_workbook_holds_texts_and_no_formulas():
    import re
    import zipfile

    with zipfile.ZipFile(io.BytesIO(workbook(["a"], [[text] for text in LIVE]))) as book:
        markup = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    assert "<f>" not in markup
    # Marked as text, so that it stays one even when somebody edits the cell.
    (quoted,) = {
        number
        for number, xf in enumerate(re.findall(r"<xf [^>]*>", styles.split("<cellXfs")[1]))
        if "quotePrefix" in xf
    }
    assert markup.count(f's="{quoted}"') == len(LIVE)


def test_without_the_guard_it_would_run(monkeypatch: pytest.MonkeyPatch):
    """The broken twin."""
    monkeypatch.setattr("yidu.sheets.writing.LIVE", ("=",))
    assert not is_live("＝1")
    assert csv_table(["a"], [["@SUM(A1)"]]).decode("utf-8-sig").splitlines()[1] == "@SUM(A1)"
