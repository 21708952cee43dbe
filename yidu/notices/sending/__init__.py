"""Sending with a lease: claim, send, mark. A crash in between means once more, never never.

A row is claimed in a transaction of its own, so no row stays locked while a mail server is slow. Whoever dies with a
claim loses it when the lease is over, and the next one sends the same message under the same id.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from yidu.common import clock
from yidu.common.known import reading
from yidu.notices.due import Due, due_now
from yidu.notices.models import Channel, Message, Reminder
from yidu.notices.secrets import open_address
from yidu.notices.sending import mail, robots
from yidu.notices.sending.trouble import Undelivered
from yidu.notices.texts import text_of

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
"""Far longer than the timeouts of one message together."""
ROUND = timedelta(seconds=60)
GIVES_UP = timedelta(days=3)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)

Kind = Channel.Kind


def send_waiting() -> int:
    """Send what waits, one after the other, until nothing is left or the round is over. Returns how many were sent."""
    sent, until = 0, clock.now() + ROUND
    away: set[str] = set()
    while clock.now() < until and (message := claim(without=away)):
        try:
            sent += send(message)
        except Undelivered as trouble:
            put_off(message, trouble)
            if trouble.is_away:
                away.add(message.person.channel.kind)  # the others would only wait for the same timeout
    return sent


@transaction.atomic
def claim(*, without: set[str] = frozenset()) -> Message | None:  # type: ignore[assignment]
    """The next message that nobody is sending, claimed; of channels that can be reached."""
    now = clock.now()
    closed = {*without} if settings.YIDU_MAIL else {*without, Kind.EMAIL}
    message = (
        Message.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("person__channel")
        .filter(Q(claimed_until=None) | Q(claimed_until__lt=now), state=Message.State.WAITS, next_try_at__lte=now)
        .exclude(person__channel__kind__in=closed)
        .order_by("next_try_at", "pk")
        .first()
    )
    if message is not None:
        message.claimed_until = now + LEASE
        message.tries += 1
        message.save(update_fields=["claimed_until", "tries"])
    return message


def send(message: Message) -> bool:
    """Send a claimed message with what still applies, and mark it. Whether anything went out. Raises `Undelivered`."""
    channel = message.person.channel
    due = _still_due(message) if channel.is_on else []
    if not due:
        _end(message, Message.State.EMPTY)
        return False
    text, address = text_of(due, language=channel.language), open_address(channel.address)
    if not address:
        raise Undelivered("address", for_good=True)
    if channel.kind == Kind.EMAIL:
        mail.send(text, to=address, message_id=mail.id_of(message.pk))
    else:
        robots.send(text, kind=channel.kind, address=address)
    _end(message, Message.State.SENT)
    return True


def put_off(message: Message, trouble: Undelivered) -> None:
    """Try again later, each time later than before; after some days, or where it is of no use, no more."""
    now = clock.now()
    logger.warning("message %s was not delivered (try %d): %s", message.pk, message.tries, trouble.word)
    message.trouble = trouble.word
    if trouble.for_good or now - message.made_at > GIVES_UP:
        _end(message, Message.State.FAILED)
        return
    message.next_try_at = now + min(FIRST_PAUSE * 2 ** min(message.tries, 12), LONGEST_PAUSE)
    message.claimed_until = None
    message.save(update_fields=["trouble", "next_try_at", "claimed_until"])


def _still_due(message: Message) -> list[Due]:
    """Of its reminders those that still apply; the others are dropped."""
    with reading():
        now_due = {one.key: one for one in due_now([message.person_id])}
    rows = list(message.reminders.filter(dropped_at=None))
    keys = {row.pk: row.key for row in rows}
    gone = [pk for pk, key in keys.items() if key not in now_due]
    Reminder.objects.filter(pk__in=gone).update(dropped_at=clock.now())
    return [now_due[key] for key in keys.values() if key in now_due]


def _end(message: Message, state: str) -> None:
    message.state, message.ended_at = state, clock.now()
    message.next_try_at = message.claimed_until = None
    if state == Message.State.SENT:
        message.trouble = ""
    message.save(update_fields=["state", "ended_at", "next_try_at", "claimed_until", "trouble"])
