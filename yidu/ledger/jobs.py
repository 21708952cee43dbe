"""What the ledger does by itself: folding, sealing, publishing. Each bears being run twice."""

from __future__ import annotations

from yidu.common import clock
from yidu.common.jobs import periodic
from yidu.ledger.figures import publish_all, published_on
from yidu.ledger.fold import fold
from yidu.ledger.seals import seal


@periodic(seconds=3)
def fold_entries() -> int:
    """How many ids further the totals reach."""
    return fold()


@periodic(seconds=60)
def seal_entries() -> int:
    """How many seals were made."""
    return len(seal())


@periodic(seconds=1800)
def publish_figures_daily() -> int:
    """How many figures were published; they are once a day, and only those that are new or changed."""
    return 0 if published_on(clock.today()) else publish_all()
