"""Where the middle of a village is, as its committee entered it: no public list tells it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yidu.people.models.committees import Committee
from yidu.places.models import Place

WEST, EAST, SOUTH, NORTH = 73, 136, 3, 54
"""Degrees between which China lies."""


class Centre(models.Model):
    """The middle of a village in degrees, to the fifth decimal (about a metre); one map for all of a committee's."""

    record_type: ClassVar[str] = "centre"

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="centres")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    longitude = models.DecimalField(max_digits=8, decimal_places=5, help_text="degrees east")
    latitude = models.DecimalField(max_digits=7, decimal_places=5, help_text="degrees north")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["place__code"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "place"], name="centre_once"),
            models.CheckConstraint(
                condition=Q(longitude__range=(WEST, EAST), latitude__range=(SOUTH, NORTH)), name="centre_lies_in_china"
            ),
        ]

    def __str__(self) -> str:
        return str(self.place)

    @property
    def point(self) -> tuple[float, float]:
        """(degrees east, degrees north)."""
        return float(self.longitude), float(self.latitude)
