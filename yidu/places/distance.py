"""How far it is from one point to another."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0088
"""The mean radius of the earth (IUGG)."""


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """In a straight line between two points, each in (degrees east, degrees north).

    Great circle by the haversine formula (R. W. Sinnott, 1984) on a sphere: at most 0.5 in 100 from the ellipsoid.
    Chinese maps shift all points by some hundred metres in one direction (GCJ-02): taken from one map that cancels out.
    """
    east, north, east_2, north_2 = map(radians, (*one, *other))
    half = sin((north_2 - north) / 2) ** 2 + cos(north) * cos(north_2) * sin((east_2 - east) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
