"""The reply letter, opened again and read field by field."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from django.utils import translation
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from tests.briefs.conftest import answered
from tests.cast import Cast, at
from tests.matters.conftest import Walk
from tests.matters.test_dividing import divided
from tests.matters.test_proposals import filed, proposal
from yidu.briefs import paper
from yidu.briefs.letter import Letter, letter_file, letter_of, mark_scale, mark_size
from yidu.common.clock import SHANGHAI
from yidu.matters.models import Matter, Reply

RED = RGBColor(0xFF, 0, 0)
PLAIN = Letter(
    sender="大渡口区经济和信息化委员会",
    class_mark="B类",
    number="第2025-0001号",
    title="关于第2025-0001号提案的答复函",
    addressees=("王晓岚委员", "刘子涵委员"),
    opening="您提出的提案收悉，现答复如下：",
    text="已列入计划。",
    measures=(("交付厂房", date(2025, 6, 30)), ("接通天然气", date(2025, 8, 1))),
    contact="联系单位：区经济信息委，联系人：李建国",
    signed_at=datetime(2025, 2, 26, 9, tzinfo=SHANGHAI),
    copies=("大渡口区政协", "大渡口区规划和自然资源局"),
)


def opened(letter: Letter) -> Document:
    return docx.Document(BytesIO(letter_file(letter)))


def lines(document: Document) -> list[str]:
    return [one.text for one in document.paragraphs if one.text]


def hand(paragraph: Any) -> tuple[str, float]:
    """The Chinese font and the size of a paragraph's words, in points."""
    run = paragraph.runs[0]
    return run._element.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt


def line_with(document: Document, words: str) -> Any:
    return next(one for one in document.paragraphs if words in one.text)


def border(paragraph: Any, side: str) -> dict[str, str]:
    line = paragraph._element.pPr.find(qn("w:pBdr")).find(qn(f"w:{side}"))
    return {name: line.get(qn(f"w:{name}")) for name in ("val", "color")}


def test_the_page_is_a4_with_the_margins_and_the_grid_of_the_standard():
    section = opened(PLAIN).sections[0]
    assert [round(one.mm, 1) for one in (section.page_width, section.page_height)] == [210, 297]
    margins = {"top": 37, "bottom": 35, "left": 28, "right": 26}
    assert {side: round(getattr(section, f"{side}_margin").mm, 1) for side in margins} == margins
    grid = section._sectPr.find(qn("w:docGrid"))
    told = {name.rpartition("}")[2]: value for name, value in grid.attrib.items()}
    assert told == {"type": "lines", "linePitch": "579"}, "a grid of characters is read in different ways"
    room = 297 - 37 - 35
    assert int(room / Pt(28.95).mm) == 22


def spacing(paragraph: Any) -> float:
    """By how many points the characters of a paragraph stand apart."""
    said = paragraph.runs[0]._element.rPr.find(qn("w:spacing"))
    return 0 if said is None else int(said.get(qn("w:val"))) / 20


def test_twenty_eight_characters_of_the_body_are_a_line_in_every_program():
    document = opened(PLAIN)
    for words in (PLAIN.number, PLAIN.opening, PLAIN.text, "交付厂房", PLAIN.sender):
        pitch = Pt(16 + spacing(line_with(document, words))).mm
        assert int((210 - 28 - 26) / pitch) == 28, words
    for words in (PLAIN.title, "抄送"):
        assert spacing(line_with(document, words)) == 0, words


