"""The state of the books: a key that changes whenever a figure of a committee may have changed, and is cheap to ask for.

Entries are only ever added. Of two moments the later sees all that the earlier saw, so the *number* of entries that
can be seen tells which they are. The greatest id does not: an entry with a smaller one may be committed later.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import connection

from yidu.common import clock

State = tuple[str, int, int]

# Both in one statement, so in one snapshot: what is folded meanwhile is counted once.
_OPEN = """
    SELECT 'open', coalesce((SELECT sum(entries) FROM ledger_counted WHERE committee_id = ANY(%(family)s)), 0)::bigint
        + (SELECT count(*) FROM ledger_entry WHERE id > ledger_folded_to() AND committee_id = ANY(%(family)s)), 0
"""
# What was entered later than on a day that is closed counts in no figure as of it. Who enters something for it all the
# same is seen in the tail, and as soon as that is folded the day is opened.
_CLOSED = """
    SELECT 'closed', (SELECT opened FROM ledger_watermark WHERE id = 1), (
        SELECT count(*) FROM ledger_entry
        WHERE id > ledger_folded_to() AND committee_id = ANY(%(family)s)
            AND (entered_at AT TIME ZONE 'Asia/Shanghai')::date <= %(day)s
    )
    WHERE %(day)s <= ledger_closed_to()
"""


def state_of_books(family: Collection[int], as_of: date | None = None) -> State:
    """The state of the books of these committees together, of all or as of the end of a day.

    Ask for it before what is counted: then what is kept under a state is as new as the state, or newer. The figures
    of today also depend on which day it is.
    """
    asked = {"family": list(family), "day": as_of}
    with connection.cursor() as cursor:
        found = None
        if as_of is not None and as_of < clock.today():
            cursor.execute(_CLOSED, asked)
            found = cursor.fetchone()
        if found is None:
            cursor.execute(_OPEN, asked)
            found = cursor.fetchone()
    word, first, second = found
    return word, int(first), int(second)
