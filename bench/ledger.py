"""The ledger: entries posted in bulk, as an import posts them, and a million entries verified."""

from __future__ import annotations

import time
from typing import Any
from uuid import uuid4

from django.db import transaction

from yidu.activities.models import Activity
from yidu.ledger.enter import enter_held
from yidu.ledger.models import Entry, Step
from yidu.ledger.statements import source_of
from yidu.ledger.verify import verify

RECORDS = 10_000
MILLION = 1_000_000


class _EnoughError(Exception):
    pass


def posted() -> tuple[int, float]:
    """How many entries were posted in which time: copies of what was done, in one transaction that is rolled back."""
    source = source_of("activity")
    assert source is not None
    # With what an import knows of each.
    some: list[Any] = list(source.all().order_by("-day")[:RECORDS])
    model = Step.objects.filter(record_type="activity").latest("pk")
    for number, one in enumerate(some):
        one.pk, one.number = uuid4(), f"bench-{number}"
        one._state.adding = True
    with transaction.atomic():
        Activity.objects.bulk_create(some)
        steps = Step.objects.bulk_create(
            Step(
                record_type="activity", record_id=str(one.pk), committee_id=one.committee_id, name=model.name,
                action=model.action, at=one.recorded_at, actor_kind="system", fingerprint="",
            )
            for one in some
        )  # fmt: skip
        began = time.perf_counter()
        entries = enter_held(list(zip(some, steps, strict=True)))
        took = time.perf_counter() - began
        transaction.set_rollback(True)
    return entries, took


def verified() -> tuple[int, float]:
    """How many of the first entries were verified in which time: at most a million, from the first on."""
    seen, began = 0, time.perf_counter()

    def told(done: int, _total: int) -> None:
        nonlocal seen
        seen = done
        if done >= MILLION:
            raise _EnoughError

    try:
        flaw = verify(told)
    except _EnoughError:
        flaw = None
    if flaw is not None:
        raise RuntimeError(str(flaw))
    return seen or Entry.objects.count(), time.perf_counter() - began
