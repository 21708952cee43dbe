"""The numbering of records."""

from __future__ import annotations

from django.db import models

from yidu.people.models.committees import Committee


class Counter(models.Model):
    """The last number given out in one series of one committee. Its row is locked while a number is taken."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="+")
    series = models.CharField(max_length=20, help_text='e.g. "matter-2025"')
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "series"], name="counter_once")]


def next_number(committee_id: int, series: str, year: int) -> str:
    """The next number of a series in a year, e.g. "2025-0417". Call inside the action's transaction, late."""
    return next_numbers(committee_id, series, year, 1)[0]


def next_numbers(committee_id: int, series: str, year: int, count: int) -> list[str]:
    """The same for many at once."""
    key = f"{series}-{year}"
    row = Counter.objects.select_for_update().filter(committee_id=committee_id, series=key)
    counter = row.first()
    if counter is None:
        Counter.objects.get_or_create(committee_id=committee_id, series=key)
        counter = row.get()
    before = counter.last
    counter.last += count
    counter.save(update_fields=["last"])
    return [f"{year}-{number:04d}" for number in range(before + 1, counter.last + 1)]
