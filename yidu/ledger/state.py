"""The state of the books: a key that is another one whenever a figure may be, and cheap to ask for.

Entries are only ever added. Of two moments the later sees all that the earlier saw, so the *number* of entries that
can be seen tells which they are. The greatest id does not: an entry with a smaller one may be committed later. It
stands beside the number for the sake of a database that was put back to an earlier day.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import connection

from yidu.common import clock

State = tuple[int, ...]

# In one statement, so in one snapshot: what is folded meanwhile is counted once.
_OPEN = """
    SELECT coalesce(sum(number), 0)::bigint, coalesce(max(last), 0)
    FROM (
        SELECT entries AS number, last_entry AS last FROM ledger_counted WHERE committee_id = ANY(%(family)s)
        UNION ALL
        SELECT count(*), max(id) FROM ledger_entry
        WHERE id > ledger_folded_to() AND committee_id = ANY(%(family)s)
    ) AS seen
"""
# What is entered later than on a closed day counts in no figure as of it. Who enters something for it all the same is
# seen in the tail, and when that is folded the day is opened.
_CLOSED = """
    SELECT (SELECT opening FROM ledger_watermark WHERE id = 1), count(*), coalesce(max(id), 0)
    FROM ledger_entry
    WHERE id > ledger_folded_to() AND committee_id = ANY(%(family)s)
        AND (entered_at AT TIME ZONE 'Asia/Shanghai')::date <= %(day)s
    HAVING %(day)s <= ledger_closed_to()
"""


def state_of_books(family: Collection[int], as_of: date | None = None) -> State:
    """The state of the books of these committees together, now or as they stood when a day ended.

    Ask for it before what is counted: what is kept under a state is then as new as it, or newer. Which day it is
    comes on top: what is entered for a later day counts from that day on.
    """
    asked = {"family": list(family), "day": as_of}
    with connection.cursor() as cursor:
        if as_of is not None and as_of < clock.today():
            cursor.execute(_CLOSED, asked)
            if found := cursor.fetchone():
                return tuple(found)
        cursor.execute(_OPEN, asked)
        return tuple(cursor.fetchone())
