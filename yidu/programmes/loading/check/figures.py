"""Figure sets: files with tables named [figure.NAME]."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from yidu.programmes.grammar import FigureLine, FigureSet
from yidu.programmes.loading.check.indicators import values_of
from yidu.programmes.loading.problems import Problem, did_you_mean
from yidu.programmes.loading.sheet import Sheet

_RECORD = re.compile(r"(activity|matter|appointment|station|project)/[0-9a-f-]{1,36}")


def sets(sheet: Sheet) -> Iterator[Problem]:
    """Each figure names an indicator of the programme, a period in order, and filters that there are."""
    id_: str
    figures: FigureSet
    for id_, figures in sheet.own("figures"):
        if sheet.heading and sheet.heading.committee and figures.committee != sheet.heading.committee:
            spot = sheet.spot("figures", id_, "committee")
            message = _("The figures are of another committee than the programme.")
            yield Problem(spot, message, f'committee = "{sheet.heading.committee}"')
        if sheet.heading and figures.programme != sheet.heading.id:
            spot = sheet.spot("figures", id_, "programme")
            message = _("The figures are of another programme than the folder.")
            yield Problem(spot, message, f'programme = "{sheet.heading.id}"')
        for name, line in figures.figure.items():
            yield from _figure(sheet, id_, name, line)


def _figure(sheet: Sheet, id_: str, name: str, line: FigureLine) -> Iterator[Problem]:
    at = ("figure", name)
    if line.programme is None and line.indicator not in sheet.known("indicator"):
        message = _("There is no indicator “%(id)s”.") % {"id": line.indicator}
        hint = did_you_mean(line.indicator, sheet.known("indicator"))
        yield Problem(sheet.spot("figures", id_, *at, "indicator"), message, hint)
    if line.from_ and line.to and line.to < line.from_:
        hint = _("Both days count; “to” is the last one.")
        yield Problem(sheet.spot("figures", id_, *at, "to"), _("It ends before it begins."), hint)
    if line.record is not None and not _RECORD.fullmatch(line.record):
        hint = _("Write it as in its address, e.g. “activity/5f0c…”.")
        yield Problem(sheet.spot("figures", id_, *at, "record"), _("This is not the id of a record."), hint)
    if line.place is not None and not re.fullmatch(r"\d{12}", line.place):
        hint = _("Write the twelve digits of the division, e.g. “500104001000”.")
        yield Problem(sheet.spot("figures", id_, *at, "place"), _("This is not the code of a place."), hint)
    for dimension, value in line.where.items():
        known = values_of(sheet, dimension)
        if known is not None and value not in known:
            message = _("There is no %(dimension)s “%(value)s”.") % {"dimension": dimension, "value": value}
            yield Problem(sheet.spot("figures", id_, *at, "where", dimension), message, did_you_mean(value, known))
