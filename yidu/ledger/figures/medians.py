"""The middle of many numbers, each of which stands so many times."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal


def median(left: Mapping[str, Decimal]) -> Decimal | None:
    """Of numbers written as values, each with how many are left of it. Between two in the middle, half way.

    None where nothing is left.
    """
    numbers = sorted((Decimal(number), int(many)) for number, many in left.items() if number and many > 0)
    all_ = sum(many for _number, many in numbers)
    if not all_:
        return None
    return (_at(numbers, (all_ - 1) // 2) + _at(numbers, all_ // 2)) / 2


def _at(numbers: list[tuple[Decimal, int]], place: int) -> Decimal:
    """The number at a place, counted from nothing."""
    for number, many in numbers:
        if place < many:
            return number
        place -= many
    raise AssertionError("the place is one of theirs")
