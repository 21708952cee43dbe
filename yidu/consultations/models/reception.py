"""The chair's reception day (主席接待委员日): slots of a session, and who comes in which of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from yidu.consultations.models.sessions import Session
from yidu.matters.models import Matter
from yidu.people.models import Person


class Slot(models.Model):
    """So many minutes of a session, for one member."""

    record_type: ClassVar[str] = "slot"

    session = models.ForeignKey(Session, models.CASCADE, related_name="slots")
    begins_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["begins_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "begins_at"], name="slot_begins_once"),
            models.CheckConstraint(condition=Q(minutes__range=(5, 240)), name="slot_of_some_minutes"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.begins_at:%H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.begins_at + timedelta(minutes=self.minutes)


class Booking(models.Model):
    """A member comes in a slot, with a line on what it is about. Given back, the slot is free again."""

    record_type: ClassVar[str] = "booking"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="bookings")
    slot = models.ForeignKey(Slot, models.CASCADE, related_name="bookings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    about = models.CharField(max_length=120)
    booked_at = models.DateTimeField()
    given_back_at = models.DateTimeField(null=True, blank=True)
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="+", help_text="what came of it"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["booked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["slot"], condition=Q(given_back_at=None), name="booking_one_per_slot"),
            models.UniqueConstraint(
                fields=["session", "person"], condition=Q(given_back_at=None), name="booking_once_per_person"
            ),
            models.CheckConstraint(
                condition=Q(given_back_at=None) | Q(given_back_at__gte=F("booked_at")), name="booking_given_back_later"
            ),
        ]

    def __str__(self) -> str:
        return self.about
