"""The body that runs a site, and the sectors its members belong to."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from yidu.common import known
from yidu.places.models import Place


class Committee(models.Model):
    """A consultative committee of one place. The figures of a committee with children are those of all below."""

    record_type: ClassVar[str] = "committee"

    code = models.CharField(max_length=6, unique=True, help_text="division code of the place, e.g. 500104")
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120, blank=True)
    short_name = models.CharField(max_length=30)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def family(self) -> list[int]:
        """Ids of this committee and of those directly below it (there are two levels: city and county)."""
        if self.parent_id is not None:
            return [self.pk]
        below = Committee.objects.filter(parent=self).values_list("pk", flat=True)
        return known.kept(("family", self.pk), lambda: [self.pk, *below])


class Sector(models.Model):
    """界别: the part of society that a member comes from."""

    record_type: ClassVar[str] = "sector"

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="sectors")
    name = models.CharField(max_length=40)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="sector_once_per_committee")]

    def __str__(self) -> str:
        return self.name
