"""The list of matters: what one may want of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.matters.models import Handling, Matter
from yidu.matters.rules import readable
from yidu.matters.searching import Sought, is_number, sought
from yidu.people.models import Committee
from yidu.people.rules import Standing, organisations_of, standing_of
from yidu.places.models import Place
from yidu.programmes.queries import current_editions

State = Literal["open", "closed", "all"]


@dataclass(frozen=True)
class Wanted:
    """Which matters: every field that says nothing lets all pass."""

    text: str = ""
    kind: str = ""
    stage: str = ""
    holder: str = ""
    place: Place | None = None
    state: State = "all"
    late: bool = False
    mine: bool = False


def matters_wanted(
    actor: Actor, committee: Committee, wanted: Wanted, standing: Standing | None = None
) -> QuerySet[Matter]:
    """The readable matters of a committee and those below it that are wanted, the newest first.

    Whatever words they must contain: those are looked for among them (`words_wanted`).
    """
    now, family = standing or standing_of(actor), committee.family()
    found = readable(actor, now, within=family)
    # Never one or the other: the words have one index and the numbers another, and looking for both would read all.
    if is_number(wanted.text):
        found = found.filter(number=wanted.text.strip())
    if exactly := {name: value for name in ("kind", "stage", "holder") if (value := getattr(wanted, name))}:
        found = found.filter(**exactly)
    if wanted.state != "all":
        found = found.filter(closed_at__isnull=wanted.state == "open")
    if wanted.place is not None:
        within = Place.objects.filter(Q(path__contains=[wanted.place.code]) | Q(pk=wanted.place.pk))
        found = found.filter(place__in=within)
    if wanted.late:
        found = found.filter(closed_at=None, due_at__lt=clock.now())
    if wanted.mine and actor.person_id is not None:
        found = found.filter(_own(actor))
    return found.order_by("-raised_at", "pk")


def words_wanted(committee: Committee, wanted: Wanted, standing: Standing) -> Sought | None:
    """The words to look for among `matters_wanted`; None where there are none, or a number."""
    if not wanted.text.strip() or is_number(wanted.text):
        return None
    return sought(wanted.text, committee.family(), standing)


def _own(actor: Actor) -> Q:
    """What the actor raised, recorded, or handles for an organisation."""
    mine = organisations_of(actor)
    handled = Handling.objects.filter(organisation__in=mine, ended_at=None).values("matter_id")
    return Q(raised_by_id=actor.person_id) | Q(activity__recorded_by_id=actor.person_id) | Q(pk__in=handled)


def kinds_and_stages(committee: Committee) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The kinds of matter that the committee's programmes have today, and their stages, as (id, title)."""
    kinds: dict[str, str] = {}
    stages: dict[str, str] = {}
    for edition in current_editions(committee.pk):
        programme = edition.read
        for id_, line in programme.kind.items():
            if line.is_ == "matter" and line.procedure in programme.procedure:
                kinds.setdefault(id_, str(line.title))
                for stage, told in programme.procedure[line.procedure].stage.items():
                    stages.setdefault(stage, str(told.title))
    return list(kinds.items()), list(stages.items())
