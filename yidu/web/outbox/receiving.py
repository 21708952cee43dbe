"""What becomes of an envelope that arrives: taken once, or kept for its author to look at, or left on the phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.urls import reverse

from yidu.activities.models import Activity
from yidu.common.actors import Actor
from yidu.common.errors import Conflict, Refused
from yidu.matters.actions.links import actor_by_receipt
from yidu.people.rules import Standing
from yidu.web.models import Envelope
from yidu.web.outbox.actions import keep_envelope
from yidu.web.outbox.envelope import Inside, Outside, day_of, opened, recorded_at
from yidu.web.outbox.ratings import receipt_of, take_rating
from yidu.web.outbox.table import session_of, take_written
from yidu.web.outbox.visits import take_visit

State = Envelope.State
STATUS = {"taken": 200, "look": 422, "conflict": 409, "sign-in": 401, "author": 403}
_ONE_AT_A_TIME = 7301
"""The first key of the advisory lock under which one id is dealt with."""


@dataclass(frozen=True)
class Answer:
    """What the phone is told: a word of `STATUS`, where to look, and which inputs were wrong and why."""

    word: str
    url: str = ""
    again: bool = False
    fields: dict[str, list[str]] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return STATUS[self.word]

    @property
    def told(self) -> dict[str, Any]:
        return {"state": self.word, "url": self.url, "again": self.again, "fields": self.fields}


def receive(outside: Outside, *, phone_now: str, actor: Actor, standing: Standing) -> Answer:
    """Take the envelope, or say why not. Raises `Unreadable`; everything else is an answer.

    "sign-in" and "author" leave it where it is, on the phone. With "taken", "look" and "conflict" it is kept here.
    """
    inside = opened(outside)
    if outside.type != Envelope.Type.RATING:
        if actor.person_id is None:
            return Answer("sign-in")
        if not inside.was_written_by(actor.person_id):
            return Answer("author")
    with transaction.atomic():
        _alone(outside)
        known = known_under(outside)
        mark = inside.mark()
        same = next((one for one in known if one.mark == mark), None)
        if same is not None:
            return answer_for(same, again=True)
        at, record, fields = recorded_at(outside, phone_now), None, {}
        state: str = State.CONFLICT if known else State.TAKEN
        if state == State.TAKEN:
            try:
                with transaction.atomic():
                    record = _take(outside, inside, phone_now=phone_now, actor=actor, standing=standing)
            except Conflict:
                state = State.CONFLICT
            except Refused as error:
                state, fields = State.LOOK, _said(error)
        kept = keep_envelope(
            outside=outside,
            mark=mark,
            state=state,
            recorded_at=at,
            record=record or _about(outside, inside),
            actor=actor,
        )
    return answer_for(kept, fields=fields)


def known_under(outside: Outside) -> list[Envelope]:
    """What arrived before under the same id."""
    return list(Envelope.objects.filter(client_id=outside.id))


def answer_for(envelope: Envelope, *, again: bool = False, fields: dict[str, list[str]] | None = None) -> Answer:
    if envelope.state not in (State.LOOK, State.CONFLICT):
        return Answer("taken", _record_url(envelope), again)
    url = (
        reverse("outbox-rated", args=[envelope.pk])
        if envelope.type == Envelope.Type.RATING
        else reverse("outbox-look", args=[envelope.pk])
    )
    return Answer(str(envelope.state), url, again, fields or {})


def _alone(outside: Outside) -> None:
    """Until the transaction ends, nobody else deals with an envelope of this id."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_ONE_AT_A_TIME, outside.id.int % 2**31])


def _take(outside: Outside, inside: Inside, *, phone_now: str, actor: Actor, standing: Standing) -> models.Model:
    at = recorded_at(outside, phone_now)
    if outside.type == Envelope.Type.RATING:
        return take_rating(inside, client_id=outside.id, recorded_at=at)
    if outside.type == Envelope.Type.TABLE:
        return take_written(inside, client_id=outside.id, actor=actor, standing=standing)
    return take_visit(inside, client_id=str(outside.id), day=day_of(inside, at), actor=actor, standing=standing)


def _about(outside: Outside, inside: Inside) -> models.Model | None:
    """The matter that a rating is about, when its receipt is one."""
    if outside.type != Envelope.Type.RATING:
        return None
    try:
        found = actor_by_receipt(receipt_of(inside))
    except Refused:
        return None
    return found[1] if found else None


def _said(error: Refused) -> dict[str, list[str]]:
    return {name: [str(one) for one in said] for name, said in error.fields.items()} or {"": [str(error)]}


def _record_url(envelope: Envelope) -> str:
    """The page of what it became, for whoever may read it. Of a rating there is none: the receipt opens it."""
    if session := session_of(envelope.record):
        return reverse("session-table", args=[session])
    type_, _slash, pk = envelope.record.partition("/")
    return reverse("activity", args=[pk]) if type_ == Activity.record_type else ""
