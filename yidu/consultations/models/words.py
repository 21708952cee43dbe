"""What somebody said at a session, or handed in for it."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from yidu.consultations.models.seats import Seat
from yidu.consultations.models.sessions import Session
from yidu.people.models import Person


class Words(models.Model):
    """发言: a speaker and what they said, as text, as a short recording, or as a paper handed in before."""

    record_type: ClassVar[str] = "words"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="words")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="words")
    speaker = models.CharField(max_length=60, help_text="as it stands in the minutes")
    text = models.TextField(blank=True)
    file = models.FileField(upload_to="words/%Y/%m", blank=True, help_text="a recording or a paper")
    file_name = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    before = models.BooleanField(default=False, help_text="handed in before the session")
    position = models.PositiveIntegerField(default=0)
    kept_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    kept_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "kept_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text="") | ~Q(file=""), name="words_say_something"),
        ]

    def __str__(self) -> str:
        return self.speaker

    @property
    def committee_id(self) -> int:
        return self.session.committee_id
