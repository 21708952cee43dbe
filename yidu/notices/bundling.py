"""What is due for one person goes out together: one message a day, and at once only what the procedure says."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from yidu.common import clock
from yidu.common.known import reading
from yidu.notices.due import due_now
from yidu.notices.models import Channel, Message, Reminder

MOST_AT_ONCE = 1000


def make_reminders() -> int:
    """A row for each reminder that is due and not there yet, for everybody who chose a channel. Returns how many."""
    persons = list(Channel.objects.exclude(kind=Channel.Kind.OFF).values_list("person_id", flat=True))
    if not persons:
        return 0
    with reading():
        due = due_now(persons)
    about = {one.about.pk for one in due}
    kept = Reminder.objects.filter(Q(matter__in=about) | Q(draft__in=about), person__in=persons)
    known = {one.key for one in kept}
    now = clock.now()
    fresh = [
        Reminder(
            person_id=one.person_id, matter=one.matter, draft=one.draft, what=one.what, occasion=one.occasion,
            at_once=one.at_once, made_at=now,
        )
        for one in due
        if one.key not in known
    ]  # fmt: skip
    # Another worker may make the same: the natural key lets one of the two in.
    Reminder.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=MOST_AT_ONCE)
    return len(fresh)


def bundle() -> int:
    """Put what waits into messages: a person's digest from its hour on, once a day. Returns how many were made."""
    waiting = Reminder.objects.filter(message=None, dropped_at=None)
    made = 0
    for channel in Channel.objects.filter(person__in=waiting.values("person_id")).order_by("pk"):
        made += _bundle(channel.pk)
    return made


@transaction.atomic
def _bundle(pk: int) -> int:
    channel = Channel.objects.select_for_update(no_key=True).get(pk=pk)
    now = clock.now()
    waiting = list(Reminder.objects.filter(person_id=channel.person_id, message=None, dropped_at=None).order_by("pk"))
    if not channel.is_on:
        return _drop(waiting, now)
    urgent = [one for one in waiting if one.at_once]
    made = int(_message(channel, f"at-once {urgent[0].pk}", urgent, now)) if urgent else 0
    calm = [one for one in waiting if not one.at_once]
    if calm and now.hour >= hour_of(channel):
        made += _message(channel, f"digest {now.date()}", calm, now)
    return made


def _message(channel: Channel, key: str, reminders: list[Reminder], now: datetime) -> bool:
    """Whether there was no such message yet. What comes after the digest of a day waits for the next one."""
    message, is_new = Message.objects.get_or_create(
        person_id=channel.person_id, key=key, defaults={"made_at": now, "next_try_at": now}
    )
    if is_new:
        Reminder.objects.filter(pk__in=[one.pk for one in reminders]).update(message=message)
    return is_new


def _drop(reminders: list[Reminder], now: datetime) -> int:
    """Whoever wants no reminders any more gets none of those that waited."""
    Reminder.objects.filter(pk__in=[one.pk for one in reminders]).update(dropped_at=now)
    return 0


def hour_of(channel: Channel) -> int:
    """At which hour the digest goes out: the person's own, else the site's."""
    return settings.YIDU_DIGEST_HOUR if channel.hour is None else channel.hour
