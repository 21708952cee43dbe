"""Where people are heard: each village with its venue, and when somebody was last heard there. Nothing of who hears.

No public list tells where a village lies (yidu/places/data/SOURCE.md). A committee enters the centres of its villages
as a list, and then the next venue is the nearest, with its distance in kilometres. Where a centre is missing, distance
is told in steps that can be known: a venue in the village, one that serves it, one in the same township, or none there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce

from yidu.activities.rules import readable as readable_activities
from yidu.common import clock
from yidu.consultations.rules import readable
from yidu.matters.rules import readable as readable_matters
from yidu.people.models import Appointment, Committee, Station
from yidu.people.queries import centres_of, coverage, stations_of
from yidu.people.rules import Standing
from yidu.places.distance import kilometres

YEAR = timedelta(days=365)
MOST_OPEN = 4
"""More open topics and concerns make a village no more urgent: else one noisy street would be heard for ever."""
# What was recorded where a village was before it was renamed or merged counts for what it is now.
_NOW = Coalesce("place__successor_id", "place_id")


@dataclass(frozen=True)
class Way:
    """How far the next venue is: `own`, `served` by one elsewhere, `near` (same township), `far` (beyond it), `none`.

    `venues` begin with the nearest; `km` is how far that one's village is in a straight line, None where one of the two
    centres is not known.
    """

    steps: str
    venues: tuple[Station, ...] = ()
    km: float | None = None


@dataclass(frozen=True)
class Heard:
    """What is known of one village. `days`: since somebody was last heard there, else since anything is written down.

    Whom to call there is named, and nothing is counted of them.
    """

    id: int
    name: str
    township: str
    way: Way
    sessions: int
    last: date | None
    days: int
    topics: int
    concerns: int
    planned: date | None
    call: tuple[str, ...]

    @property
    def need(self) -> float:
        """Days, up to doubled by what is open there."""
        return self.days * (1 + min(self.topics + self.concerns, MOST_OPEN) / MOST_OPEN)


def ways(
    committee: Committee, *, venue_kinds: Collection[str], liaison_roles: Collection[str]
) -> list[tuple[Any, Way]]:
    """Each village (a `Place` as `coverage` gives it) with the next venue. Four queries, however many villages."""
    centres = centres_of(committee)
    venues = list(
        stations_of(committee).filter(kind__in=venue_kinds).prefetch_related("covers").order_by("opened", "pk")
    )
    serving, near = defaultdict(list), defaultdict(list)
    for venue in venues:
        near[venue.place.parent_id].append(venue)
        for village in venue.covers.all():
            serving[village.pk].append(venue)
    at_home = defaultdict(list)
    for venue in venues:
        at_home[venue.place_id].append(venue)

    def km(village: Any, venue: Station) -> float | None:
        here, there = centres.get(village.pk), centres.get(venue.place_id)
        return kilometres(here.point, there.point) if here and there else None

    def nearest(village: Any, steps: str, found: list[Station]) -> Way:
        """What is not known comes last, in the order in which it was opened."""
        away = [km(village, one) for one in found]
        order = sorted(range(len(found)), key=lambda at: (away[at] is None, away[at] or 0))
        return Way(steps, tuple(found[at] for at in order), away[order[0]])

    def way(village: Any) -> Way:
        if at_home[village.pk]:
            return Way("own", tuple(at_home[village.pk]), 0.0)
        if serving[village.pk]:
            return nearest(village, "served", serving[village.pk])
        of_all = nearest(village, "far", venues) if venues else None
        if of_all is not None and of_all.km is not None:
            first = of_all.venues[0]
            return Way("near" if first.place.parent_id == village.parent_id else "far", (first,), of_all.km)
        return nearest(village, "near", near[village.parent_id]) if near[village.parent_id] else Way("none")

    villages = coverage(committee, venue_kinds=venue_kinds, liaison_roles=liaison_roles)
    return [(village, way(village)) for village in villages]


def heard(
    committee: Committee,
    standing: Standing,
    *,
    venue_kinds: Collection[str],
    liaison_roles: Collection[str],
    topics: Collection[str],
    concerns: Collection[str],
) -> list[Heard]:
    """Every village with what the reader may know of it, in the order of the codes.

    `topics` and `concerns` are kinds of matter. Somebody is heard at a session, and at an activity that is about
    neither a body nor a project: a visit to a household, a day at a station.
    """
    today = clock.today()
    sat = _sessions(committee, standing, today)
    visited = _visits(committee, standing)
    waiting = _waiting(committee, standing, {*topics, *concerns})
    liaisons = _liaisons(committee, liaison_roles, today)
    firsts = [one["first"] for one in (*sat.values(), *visited.values()) if one["first"]]
    begins = min([_day(one) for one in firsts], default=today)
    found = []
    for village, way in ways(committee, venue_kinds=venue_kinds, liaison_roles=liaison_roles):
        here, there = sat.get(village.pk, {}), visited.get(village.pk, {})
        days = [_day(one) for one in (here.get("last"), there.get("last")) if one]
        last = max(days, default=None)
        open_ = waiting.get(village.pk, {})
        found.append(
            Heard(
                id=village.pk,
                name=village.name,
                township=village.parent.name if village.parent else "",
                way=way,
                sessions=here.get("year", 0),
                last=last,
                days=(today - (last or begins)).days,
                topics=sum(open_.get(kind, 0) for kind in topics),
                concerns=sum(open_.get(kind, 0) for kind in concerns),
                planned=_day(here["next"]) if here.get("next") else None,
                call=_to_call(village.pk, way, liaisons),
            )
        )
    return found


def by_need(villages: Collection[Heard]) -> list[Heard]:
    """The neediest first; of two that need it alike the one with the longer way to a venue.

    Where a session is planned already somebody will be heard: it comes after all others.
    """
    return sorted(villages, key=lambda one: (one.planned is not None, -one.need, -one.days, -(one.way.km or 0), one.id))


def _sessions(committee: Committee, standing: Standing, today: date) -> Mapping[int, dict[str, Any]]:
    now = clock.now()
    held = Q(held_at__isnull=False)
    rows = (
        readable(standing.actor, standing)
        .filter(committee=committee)
        .order_by()
        .values(village=_NOW)
        .annotate(
            year=Count("pk", filter=held & Q(begins_at__gt=now - YEAR)),
            last=Max("begins_at", filter=held),
            first=Min("begins_at", filter=held),
            next=Min("begins_at", filter=Q(called_off_at=None, held_at=None, begins_at__gt=now)),
        )
    )
    return {one["village"]: dict(one) for one in rows}


def _visits(committee: Committee, standing: Standing) -> Mapping[int, dict[str, Any]]:
    rows = (
        readable_activities(standing.actor)
        .filter(committee=committee, withdrawn_at=None, organisation=None, project=None)
        .order_by()
        .values(village=_NOW)
        .annotate(last=Max("day"), first=Min("day"))
    )
    return {one["village"]: dict(one) for one in rows}


def _waiting(committee: Committee, standing: Standing, kinds: Collection[str]) -> Mapping[int, Mapping[str, int]]:
    """How many matters of which kind are open in each village."""
    rows = (
        readable_matters(standing.actor, standing, within=[committee.pk])
        .filter(closed_at=None, kind__in=sorted(kinds))
        .order_by()
        .values("kind", village=_NOW)
        .annotate(count=Count("pk"))
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for one in rows:
        found[one["village"]][one["kind"]] = one["count"]
    return found


def _liaisons(
    committee: Committee, roles: Collection[str], today: date
) -> tuple[Mapping[int, list[str]], Mapping[int, list[str]]]:
    """The names of the liaisons by station, and by village."""
    posts = Appointment.objects.in_force(today).filter(committee=committee, role__in=roles)
    at_station: dict[int, list[str]] = defaultdict(list)
    in_village: dict[int, list[str]] = defaultdict(list)
    for station, place, name in posts.order_by("starts", "pk").values_list("station", "place", "person__name"):
        (at_station[station] if station else in_village[place]).append(name)
    return at_station, in_village


def _to_call(
    village: int, way: Way, liaisons: tuple[Mapping[int, list[str]], Mapping[int, list[str]]]
) -> tuple[str, ...]:
    """The liaison of the village, else those of the next venue."""
    at_station, in_village = liaisons
    names = [*in_village.get(village, ()), *(name for venue in way.venues for name in at_station.get(venue.pk, ()))]
    return tuple(dict.fromkeys(names))


def _day(moment: Any) -> date:
    return clock.local_day(moment) if hasattr(moment, "hour") else moment
