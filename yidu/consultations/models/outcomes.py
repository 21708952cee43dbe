"""What came of a consultation in numbers: twelve lifts, 480 households."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from yidu.consultations.models.sessions import Session
from yidu.matters.models import Matter
from yidu.people.models import Committee, Person


class Outcome(models.Model):
    """A quantity that came of a topic, entered once, with what confirms it. A wrong one is withdrawn, with a reason."""

    record_type: ClassVar[str] = "outcome"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    topic = models.ForeignKey(Matter, models.PROTECT, related_name="outcomes")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="outcomes")
    item = models.SlugField(max_length=60, help_text="an item of the list outcome")
    quantity = models.PositiveIntegerField()
    day = models.DateField(help_text="on which it was there")
    confirmed_by = models.SlugField(max_length=60, help_text="an item of the list outcome-confirmed")
    confirmed_says = models.CharField(max_length=200, help_text="who saw it, or which paper says so")
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["day", "recorded_at"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="outcome_is_something"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
                name="outcome_withdrawn_says_why",
            ),
            # Entered once: the same quantity of the same thing does not count twice for one topic and day.
            models.UniqueConstraint(
                fields=["topic", "item", "day"], condition=Q(withdrawn_at=None), name="outcome_entered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.quantity}"

    @property
    def title(self) -> str:
        return self.topic.programme.item("outcome", self.item)

    @property
    def confirmed_title(self) -> str:
        return self.topic.programme.item("outcome-confirmed", self.confirmed_by)
