"""Keeping what arrived, and settling what somebody had to look at."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Conflict, NotAllowed
from yidu.ledger.statements import type_of
from yidu.web.models import Envelope
from yidu.web.outbox.envelope import Outside

OPEN = (Envelope.State.LOOK, Envelope.State.CONFLICT)


@action("envelope.keep")
def keep_envelope(
    *,
    outside: Outside,
    mark: str,
    state: str,
    recorded_at: datetime,
    record: Model | None,
    actor: Actor,
) -> Change[Envelope]:
    """Write down that an envelope arrived and what became of it. What is still to be looked at stays sealed."""
    envelope = Envelope.objects.create(
        client_id=outside.id,
        type=outside.type,
        number=outside.number,
        mark=mark,
        person_id=None if outside.type == Envelope.Type.RATING else actor.person_id,
        phone_says=outside.at,
        recorded_at=recorded_at,
        arrived_at=clock.now(),
        key=outside.key,
        sealed=outside.sealed if state in OPEN else b"",
        state=state,
        record=f"{type_of(record)}/{record.pk}" if record else "",
    )
    return Change(envelope, "envelope.kept", {"state": state, "type": outside.type})


@action("envelope.settle")
def settle_envelope(
    envelope: Envelope, *, record: Model | None, actor: Actor, client_id: UUID | None = None
) -> Change[Envelope]:
    """Its author looked at it: it became `record`, or (None) is put aside. Then it needs no words any more.

    Raises `NotAllowed` for somebody else's, `Conflict` when it is settled already.
    """
    row = Envelope.objects.select_for_update().get(pk=envelope.pk)
    by_receipt = actor.kind == "receipt" and row.record in ("", f"matter/{actor.matter_id}")
    if not (by_receipt if row.type == Envelope.Type.RATING else actor.person_id == row.person_id):
        raise NotAllowed("not there")
    if row.state not in OPEN:
        raise Conflict(_("This was settled already."))
    row.state = Envelope.State.SETTLED if record else Envelope.State.DROPPED
    row.sealed = b""
    row.record = f"{type_of(record)}/{record.pk}" if record else row.record
    row.save(update_fields=["state", "sealed", "record"])
    return Change(row, "envelope.settled", {"state": row.state})
