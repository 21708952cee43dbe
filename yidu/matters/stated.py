"""What a matter states to the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from yidu.common.actors import Actor
from yidu.ledger.statements import Source, Statement
from yidu.matters.models import Matter
from yidu.matters.rules import readable


def statements(matter: Matter) -> Iterator[Statement]:
    """Every moment that holds of it now. Pure: it reads the record and what it names."""
    dims = {"host": matter.raised_as, "role": matter.raised_as, "kind": matter.kind}
    if matter.sector:
        dims["sector"] = matter.sector
    if matter.organisation_id:
        dims["enterprise"] = str(matter.organisation_id)
    if matter.project_id:
        dims["project"] = str(matter.project_id)
    # The lead is told only of what happened under it: else handing a matter over would enter its raising anew.
    lead = {"organisation": str(matter.lead_id)} if matter.lead_id else {}

    def say(moment: str, day: date, **more: str) -> Statement:
        return Statement(counts=matter.kind, moment=moment, day=day, place_id=matter.place_id, dims={**dims, **more})

    yield say("raised", _day(matter.raised_at))
    if matter.assigned_at:
        yield say("assigned", _day(matter.assigned_at), **lead)
    if matter.answered_at:
        in_time = "yes" if matter.answered_in_time else "no"
        yield say("answered", _day(matter.answered_at), **{"on-time": in_time, "class": matter.answer_class}, **lead)
    if matter.solved_at:
        yield say("solved", _day(matter.solved_at), by=matter.solved_says, **lead)
    if matter.rated_at:
        yield say("rated", _day(matter.rated_at), **lead)
        if matter.satisfied is not None:
            yield say("satisfied" if matter.satisfied else "unsatisfied", _day(matter.rated_at), **lead)
    if matter.reopened_at:
        yield say("reopened", _day(matter.reopened_at), **lead)
    if matter.closed_at:
        yield say("closed", _day(matter.closed_at))
        if matter.outcome in ("unrated", "diverted"):
            yield say(matter.outcome, _day(matter.closed_at))
    for stage, day in matter.reached.items():
        yield say(f"stage:{stage}", date.fromisoformat(day))


def _day(moment: datetime) -> date:
    return localtime(moment).date()


def _all() -> QuerySet[Matter]:
    # An edition's content is long and read once per process, not once per row.
    return Matter.objects.select_related("edition", "place").defer("edition__content").order_by("pk")


def _readable(actor: Actor, ids: list[str]) -> set[str]:
    return {str(pk) for pk in readable(actor).filter(pk__in=ids).values_list("pk", flat=True)}


SOURCE = Source(
    record_type="matter",
    model=Matter,
    statements=statements,
    all=_all,
    title=lambda matter: matter.title,
    url=lambda matter: reverse("matter", args=[matter.pk]),
    readable=_readable,
)
