"""Telling what waits: for each subscription strictly in order, one at a time, until it arrived.

A telling is done when the receiver has answered with 2xx and not before: after a crash in between it comes again
under the same id, so the receiver can tell. While one does not arrive, those behind it wait.
"""

from __future__ import annotations

import json
import logging
from datetime import timedelta

from django.db import connection

from yidu.common import clock
from yidu.common.actors import SYSTEM
from yidu.services import events, signing
from yidu.services.actions.webhooks import switch_off
from yidu.services.models import Delivery, Subscription
from yidu.services.posting import NotSent, post

logger = logging.getLogger(__name__)

AT_ONCE = 200
PATIENCE = timedelta(days=5)
"""After failing for so long a subscription is switched off; its owner sees it and can switch it on again."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)
KEPT = timedelta(days=30)
_SENDING = 7205  # of PostgreSQL's advisory locks; see yidu.ledger.locks for the others


def deliver(subscription: Subscription) -> int:
    """Tell what waits, the oldest first, at most `AT_ONCE`; stop at the first that does not arrive.

    Returns how many arrived. Only one process at a time tells one subscription.
    """
    if not _claim(subscription.pk):
        return 0
    try:
        subscription.refresh_from_db()
        if subscription.ended_at or subscription.off_at or _pauses(subscription):
            return 0
        waiting = subscription.deliveries.filter(done_at=None).order_by("step_id").select_related("step")
        arrived = 0
        for delivery in waiting[:AT_ONCE]:
            if not events.may_learn(subscription, delivery.step):
                Delivery.objects.filter(pk=delivery.pk).update(done_at=clock.now(), withheld=True)
                continue
            if not _tell(subscription, delivery):
                break
            arrived += 1
        return arrived
    finally:
        _give_back(subscription.pk)


def forget_old() -> int:
    """Drop what was told long ago. What waits is never dropped."""
    deleted, _each = Delivery.objects.filter(done_at__lt=clock.now() - KEPT).delete()
    return deleted


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failures in a row: doubled each time, at most an hour."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 20), LONGEST_PAUSE)


def _tell(subscription: Subscription, delivery: Delivery) -> bool:
    now, sent = clock.now(), json.dumps(events.body(delivery.step), ensure_ascii=False).encode()
    id_ = f"msg_{subscription.pk}_{delivery.step_id}"
    try:
        status = post(subscription.url, sent, signing.headers(subscription, id_=id_, at=now, body=sent))
        answer = str(status)
    except NotSent as error:
        status, answer = 0, str(error)
    delivery.attempts += 1
    delivery.tried_at, delivery.answer = now, answer[:60]
    good = 200 <= status < 300
    if good:
        delivery.done_at = now
    delivery.save(update_fields=["attempts", "tried_at", "answer", "done_at"])
    _note(subscription, good=good, attempts=delivery.attempts)
    return good


def _note(subscription: Subscription, *, good: bool, attempts: int) -> None:
    now = clock.now()
    if good:
        if subscription.failing_since or subscription.try_at:
            subscription.failing_since = subscription.try_at = None
            subscription.save(update_fields=["failing_since", "try_at"])
        return
    subscription.failing_since = subscription.failing_since or now
    subscription.try_at = now + pause_after(attempts)
    subscription.save(update_fields=["failing_since", "try_at"])
    if now - subscription.failing_since >= PATIENCE:
        switch_off(subscription, actor=SYSTEM)
        logger.warning("webhook %s was switched off: nothing arrived for days", subscription.pk)


def _pauses(subscription: Subscription) -> bool:
    return subscription.try_at is not None and subscription.try_at > clock.now()


def _claim(pk: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_SENDING, pk])
        return bool(cursor.fetchone()[0])


def _give_back(pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_SENDING, pk])
