"""Fixed points of a network: studios, consultation venues, contact points, observation points."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from yidu.people.models.committees import Committee
from yidu.places.models import Place


class Station(models.Model):
    """A station of a kind that a programme names, and the villages that it serves (its own place included)."""

    record_type: ClassVar[str] = "station"

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="stations")
    kind = models.SlugField(max_length=40)
    name = models.CharField(max_length=80)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    covers = models.ManyToManyField(Place, related_name="stations", blank=True)
    address = models.CharField(max_length=120, blank=True)
    opened = models.DateField()
    closed = models.DateField(null=True, blank=True, help_text="last day, inclusive")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "kind", "name"], name="station_name_once"),
            models.CheckConstraint(
                condition=models.Q(closed__isnull=True) | models.Q(closed__gte=models.F("opened")),
                name="station_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name
