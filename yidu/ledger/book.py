"""The book of `yidu.common.actions`: a step for each change, and the entries that follow from it."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Model

from yidu.common import clock
from yidu.common.actions import Change, Written
from yidu.common.actors import Actor
from yidu.ledger.enter import enter, recount, touched
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
        step = _step(change, action, actor, fingerprint)
        step.client_id = client_id
        step.save(force_insert=True)
        if isinstance(record, Edition):
            recount(record.committee_id, step=step)
            return
        Step.objects.bulk_create([_step(one, action, actor, fingerprint) for one in change.further], batch_size=1000)
        changed = (record, *change.also)
        enter(changed, step=step)
        # After the others: what they touch may be many, and states what the changed records now say.
        enter(chain.from_iterable(touched(one) for one in changed), step=step)

    def find(self, client_id: UUID) -> Written | None:
        with connection.cursor() as cursor:
            cursor.execute(_BY_CLIENT_ID, [client_id])
            found = cursor.fetchone()
        if found is None:
            return None
        action, fingerprint, record_type, record_id = found
        record = _models()[record_type]._default_manager.get(pk=record_id)
        return Written(action=action, fingerprint=fingerprint, record=record)


def _step(change: Change[Any], action: str, actor: Actor, fingerprint: str) -> Step:
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
        version=getattr(record, "version", 1),
        fingerprint=fingerprint,
    )


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
