"""What happens by itself: noting what is to be told, telling it, forgetting it. Each bears being run twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from yidu.common.jobs import periodic
from yidu.services import delivering, events
from yidu.services.models import Subscription

AT_ONCE = 4
"""So many subscriptions are told at the same time, so that a slow receiver does not hold up all."""


@periodic(seconds=5)
def tell_webhooks() -> int:
    """How many tellings arrived."""
    events.fold()
    running = Subscription.objects.filter(
        off_at=None, ended_at=None, deliveries__done_at=None, deliveries__isnull=False
    )
    waiting = list(running.distinct())
    if not waiting:
        return 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(_deliver, waiting))


@periodic(seconds=6 * 60 * 60)
def forget_old_deliveries() -> int:
    """How many were dropped."""
    return delivering.forget_old()


def _deliver(subscription: Subscription) -> int:
    try:
        return delivering.deliver(subscription)
    finally:
        connections.close_all()
