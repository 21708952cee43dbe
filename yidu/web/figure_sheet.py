"""The list of a committee's figures: its words drawn once, its numbers filled in for each state of the books.

The sheet follows from the programmes alone. Where a number, the bar of a target and the period of a link belong, it has
holes; so a day that nobody has asked for yet costs the counting of its figures and little more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

from yidu.common import known
from yidu.ledger.figures import Figure, Row, figure_list
from yidu.ledger.figures.lines import Scope
from yidu.ledger.state import state_of_books
from yidu.people.models import Committee
from yidu.web.drawing import charts
from yidu.web.drawn import Drawn, hole
from yidu.web.figure_lists import Line, figures_by_programme
from yidu.web.templatetags import pictures
from yidu.web.templatetags.proofs import with_percent

_PERIOD, _NUMBER, _BAR = hole(), hole(), hole()
_HOLE = re.compile(f"({_NUMBER}|{_BAR})-([a-z0-9/-]+)!")

_SHEET = Drawn("figures/_programmes.html", most=200)
_FILLED = Drawn("figures/_filled.html", most=500)
_PROGRESS = Drawn("components/progress.html", most=2000)


def figure_sheet(committee: Committee, scope: Scope, period: Figure) -> SafeString:
    """Every public figure, drawn once for each state of the books, of the programmes and of the places, on each day."""
    # All that the figures follow from, asked for before they are counted.
    revision = known.revision()
    shows = committee.pk, period.query(), period.end, revision, state_of_books(scope.family, period.as_of)

    def filled() -> dict[str, Any]:
        rows = figure_list(committee, from_=period.from_, to=period.to, as_of=period.as_of, public_only=True)
        sheet = _SHEET((committee.pk, revision), lambda: _sheet(committee, scope, rows))
        return {"sheet": _fill(sheet, rows, period.query())}

    return _FILLED(shows, filled)


def _sheet(committee: Committee, scope: Scope, rows: Sequence[Row]) -> dict[str, Any]:
    def line(row: Row, definition: str) -> Line:
        one = row.figure
        link = reverse("figure", args=[committee.code, one.programme, one.indicator]) + _PERIOD
        return Line(row, definition, link, f"{_NUMBER}-{_name(row)}!", f"{_BAR}-{_name(row)}!")

    editions = list(scope.editions.values())
    return {"programmes": figures_by_programme(editions, rows, committee.code, line), "code": committee.code}


def _fill(sheet: str, rows: Sequence[Row], query: str) -> SafeString:
    of = {_name(row): row for row in rows}

    def said(found: re.Match[str]) -> str:
        row = of[found[2]]
        if found[1] == _NUMBER:
            return conditional_escape(charts.said(with_percent(row)))
        return _PROGRESS((row.value, row.target), lambda: pictures.progress(row.value, row.target))

    return SafeString(_HOLE.sub(said, sheet.replace(_PERIOD, escape(f"?{query}") if query else "")))


def _name(row: Row) -> str:
    return f"{row.figure.programme}/{row.figure.indicator}"
