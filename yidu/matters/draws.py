"""What everybody may know of a draw: how it was drawn, from what, and what was found so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yidu.activities.models import OpenTo
from yidu.common.clock import local_day
from yidu.matters.models import Draw, LookBack
from yidu.matters.sampling import in_drawn_order

FEWEST = 5
"""Counts of matters that are not open to everybody are not shown below this: they could point at somebody."""


@dataclass(frozen=True)
class Result:
    """What was found so far. `counts` is by the words of `LookBack.Found`, "" for those that wait; None: too few."""

    is_open: bool
    drawn: int
    counts: Mapping[str, int] | None


def drawn_names(draw: Draw) -> list[str]:
    """The names that were drawn, in drawn order; none before there is a seed."""
    return in_drawn_order(draw.candidates, draw.seed)[: draw.size] if draw.drawn_at else []


def results(draw: Draw) -> list[Result]:
    """Matters that are open to everybody, and the others, apart: from a sum of both one could tell the others."""
    found: dict[bool, Counter[str]] = {}
    for open_to, said in LookBack.objects.filter(draw=draw).values_list("matter__open_to", "found"):
        found.setdefault(open_to == OpenTo.PUBLIC, Counter())[said] += 1
    told = []
    for is_open in sorted(found, reverse=True):
        counts = found[is_open]
        shown = is_open or min(counts.values()) >= FEWEST
        told.append(Result(is_open, counts.total(), dict(counts) if shown else None))
    return told


def published(draw: Draw) -> dict[str, Any]:
    """The file with which anybody can draw again (`draw_again.py`)."""
    return {
        "committee": draw.committee.code,
        "programme": draw.edition.programme,
        "procedure": draw.procedure,
        "from": draw.begins.isoformat(),
        "to": draw.ends.isoformat(),
        "announced-at": draw.announced_at.isoformat(),
        "seed-after": draw.seed_after.isoformat(),
        "seed-source": draw.seed_source or "yidu seals",
        "seed": draw.seed,
        "seal": draw.seal.number if draw.seal else None,
        "drawn-on": local_day(draw.drawn_at).isoformat() if draw.drawn_at else None,
        "size": draw.size,
        "digest": draw.digest,
        "candidates": sorted(draw.candidates),
        "drawn": drawn_names(draw),
        "asked": draw.asked,
    }
