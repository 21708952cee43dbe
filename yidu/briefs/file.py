"""A member's own year as a Word file, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _
from docx.document import Document

from yidu.briefs import paper
from yidu.briefs.years import MemberYear
from yidu.common import clock
from yidu.common.clock import local_day
from yidu.matters.models import LookBack, Matter

Row = tuple[str, ...]
RAISED_WIDTHS = (19, 36, 21, 24, 21, 21, 14)
"""In millimetres: a date and a number fit their columns whole."""


def year_file(year: MemberYear) -> bytes:
    """What the page of the year shows, to keep or to hand in."""
    words = {"name": year.person.name, "year": year.year}
    title = _("%(name)s: the file of %(year)s") % words
    document = paper.sheet(title, at=clock.now())
    paper.number_pages(document)
    paper.title(document, title)
    under = f"{year.committee.name} · {_('as of %(day)s') % {'day': _day(clock.today())}}"
    paper.write(document, under, align=paper.CENTRE, size=paper.SIZE_4)
    _part(document, _("What was done"), (_("Day"), _("What"), _("Place"), _("Number")), (24, 76, 34, 22), _did(year))
    heads: Row = (
        _("Number"), _("Subject"), _("Raised on"), _("Where it stands"), _("Answered"), _("Solved"), _("Satisfied"),
    )  # fmt: skip
    _part(document, _("What was raised, and what became of it"), heads, RAISED_WIDTHS, _raised(year))
    heads = (_("Day"), _("What was looked at"), _("What was found"))
    _part(document, _("Looked at again"), heads, (24, 92, 40), _looked_back(year))
    return paper.bytes_of(document)


def _part(document: Document, title: str, heads: Row, widths: tuple[int, ...], rows: list[Row]) -> None:
    paper.write(document, title, font=paper.HEI).paragraph_format.keep_with_next = True
    if rows:
        paper.table(document, heads, rows, widths)
    else:
        paper.write(document, _("Nothing stands here for this year."), first=2)


def _did(year: MemberYear) -> list[Row]:
    return [(_day(one.day), one.title, one.place.name, one.number) for one in year.did]


def _raised(year: MemberYear) -> list[Row]:
    return [
        (
            one.number,
            "\n".join([one.title, str(one.kind_line.title), *_with_others(year, one)]),
            _moment(one.raised_at),
            "\n".join([str(one.stage_line.title), *told.became]),
            "\n".join(_answered(one)),
            _moment(one.solved_at),
            {True: _("yes"), False: _("no"), None: ""}[one.satisfied],
        )
        for told in year.raised
        for one in [told.matter]
    ]


def _with_others(year: MemberYear, matter: Matter) -> list[str]:
    return [] if matter.raised_by_id == year.person.pk else [_("signed with others")]


def _answered(matter: Matter) -> Iterator[str]:
    if matter.answered_at:
        yield _moment(matter.answered_at)
        yield matter.class_title(matter.answer_class)


def _looked_back(year: MemberYear) -> list[Row]:
    return [
        (_moment(one.found_at), one.measure or one.matter.title, str(LookBack.Found(one.found).label))
        for one in year.looked_back
    ]


def _moment(at: datetime | None) -> str:
    return _day(local_day(at)) if at else ""


def _day(day: date) -> str:
    return day.isoformat()
