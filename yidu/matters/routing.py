"""Which departments had matters like this one before: a suggestion with its reasons, never applied by itself."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from yidu.matters.alike import nearest_to
from yidu.matters.models import Handling, Matter
from yidu.people.models import Organisation
from yidu.people.rules import Standing

LIKE_IT = 0.12
"""On the same subject is enough here: less than what is said to be alike."""
LOOKED_AT = 12
SHOWN = 4


@dataclass(frozen=True)
class Route:
    """A department with the matters, the most alike first, that it led or in which it helped."""

    organisation: Organisation
    led: tuple[Matter, ...]
    joined: tuple[Matter, ...]


def routes_before(matter: Matter, standing: Standing) -> list[Route]:
    """The departments of the committee that handle such matters, or did; those of the most alike first.

    Whoever was taken off again is not named: a contest that was granted says that it was not theirs.
    """
    like_it = nearest_to(matter, standing, most=LOOKED_AT, least=LIKE_IT)
    if not like_it:
        return []
    wanted = list(like_it)
    given = Handling.objects.filter(
        Q(matter__any=wanted) | Q(matter__in=Matter.objects.filter(part_of__any=wanted)),
        ended_at=None,
        organisation__committee=matter.committee_id,
        organisation__kind=Organisation.Kind.DEPARTMENT,
        organisation__closed_on=None,
    )
    parts: dict[Organisation, list[Handling]] = defaultdict(list)
    shown = ("matter__number", "matter__title", "matter__part_of", "organisation__name", "organisation__short_name")
    for one in given.select_related("matter", "organisation").only("part", *shown):
        parts[one.organisation].append(one)
    ranked = sorted(parts.items(), key=lambda item: (-_told(item[1], like_it), item[0].pk))
    return [_route(organisation, some, like_it) for organisation, some in ranked[:SHOWN]]


def _told(some: list[Handling], like_it: dict[UUID, float]) -> float:
    return sum(like_it[_like(one)] * (1 if one.part == Handling.Part.LEAD else 0.5) for one in some)


def _route(organisation: Organisation, some: list[Handling], like_it: dict[UUID, float]) -> Route:
    some = sorted(some, key=lambda one: (-like_it[_like(one)], one.pk))
    return Route(
        organisation,
        led=tuple(one.matter for one in some if one.part == Handling.Part.LEAD),
        joined=tuple(one.matter for one in some if one.part == Handling.Part.JOINT),
    )


def _like(one: Handling) -> UUID:
    """The matter that is like it: of a part, the whole."""
    return one.matter.part_of_id or one.matter_id
