"""A map of districts: GeoJSON made flat, and five depths for the numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from yidu.web.drawing.charts import Number, said
from yidu.web.drawing.measure import width

Ring = Sequence[Sequence[float]]
_DEPTHS = 5
_SIZE = 14  # of the words as they are seen, in pixels
_DESK, _PHONE = 720, 330  # how wide a map is usually shown


@dataclass(frozen=True)
class Area:
    """One district, in pixels. `path` is an SVG path; its words stand around x, y and have `room` by `tall` pixels."""

    id: str
    name: str
    path: str
    x: float
    y: float
    room: float
    tall: float
    value: str = ""
    depth: int = 0
    url: str = ""


@dataclass(frozen=True)
class Label:
    text: str
    x: str
    y: str
    kind: str


@dataclass(frozen=True)
class Labels:
    """The words of a map that is shown in one size. `size` is the font's, in the map's own pixels."""

    size: str
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Shapes:
    width: int
    height: int
    areas: tuple[Area, ...]
    wide: Labels | None = None
    narrow: Labels | None = None


def flatten(collection: Mapping[str, Any], *, wide: int = 760, id_key: str = "code", name_key: str = "name") -> Shapes:
    """A GeoJSON FeatureCollection (degrees) drawn `wide` pixels wide. Do it once and keep it: it never changes.

    Near enough for a county or a city: degrees of longitude are shortened by the cosine of the middle latitude.
    """
    rings = {number: _rings(feature["geometry"]) for number, feature in enumerate(collection["features"])}
    points = [point for found in rings.values() for ring in found for point in ring]
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = wide / ((east - west) * squeeze)

    def place(point: Sequence[float]) -> tuple[float, float]:
        return (point[0] - west) * squeeze * scale, (north - point[1]) * scale

    areas = []
    for number, feature in enumerate(collection["features"]):
        flat = [[place(point) for point in ring] for ring in rings[number]]
        largest = max(flat, key=lambda ring: abs(_surface(ring)))
        x, y = _centre(largest)
        areas.append(
            Area(
                id=str(feature["properties"][id_key]),
                name=str(feature["properties"][name_key]),
                path="".join("M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in ring) + "Z" for ring in flat),
                x=x,
                y=y,
                room=max(p[0] for p in largest) - min(p[0] for p in largest),
                tall=max(p[1] for p in largest) - min(p[1] for p in largest),
            )
        )
    return Shapes(wide, math.ceil((north - south) * scale), tuple(areas))


def coloured(shapes: Shapes, values: Mapping[str, Any], urls: Mapping[str, str] | None = None) -> Shapes:
    """The same with a number for each id, a depth of colour, and words where there is room for them."""
    most = max((v for v in values.values() if isinstance(v, int | float | Decimal)), default=0)
    areas = tuple(
        replace(
            area,
            value=said(values[area.id]) if area.id in values else "",
            depth=_depth(values.get(area.id), most),
            url=(urls or {}).get(area.id, ""),
        )
        for area in shapes.areas
    )
    wide, narrow = (_labels(areas, _SIZE * shapes.width / shown) for shown in (_DESK, _PHONE))
    return replace(shapes, areas=areas, wide=wide, narrow=narrow)


def _labels(areas: Sequence[Area], size: float) -> Labels:
    """Name and number of each area where they fit, the number alone where only it fits. Some have no number."""
    labels: list[Label] = []
    taken: list[tuple[float, float]] = []
    # Those with a number come first: of two that would overlap, the later one goes without.
    for area in sorted(areas, key=lambda area: (not area.value, -area.depth)):
        dark = " on-dark" if area.depth > _DEPTHS - 2 else ""
        counted = bool(area.value) and width(area.value, size) <= area.room * 0.7 and area.tall >= size * 1.4
        named = width(area.name, size) <= area.room * 0.85 and area.tall >= size * (3 if area.value else 1.4)
        if any(abs(x - area.x) < width(area.name, size) and abs(y - area.y) < size * 1.2 for x, y in taken):
            named = False
        if named:
            y = area.y + size * (-0.25 if counted else 0.35)
            labels.append(Label(area.name, f"{area.x:.1f}", f"{y:.1f}", f"name{dark}"))
            taken.append((area.x, area.y))
        if counted:
            y = area.y + size * (0.95 if named else 0.35)
            labels.append(Label(area.value, f"{area.x:.1f}", f"{y:.1f}", f"count{dark}"))
    return Labels(f"{size:.1f}", tuple(labels))


def _depth(value: Any, most: Number) -> int:
    """0 for nothing (or a number that is kept back), then five equal steps up to the most."""
    if not isinstance(value, int | float | Decimal) or value <= 0 or not most:
        return 0
    return min(_DEPTHS, math.ceil(_DEPTHS * float(value) / float(most)))


def _rings(geometry: Mapping[str, Any]) -> list[Ring]:
    shapes = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for shape in shapes for ring in shape]


def _surface(ring: Sequence[tuple[float, float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _centre(ring: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The centre of gravity; for a ring without surface, its first point."""
    surface = _surface(ring)
    if not surface:
        return ring[0]
    x = y = 0.0
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = a[0] * b[1] - b[0] * a[1]
        x += (a[0] + b[0]) * cross
        y += (a[1] + b[1]) * cross
    return x / (6 * surface), y / (6 * surface)
