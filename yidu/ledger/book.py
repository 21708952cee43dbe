"""The book of `yidu.common.actions`: a step for each change, and the entries that follow from it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Model

from yidu.common import clock
from yidu.common.actions import Change, Deed, Written
from yidu.ledger.enter import BATCH, enter, enter_held, enter_many, recount, touched
from yidu.ledger.models import Step
from yidu.ledger.statements import type_of
from yidu.people.models import Committee
from yidu.programmes.models import Edition

# Plain SQL, because this is asked in every action: composing it anew takes longer than running it.
_BY_CLIENT_ID = "SELECT action, fingerprint, record_type, record_id FROM ledger_step WHERE client_id = %s"
_KNOWN = "SELECT FROM ledger_step WHERE client_id IN ({ids}) LIMIT 1"


class LedgerBook:
    """Written in the transaction of the change, so there is neither a change without its step nor the reverse."""

    def write(self, deeds: Sequence[Deed]) -> None:
        steps = [_step(deed.change, deed) for deed in deeds]
        for deed, step in zip(deeds, steps, strict=True):
            step.client_id = deed.client_id
        further = [_step(one, deed) for deed in deeds for one in deed.change.further]
        Step.objects.bulk_create([*steps, *further], batch_size=1000)
        told = list(zip(deeds, steps, strict=True))
        for deed, step in told:
            if isinstance(edition := deed.change.record, Edition):
                recount(edition.committee_id, step=step)
        enter_many((record, step) for deed, step in told for record in _changed(deed.change))
        # After the others: what they touch may be many, and states what the changed records now say.
        for deed, step in told:
            enter(touched(_changed(deed.change)), step=step)
            _write_each(deed, step)

    def find(self, client_id: UUID) -> Written | None:
        with connection.cursor() as cursor:
            cursor.execute(_BY_CLIENT_ID, [client_id])
            found = cursor.fetchone()
        if found is None:
            return None
        action, fingerprint, record_type, record_id = found
        record = _models()[record_type]._default_manager.get(pk=record_id)
        return Written(action=action, fingerprint=fingerprint, record=record)

    def knows(self, client_ids: Sequence[UUID]) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(_KNOWN.format(ids=", ".join(["%s"] * len(client_ids))), client_ids)
            return cursor.fetchone() is not None


def _changed(change: Change[Any]) -> tuple[Model, ...]:
    """The records whose facts changed with it. An edition is none: all of its committee are counted anew."""
    return () if isinstance(change.record, Edition) else (change.record, *change.also)


def _write_each(deed: Deed, step: Step) -> None:
    each = iter(deed.change.each)
    while batch := list(islice(each, BATCH)):
        steps = [_step(one, deed) for one in batch]
        Step.objects.bulk_create(steps)
        enter_held(list(zip((one.record for one in batch), steps, strict=True)))
        enter_held([(one, step) for one in touched([one.record for one in batch if _version(one.record) > 1])])


def _step(change: Change[Any], deed: Deed) -> Step:
    record = change.record
    step = Step(
        record_type=type_of(record),
        record_id=str(record.pk),
        committee_id=_committee(record),
        name=change.step,
        action=deed.action,
        at=clock.now(),
        actor_kind=deed.actor.kind,
        actor_id=deed.actor.person_id,
        organisation_id=deed.actor.organisation_id,
        data=dict(change.data),
        version=_version(record),
        fingerprint=deed.fingerprint,
    )
    if change.new and step.version != 1:
        raise RuntimeError(f"{step.record} is said to be new, and was changed {step.version - 1} times")
    step.made = change.new
    return step


def _version(record: Model) -> int:
    version: int = getattr(record, "version", 1)
    return version


def _committee(record: Model) -> int | None:
    if isinstance(record, Committee):
        return record.pk
    committee: int | None = getattr(record, "committee_id", None)
    return committee


@lru_cache(maxsize=1)
def _models() -> dict[str, type[Model]]:
    """Every model whose records have a type."""
    typed = ((getattr(model, "record_type", None), model) for model in apps.get_models())
    return {name: model for name, model in typed if isinstance(name, str)}
