"""What a matter states to the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

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
    named = {"sector": matter.sector, "enterprise": matter.organisation_id, "project": matter.project_id}
    dims |= {name: str(value) for name, value in named.items() if value}
    raised = _day(matter.raised_at)
    for moment, day, more in _moments(matter):
        # From the day on which it was raised, as the calendar has it. What was written down late may be raised later.
        quantities = {"days": Decimal(max((day - raised).days, 0))}
        yield Statement(
            counts=matter.kind, moment=moment, day=day, place_id=matter.place_id, dims={**dims, **more},
            quantities=quantities,
        )  # fmt: skip


def _moments(matter: Matter) -> Iterator[tuple[str, date, dict[str, str]]]:
    """What happened on which day, and what else can be told apart by it."""
    # The lead is told only of what happened under it: else handing a matter over would enter its raising anew. So is
    # the subject, which is said when the matter is accepted: of that, and of what came after.
    subject = {"subject": matter.subject} if matter.subject else {}
    lead = {**subject, "organisation": str(matter.lead_id)} if matter.lead_id else subject
    period = {"period": matter.period} if matter.period else {}
    in_time = "yes" if matter.answered_in_time else "no"
    satisfied = (
        {True: "satisfied", False: "unsatisfied"}.get(bool(matter.satisfied)) if matter.satisfied is not None else None
    )
    ended = matter.outcome if matter.outcome in ("unrated", "diverted") else None
    told: list[tuple[str | None, datetime | None, dict[str, str]]] = [
        ("raised", matter.raised_at, {}),
        ("assigned", matter.assigned_at, {**lead, **period}),
        ("answered", matter.answered_at, {**lead, **period, "on-time": in_time, "class": matter.answer_class}),
        ("solved", matter.solved_at, {**lead, "by": matter.solved_says}),
        ("rated", matter.rated_at, lead),
        (satisfied, matter.rated_at, lead),
        ("reopened", matter.reopened_at, lead),
        ("closed", matter.closed_at, subject),
        (ended, matter.closed_at, subject),
    ]
    for moment, at, more in told:
        if moment and at:
            yield moment, _day(at), more
    if accepted := _accepted(matter):
        yield "accepted", accepted, subject
    for stage, day in matter.reached.items():
        told_of = subject if stage in matter.procedure.after_acceptance else {}
        yield f"stage:{stage}", date.fromisoformat(day), told_of


def _accepted(matter: Matter) -> date | None:
    """The day on which it first reached a stage in which it is accepted: filed, issued, taken up."""
    stages = matter.procedure.stage
    days = [day for stage, day in matter.reached.items() if stage in stages and stages[stage].accepted]
    return date.fromisoformat(min(days)) if days else None


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
