"""What the tags of `yidu.py` draw: the calendar of a deadline, charts, the map, the diagram of a procedure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import time
from typing import Any

from django.template.context import Context

from yidu.common import clock
from yidu.web import words
from yidu.web.drawing import charts, days, maps
from yidu.web.drawing.across import across
from yidu.web.drawing.down import down
from yidu.web.drawing.procedures import graph

_END_OF_DAY = time(23, 59, 59)  # where a deadline that is counted in days ends
_WIDE, _WIDE_FOR_ELDERS = 336, 240  # a narrower drawing fills the same phone with larger words


def deadline(deadline: Any, *, open: bool = True, url: str = "", whole: bool = False) -> dict[str, Any]:  # noqa: A002 - reads well in a template
    """When it is due and why on that day.

    `deadline` is a `yidu.common.workdays.Deadline`; `url` is its own page, on which it is `whole`.
    """
    due = deadline.due_at.astimezone(clock.SHANGHAI)
    hours = due.time() != _END_OF_DAY
    return {
        "open": open,
        "url": url,
        "weekdays": days.weekdays(),
        "cells": days.cells(deadline.days, hours=hours, whole=whole),
        "because": days.because(deadline.days),
        "due": words.short_moment(due) if hours else words.short_day(due),
        "paused": getattr(deadline, "paused", False),
        "provisional": getattr(deadline, "provisional", False),
    }


def bars(series: Iterable[tuple[str, charts.Number]], title: str = "", unit: str = "") -> dict[str, Any]:
    """A bar for each (label, value). They lie down when a label is long."""
    rows = list(series)
    return {"chart": charts.bars(rows), "title": title, "unit": unit}


def line(
    series: Iterable[tuple[str, charts.Number]], title: str = "", unit: str = "", goal: charts.Number | None = None
) -> dict[str, Any]:
    """A line through (label, value), for what adds up over time; with a goal, a dashed line across."""
    return {"chart": charts.line(list(series), goal=goal), "title": title, "unit": unit}


def progress(value: charts.Number | None, target: charts.Number | None) -> dict[str, Any]:
    """A bar: how much of the target is there. Nothing without a target."""
    return {
        "value": charts.said(value),
        "target": charts.said(target) if target else "",
        "share": charts.share(value, target),
    }


def map(  # noqa: A001 - the name that page-writers look for
    shapes: maps.Shapes,
    values: Mapping[str, Any],
    title: str = "",
    unit: str = "",
    urls: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Districts with a number each; `shapes` from `yidu.web.drawing.maps.flatten`, `values` by the districts' ids."""
    drawn = maps.coloured(shapes, values, urls)

    def rank(area: maps.Area) -> tuple[float, str]:
        value = values.get(area.id)
        # A number that is kept back ("<5") comes with the smallest.
        return (-float(value) if isinstance(value, charts.Number) else 0.0, area.name)

    return {"shapes": drawn, "rows": sorted(drawn.areas, key=rank), "title": title, "unit": unit}


def procedure_diagram(context: Context, procedure: Any) -> dict[str, Any]:
    """How a kind of matter moves, as a drawing and as a list."""
    read = graph(procedure)
    wide = _WIDE_FOR_ELDERS if context.get("elder") else _WIDE
    return {
        "graph": read,
        "across": across(read),
        "down": down(read, wide=wide),
        "titles": {node.id: node.title for node in read.nodes},
    }
