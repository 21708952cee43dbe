"""The counties as shapes for an SVG: a replaceable layer, not an approved survey map (see data/SOURCE.md)."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

CHONGQING = Path(__file__).parent / "data" / "chongqing-counties.geojson"
WIDTH = 2000

Point = tuple[int, int]
Feature = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """A county: `svg_path` for a path's `d` (fill-rule evenodd), `centre` where its name may stand (anchor: middle)."""

    code: str
    name: str
    svg_path: str
    centre: Point


@dataclass(frozen=True, slots=True)
class CountyMap:
    """Shapes by code, and the width and height of the viewBox "0 0 width height" in which they lie."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


@lru_cache(maxsize=4)
def _bounds(source: Path = CHONGQING) -> dict[str, tuple[float, float, float, float]]:
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    found = {}
    for feature in features:
        points = [point for ring in _rings(feature) for point in ring]
        easts, norths = [point[0] for point in points], [point[1] for point in points]
        found[feature["properties"]["code"]] = (min(easts), min(norths), max(easts), max(norths))
    return found


def bounds_of(code: str) -> tuple[float, float, float, float] | None:
    """Between which degrees a county lies: (west, south, east, north); None where the layer does not have it."""
    return _bounds().get(code)


def county_shapes() -> Sequence[Shape]:
    """The shapes of the counties, by code, in the viewBox of `county_map()`. Read once."""
    return county_map().shapes


@lru_cache(maxsize=4)
def county_map(source: Path = CHONGQING) -> CountyMap:
    """The map from a GeoJSON of (multi)polygons with the properties code and name, in degrees.

    Equirectangular around the middle latitude: one unit is the same length both ways, north is up. Points fall on
    whole units, the same for both neighbours of a border, so that no gaps open between them.
    """
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    points = [point for feature in features for ring in _rings(feature) for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    per_degree = WIDTH / (east - west)
    stretch = per_degree / math.cos(math.radians((south + north) / 2))

    def projected(point: Sequence[float]) -> Point:
        return round((point[0] - west) * per_degree), round((north - point[1]) * stretch)

    def shape(feature: Feature) -> Shape:
        rings = [[projected(point) for point in ring] for ring in _rings(feature)]
        centre = max(map(_centre, rings))[1]
        named = feature["properties"]
        return Shape(named["code"], named["name"], "".join(_drawn(ring) for ring in rings), centre)

    shapes = tuple(shape(feature) for feature in features)
    return CountyMap(WIDTH, math.ceil((north - south) * stretch), shapes)


def _rings(feature: Feature) -> list[list[list[float]]]:
    geometry = feature["geometry"]
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def _centre(ring: Sequence[Point]) -> tuple[float, Point]:
    """(area, centre of gravity) of a closed ring, in units."""
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in pairwise(ring)]
    twice = sum(cross for _, _, cross in pairs)
    if not twice:
        return 0, ring[0]
    x = sum((a[0] + b[0]) * cross for a, b, cross in pairs) / (3 * twice)
    y = sum((a[1] + b[1]) * cross for a, b, cross in pairs) / (3 * twice)
    return abs(twice) / 2, (round(x), round(y))


def _drawn(ring: Sequence[Point]) -> str:
    """One closed ring with relative lines; points that fell onto one another are drawn once. "" if nothing is left."""
    distinct = [point for point, before in zip(ring, [None, *ring], strict=False) if point != before]
    if len(distinct) > 1 and distinct[0] == distinct[-1]:
        distinct.pop()
    if len(distinct) < 3:
        return ""
    steps = [(x - u, y - v) for (u, v), (x, y) in pairwise(distinct)]
    lines = " ".join(f"{dx}{dy}" if dy < 0 else f"{dx} {dy}" for dx, dy in steps).replace(" -", "-")
    return f"M{distinct[0][0]} {distinct[0][1]}l{lines}z"
