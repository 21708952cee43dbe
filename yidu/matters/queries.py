"""The list, the matter, the story: what is asked of matters. Each already withholds what the reader may not see."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from yidu.common.actors import Actor
from yidu.common.workdays import Deadline
from yidu.ledger.models import Step
from yidu.matters.clocks import clock_of_request, deadline_of
from yidu.matters.glance import glance_at
from yidu.matters.models import Matter
from yidu.matters.moves import waiting_request
from yidu.matters.rules import may_read
from yidu.matters.whole import read_with, whole_matter
from yidu.people.rules import Standing, standing_of


def _list(queryset: QuerySet[Matter]) -> QuerySet[Matter]:
    found = queryset.select_related("edition", "lead", "organisation", "project", "place", "committee", "activity")
    # A whole programme for each line: `Edition.read` has it already.
    return found.defer("edition__content")


def one_matter(actor: Actor, pk: UUID, standing: Standing | None = None) -> Matter | None:
    """A matter with everything that its page shows; None when the actor may not read it."""
    glance = glance_at(pk)
    if glance is None or not may_read(glance, standing or standing_of(actor)):
        return None
    return whole_matter(pk)


def running_deadline(matter: Matter) -> Deadline | None:
    """The date that runs now, with its arithmetic: that of the waiting decision while the lead's request waits."""
    waits = waiting_request(matter, lead_only=True)
    return clock_of_request(waits).deadline() if waits else deadline_of(matter)


def listed(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """With what a list shows of each."""
    return _list(matters)


def story(matter: Matter) -> list[Step]:
    """Its steps, the newest first: those that were read with it, or else read now."""
    if (already := read_with(matter)) is not None:
        return already.steps
    return list(
        Step.objects.filter(record_type="matter", record_id=str(matter.pk))
        .select_related("actor", "organisation")
        .order_by("-pk")
    )
