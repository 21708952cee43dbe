"""What was solved, for everybody to read."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from yidu.common.actors import VISITOR
from yidu.matters.models import Matter
from yidu.matters.queries import listed
from yidu.matters.rules import readable
from yidu.people.models import Committee


def solved_stories(committee: Committee, *, pinned: Iterable[str] = (), most: int = 6) -> list[Matter]:
    """Public matters that somebody other than the handler confirmed to be solved: the pinned ones, then the newest."""
    family: Collection[int] = committee.family()
    solved = listed(readable(VISITOR).filter(committee__in=family, solved_at__isnull=False, closed_at__isnull=False))
    first = {str(matter.pk): matter for matter in solved.filter(pk__in=list(pinned))}
    chosen = [first[pk] for pk in pinned if pk in first]
    newest = solved.exclude(pk__in=[matter.pk for matter in chosen]).order_by("-solved_at")
    return [*chosen, *newest[: max(0, most - len(chosen))]]
