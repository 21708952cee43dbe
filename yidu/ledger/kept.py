"""What is kept of the days that are closed, besides the closings themselves: sums of totals, each told by one query.

So what is kept can be added to, taken back and checked by the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from yidu.people.models import Committee


@dataclass(frozen=True)
class Kept:
    """A table of sums. `columns` with `of` tell what is summed up, and `where` of which totals."""

    table: str
    columns: tuple[str, ...]
    of: tuple[str, ...]
    joins: str
    where: str = "true"

    def told(self, *, of_one: bool = False) -> str:
        """What the totals say, of all committees or of one, that count from a day after `after` on and up to `upto`."""
        whose = "total.committee_id = %(committee)s" if of_one else "true"
        named = ", ".join(f"{of} AS {column}" for of, column in zip(self.of, self.columns, strict=True))
        return f"""
            SELECT {named}, sum(quantity) AS quantity
            FROM ledger_total AS total JOIN people_committee AS part ON part.id = total.committee_id {self.joins}
            WHERE greatest(day, entered_on) > %(after)s AND greatest(day, entered_on) <= %(upto)s AND {whose}
                AND {self.where}
            GROUP BY {", ".join(self.of)}
        """  # noqa: S608


_WITH_ABOVE = "JOIN people_committee AS whole ON whole.id = part.id OR whole.id = part.parent_id"
_BY_PART = """
    LEFT JOIN ledger_placed AS placed ON placed.id = total.place_id
    CROSS JOIN LATERAL (VALUES
        ('', ''), ('county', coalesce(placed.county, '')), ('township', coalesce(placed.township, '')),
        ('sector', sector), ('host', host)
    ) AS one (dimension, key)
"""
_MONTH, _ENTERED_IN = "date_trunc('month', day)::date", "date_trunc('month', entered_on)::date"

KEPT = (
    Kept(
        "ledger_remaining",
        ("committee_id", "programme", "indicator", "value"),
        ("whole.id", "programme", "indicator", "value"),
        _WITH_ABOVE,
        "value <> ''",
    ),
    Kept(
        "ledger_daily",
        ("committee_id", "programme", "indicator", "day", "entered_on"),
        ("whole.id", "programme", "indicator", "day", "entered_on"),
        _WITH_ABOVE,
    ),
    Kept(
        "ledger_monthly",
        ("committee_id", "programme", "indicator", "dimension", "key", "month", "entered_in", "value"),
        ("part.id", "programme", "indicator", "dimension", "key", _MONTH, _ENTERED_IN, "value"),
        _BY_PART,
        "(dimension <> '' OR value <> '')",
    ),
)


def remember(after: date, upto: date, *, take_back: bool = False) -> None:
    """Add what counts from a day after `after` on and up to `upto`; or take it back, before anything else is folded."""
    quantity = "-quantity" if take_back else "quantity"
    # One committee after the other: the sums of one fit into memory.
    for committee in Committee.objects.order_by("pk").values_list("pk", flat=True):
        for one in KEPT:
            columns = ", ".join(one.columns)
            with connection.cursor() as cursor:
                cursor.execute(
                    f"""
                    INSERT INTO {one.table} AS kept ({columns}, quantity)
                    SELECT {columns}, {quantity} FROM ({one.told(of_one=True)}) AS told
                    ON CONFLICT ({columns}) DO UPDATE SET quantity = kept.quantity + excluded.quantity
                    """,  # noqa: S608
                    {"after": after, "upto": upto, "committee": committee},
                )


def forget() -> None:
    """All of it."""
    with connection.cursor() as cursor:
        for one in KEPT:
            cursor.execute(f"DELETE FROM {one.table}")  # noqa: S608
