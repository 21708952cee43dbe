"""A stage as a box: its name, who holds it, a row for each action that leads on, and what else may be done in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from yidu.web.drawing.measure import wrap
from yidu.web.drawing.procedures import Node

_PAD = 10
_NAME, _SMALL = 15, 13  # font sizes, as in procedure.css
_NAME_LINE, _SMALL_LINE = 20, 18


@dataclass(frozen=True)
class Text:
    x: int
    y: int
    text: str
    kind: str


@dataclass(frozen=True)
class Box:
    """Everything of one stage, in pixels. `ports[n]` is the height at which the nth action leaves."""

    node: Node
    x: int
    y: int
    wide: int
    tall: int
    head: int  # height of the part with the name, where arrows come in
    texts: tuple[Text, ...]
    rules: tuple[int, ...]
    ports: tuple[int, ...]

    @property
    def right(self) -> int:
        return self.x + self.wide

    @property
    def bottom(self) -> int:
        return self.y + self.tall

    @property
    def kind(self) -> str:
        return "first" if self.node.first else "last" if self.node.final else ""


@dataclass(frozen=True)
class Edge:
    """One way from a box to a box: an SVG path and the corners of its arrowhead."""

    path: str
    head: str
    back: bool
    port_x: int
    port_y: int


@dataclass(frozen=True)
class Drawing:
    wide: int
    tall: int
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]


def box(node: Node, *, x: int, y: int, wide: int) -> Box:
    """Write the stage into a box `wide` pixels wide, as tall as its words need."""
    room = wide - 2 * _PAD
    texts: list[Text] = []
    rules: list[int] = []
    ports: list[int] = []
    at = y + _PAD - 4

    def write(text: str, kind: str, lines: int) -> None:
        nonlocal at
        size, step = (_NAME, _NAME_LINE) if kind == "stage-name" else (_SMALL, _SMALL_LINE)
        for line in wrap(text, size, room, lines=lines):
            at += step
            texts.append(Text(x + _PAD, at - 4, line, kind))

    write(node.title, "stage-name", 2)
    write(node.held, "held", 3)
    at += 6
    head = at - y
    for act in node.acts:
        rules.append(at)
        top = at
        at += 5
        write(act.title, "act", 2)
        at += 5
        ports.append((top + at) // 2)
    if node.also:
        rules.append(at)
        at += 5
        write(_("Also: %(actions)s") % {"actions": _(", ").join(node.also)}, "also", 4)
        at += 5
    return Box(node, x, y, wide, at - y + 2, head, tuple(texts), tuple(rules), tuple(ports))


def rounded(points: list[tuple[float, float]], radius: float = 12) -> str:
    """An SVG path along `points` with its corners rounded off."""
    parts = [f"M{points[0][0]:.0f} {points[0][1]:.0f}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        start, end = _towards(corner, before, radius), _towards(corner, after, radius)
        parts.append(f"L{start[0]:.1f} {start[1]:.1f}Q{corner[0]:.0f} {corner[1]:.0f} {end[0]:.1f} {end[1]:.1f}")
    parts.append(f"L{points[-1][0]:.0f} {points[-1][1]:.0f}")
    return "".join(parts)


def arrowhead(x: int, y: int, *, pointing: int) -> str:
    """The corners of a small triangle whose tip is at x, y; pointing right (1) or left (-1)."""
    return f"{x},{y} {x - 8 * pointing},{y - 4} {x - 8 * pointing},{y + 4}"


def _towards(start: tuple[float, float], end: tuple[float, float], distance: float) -> tuple[float, float]:
    """The point `distance` pixels from start on the way to end, at most half way."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1
    part = min(distance, length / 2) / length
    return start[0] + dx * part, start[1] + dy * part
