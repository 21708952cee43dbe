"""Bars and lines. Across, places are percentages, so a chart has any width while its words keep their size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from yidu.web.drawing.measure import width

Number = int | float | Decimal
Series = Sequence[tuple[str, Number]]

_TOP, _BOTTOM = 24.0, 26.0  # room for the numbers above and the words below, in pixels
_MANY = 8  # from here on every second word disappears on a phone


@dataclass(frozen=True)
class Bar:
    label: str
    value: str
    x: str
    middle: str
    wide: str
    y: str
    high: str
    above: str
    minus: bool
    thin: bool
    share: str  # of the largest, in percent: for bars that lie


@dataclass(frozen=True)
class Bars:
    bars: tuple[Bar, ...]
    height: int
    base: str
    words_at: str
    lying: bool


@dataclass(frozen=True)
class Point:
    label: str
    value: str
    x: str
    y: str
    above: str
    anchor: str
    shown: bool
    thin: bool


@dataclass(frozen=True)
class Line:
    points: tuple[Point, ...]
    curve: str
    under: str
    height: int
    base: str
    words_at: str
    goal: str
    goal_at: str
    goal_word_at: str


def said(value: object) -> str:
    """A number as it is printed: 2,300. Always by thousands: Django groups Chinese numbers by ten thousands."""
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return f"{value:,}".replace("-", "−")
    return "—" if value is None or value == "" else str(value)


def bars(series: Series, *, height: int = 176) -> Bars:
    """Standing bars, or lying ones when a word is too long to stand under its bar."""
    slot = 100 / max(1, len(series))
    high, low = _span(series)
    lying = any(width(label, 13) > 56 for label, _ in series) or len(series) > 14
    scale = (height - _TOP - _BOTTOM) / (high - low)
    base = _TOP + high * scale
    drawn = []
    for number, (label, value) in enumerate(series):
        size = abs(float(value)) * scale
        top = base - size if value >= 0 else base
        drawn.append(
            Bar(
                label=label,
                value=said(value),
                x=_percent(number * slot + slot * 0.05),
                middle=_percent((number + 0.5) * slot),
                wide=_percent(slot * 0.9),
                y=_pixels(top),
                high=_pixels(max(size, 1.0)),
                above=_pixels(top - 6),
                minus=value < 0,
                thin=len(series) > _MANY and number % 2 == 1,
                share=_percent(100 * abs(float(value)) / max(high, -low)),
            )
        )
    return Bars(tuple(drawn), height, _pixels(base), _pixels(height - 6), lying)


def line(series: Series, *, goal: Number | None = None, height: int = 176) -> Line:
    """A line through the values, in order. Its first and last numbers are written; so is the goal."""
    high, low = _span([*series, ("", goal)] if goal is not None else series)
    scale = (height - _TOP - _BOTTOM) / (high - low)
    step = 96 / max(1, len(series) - 1)

    def place(number: int, value: Number) -> tuple[float, float]:
        return 2 + number * step, _TOP + (high - float(value)) * scale

    points = []
    for number, (label, value) in enumerate(series):
        x, y = place(number, value)
        first, last = number == 0, number == len(series) - 1
        points.append(
            Point(
                label=label,
                value=said(value),
                x=_percent(x),
                y=_pixels(y),
                above=_pixels(y - 9),
                anchor="start" if first else "end" if last else "middle",
                shown=first or last,
                thin=len(series) > _MANY and not last and number % 2 == 1,
            )
        )
    places = [place(number, value) for number, (_, value) in enumerate(series)]
    curve = " ".join(f"{x:.2f},{y:.1f}" for x, y in places)
    floor = height - _BOTTOM
    under = f"{places[0][0]:.2f},{floor} {curve} {places[-1][0]:.2f},{floor}" if places else ""
    goal_y = _TOP + (high - float(goal)) * scale if goal is not None else 0.0
    return Line(
        points=tuple(points),
        curve=curve,
        under=under,
        height=height,
        base=_pixels(floor),
        words_at=_pixels(height - 6),
        goal=said(goal) if goal is not None else "",
        goal_at=_pixels(goal_y),
        goal_word_at=_pixels(goal_y - 6),
    )


def share(value: Number | None, target: Number | None) -> str:
    """How much of a target is reached, in percent from 0 to 100, as SVG wants it."""
    if not value or not target:
        return "0"
    return f"{min(100.0, max(0.0, 100 * float(value) / float(target))):.1f}"


def _span(series: Series) -> tuple[float, float]:
    """The largest and the smallest value, zero between them, never the same."""
    values = [float(value) for _, value in series]
    high, low = max([0.0, *values]), min([0.0, *values])
    return (high, low) if high > low else (1.0, 0.0)


def _percent(value: float) -> str:
    return f"{value:.2f}%"


def _pixels(value: float) -> str:
    return f"{value:.1f}"
