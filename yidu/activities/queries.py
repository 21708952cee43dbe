"""What is asked of activities. Each already withholds what the reader may not see."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet

from yidu.activities.models import Activity
from yidu.activities.rules import readable
from yidu.common.actors import Actor
from yidu.common.text import search_query
from yidu.people.models import Committee
from yidu.people.rules import Standing
from yidu.places.models import Place
from yidu.programmes.grammar import Kind
from yidu.programmes.models import Edition
from yidu.programmes.queries import kinds_of

RELATED = ("edition", "committee", "organisation", "project", "station", "place", "host__role", "host__sector")


def one_activity(actor: Actor, pk: UUID) -> Activity | None:
    """An activity with what its page shows; None when the actor may not read it."""
    return readable(actor).select_related(*RELATED).defer("edition__content").filter(pk=pk).first()


def kinds_to_record(standing: Standing, committee: Committee) -> list[tuple[Edition, str, Kind]]:
    """The kinds of activity that the actor may record here: as host, or for somebody else."""
    office = standing.has("office", committee.pk)
    roles = {one.role_id for one in standing.held if one.committee_id == committee.pk}
    return [
        (edition, id_, line)
        for edition, id_, line in kinds_of(committee.pk, is_="activity")
        if office or roles.intersection(line.hosts)
    ]


def last_used_first(
    kinds: list[tuple[Edition, str, Kind]], actor: Actor, committee: Committee
) -> list[tuple[Edition, str, Kind]]:
    """The same, with the one first that the actor recorded last."""
    last = (
        Activity.objects.filter(recorded_by_id=actor.person_id, committee=committee)
        .order_by("-recorded_at")
        .values_list("edition__programme", "kind")[:1]
    )
    used = next(iter(last), None) if actor.person_id else None
    return sorted(kinds, key=lambda one: (one[0].programme, one[1]) != used)


def activities_like(
    actor: Actor,
    committee: Committee,
    *,
    text: str = "",
    kind: str = "",
    place: Place | None = None,
    mine: bool = False,
) -> QuerySet[Activity]:
    """The readable activities of a committee and those below it, the newest first."""
    found = readable(actor).filter(committee__in=committee.family()).select_related(*RELATED)
    found = found.defer("edition__content")
    if words := search_query(text):
        vector = SearchVector("search", config="simple")
        found = found.annotate(found_by=vector).filter(found_by=SearchQuery(words, search_type="raw", config="simple"))
    if kind:
        found = found.filter(kind=kind)
    if place is not None:
        found = found.filter(place__in=_within(place))
    if mine and actor.person_id is not None:
        found = found.filter(Q(recorded_by_id=actor.person_id) | Q(host__person_id=actor.person_id))
    return found.order_by("-day", "-recorded_at")


def _within(place: Place) -> QuerySet[Place]:
    """The place and everything below it."""
    return Place.objects.filter(Q(path__contains=[place.code]) | Q(pk=place.pk))
