"""How much waits for somebody. Whose it is stays out of it."""

from __future__ import annotations

from yidu.common import clock
from yidu.common.gauges import gauge
from yidu.matters.models import Matter, Unpaired


@gauge("yidu_matters_open", "Matters that are not closed.")
def open_matters() -> int:
    return Matter.objects.filter(closed_at=None).count()


@gauge("yidu_matters_late", "Matters that are not closed and whose date has passed.")
def late_matters() -> int:
    return Matter.objects.filter(closed_at=None, due_at__lt=clock.now()).count()


@gauge("yidu_matters_unpaired", "Matters that were written and of which no pairs are made yet.")
def unpaired_matters() -> int:
    return Unpaired.objects.count()
