"""A sheet of paper as official documents have it (GB/T 9704-2012): A4, 22 lines of 28 characters, 三号仿宋.

Fonts are named and never shipped: 小标宋 and 仿宋 are commercial. A file says nothing of the machine that made it,
holds no macro and points nowhere; the same words give the same file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from itertools import pairwise
from math import ceil
from typing import Any
from unicodedata import east_asian_width
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from yidu.common.text import normalise

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
LINE, CHARACTER = Pt(28.95), Pt(15.75)
"""The pitch of lines and of characters: 22 and 28 of them fill 225 × 156 mm."""
GRID = {"type": "lines", "linePitch": "579"}
"""Of lines alone. A grid of characters narrower than a character is read by some programs as one of every other place:
14 characters a line. The characters themselves say how close they stand."""

SONG, FANGSONG, HEI, KAI, PLAIN = "方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"
SIZE_2, SIZE_3, SIZE_4, SIZE_5 = Pt(22), Pt(16), Pt(14), Pt(10.5)
"""二号, 三号, 四号, 五号."""
LATIN = "Times New Roman"
BLACK, RED = RGBColor(0, 0, 0), RGBColor(0xFF, 0, 0)

LEFTWARD, CENTRE, RIGHTWARD = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
BOTH = WD_ALIGN_PARAGRAPH.JUSTIFY

_HEADINGS = ((re.compile(r"[一二三四五六七八九十]{1,3}、"), HEI), (re.compile(r"（[一二三四五六七八九十]{1,3}）"), KAI))
_LONGEST_HEADING = 40
FEW = 5
"""So few characters are no line of a title."""
_NOT_OURS = (
    "/thumbnail",
    "/extended-properties",
    "/customXml",
    "/stylesWithEffects",
    "/webSettings",
    "/numbering",
    "/fontTable",
)
"""What the library's own blank sheet brings along and nobody needs, by the end of the relation's name."""
_KEPT_STYLES = ("Normal", "Table Grid")
_NO_DAY = (1980, 1, 1, 0, 0, 0)
_NOT_XML = re.compile("[\ufffe\uffff]")


def sheet(title: str, *, at: datetime) -> Document:
    """A blank sheet. `title` and the moment are all that its properties tell."""
    document = docx.Document()
    for owner in (document.part.package, document.part):
        for id_, relation in list(owner.rels.items()):
            if any(relation.reltype.endswith(end) or end + "/" in relation.reltype for end in _NOT_OURS):
                del owner.rels[id_]
    _lay_out(document)
    _name_fonts(document)
    told = document.core_properties
    told.title, told.language = readable(title), "zh-CN"
    for name in ("author", "comments", "keywords", "last_modified_by", "subject", "category"):
        setattr(told, name, "")
    told.created = told.modified = at.astimezone(UTC).replace(tzinfo=None)
    told.revision = 1
    return document


def readable(text: str) -> str:
    """Text as XML can hold it and an eye can see it, with its line breaks."""
    return _NOT_XML.sub("", normalise(text, lines=True))


def lines_of(text: str) -> list[str]:
    """The lines in which something is written."""
    return [line for line in readable(text).split("\n") if line]


def write(
    into: Any,
    text: str,
    *,
    font: str = FANGSONG,
    size: Length = SIZE_3,
    align: WD_ALIGN_PARAGRAPH = BOTH,
    first: float = 0,
    left: float = 0,
    right: float = 0,
    pitch: Length = LINE,
    colour: RGBColor = BLACK,
) -> Paragraph:
    """One paragraph, put into a document, a cell, a header or a footer. Indents are in characters."""
    paragraph: Paragraph = into.add_paragraph()
    shape = paragraph.paragraph_format
    shape.alignment = align
    shape.first_line_indent, shape.left_indent, shape.right_indent = (
        Length(int(CHARACTER * count)) for count in (first, left, right)
    )
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, pitch
    shape.widow_control = False
    if pitch != LINE or size > SIZE_3:
        _leave_the_grid(paragraph)
    add(paragraph, " ".join(lines_of(text)), font=font, size=size, colour=colour)
    return paragraph


def _leave_the_grid(paragraph: Paragraph) -> None:
    """Its lines stand as close as they say: on the grid each of them would take whole lines of it."""
    own = OxmlElement("w:snapToGrid")
    own.set(qn("w:val"), "0")
    paragraph._element.get_or_add_pPr().insert_element_before(own, *_AFTER_GRID)


def add(
    paragraph: Paragraph, text: str, *, font: str = FANGSONG, size: Length = SIZE_3, colour: RGBColor = BLACK
) -> Any:
    """Words that are `readable`, in one hand, at the end of a paragraph."""
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = size, colour
    name_font(run._element.get_or_add_rPr(), font)
    if size == SIZE_3:
        stand_closer(run._element.get_or_add_rPr())
    return run


def stand_closer(properties: Any) -> None:
    """Characters of 三号 by the quarter of a point that makes 28 of them a line."""
    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), str(round((CHARACTER - SIZE_3) / Pt(0.05))))
    properties.insert_element_before(spacing, *_AFTER_SPACING)


def name_font(properties: Any, font: str) -> None:
    """Chinese in the font, digits and letters beside it in theirs; quotation marks are Chinese here."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script, name in {"ascii": LATIN, "hAnsi": LATIN, "cs": LATIN, "eastAsia": font, "hint": "eastAsia"}.items():
        fonts.set(qn(f"w:{script}"), name)


