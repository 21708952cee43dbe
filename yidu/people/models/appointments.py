"""A person in a role, somewhere, from a day to a day."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from yidu.people.models.committees import Committee, Sector
from yidu.people.models.organisations import Organisation
from yidu.people.models.persons import Person
from yidu.people.models.projects import Project
from yidu.people.models.stations import Station
from yidu.places.models import Place


class Role(models.Model):
    """What a published programme says about a role: its names and what it may do.

    `powers` are words of the closed list in `yidu.people.rules.POWERS`. A role may be declared by several
    programmes; the shared folder `base` holds those that every committee has.
    """

    id = models.SlugField(primary_key=True, max_length=40)
    title_zh = models.CharField(max_length=40)
    title_en = models.CharField(max_length=60)
    at = models.CharField(max_length=20, help_text="committee, organisation, station, project or place")
    powers = ArrayField(models.CharField(max_length=20), default=list)

    def __str__(self) -> str:
        return self.title_zh


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, on: date) -> AppointmentQuerySet:
        """Those that hold on the day `on` (both ends inclusive) and were not withdrawn."""
        return self.filter(starts__lte=on, withdrawn=False).filter(models.Q(ends__isnull=True) | models.Q(ends__gte=on))


class Appointment(models.Model):
    """One person may hold several. An appointment entered by mistake is withdrawn, never deleted."""

    record_type: ClassVar[str] = "appointment"

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments")
    role = models.ForeignKey(Role, models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="appointments")
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="appointments")
    station = models.ForeignKey(Station, models.PROTECT, null=True, blank=True, related_name="appointments")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="appointments")
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True, help_text="last day, inclusive")
    withdrawn = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["role", "person__pinyin", "pk"]
        indexes = [models.Index(fields=["committee", "role", "starts"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__isnull=True) | models.Q(ends__gte=models.F("starts")),
                name="appointment_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role_id} {self.starts}–{self.ends or ''}"
