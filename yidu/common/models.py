"""The calendar of working days, year by year, as staff keep it, and the revision of what rarely changes.

What reads them: `yidu.common.in_force`, `yidu.common.known`.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarYear(models.Model):
    """A year whose special days are kept here; a year without a row is taken from the package `holidays`.

    `announced`: the State Council's notice is out, so no date of the year moves any more. `revision` is another with
    each edit, also with one that is undone: by it a process knows whether it has read this very state.
    """

    record_type: ClassVar[str] = "calendar-year"

    year = models.PositiveSmallIntegerField(primary_key=True)
    announced = models.BooleanField(default=False)
    source = models.CharField(max_length=120, blank=True, help_text="the notice's number, or where else it is from")
    revision = models.UUIDField(default=uuid4)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(announced=False) | ~models.Q(source=""), name="calendar_year_announced_where"
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class SpecialDay(models.Model):
    """A day that is not as its weekday says: a holiday, or a weekend day that is worked (调休)."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("holiday")
        WORK = "work", _("make-up working day")

    day = models.DateField(primary_key=True)
    year = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days")
    kind = models.CharField(max_length=8, choices=Kind)
    zh = models.CharField(max_length=40, blank=True)
    en = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.CheckConstraint(condition=models.Q(day__year=models.F("year")), name="special_day_in_its_year"),
            models.CheckConstraint(
                condition=~models.Q(kind="work") | models.Q(day__week_day__in=[1, 7]), name="special_day_made_up"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="holiday") | ~models.Q(zh=""), name="special_day_holiday_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class Revision(models.Model):
    """A change of what rarely changes, as a random number. Written by triggers only; see `yidu.common.known`."""

    change = models.BigIntegerField()

    class Meta:
        db_table = "common_revision"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.change:x}"
