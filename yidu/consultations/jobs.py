"""What happens by itself: opinions are grouped, askings whose last day is over are closed. Each may run twice."""

from __future__ import annotations

import logging

from django.db.models import F, Q

from yidu.common import clock
from yidu.common.actors import SYSTEM
from yidu.common.errors import Refused
from yidu.common.jobs import periodic
from yidu.consultations.actions import close_asking
from yidu.consultations.grouped import keep_groups
from yidu.consultations.models import Asking

logger = logging.getLogger(__name__)


@periodic(seconds=600)
def close_askings() -> int:
    """Close what was open until yesterday. Returns how many."""
    closed = 0
    for asking in Asking.objects.filter(closed_at=None, closes_on__lt=clock.today()).defer("grouped"):
        try:
            close_asking(asking, actor=SYSTEM, version=asking.version)
            closed += 1
        except Refused:
            # Somebody closed it, or gave it more days, between the look and the lock.
            logger.info("asking %s was left alone", asking.pk)
    return closed


@periodic(seconds=120)
def group_opinions() -> int:
    """Find groups anew where somebody voted since. Returns how many askings."""
    changed = Asking.objects.filter(changes__gt=0).filter(Q(grouped_of=None) | ~Q(grouped_of=F("changes")))
    return sum(1 for asking in changed.order_by("pk").iterator() if keep_groups(asking))
