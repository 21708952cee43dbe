"""The desk, the list, the story: what is asked of matters. Each already withholds what the reader may not see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Prefetch, Q, QuerySet, prefetch_related_objects

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.common.workdays import Deadline
from yidu.ledger.models import Step
from yidu.matters.clocks import clock_of_request, deadline_of
from yidu.matters.engine import related
from yidu.matters.models import Handling, LookBack, Matter, Pause, Reply, Request
from yidu.matters.moves import waiting_request
from yidu.matters.rules import readable
from yidu.people.rules import Standing, standing_of

Why = Literal["holder", "joint", "decide", "look-back", "late"]


@dataclass(frozen=True)
class DeskItem:
    """One line of the desk: what is in the reader's hands, by when, and why it is there."""

    matter: Matter
    due_at: datetime
    why: Why
    handling: Handling | None = None
    request: Request | None = None
    look_back: LookBack | None = None

    @property
    def is_paused(self) -> bool:
        """The clock stands still: something is waited for, and the date is not lost meanwhile."""
        return self.why == "holder" and any(one.ended_at is None for one in self.matter.pauses.all())

    @property
    def is_late(self) -> bool:
        return self.due_at < clock.now() and not self.is_paused


_LONG = (
    "text", "answers", "search_text", "activity__heard", "activity__answers", "activity__search",
)  # fmt: skip
"""What no line of the desk shows."""
_OF_MATTER = ("matter__lead", "matter__activity")
_LONG_OF_MATTER = tuple(f"matter__{one}" for one in _LONG)


def desk(actor: Actor, standing: Standing | None = None, *, most: int = 200) -> list[DeskItem]:
    """What the actor holds, the most urgent first; then what is late elsewhere, for whoever oversees.

    `standing` is what the actor is today, where the request has read it already.
    """
    if actor.person_id is None:
        return []
    now = standing or standing_of(actor)
    held = [matter for matter in _held(now)[:most] if matter.holder != "raiser" or _speaks_for_itself(matter)]
    joint, requests = list(_joint(now)[:most]), list(_requests(now)[:most])
    # All at once: what belongs to a matter is asked for as often for many matters as for one.
    matters = [*held, *(one.matter for one in joint), *(one.matter for one in requests)]
    prefetch_related_objects(matters, *related())
    seen = {matter.pk for matter in held}
    items = [DeskItem(matter, matter.due_at, "holder") for matter in held if matter.due_at]
    items += [DeskItem(one.matter, one.due_at, "joint", handling=one) for one in joint]
    for request in requests:
        if request.matter_id not in seen:
            items.append(DeskItem(request.matter, request.due_at, "decide", request=request))
    for look_back in _look_backs(now)[:most]:
        why: Why = "look-back" if look_back.is_mine else "late"  # type: ignore[attr-defined]
        items.append(DeskItem(look_back.matter, look_back.due_at, why, look_back=look_back))
    seen = {item.matter.pk for item in items if item.look_back is None}
    late = [matter for matter in _late(now)[:most] if matter.pk not in seen]
    items += [DeskItem(matter, matter.due_at, "late") for matter in late if matter.due_at]
    return sorted(items, key=lambda item: (item.why == "late", item.is_paused, item.due_at))


def _speaks_for_itself(matter: Matter) -> bool:
    """Whether whoever raised it rates it by account; otherwise the enterprise does, by its link or receipt."""
    return matter.kind_line.rated_by == "raiser"


def _list(queryset: QuerySet[Matter]) -> QuerySet[Matter]:
    found = queryset.select_related("edition", "lead", "organisation", "project", "place", "committee", "activity")
    # A whole programme for each line: `Edition.read` has it already.
    return found.defer("edition__content")


def _on_desk(queryset: QuerySet[Matter]) -> QuerySet[Matter]:
    return queryset.select_related("lead", "activity").defer(*_LONG)


