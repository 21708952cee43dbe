"""What is gathered before people sit down: papers, visits that prepare a topic, and its line on the yearly plan."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from yidu.activities.models import Activity
from yidu.consultations.models.sessions import Session
from yidu.matters.models import Matter
from yidu.people.models import Organisation, Person


class Paper(models.Model):
    """A file of the organisers for one session, for whoever is asked to it."""

    record_type: ClassVar[str] = "paper"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="papers")
    title = models.CharField(max_length=80)
    file = models.FileField(upload_to="papers/%Y/%m")
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.title


class Gathering(models.Model):
    """A research visit (调研) that prepares a topic: an activity, recorded as any other, named under the topic."""

    record_type: ClassVar[str] = "gathering"

    topic = models.ForeignKey(Matter, models.PROTECT, related_name="gathered")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "activity"], condition=Q(withdrawn_at=None), name="gathering_names_it_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.activity)


class PlanLine(models.Model):
    """A topic's line on a yearly plan (年度协商计划): in which form, led by whom, in which month.

    Whether it is on the plan by now, and who decided that when, is the topic's own story.
    """

    record_type: ClassVar[str] = "plan-line"

    topic = models.OneToOneField(Matter, models.PROTECT, related_name="plan_line")
    year = models.PositiveSmallIntegerField()
    form = models.SlugField(max_length=60, help_text="an item of the list consultation-form")
    lead = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", help_text="the body that prepares it"
    )
    month = models.PositiveSmallIntegerField(null=True, blank=True, help_text="planned; empty: not known yet")
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["year", F("month").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(month=None) | Q(month__range=(1, 12)), name="plan_line_month_of_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.topic_id}"
