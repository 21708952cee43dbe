"""Where the middle of a village is. It comes in as a list (`yidu.sheets.kinds.centres`)."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from yidu.people.checks import Slips
from yidu.people.models import Centre, Committee
from yidu.people.models.centres import EAST, NORTH, SOUTH, WEST
from yidu.places.maps import bounds_of
from yidu.places.models import Level, Place

AROUND = 0.1
"""Degrees (some ten kilometres) by which a centre may lie outside the simplified outline of its county."""
_EXACT = Decimal("0.00001")


def draft_centre(*, committee: Committee, place: Place, longitude: str, latitude: str) -> Centre:
    """A centre as it would be entered, not saved. Raises `Invalid`."""
    slips = Slips()
    slips.place("place", place, committee)
    if place.level != Level.VILLAGE:
        slips.add("place", _("%(place)s is not a village or community.") % {"place": place.name})
    centre = Centre(committee=committee, place=place)
    _set(slips, centre, longitude, latitude)
    return centre


def amend_centre(centre: Centre, *, longitude: str, latitude: str) -> None:
    """Set it anew, without saving. Raises `Invalid`."""
    _set(Slips(), centre, longitude, latitude)
    centre.version += 1


def _set(slips: Slips, centre: Centre, longitude: str, latitude: str) -> None:
    east, north = _degrees(slips, "longitude", longitude), _degrees(slips, "latitude", latitude)
    if east is not None and north is not None:
        _check_where(slips, centre, east, north)
        centre.longitude, centre.latitude = east, north
    slips.raise_any()


def _degrees(slips: Slips, field: str, typed: str) -> Decimal | None:
    digits = typed.strip().rstrip("°")
    if re.fullmatch(r"[+-]?[0-9]{1,3}(\.[0-9]{1,20})?", digits):
        return Decimal(digits).quantize(_EXACT)
    slips.add(field, _("Write degrees with decimals, like 106.48312."))
    return None


def _check_where(slips: Slips, centre: Centre, east: Decimal, north: Decimal) -> None:
    if WEST <= north <= EAST and SOUTH <= east <= NORTH:
        slips.add("longitude", _("Longitude and latitude have changed places."))
        return
    if not WEST <= east <= EAST:
        slips.add("longitude", _("Between %(low)d and %(high)d degrees.") % {"low": WEST, "high": EAST})
    if not SOUTH <= north <= NORTH:
        slips.add("latitude", _("Between %(low)d and %(high)d degrees.") % {"low": SOUTH, "high": NORTH})
    # The code of a village begins with that of its county.
    bounds = bounds_of(f"{centre.place.code[:6]}000000")
    if bounds is None or slips.fields:
        return
    west, south, east_end, north_end = bounds
    inside = west - AROUND <= east <= east_end + AROUND and south - AROUND <= north <= north_end + AROUND
    if not inside:
        slips.add("longitude", _("This point lies far outside %(county)s.") % {"county": centre.committee.place.name})
