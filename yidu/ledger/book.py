"""The book of `yidu.common.actions`: a step for each change, and the entries that follow from it."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Model

from yidu.common import clock
from yidu.common.actions import Change, Written
from yidu.common.actors import Actor
from yidu.ledger.enter import BATCH, enter, enter_held, recount, touched
from yidu.ledger.models import Step
from yidu.ledger.statements import type_of
from yidu.people.models import Committee
from yidu.programmes.models import Edition

# Plain SQL, because this is asked in every action: composing it anew takes longer than running it.
_BY_CLIENT_ID = "SELECT action, fingerprint, record_type, record_id FROM ledger_step WHERE client_id = %s"


class LedgerBook:
    """Written in the transaction of the change, so there is neither a change without its step nor the reverse."""

    def write(
        self, change: Change[Any], *, action: str, actor: Actor, client_id: UUID | None, fingerprint: str
    ) -> None:
        record = change.record
        step = _step(change, action=action, actor=actor, fingerprint=fingerprint)
        step.client_id = client_id
        step.save(force_insert=True)
        if isinstance(record, Edition):
            recount(record.committee_id, step=step)
            return
        further = [_step(one, action=action, actor=actor, fingerprint=fingerprint) for one in change.further]
        Step.objects.bulk_create(further, batch_size=1000)
        changed = (record, *change.also)
        enter(changed, step=step)
        # After the others: what they touch may be many, and states what the changed records now say.
        enter(touched(changed), step=step)
        each = iter(change.each)
        while batch := list(islice(each, BATCH)):
            steps = [_step(one, action=action, actor=actor, fingerprint=fingerprint) for one in batch]
            Step.objects.bulk_create(steps)
            enter_held(list(zip((one.record for one in batch), steps, strict=True)))
            enter_held([(one, step) for one in touched([one.record for one in batch if _version(one.record) > 1])])

    def find(self, client_id: UUID) -> Written | None:
        with connection.cursor() as cursor:
            cursor.execute(_BY_CLIENT_ID, [client_id])
            found = cursor.fetchone()
        if found is None:
            return None
        action, fingerprint, record_type, record_id = found
        record = _models()[record_type]._default_manager.get(pk=record_id)
        return Written(action=action, fingerprint=fingerprint, record=record)


def _step(change: Change[Any], *, action: str, actor: Actor, fingerprint: str) -> Step:
    record = change.record
    return Step(
        record_type=type_of(record),
        record_id=str(record.pk),
        committee_id=_committee(record),
        name=change.step,
        action=action,
        at=clock.now(),
        actor_kind=actor.kind,
        actor_id=actor.person_id,
        organisation_id=actor.organisation_id,
        data=dict(change.data),
        version=_version(record),
        fingerprint=fingerprint,
    )


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
