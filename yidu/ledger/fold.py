"""Folding: entries are added to the daily totals up to a watermark, so that figures read little.

A figure is the totals up to the watermark and the entries after it (`models.Line`). When and how often this runs
makes no difference to any figure.
"""

from __future__ import annotations

from django.db import connection, transaction

from yidu.ledger.closing import close_days, open_all, open_from
from yidu.ledger.locks import settled_to
from yidu.ledger.models import Counted, Total, Watermark

_FOLD = """
    INSERT INTO ledger_total AS total
        (committee_id, programme, indicator, day, entered_on, place_id, host, sector, value, quantity)
    SELECT committee_id, programme, indicator, day, (entered_at AT TIME ZONE 'Asia/Shanghai')::date, place_id,
        host, sector, value, sum(quantity)
    FROM ledger_entry
    WHERE id > %s AND id <= %s
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
    ON CONFLICT (committee_id, programme, indicator, day, entered_on, place_id, host, sector, value) DO UPDATE
    SET quantity = total.quantity + excluded.quantity
"""
_COUNT = """
    INSERT INTO ledger_counted AS counted (committee_id, entries, last_entry)
    SELECT committee_id, count(*), max(id) FROM ledger_entry WHERE id > %s AND id <= %s GROUP BY 1
    ON CONFLICT (committee_id) DO UPDATE
    SET entries = counted.entries + excluded.entries, last_entry = excluded.last_entry
"""
_FIRST_DAY = """
    SELECT min(greatest(day, (entered_at AT TIME ZONE 'Asia/Shanghai')::date))
    FROM ledger_entry
    WHERE id > %s AND id <= %s
"""


def fold(*, upto: int | None = None) -> int:
    """Fold what can no longer change in order. Returns how many ids further the watermark stands.

    Nothing is folded while a long transaction is writing: the next run does it. `upto` must be an answer of
    `settled_to`.
    """
    last = settled_to() if upto is None else upto
    if last is None:
        return 0
    with transaction.atomic():
        # Locked, so that two folds cannot add the same entries twice.
        mark, _ = Watermark.objects.select_for_update().get_or_create(pk=1)
        return _fold_from(mark, last)


def fold_anew() -> int:
    """Throw the totals away and fold everything again. Readers see the old totals or the new ones, never none."""
    last = settled_to()
    if last is None:
        return 0
    with transaction.atomic():
        mark, _ = Watermark.objects.select_for_update().get_or_create(pk=1)
        Total.objects.all().delete()
        Counted.objects.all().delete()
        open_all(mark)
        mark.folded_to, last = 0, max(last, mark.folded_to)
        return _fold_from(mark, last)


def _fold_from(mark: Watermark, last: int) -> int:
    folded = max(0, last - mark.folded_to)
    if folded:
        with connection.cursor() as cursor:
            cursor.execute(_FIRST_DAY, [mark.folded_to, last])
            (first,) = cursor.fetchone()
            if mark.closed_to and first and first <= mark.closed_to:
                open_from(mark, first)
            cursor.execute(_FOLD, [mark.folded_to, last])
            cursor.execute(_COUNT, [mark.folded_to, last])
        mark.folded_to = last
    if close_days(mark) or folded:
        mark.save(update_fields=["folded_to", "closed_to", "opening"])
    return folded
