"""The secret address under which somebody's phone reads their own sessions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from yidu.people.models import Person


class Subscription(models.Model):
    """One address for each person who asked for it. A new one ends the old one; only a keyed digest is kept."""

    record_type: ClassVar[str] = "subscription"

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return str(self.person_id)
