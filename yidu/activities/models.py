"""An activity as it was recorded. A wrong one is corrected or withdrawn, never deleted."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from yidu.people.models import Appointment, Committee, Organisation, Person, Project, Station
from yidu.places.models import Place
from yidu.programmes.grammar import Kind
from yidu.programmes.models import Edition, programme_of


class OpenTo(models.TextChoices):
    PUBLIC = "public", _("everybody")
    COMMITTEE = "committee", _("the committee")
    PARTIES = "parties", _("those who have to do with it")


class Activity(models.Model):
    """Something that was done on a day, somewhere, by somebody, with somebody. Its id is made by the client."""

    record_type: ClassVar[str] = "activity"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=20, editable=False)
    # Every index is paid for by each activity: none that nothing is read by, none with which another begins.
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="activities", db_index=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    kind = models.SlugField(max_length=60, db_index=False)
    day = models.DateField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    host = models.ForeignKey(Appointment, models.PROTECT, related_name="+", help_text="in the role that counts")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="activities", db_index=False
    )
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="activities")
    station = models.ForeignKey(Station, models.PROTECT, null=True, blank=True, related_name="activities")
    companions = models.CharField(max_length=200, blank=True, help_text="who came along, in words")
    headcount = models.PositiveIntegerField(default=1, help_text="people who took part, the host included")
    heard = models.TextField(blank=True)
    answers = models.JSONField(default=dict, help_text="answers to the kind's own fields, by field id")
    open_to = models.CharField(max_length=10, choices=OpenTo)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    search = models.TextField(blank=True, editable=False, help_text="search_document() of what can be searched")

    class Meta:
        ordering = ["-day", "-recorded_at"]
        indexes = [
            models.Index(fields=["committee", "-day"]),
            models.Index(fields=["-day", "-recorded_at"], name="activity_newest"),
            models.Index(fields=["organisation", "-day"]),
            models.Index(fields=["recorded_by", "-recorded_at"], name="activity_recorded"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="activity_number_once"),
            models.CheckConstraint(condition=models.Q(headcount__gte=1), name="activity_has_people"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def kind_line(self) -> Kind:
        """The kind as its edition has it."""
        return programme_of(self.edition_id).kind[self.kind]

    @property
    def title(self) -> str:
        """What it was and whom or what it was about, in the reader's language."""
        about = self.organisation or self.project or self.station or self.place
        return f"{self.kind_line.title} · {about}"


class Photo(models.Model):
    """A picture of an activity, re-encoded without position data. Optional, never proof of attendance."""

    record_type: ClassVar[str] = "photo"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="photos")
    file = models.FileField(upload_to="photos/%Y/%m")
    digest = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at"]
