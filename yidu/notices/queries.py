"""How somebody is reminded, and what went out to them."""

from __future__ import annotations

from datetime import timedelta

from yidu.common import clock
from yidu.notices.models import Channel, Message

WAITS_TOO_LONG = timedelta(hours=1)


def channel_of(person_id: int | None) -> Channel:
    """The person's channel; off, with version 0 and not in the database, before the first choice."""
    found = Channel.objects.filter(person=person_id).first()
    return found or Channel(kind=Channel.Kind.OFF, version=0)


def messages_to(person_id: int | None, *, most: int = 10) -> list[Message]:
    """The last messages to the person, the newest first; without those that had nothing left to say."""
    told = Message.objects.filter(person=person_id).exclude(state=Message.State.EMPTY)
    return list(told.order_by("-made_at")[:most])


def undelivered() -> int:
    """How many messages to whoever has a channel could not be sent for an hour."""
    stuck = Message.objects.filter(state=Message.State.WAITS, made_at__lt=clock.now() - WAITS_TOO_LONG)
    return stuck.exclude(person__channel__kind=Channel.Kind.OFF).count()
