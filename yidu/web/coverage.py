"""Coverage as a table by township and village."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from yidu.people.models import Committee
from yidu.people.queries import coverage
from yidu.places.models import Level, Place
from yidu.programmes.grammar.programme import StationKind


@dataclass(frozen=True)
class Village:
    name: str
    venue: str
    has_liaison: bool


@dataclass(frozen=True)
class Township:
    """The villages of one township that are shown, and how many of all of them have what."""

    name: str
    villages: tuple[Village, ...]
    count: int
    venues: int
    liaisons: int


@dataclass(frozen=True)
class Coverage:
    townships: tuple[Township, ...]
    count: int
    venues: int
    liaisons: int


def coverage_page(committee: Committee, kinds: Mapping[str, StationKind], *, without: str = "") -> Coverage:
    """Village by village; `without` "venue" or "liaison" leaves those in which one is missing. One query."""
    venue_kinds = [id_ for id_, kind in kinds.items() if kind.covers_villages]
    roles = {kind.liaison for kind in kinds.values() if kind.liaison}
    rows: list[Place] = []
    if committee_has_villages(committee):
        rows = list(coverage(committee, venue_kinds=venue_kinds, liaison_roles=roles))
    townships = tuple(
        _township(place.name if place else "", list(some), without)
        for place, some in groupby(rows, lambda row: row.parent)
    )
    return Coverage(
        townships=tuple(one for one in townships if one.villages),
        count=sum(one.count for one in townships),
        venues=sum(one.venues for one in townships),
        liaisons=sum(one.liaisons for one in townships),
    )


def shares(committee: Committee, kinds: Mapping[str, StationKind]) -> dict[str, int]:
    """How many in a hundred villages a venue serves, by the six digits of the county; of a city, in each below it."""
    venue_kinds = [id_ for id_, kind in kinds.items() if kind.covers_villages]
    below = [committee] if committee_has_villages(committee) else list(_counties(committee))
    found = {}
    for one in below:
        told = coverage(one, venue_kinds=venue_kinds).order_by()
        count = told.aggregate(all=Count("pk"), venues=Count("pk", filter=Q(has_venue=True)))
        if count["all"]:
            found[one.code] = round(100 * count["venues"] / count["all"])
    return found


def _counties(committee: Committee) -> QuerySet[Committee]:
    return Committee.objects.filter(parent=committee).select_related("place")


def committee_has_villages(committee: Committee) -> bool:
    """A city has thousands, of which its counties keep the tables."""
    return committee.place.level == Level.COUNTY


def _township(name: str, rows: list[Place], without: str) -> Township:
    told = [Village(row.name, row.venue or "", row.has_liaison) for row in rows]  # type: ignore[attr-defined]
    shown = [
        one for one in told if not ((without == "venue" and one.venue) or (without == "liaison" and one.has_liaison))
    ]
    return Township(
        name=name,
        villages=tuple(shown),
        count=len(told),
        venues=sum(bool(one.venue) for one in told),
        liaisons=sum(one.has_liaison for one in told),
    )
