"""How people stand to the points of a session: numbers from phones and hands together, and reasons without names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from yidu.consultations.models import Point, Stance

FEWEST = 5
"""Of fewer answers only is said that people were asked: else one could see who stands how."""


@dataclass(frozen=True)
class Standing:
    """`shown` is false while fewer than `FEWEST` answered; then there are no numbers and no reasons."""

    agree: int = 0
    live_with: int = 0
    against: int = 0
    because: tuple[str, ...] = field(default=())
    shown: bool = False


def standings(points: Collection[UUID]) -> dict[UUID, Standing]:
    """Of each point that anybody was asked about. One question."""
    counts: dict[UUID, Counter[str]] = {}
    reasons: dict[UUID, list[str]] = {}
    found = Stance.objects.filter(point__any=list(points)).order_by("says", "because")
    for point, says, because, count in found.values_list("point", "says", "because", "count"):
        counts.setdefault(point, Counter())[says] += count
        if because:
            reasons.setdefault(point, []).append(because)
    return {point: _told(one, reasons.get(point, [])) for point, one in counts.items()}


def hands_of(point: Point) -> list[Stance]:
    """What was counted before: one for each answer, or nothing."""
    return list(Stance.objects.filter(point=point, token=""))


def _told(counts: Counter[str], because: list[str]) -> Standing:
    if counts.total() < FEWEST:
        return Standing()
    says = Stance.Says
    return Standing(counts[says.AGREE], counts[says.LIVE_WITH], counts[says.OBJECT], tuple(because), shown=True)
