"""Closing: what each indicator came to is kept for each day that is over, so that no figure reads all of the past.

A line counts in a figure as of a day from the later of two days on: its own, and that on which it was entered. So
what is entered today changes no figure as of yesterday, and a day that is over can be closed. Should an entry for a
closed day be folded all the same (an action that ran over midnight), the days from then on are opened and closed
again. As with folding, it makes no difference to any figure when this runs: see `figures/balances.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import connection

from yidu.common import clock
from yidu.ledger.kept import forget, remember
from yidu.ledger.models import Closing, Watermark, another
from yidu.people.models import Committee

Closed = tuple[str, str, Decimal, int]
"""Programme, indicator, quantity, distinct."""

# Day by day what is added; of a distinct count, how many values come to something and how many to nothing any more.
_CHANGES = """
    WITH line AS (
        SELECT programme, indicator, value, greatest(day, entered_on) AS counted_on, sum(quantity) AS quantity
        FROM ledger_total
        WHERE committee_id = ANY(%(family)s)
            AND greatest(day, entered_on) > %(after)s AND greatest(day, entered_on) <= %(upto)s
        GROUP BY 1, 2, 3, 4
    ), before AS (
        SELECT programme, indicator, value, quantity AS net
        FROM ledger_remaining
        WHERE %(goes_on)s AND committee_id = %(committee)s
    ), running AS (
        SELECT programme, indicator, value, counted_on, quantity, coalesce(net, 0) + sum(quantity)
            OVER (PARTITION BY programme, indicator, value ORDER BY counted_on) AS net
        FROM line LEFT JOIN before USING (programme, indicator, value)
    )
    SELECT counted_on, programme, indicator, sum(quantity),
        coalesce(sum((net > 0)::int - (net - quantity > 0)::int) FILTER (WHERE value <> ''), 0)
    FROM running
    GROUP BY 1, 2, 3
    ORDER BY 1
"""


def close_days(mark: Watermark) -> bool:
    """In the transaction that holds the watermark: close every day that is over. Whether there was one."""
    yesterday = clock.today() - timedelta(days=1)
    if mark.closed_to is not None and mark.closed_to >= yesterday:
        return False
    for committee in Committee.objects.only("pk", "parent_id"):
        rows = [
            Closing(committee_id=committee.pk, day=day, programme=one[0], indicator=one[1], quantity=one[2],
                    distinct=one[3])
            for day, closed in closings(committee, mark.closed_to, yesterday)
            for one in closed
        ]  # fmt: skip
        Closing.objects.bulk_create(rows, batch_size=5000)
    remember(mark.closed_to or date.min, yesterday)
    mark.closed_to = yesterday
    return True


def open_from(mark: Watermark, day: date) -> None:
    """Take back the closings from a day on, before anything else is folded."""
    assert mark.closed_to is not None
    Closing.objects.filter(day__gte=day).delete()
    before = day - timedelta(days=1)
    remember(before, mark.closed_to, take_back=True)
    mark.closed_to, mark.opening = before, another()


def open_all(mark: Watermark) -> None:
    """Forget all closings."""
    Closing.objects.all().delete()
    forget()
    mark.closed_to, mark.opening = None, another()


def closings(committee: Committee, after: date | None, upto: date) -> Iterator[tuple[date, list[Closed]]]:
    """For each day after `after` up to `upto` on which anything changed: where every indicator stands then."""
    stands: dict[tuple[str, str], tuple[Decimal, int]] = defaultdict(lambda: (Decimal(0), 0))
    if after is not None:
        kept = Closing.objects.filter(committee=committee, day__lte=after)
        last = kept.order_by("-day").values("day")[:1]
        for one in kept.filter(day=last):
            stands[one.programme, one.indicator] = one.quantity, one.distinct
    asked: dict[str, Any] = {
        "committee": committee.pk,
        "family": committee.family(),
        "after": after or date.min,
        "upto": upto,
        "goes_on": after is not None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, asked)
        changes = cursor.fetchall()
    for day, of_day in groupby(changes, key=lambda row: row[0]):
        for _day, programme, indicator, quantity, distinct in of_day:
            was = stands[programme, indicator]
            stands[programme, indicator] = was[0] + quantity, was[1] + distinct
        yield day, [(*key, *stood) for key, stood in stands.items()]