def width_of(text: str) -> float:
    """In characters: what is not Chinese takes half of one, and a quarter is left between it and what is."""
    wide = [east_asian_width(one) in "WF" for one in text]
    return sum(1 if one else 0.5 for one in wide) + sum(one != then for one, then in pairwise(wide)) / 4


def title(into: Document, text: str) -> Paragraph:
    """The title in 二号; where a few characters would stand alone, its lines are alike."""
    length, room = width_of(readable(text)), int(CHARACTER * 28 // SIZE_2)
    lines = ceil(length / room)
    alone = lines > 1 and length - room * (lines - 1) < FEW
    edge = max(0, (28 - (ceil(length / lines) + 1) * SIZE_2 / CHARACTER) / 2) if alone else 0
    return write(into, text, font=SONG, size=SIZE_2, align=CENTRE, left=edge, right=edge)


def squeeze(paragraph: Paragraph, hundredths: int) -> None:
    """Characters as tall as they were, and narrower."""
    for run in paragraph.runs:
        scale = OxmlElement("w:w")
        scale.set(qn("w:val"), str(hundredths))
        run._element.get_or_add_rPr().insert_element_before(scale, *_AFTER_SPACING[1:])


def at_the_foot(paragraph: Paragraph) -> None:
    """Down to the lowest lines of the text, on the page of what follows."""
    frame = OxmlElement("w:framePr")
    places = {"w": str(round((Mm(210) - LEFT - RIGHT) / Pt(0.05))), "wrap": "notBeside", "vAnchor": "margin"}
    for name, value in {**places, "hAnchor": "margin", "xAlign": "left", "yAlign": "bottom"}.items():
        frame.set(qn(f"w:{name}"), value)
    paragraph._element.get_or_add_pPr().insert_element_before(frame, *_AFTER_FRAME)


def prose(into: Document, text: str) -> None:
    """What somebody wrote, paragraph by paragraph; a line that is a heading in the hand of its level."""
    for line in lines_of(text):
        hand = _hand(line)
        write(into, line, font=hand, first=2).paragraph_format.keep_with_next = hand != FANGSONG


def _hand(line: str) -> str:
    if len(line) > _LONGEST_HEADING or line.endswith(("。", "；", "：")):
        return FANGSONG
    return next((font for begins, font in _HEADINGS if begins.match(line)), FANGSONG)


def table(into: Document, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> None:
    """A table in 五号, its heads again on each page. `widths` in millimetres."""
    grid = into.add_table(rows=0, cols=len(heads), style="Table Grid")
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
    grid._tblPr.find(qn("w:tblLook")).addprevious(_narrow_edges())
    for number, row in enumerate((heads, *rows)):
        line = grid.add_row()
        for cell, words, width in zip(line.cells, row, widths, strict=True):
            cell.width = Mm(width)
            cell._element.remove(cell.paragraphs[0]._element)
            for part in lines_of(words) or [""]:
                write(cell, part, font=FANGSONG if number else HEI, size=SIZE_5, align=LEFTWARD, pitch=Pt(16))
        marks = ["cantSplit"] if number else ["cantSplit", "tblHeader"]
        for mark in marks:
            line._tr.get_or_add_trPr().append(OxmlElement(f"w:{mark}"))


def _narrow_edges() -> Any:
    """A millimetre between the lines of a table and its words, so that a date stays on one line."""
    edges = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(round(Mm(1) / Pt(0.05))))
        edge.set(qn("w:type"), "dxa")
        edges.append(edge)
    return edges


def rule(paragraph: Paragraph, side: str, style: str, *, space: int = 0) -> None:
    """A red line over or under a paragraph, as wide as it; `space` in points between the words and the line."""
    borders = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for name, value in {"val": style, "sz": "24", "space": str(space), "color": str(RED)}.items():
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._element.get_or_add_pPr()
    properties.insert_element_before(borders, *_AFTER_BORDERS)


_AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct",
    "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind",
    "w:contextualSpacing", "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
    "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
"""The order of what a paragraph says of itself is part of the format."""
_AFTER_GRID = _AFTER_BORDERS[_AFTER_BORDERS.index("w:spacing") :]
_AFTER_FRAME = ("w:widowControl", "w:numPr", "w:suppressLineNumbers", "w:pBdr", *_AFTER_BORDERS)


_AFTER_SPACING = (
    "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:effect", "w:bdr", "w:shd", "w:fitText",
    "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath",
)  # fmt: skip
"""As is the order of what a run says of itself."""


def number_pages(document: Document) -> None:
    """四号, between dashes 7 mm below the text: on odd pages at the right, on even ones at the left, a character in."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align in ((section.footer, RIGHTWARD), (section.even_page_footer, LEFTWARD)):
        footer.is_linked_to_previous = False
        empty(footer)
        edge: dict[str, Any] = {"right": 1} if align == RIGHTWARD else {"left": 1}
        line = write(footer, "", size=SIZE_4, align=align, pitch=Pt(16), **edge)
        line.paragraph_format.space_after = Length(BOTTOM - Mm(7) - Pt(16) // 2 - (section.footer_distance or 0))
        add(line, "— ", font=PLAIN, size=SIZE_4)
        for kind, words in (("begin", ""), ("", " PAGE "), ("end", "")):
            _field(add(line, "", font=PLAIN, size=SIZE_4), kind, words)
        add(line, " —", font=PLAIN, size=SIZE_4)


def _field(run: Any, kind: str, words: str) -> None:
    if kind:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
    else:
        mark = OxmlElement("w:instrText")
        mark.set(qn("xml:space"), "preserve")
        mark.text = words
    run._element.append(mark)


def empty(block: Any) -> None:
    """Take away the blank paragraph that a header or a footer begins with."""
    for paragraph in list(block.paragraphs):
        paragraph._element.getparent().remove(paragraph._element)


def bytes_of(document: Document) -> bytes:
    """The file. Its parts bear no moment: the same words are the same file."""
    kept, dated = BytesIO(), BytesIO()
    document.save(dated)
    with ZipFile(dated) as made, ZipFile(kept, "w", ZIP_DEFLATED) as file:
        for name in made.namelist():
            file.writestr(ZipInfo(name, _NO_DAY), made.read(name), ZIP_DEFLATED)
    return kept.getvalue()


def _lay_out(document: Document) -> None:
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = TOP, BOTTOM, LEFT, RIGHT
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid is not None, "the library's blank sheet has a grid"
    for name in list(grid.attrib):
        del grid.attrib[name]
    for name, value in GRID.items():
        grid.set(qn(f"w:{name}"), value)


def _name_fonts(document: Document) -> None:
    """One style, in the hand of the body."""
    styles = document.styles
    for style in list(styles):
        if style.name not in _KEPT_STYLES and not style.element.get(qn("w:default")):
            style.delete()
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for properties in (defaults, styles["Normal"].element.get_or_add_rPr()):
        name_font(properties, FANGSONG)
        language = properties.find(qn("w:lang"))
        if language is not None:
            language.set(qn("w:val"), "en-US")
            language.set(qn("w:eastAsia"), "zh-CN")
    styles["Normal"].font.size = SIZE_3
    spacing = styles["Normal"].paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    theme = document.settings.element.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:eastAsia"), "zh-CN")
