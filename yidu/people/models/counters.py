"""The numbering of records."""

from __future__ import annotations

from django.db import connection, models

from yidu.people.models.committees import Committee

# One statement: the row is made or found, locked, and counted on.
_COUNT_ON = """
    INSERT INTO people_counter AS counter (committee_id, series, last) VALUES (%s, %s, %s)
    ON CONFLICT (committee_id, series) DO UPDATE SET last = counter.last + excluded.last RETURNING last
"""


class Counter(models.Model):
    """The last number given out in one series of one committee. Its row is locked while a number is taken."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="+", db_index=False)
    series = models.CharField(max_length=80, help_text='e.g. "matter-2025"')
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "series"], name="counter_once")]


def next_number(committee_id: int, series: str, year: int) -> str:
    """The next number of a series in a year, e.g. "2025-0417". Call inside the action's transaction, late."""
    return next_numbers(committee_id, series, year, 1)[0]


def next_numbers(committee_id: int, series: str, year: int, count: int) -> list[str]:
    """The same for many at once."""
    last = count_on(committee_id, series, year, count)
    return [f"{year}-{number:04d}" for number in range(last - count + 1, last + 1)]


def count_on(committee_id: int, series: str, year: int, count: int = 1) -> int:
    """The last of so many next numbers of a series in a year, as a plain number: 2025 年第 12 期."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ON, [committee_id, f"{series}-{year}", count])
        (last,) = cursor.fetchone()
    return int(last)
