"""What is told to whom: the steps of a committee, in the order in which they were settled, by the names of steps."""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.urls import reverse

from yidu.common.actors import Actor
from yidu.ledger.locks import steps_settled_to
from yidu.ledger.models import Step
from yidu.ledger.statements import source_of
from yidu.matters.queries import one_matter
from yidu.matters.rules import reads_in_full
from yidu.matters.telling import is_told
from yidu.people.models import Committee
from yidu.services.models import Delivery, Subscription

TOLD = ("matter", "activity", "appointment", "station", "project")
"""Types of records of which something is told. Each says who may read it; of the others nobody learns this way."""
PATTERN = re.compile(r"\*|[a-z]+(-[a-z]+)*\.(\*|[a-z]+(-[a-z]+)*)")
_BATCH = 1000


def fold() -> int:
    """Note what is to be told of each step that is settled. Returns how many tellings are new.

    Nothing is noted while a long transaction is writing: the next run does it.
    """
    last = steps_settled_to()
    if last is None:
        return 0
    new = 0
    running = Subscription.objects.filter(off_at=None, ended_at=None, seen_to__lt=last)
    for pk in list(running.values_list("pk", flat=True)):
        while made := _fold_one(pk, last):
            new += made - 1
    return new


def _fold_one(pk: int, last: int) -> int:
    """Note a batch for one subscription; 0 when there is nothing left, else one more than was noted."""
    with transaction.atomic():
        subscription = Subscription.objects.select_for_update(of=("self",)).select_related("committee").get(pk=pk)
        if subscription.seen_to >= last:
            return 0
        steps = list(
            Step.objects.filter(pk__gt=subscription.seen_to, pk__lte=last)
            .order_by("pk")
            .values_list("pk", "name", "record_type", "committee_id")[:_BATCH]
        )
        family = set(subscription.committee.family())
        wanted = [
            Delivery(subscription=subscription, step_id=step_id)
            for step_id, name, record_type, committee_id in steps
            if committee_id in family and record_type in TOLD and matches(name, subscription.events)
        ]
        Delivery.objects.bulk_create(wanted, ignore_conflicts=True)
        subscription.seen_to = steps[-1][0] if len(steps) == _BATCH else last
        subscription.save(update_fields=["seen_to"])
        return len(wanted) + 1


def matches(name: str, patterns: list[str]) -> bool:
    """Whether the name of a step is wanted: "handling.accepted" by itself, by "handling.*" and by "*"."""
    return any(one in ("*", name) or (one.endswith(".*") and name.startswith(one[:-1])) for one in patterns)


def may_learn(subscription: Subscription, step: Step) -> bool:
    """Whether the owner may read the record today, and is told of such a step."""
    actor = Actor(kind="person", person_id=subscription.owner_id)
    source = source_of(step.record_type)
    if source is None or step.record_id not in source.readable(actor, [step.record_id]):
        return False
    if step.record_type != "matter":
        return True
    matter = one_matter(actor, step.record_id)  # type: ignore[arg-type]
    return matter is not None and is_told(step, full=reads_in_full(actor, matter))


def body(step: Step) -> dict[str, Any]:
    """What is sent: ids, the name of the step, the stage, addresses. Never what people wrote."""
    committee = Committee.objects.filter(pk=step.committee_id or 0).values_list("code", flat=True).first()
    data: dict[str, Any] = {
        "step": step.pk,
        "committee": committee,
        "record": {"type": step.record_type, "id": step.record_id},
        "version": step.version,
    }
    if stage := step.data.get("stage"):
        data["stage"] = stage
    if address := _address(step):
        data["address"] = address
    return {"type": step.name, "timestamp": step.at.isoformat(), "data": data}


def _address(step: Step) -> str:
    """Where the API tells the rest, below the site's own name."""
    names = {
        "matter": "api-read-matter",
        "activity": "api-read-activity",
        "appointment": "api-read-appointment",
        "station": "api-read-station",
        "project": "api-read-project",
    }
    return reverse(names[step.record_type], args=[step.record_id])
