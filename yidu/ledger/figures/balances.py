"""Where all indicators of a committee stand at the end of a day: the last closing, and what came after it.

Exact at any moment, whatever is folded and closed: closing, totals and entries after the watermark are read in one
statement, so in one snapshot.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from yidu.common import clock
from yidu.ledger.figures.figure import Figure
from yidu.ledger.figures.lines import Scope

Balance = tuple[Decimal, int]
"""The sum, and how many values are left of a distinct count."""
NOTHING: Balance = Decimal(0), 0
_LAST = 2**63 - 1

_BALANCES = """
    WITH closing AS (
        SELECT programme, indicator, quantity, "distinct"
        FROM ledger_closing
        WHERE committee_id = %(committee)s AND day = (
            SELECT max(day) FROM ledger_closing
            WHERE committee_id = %(committee)s AND day <= least(%(end)s, ledger_closed_to())
        )
    ), later AS (
        SELECT programme, indicator, value, quantity
        FROM ledger_total
        WHERE committee_id = ANY(%(family)s)
            AND greatest(day, entered_on) > least(%(end)s, ledger_closed_to())
            AND greatest(day, entered_on) <= greatest(%(end)s, %(as_of)s)
            AND day <= %(end)s AND entered_on <= %(as_of)s
        UNION ALL
        SELECT programme, indicator, value, quantity
        FROM ledger_entry
        WHERE id > ledger_folded_to() AND id <= %(known_to)s AND committee_id = ANY(%(family)s)
            AND day <= %(end)s AND (entered_at AT TIME ZONE 'Asia/Shanghai')::date <= %(as_of)s
    ), added AS (
        SELECT programme, indicator, value, sum(quantity) AS quantity FROM later GROUP BY 1, 2, 3
    ), moved AS (
        SELECT added.*, CASE WHEN value = '' THEN 0 WHEN ledger_closed_to() <= %(end)s THEN coalesce((
            SELECT quantity FROM ledger_remaining AS remaining
            WHERE committee_id = %(committee)s AND remaining.programme = added.programme
                AND remaining.indicator = added.indicator AND remaining.value = added.value
        ), 0) ELSE (
            SELECT coalesce(sum(quantity), 0) FROM ledger_total AS total
            WHERE committee_id = ANY(%(family)s) AND total.programme = added.programme
                AND total.indicator = added.indicator AND total.value = added.value AND total.value <> ''
                AND greatest(day, entered_on) <= least(%(end)s, ledger_closed_to())
        ) END AS net
        FROM added
    )
    SELECT programme, indicator, sum(quantity), sum("distinct")
    FROM (
        SELECT programme, indicator, quantity, "distinct" FROM closing
        UNION ALL
        SELECT programme, indicator, quantity, CASE WHEN value = '' THEN 0 ELSE
            (net + quantity > 0)::int - (net > 0)::int END
        FROM moved
    ) AS line
    GROUP BY 1, 2
"""


def is_balance(figure: Figure, folded_to: int | None = None) -> bool:
    """Whether it asks for nothing but where an indicator stands at the end of a day, today's or a former one.

    Of what was known at an entry only where nothing is folded beyond it: to whoever holds the watermark at `folded_to`.
    """
    day = min(figure.as_of or clock.today(), clock.today())
    narrowed = figure.where or figure.place or figure.record or figure.from_
    known = figure.known_to is None or (folded_to is not None and folded_to <= figure.known_to)
    return known and not narrowed and figure.end == day


def balances(scope: Scope, figure: Figure) -> Mapping[tuple[str, str], Balance]:
    """By programme and indicator; what is not there comes to `NOTHING`. Of the figure only its days count."""
    asked: dict[str, Any] = {"committee": scope.committee.pk, "family": list(scope.family), "end": figure.end,
             "as_of": figure.as_of or date.max, "known_to": figure.known_to or _LAST}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_BALANCES, asked)
        return {(programme, indicator): (total, int(left)) for programme, indicator, total, left in cursor.fetchall()}
