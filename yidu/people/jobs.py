"""What is kept of who is who tells its revision from rows that become many: now and then they become one again."""

from __future__ import annotations

from yidu.common import known
from yidu.common.jobs import periodic


@periodic(seconds=600)
def fold_revisions() -> int:
    """How many there were."""
    return known.fold()
