"""`{% load proofs %}`: what only pages of figures and texts need."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template

from yidu.ledger.figures import Row
from yidu.places import names
from yidu.web import rich as texts
from yidu.web.drawing import charts

register = template.Library()
register.filter("said", names.said)


@register.filter
def signed(value: Decimal) -> str:
    """How an entry counts: +1, −1."""
    said = charts.said(value)
    return said if value < 0 else f"+{said}"


@register.filter
def with_percent(row: Row) -> Any:
    """The value of a row where its unit is not written out, except for the sign without which it is another number."""
    return f"{charts.said(row.value)}%" if row.unit == "%" and row.value is not None else row.value


@register.filter
def unit_word(row: Row) -> str:
    """The unit as a word after the number; nothing for a per cent, which stands at the number."""
    return "" if row.unit == "%" else row.unit


@register.filter
def rich(markdown: Any, figures: Mapping[str, Row] | None = None) -> str:
    """A text of a programme, with figures where it says {D03}."""
    return texts.rich(str(markdown), figures)


@register.filter
def with_figures(line: str, figures: Mapping[str, Row]) -> str:
    """One line with figures in it."""
    return texts.line(line, figures)
