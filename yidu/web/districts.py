"""The map of the districts for the component `map`, drawn coarsely: a phone loads it with every page."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from yidu.places.maps import CHONGQING
from yidu.web.drawing.maps import Shapes, flatten

_GRID = 80
"""Steps to a degree: some two pixels. Neighbours share their rounded points, so no gaps open between them."""


@lru_cache(maxsize=1)
def district_shapes() -> Shapes:
    """The counties by their six-digit codes. Read once."""
    features = json.loads(CHONGQING.read_text(encoding="utf-8"))["features"]
    return flatten({"features": [_coarse(feature) for feature in features]})


def _coarse(feature: dict[str, Any]) -> dict[str, Any]:
    shape = feature["geometry"]
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    rings = [[ring] for polygon in polygons for ring in map(_thinned, polygon) if len(ring) > 3]
    named = feature["properties"]
    return {
        "properties": {"code": named["code"][:6], "name": named["name"]},
        "geometry": {"type": "MultiPolygon", "coordinates": rings},
    }


def _thinned(ring: list[list[float]]) -> list[tuple[float, float]]:
    """The ring on a grid, each point once where several fell onto it."""
    points = [(round(x * _GRID) / _GRID, round(y * _GRID) / _GRID) for x, y in ring]
    return [point for point, before in zip(points, [None, *points], strict=False) if point != before]
