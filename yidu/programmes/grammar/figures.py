"""Figure sets: small files that name figures, so that a page says "D03" and nothing is counted in a template."""

from __future__ import annotations

from datetime import date

from pydantic import Field as Default

from yidu.programmes.grammar.base import Line, Text, Word
from yidu.programmes.grammar.indicators import Dimension


class FigureLine(Line):
    """An indicator with a period and filters. `record` is one record, as in its address: "activity/5f0c…"."""

    indicator: Word
    programme: Word | None = None
    title: Text | None = None
    from_: date | None = Default(default=None, alias="from")
    to: date | None = None
    as_of: date | None = None
    where: dict[Dimension, str] = {}
    place: str | None = None  # 12-digit code; everything below it counts
    record: str | None = None
    at_least: bool = False  # printed as "at least"


class FigureSet(Line):
    title: Text
    committee: str = Default(pattern=r"^\d{6}$")
    programme: Word
    as_of: date | None = None
    figure: dict[str, FigureLine]
