"""The tables of a member's own file, opened again and read field by field."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from itertools import accumulate

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from yidu.briefs import file, paper
from yidu.common.clock import SHANGHAI

WIDTHS = (19, 36, 21, 24, 21, 21, 14)


def drawn():
    document = paper.sheet("档案", at=datetime(2025, 2, 26, tzinfo=SHANGHAI))
    paper.table(document, ("题",) * 7, [("2025-02-26",) * 7], WIDTHS)
    return docx.Document(BytesIO(paper.bytes_of(document))).tables[0]


def test_each_column_is_as_wide_as_it_is_said_to_be_and_all_of_them_as_the_text():
    table = drawn()
    # Some programs go by the columns, others by the cells: both say the same.
    assert tuple(round(one.width.mm) for one in table.columns) == WIDTHS
    assert tuple(round(one.width.mm) for one in table.rows[0].cells) == WIDTHS
    assert list(accumulate(WIDTHS))[-1] == 156


def test_the_twin_whose_columns_are_alike_is_caught(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("docx.table._Column.width", property(lambda one: one._gridCol.w, lambda one, width: None))
    with pytest.raises(AssertionError):
        test_each_column_is_as_wide_as_it_is_said_to_be_and_all_of_them_as_the_text()


def test_a_date_fits_its_column_and_lines_stand_close():
    table = drawn()
    margins = table._tbl.tblPr.find(qn("w:tblCellMar"))
    edges = sum(int(one.get(qn("w:w"))) for one in margins) / 20
    # A digit of this face is half as wide as high.
    assert 10 * 10.5 / 2 + edges <= Pt(WIDTHS[2] / 25.4 * 72).pt
    line = table.rows[1].cells[0].paragraphs[0]
    assert line._element.pPr.find(qn("w:snapToGrid")).get(qn("w:val")) == "0"
    assert line.paragraph_format.line_spacing.pt == 16
    assert file.RAISED_WIDTHS == WIDTHS
