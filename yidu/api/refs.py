"""Other records, by what one needs to find them and to read their names."""

from __future__ import annotations

from typing import Any

from yidu.api.shapes import PlaceRef, Ref
from yidu.places.models import Place


def ref(record: Any) -> Ref | None:
    """Id and name; None for nothing."""
    return Ref(id=record.pk, name=str(record)) if record is not None else None


def place_ref(place: Place | None) -> PlaceRef | None:
    return PlaceRef(code=place.code, name=place.name) if place is not None else None
