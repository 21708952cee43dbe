"""Projects whose building the members follow."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from yidu.people.models.committees import Committee
from yidu.people.models.organisations import Organisation
from yidu.places.models import Place


class Project(models.Model):
    """A project under supervision. Who supervises it is an appointment with the role that the programme names."""

    record_type: ClassVar[str] = "project"

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="projects")
    name = models.CharField(max_length=120)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    about = models.TextField(blank=True)
    pinyin = models.CharField(max_length=400, blank=True, editable=False)
    initials = models.CharField(max_length=120, blank=True, editable=False)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True, help_text="last day, inclusive")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pinyin", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "name"], name="project_name_once"),
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="project_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name