def test_the_twin_of_characters_as_wide_as_they_come_is_caught(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(paper, "stand_closer", lambda properties: None)
    with pytest.raises(AssertionError):
        test_twenty_eight_characters_of_the_body_are_a_line_in_every_program()


def test_the_class_stands_at_the_top_right_of_the_first_page_and_of_no_other():
    section = opened(PLAIN).sections[0]
    assert section.different_first_page_header_footer
    first = section.first_page_header.paragraphs[0]
    assert (first.text, first.alignment) == ("B类", WD_ALIGN_PARAGRAPH.RIGHT)
    others = (section.header, section.even_page_header)
    assert not any(one.text for header in others for one in header.paragraphs)


def test_the_mark_is_red_and_each_double_line_170_millimetres_wide():
    section = opened(PLAIN).sections[0]
    mark, foot = section.first_page_header.paragraphs[1], section.first_page_footer.paragraphs[0]
    assert mark.text == PLAIN.sender
    assert mark.runs[0].font.color.rgb == RED
    assert hand(mark)[0] == "方正小标宋简体"
    assert mark.alignment == WD_ALIGN_PARAGRAPH.CENTER
    top = section.header_distance.mm + section.first_page_header.paragraphs[0].paragraph_format.line_spacing.mm
    assert top == pytest.approx(30, abs=0.1)
    assert border(mark, "bottom") == {"val": "thickThinSmallGap", "color": "FF0000"}
    assert border(foot, "bottom") == {"val": "thinThickSmallGap", "color": "FF0000"}
    assert section.footer_distance.mm == pytest.approx(20, abs=0.1)
    for line in (mark, foot):
        shape = line.paragraph_format
        assert 156 - shape.left_indent.mm - shape.right_indent.mm == pytest.approx(170, abs=0.2)


def test_the_body_is_in_fangsong_of_size_three_on_fixed_lines():
    document = opened(PLAIN)
    assert hand(line_with(document, PLAIN.title)) == ("方正小标宋简体", 22)
    for words in (PLAIN.opening, PLAIN.text, "交付厂房", PLAIN.sender, "2025年2月26日"):
        assert hand(line_with(document, words)) == ("仿宋", 16), words
        assert line_with(document, words).paragraph_format.line_spacing.pt == pytest.approx(28.95, abs=0.05)
    assert hand(line_with(document, "抄送")) == ("仿宋", 14)


def test_everything_stands_in_its_order():
    assert lines(opened(PLAIN)) == [
        "第2025-0001号",
        "关于第2025-0001号提案的答复函",
        "王晓岚委员、刘子涵委员：",
        "您提出的提案收悉，现答复如下：",
        "已列入计划。",
        "承诺的措施和完成时间：",
        "1. 交付厂房（2025年6月30日前完成）。",
        "2. 接通天然气（2025年8月1日前完成）。",
        "大渡口区经济和信息化委员会",
        "2025年2月26日",
        "（联系单位：区经济信息委，联系人：李建国）",
        "抄送：大渡口区政协、大渡口区规划和自然资源局。",
    ]


def test_the_number_stands_right_and_the_day_ends_four_characters_before_the_edge():
    document = opened(PLAIN)
    assert line_with(document, "第2025-0001号").alignment == WD_ALIGN_PARAGRAPH.RIGHT
    day = line_with(document, "2025年2月26日")
    assert day.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert day.paragraph_format.right_indent.pt == pytest.approx(4 * 15.75, abs=0.1)
    assert lines(document).index("2025年2月26日") == lines(document).index(PLAIN.sender) + 1
    assert line_with(document, PLAIN.sender).paragraph_format.keep_with_next


def test_the_name_stands_centred_over_the_day():
    document = opened(PLAIN)
    day, name = line_with(document, "2025年2月26日"), line_with(document, PLAIN.sender)
    # Six and a half characters, and a quarter of one at each of five places where digits meet Chinese.
    centre = day.paragraph_format.right_indent.pt + 7.75 / 2 * 15.75
    assert name.paragraph_format.right_indent.pt + 13 / 2 * 15.75 == pytest.approx(centre, abs=0.2)


def test_no_heading_ends_a_page_and_the_title_leaves_the_grid_of_the_lines():
    document = opened(replace(PLAIN, text="一、关于厂房\n（一）已经做的\n已列入计划。"))
    for words in ("一、关于厂房", "（一）已经做的", "承诺的措施"):
        assert line_with(document, words).paragraph_format.keep_with_next, words
    assert not line_with(document, "已列入计划").paragraph_format.keep_with_next
    grid = line_with(document, PLAIN.title)._element.pPr.find(qn("w:snapToGrid"))
    assert grid.get(qn("w:val")) == "0", "else a title of three lines takes six"
    assert line_with(document, PLAIN.text)._element.pPr.find(qn("w:snapToGrid")) is None


def test_the_copies_stand_whole_at_the_foot_of_the_last_page():
    document = opened(replace(PLAIN, copies=("中国人民政治协商会议重庆市大渡口区委员会",) * 9))
    sent = line_with(document, "抄送")
    frame = sent._element.pPr.find(qn("w:framePr"))
    told = {name: frame.get(qn(f"w:{name}")) for name in ("vAnchor", "yAlign", "hAnchor", "w")}
    assert told == {"vAnchor": "margin", "yAlign": "bottom", "hAnchor": "margin", "w": str(round(156 / 25.4 * 1440))}
    assert sent.paragraph_format.keep_together
    shape = sent.paragraph_format
    assert -shape.first_line_indent.pt == pytest.approx(3 * 14, abs=0.1), "later lines begin below the first name"
    assert shape.left_indent.pt + shape.first_line_indent.pt == pytest.approx(15.75, abs=0.1)
    assert document.paragraphs[-1].text == "", "a frame is held by what follows it"


@pytest.mark.parametrize(("length", "each"), [(12, 20), (20, 20), (21, 12), (25, 20), (41, 15), (60, 20)], ids=str)
def test_no_few_characters_are_the_last_line_of_a_title(length: int, each: int):
    title = line_with(opened(replace(PLAIN, title="题" * length)), "题")
    shape = title.paragraph_format
    room = 28 * 15.75 - shape.left_indent.pt - shape.right_indent.pt
    assert int(room / 22 + 0.01) == each
    assert length <= each or length % each == 0 or length % each >= 5


def test_digits_count_as_halves_so_that_a_title_that_fits_stays_on_one_line():
    title = line_with(opened(replace(PLAIN, title="关于第2025-0001号企业难题的答复函")), "企业难题")
    assert (title.paragraph_format.left_indent.pt, title.paragraph_format.right_indent.pt) == (0, 0)


def test_the_twin_that_lets_one_character_stand_alone_is_caught(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(paper, "FEW", 0)
    with pytest.raises(AssertionError):
        test_no_few_characters_are_the_last_line_of_a_title(21, 12)


def test_later_pages_are_numbered_outside_and_the_first_is_not():
    document = opened(PLAIN)
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.alignment, even.alignment) == (WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT)
    for line in (odd, even):
        assert " PAGE " in line._element.xml
        assert line.text == "—  —"
        middle = section.footer_distance.mm + line.paragraph_format.space_after.mm + Pt(16).mm / 2
        assert 35 - middle == pytest.approx(7, abs=0.1)
    assert "PAGE" not in section.first_page_footer.paragraphs[0]._element.xml


def test_headings_in_the_answer_are_in_the_hand_of_their_level():
    document = opened(
        replace(
            PLAIN,
            text="一、关于厂房\n（一）已经做的\n一、这一句很长，说的是已经做的事情，所以它不是标题，而是一句正文，一共超过了四十个字，用仿宋体。",
        )
    )
    assert [hand(one)[0] for one in document.paragraphs if one.text[:1] in "一（" and one.text][:3] == [
        "黑体",
        "楷体",
        "仿宋",
    ]


@pytest.mark.parametrize(("name", "size"), [("区政府办", 42), ("大渡口区经济和信息化委员会", 34), ("很" * 60, 22)])
def test_the_mark_is_as_large_as_one_line_lets_it(name: str, size: int):
    assert mark_size(name).pt == pytest.approx(size, abs=0.5)


@pytest.mark.parametrize(("length", "scale"), [(4, 100), (21, 100), (26, 84), (33, 66), (34, 100)])
def test_a_long_name_stands_narrower_before_it_takes_two_lines(length: int, scale: int):
    assert mark_scale("很" * length) == scale
    mark = opened(replace(PLAIN, sender="很" * length)).sections[0].first_page_header.paragraphs[1]
    assert mark.runs[0]._element.rPr.find(qn("w:w")).get(qn("w:val")) == str(scale)


ODD = "控\x00制\x01符\ud800\ufffe字\u202e反\u200b空﻿A＆<b>&amp;{{ x }}𠮷\r\n第二行\u2028第三行"


def test_odd_characters_are_harmless_and_line_breaks_are_paragraphs():
    letter = replace(
        PLAIN, text=ODD, sender=ODD, title=ODD, addressees=(ODD,), measures=((ODD, date(2025, 6, 30)),), contact=ODD
    )
    told = lines(opened(letter))
    assert [one for one in told if one.startswith("控")][-1].startswith("控制符字反空")
    assert {"第二行", "第三行"} <= set(told)
    assert not re.search("[\x00-\x08\ud800-\udfff\ufffe\u202e\u200b]", "".join(told))
    assert "<b>&amp;{{ x }}𠮷" in "".join(told)


def test_an_answer_of_fifty_thousand_characters_is_whole():
    text = "\n".join("长" * 500 for _line in range(100))
    assert "".join(lines(opened(replace(PLAIN, text=text)))).count("长") == 50_000


def test_the_file_holds_no_macro_points_nowhere_and_says_nothing_of_the_machine():
    body = letter_file(PLAIN)
    assert body == letter_file(PLAIN)
    with ZipFile(BytesIO(body)) as file:
        names = file.namelist()
        parts = {name: file.read(name).decode("utf-8", "replace") for name in names}
        assert {one.date_time for one in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    unwanted = re.compile(r"vba|macro|\.bin|embed|customXml|thumbnail|app\.xml", re.IGNORECASE)
    assert not [name for name in names if unwanted.search(name)]
    assert not [name for name, text in parts.items() if 'TargetMode="External"' in text or "Macintosh" in text]
    assert "python" not in parts["docProps/core.xml"]
    assert "2025-02-26T01:00:00Z" in parts["docProps/core.xml"]
    assert len(body) < 40_000


# --- from the data ----------------------------------------------------------------------------------------------------


def test_a_letter_says_what_was_signed(walk: Walk, reply: Reply):
    with at("2025-03-01"):
        letter = letter_of(Matter.objects.get(), reply, named=True)
    assert letter == Letter(
        sender="大渡口区经济和信息化委员会",
        class_mark="B类",
        number="第2025-0001号",
        title="关于第2025-0001号企业难题的答复函",
        addressees=("王晓岚委员",),
        opening="您提出的企业难题《生产用地不足》（第2025-0001号）收悉。经会同区规资局办理，现答复如下：",
        text="一、关于厂房\n已列入计划。",
        measures=(("六月底前交付厂房。", date(2025, 6, 30)), ("八月前接通天然气", date(2025, 8, 1))),
        contact="联系单位：区经济信息委，联系人：李建国",
        signed_at=reply.signed_at,  # type: ignore[arg-type]
        copies=("大渡口区政协", "大渡口区规划和自然资源局"),
    )


def test_a_member_is_addressed_by_name_and_only_where_names_are_told(walk: Walk, reply: Reply):
    matter = Matter.objects.get()
    public = letter_of(matter, reply, named=False)
    assert (public.addressees, public.contact) == (("委员（经济界）",), "")
    assert "王晓岚" not in "".join(lines(opened(public)))


@pytest.mark.parametrize(
    ("raised_as", "named", "addressee"),
    [
        ("leader", True, "王晓岚同志"),
        ("enterprise", True, "重庆义渡机械制造有限公司"),
        ("enterprise", False, "企业"),
        ("resident", True, "居民"),
    ],
)
def test_everybody_else_is_addressed_by_what_they_are(
    walk: Walk, reply: Reply, raised_as: str, named: bool, addressee: str
):
    matter = Matter.objects.get()
    matter.raised_as = raised_as
    assert letter_of(matter, reply, named=named).addressees == (addressee,)


def test_the_letter_is_chinese_for_every_reader(walk: Walk, reply: Reply):
    with translation.override("en"):
        letter = letter_of(Matter.objects.get(), reply, named=True)
        told = lines(opened(letter))
    assert letter.class_mark == "B类"
    assert "承诺的措施和完成时间：" in told


@pytest.fixture
def part(cast: Cast) -> Walk:
    """What economy answers of a proposal that is answered in parts."""
    with at("2025-02-17"):
        return divided(filed(proposal(cast)))[0]


def test_the_letter_on_a_part_names_the_whole_and_says_that_it_is_answered_in_parts(part: Walk):
    cast = part.cast
    part.does(cast.economy_handler, "reply", "2025-04-01", text="我们的部分。", class_="A", publication="whole")
    part.does(cast.economy_head, "sign", "2025-04-01", hour=10)
    row = Matter.objects.get(pk=part.matter.pk)
    letter, whole = letter_of(row, row.replies.get(), named=True), row.part_of
    assert whole is not None
    assert (whole.number, row.number) == ("2025-0001", "2025-0002")
    assert (letter.number, letter.title) == ("第2025-0002号", "关于第2025-0001号提案的答复函")
    opening = "您提出的提案《增加停车位》（第2025-0001号）收悉，由各承办单位分别答复，现就我单位承办的部分答复如下："
    assert (letter.opening, letter.addressees) == (opening, ("王晓岚委员",))
    with_joint = row.handlings.create(
        organisation=cast.land, part="joint", given_at=row.raised_at, due_at=row.raised_at, done_at=row.raised_at
    )
    assert with_joint.pk
    again = letter_of(Matter.objects.get(pk=row.pk), row.replies.get(), named=True)
    assert "由各承办单位分别答复。经会同区规资局办理，现就我单位承办的部分答复如下：" in again.opening


def test_a_second_answer_is_told_apart(walk: Walk):
    first = answered(walk)
    cast = walk.cast
    walk.does(walk.raiser, "reopen", "2025-03-03", what_is_missing="还没有动工")
    walk.does(cast.economy_handler, "reply", "2025-03-10", text="现已动工。", class_="A")
    walk.does(cast.economy_head, "sign", "2025-03-11")
    matter, second = Matter.objects.get(), Reply.objects.exclude(pk=first.pk).get()
    assert letter_of(matter, first, named=True).number == "第2025-0001号"
    assert letter_of(matter, second, named=True).number == "第2025-0001-2号"
