"""The diagram for a desk: layers from left to right. Ways on leave a box at its right and come in at its left.

A way to the next layer is one curve; one that skips layers runs above all boxes, one that leads back below them.
"""

from __future__ import annotations

from collections import Counter

from yidu.web.drawing.boxes import Box, Drawing, Edge, arrowhead, box, rounded
from yidu.web.drawing.procedures import Graph

_SHEET = 1116  # the width to fill when it can be filled
_NARROWEST, _WIDEST = 136, 196
_GAP, _BETWEEN, _LANE = 52, 26, 12
_EDGE, _TURN = 4, 34  # beside the outer boxes, without and with ways that turn there


def across(graph: Graph) -> Drawing:
    """Lay the graph out from left to right."""
    layers = graph.layers
    count = max(1, len(layers))
    back = {(node.layer, act.to) for node in graph.nodes for act in node.acts if act.back}
    left = _TURN if {to for _, to in back} & {node.id for node in layers[0]} else _EDGE
    right = _TURN if any(layer == count - 1 for layer, _ in back) else _EDGE
    wide = int(min(_WIDEST, max(_NARROWEST, (_SHEET - left - right - (count - 1) * _GAP) / count)))
    columns = [
        [box(node, x=left + number * (wide + _GAP), y=0, wide=wide) for node in layer]
        for number, layer in enumerate(layers)
    ]
    over = sum(1 for node in graph.nodes for act in node.acts if not act.back and _skips(graph, node.layer, act.to))
    under = sum(1 for node in graph.nodes for act in node.acts if act.back)
    top = 8 + over * _LANE
    tallest = max((_tall(column) for column in columns), default=0)
    boxes = [placed for column in columns for placed in _stack(column, top, tallest)]
    floor = top + tallest + 4
    edges = _Router({item.node.id: item for item in boxes}, top, floor).edges(boxes)
    return Drawing(
        wide=left + right + count * wide + (count - 1) * _GAP,
        tall=floor + under * _LANE + 8,
        boxes=tuple(boxes),
        edges=tuple(edges),
    )


class _Router:
    """Finds each way its own height above or below, its own place between two columns, its own door."""

    def __init__(self, boxes: dict[str, Box], top: int, floor: int) -> None:
        self.boxes = boxes
        self.top, self.floor = top, floor
        self.over = self.under = 0
        self.doors: Counter[str] = Counter()
        self.rising: Counter[int] = Counter()
        self.falling: Counter[int] = Counter()

    def edges(self, boxes: list[Box]) -> list[Edge]:
        return [self.edge(item, number) for item in boxes for number in range(len(item.node.acts))]

    def edge(self, source: Box, number: int) -> Edge:
        act = source.node.acts[number]
        target = self.boxes[act.to]
        start = (source.right, source.ports[number])
        end = (target.x, self.door(target))
        if act.back:
            self.under += 1
            path = self.around(start, end, self.floor + self.under * _LANE - 4)
        elif target.node.layer > source.node.layer + 1:
            self.over += 1
            path = self.around(start, end, self.top - self.over * _LANE + 2)
        else:
            middle = (start[0] + end[0]) // 2
            path = f"M{start[0]} {start[1]}C{middle} {start[1]} {middle} {end[1]} {end[0]} {end[1]}"
        return Edge(path, arrowhead(*end, pointing=1), act.back, *start)

    def around(self, start: tuple[int, int], end: tuple[int, int], lane: int) -> str:
        self.falling[start[0]] += 1
        self.rising[end[0]] += 1
        out = start[0] + 6 + 7 * self.falling[start[0]]
        into = end[0] - 9 - 7 * self.rising[end[0]]
        return rounded([start, (out, start[1]), (out, lane), (into, lane), (into, end[1]), end])

    def door(self, target: Box) -> int:
        self.doors[target.node.id] += 1
        return target.y + min(target.tall - 6, 4 + 11 * self.doors[target.node.id])


def _skips(graph: Graph, layer: int, to: str) -> bool:
    return next(node.layer for node in graph.nodes if node.id == to) > layer + 1


def _tall(column: list[Box]) -> int:
    return sum(item.tall for item in column) + _BETWEEN * (len(column) - 1)


def _stack(column: list[Box], top: int, tallest: int) -> list[Box]:
    """The boxes of one layer below each other, in the middle of the height."""
    y = top + (tallest - _tall(column)) // 2
    placed = []
    for item in column:
        placed.append(box(item.node, x=item.x, y=y, wide=item.wide))
        y = placed[-1].bottom + _BETWEEN
    return placed