def _held(now: Standing) -> QuerySet[Matter]:
    person_id, own = now.actor.person_id, now.committees("record")
    hands = Q(holder="office", committee__in=now.committees("office"))
    hands |= Q(holder="secretary-general", committee__in=now.committees("oversee"))
    hands |= Q(holder="lead", lead__in=now.organisations("handle"))
    hands |= Q(holder="lead-head", lead__in=now.organisations("sign"))
    hands |= Q(holder="raiser", raised_by_id=person_id, committee__in=own)
    hands |= Q(holder="recorder", committee__in=own) & (
        Q(raised_by_id=person_id) | Q(activity__recorded_by_id=person_id)
    )
    return _on_desk(Matter.objects.filter(hands, closed_at=None)).order_by("due_at")


def _joint(now: Standing) -> QuerySet[Handling]:
    return (
        Handling.objects.filter(
            part=Handling.Part.JOINT,
            organisation__in=now.organisations("handle"),
            done_at=None,
            ended_at=None,
            matter__closed_at=None,
        )
        .select_related(*_OF_MATTER)
        .defer(*_LONG_OF_MATTER)
        .order_by("due_at")
    )


def _requests(now: Standing) -> QuerySet[Request]:
    decides = Q(decides="office", matter__committee__in=now.committees("office"))
    decides |= Q(decides="secretary-general", matter__committee__in=now.committees("oversee"))
    return (
        Request.objects.filter(decides, decided_at=None)
        .select_related(*_OF_MATTER, "handling__organisation")
        .defer(*_LONG_OF_MATTER)
        .order_by("due_at")
    )


def _look_backs(standing: Standing) -> QuerySet[LookBack]:
    """What the actor is asked to look at, or their office while nobody is; and what is late, for whoever oversees."""
    offices, oversees = standing.committees("office"), standing.committees("oversee")
    mine = Q(asked_id=standing.actor.person_id) | Q(asked=None, committee__in=offices)
    now = clock.now()
    return (
        LookBack.objects.filter(mine | Q(due_at__lt=now, committee__in=oversees), found_at=None, asks_at__lte=now)
        .annotate(is_mine=ExpressionWrapper(mine, BooleanField()))
        .select_related(*_OF_MATTER, "asked")
        .defer(*_LONG_OF_MATTER)
        .order_by("due_at")
    )


def _late(now: Standing) -> QuerySet[Matter]:
    oversees = now.committees("oversee")
    return _on_desk(
        Matter.objects.filter(closed_at=None, due_at__lt=clock.now(), committee__in=oversees)
        .exclude(holder="raiser")
        .exclude(pk__in=Pause.objects.filter(ended_at=None).values("matter_id"))
    ).order_by("due_at")


def one_matter(actor: Actor, pk: UUID, standing: Standing | None = None) -> Matter | None:
    """A matter with everything that its page shows; None when the actor may not read it."""
    about = ("activity__edition", "activity__organisation", "activity__project", "activity__station", "activity__place")
    found = _list(readable(actor, standing)).select_related(*about).defer("activity__edition__content")
    replies = Prefetch("replies", Reply.objects.select_related("handling__organisation"))
    look_backs = Prefetch("look_backs", LookBack.objects.select_related("owner", "asked"))
    most = [one for one in related() if one != "replies"]
    return found.prefetch_related(*most, replies, look_backs).filter(pk=pk).first()


def running_deadline(matter: Matter) -> Deadline | None:
    """The date that runs now, with its arithmetic: that of the waiting decision while the lead's request waits."""
    waits = waiting_request(matter, lead_only=True)
    return clock_of_request(waits).deadline() if waits else deadline_of(matter)


def listed(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """With what a list shows of each."""
    return _list(matters)


def brief(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """With what one line of a list shows of each, and nothing else."""
    return matters.select_related(None).select_related("lead", "organisation", "project", "place").only(*_BRIEF)


_BRIEF = (
    "number", "title", "kind", "edition_id", "stage", "holder", "due_at", "closed_at", "solved_at", "lead__name",
    "lead__short_name", "organisation__name", "organisation__short_name", "project__name", "place__name",
)  # fmt: skip


def story(matter: Matter) -> QuerySet[Step]:
    """Its steps, the newest first."""
    return (
        Step.objects.filter(record_type="matter", record_id=str(matter.pk))
        .select_related("actor", "organisation")
        .order_by("-pk")
    )
