"""The list, the matter, the story: what is asked of matters. Each already withholds what the reader may not see."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, QuerySet

from yidu.common.actors import Actor
from yidu.common.workdays import Deadline
from yidu.ledger.models import Step
from yidu.matters.clocks import clock_of_request, deadline_of
from yidu.matters.engine import related
from yidu.matters.models import LookBack, Matter, Reply
from yidu.matters.moves import waiting_request
from yidu.matters.rules import readable
from yidu.people.rules import Standing


def _list(queryset: QuerySet[Matter]) -> QuerySet[Matter]:
    found = queryset.select_related("edition", "lead", "organisation", "project", "place", "committee", "activity")
    # A whole programme for each line: `Edition.read` has it already.
    return found.defer("edition__content")


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


def story(matter: Matter) -> QuerySet[Step]:
    """Its steps, the newest first."""
    return (
        Step.objects.filter(record_type="matter", record_id=str(matter.pk))
        .select_related("actor", "organisation")
        .order_by("-pk")
    )
