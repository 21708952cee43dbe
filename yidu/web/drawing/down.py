"""The diagram for a phone: all stages in one column. Ways on run down at the right, ways back run up at the left."""

from __future__ import annotations

from dataclasses import dataclass

from yidu.web.drawing.boxes import Box, Drawing, Edge, arrowhead, box, rounded
from yidu.web.drawing.procedures import Graph

_BETWEEN, _LANE, _ROOM = 22, 9, 14


@dataclass
class _Way:
    source: Box
    number: int
    target: Box
    back: bool
    lane: int = 0
    door: int = 0

    @property
    def length(self) -> int:
        return abs(self.target.y - self.source.ports[self.number])

    @property
    def ends(self) -> tuple[int, int]:
        low, high = sorted((self.source.ports[self.number], self.target.y))
        return low, high + self.target.head


def down(graph: Graph, *, wide: int = 336) -> Drawing:
    """Lay the graph out from top to bottom, `wide` pixels wide."""
    # The lanes depend on the boxes' heights, and these on the room that the lanes leave: two rounds settle it.
    left = right = 1
    for _round in range(2):
        x = _side(left)
        boxes = _column(graph, x=x, wide=wide - x - _side(right))
        ways = _ways(boxes)
        left = _lanes([way for way in ways if way.back])
        right = _lanes([way for way in ways if not way.back])
    x = _side(left)
    boxes = _column(graph, x=x, wide=wide - x - _side(right))
    ways = _ways(boxes)
    for side in (True, False):
        _lanes([way for way in ways if way.back is side])
    _doors(ways)
    tall = (boxes[-1].bottom if boxes else 0) + 8
    return Drawing(wide, tall, tuple(boxes), tuple(_edge(way) for way in ways))


def _side(lanes: int) -> int:
    return _ROOM + lanes * _LANE if lanes else 4


def _column(graph: Graph, *, x: int, wide: int) -> list[Box]:
    boxes: list[Box] = []
    y = 4
    for node in graph.nodes:
        boxes.append(box(node, x=x, y=y, wide=wide))
        y = boxes[-1].bottom + _BETWEEN
    return boxes


def _ways(boxes: list[Box]) -> list[_Way]:
    by_id = {item.node.id: item for item in boxes}
    return [_Way(item, number, by_id[act.to], act.back) for item in boxes for number, act in enumerate(item.node.acts)]


def _lanes(ways: list[_Way]) -> int:
    """Give each way the nearest lane that is free along its length, short ways first. Return how many are used."""
    taken: list[list[tuple[int, int]]] = []
    for way in sorted(ways, key=lambda way: way.length):
        low, high = way.ends
        lane = 0
        while lane < len(taken) and any(low <= end and begin <= high for begin, end in taken[lane]):
            lane += 1
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        way.lane = lane
    return len(taken)


def _doors(ways: list[_Way]) -> None:
    """Where each way comes in: the shortest at the top, so that none crosses another on its last steps."""
    used: dict[tuple[str, bool], int] = {}
    for way in sorted(ways, key=lambda way: way.length):
        key = (way.target.node.id, way.back)
        used[key] = used.get(key, 0) + 1
        way.door = way.target.y + min(way.target.tall - 6, 3 + 10 * used[key])


def _edge(way: _Way) -> Edge:
    box_, y = way.source, way.source.ports[way.number]
    if way.back:
        start, end, lane = (box_.x, y), (way.target.x, way.door), box_.x - _ROOM - way.lane * _LANE
    else:
        start, end, lane = (box_.right, y), (way.target.right, way.door), box_.right + _ROOM + way.lane * _LANE
    path = rounded([start, (lane, y), (lane, way.door), end], 8)
    return Edge(path, arrowhead(*end, pointing=1 if way.back else -1), way.back, *start)
