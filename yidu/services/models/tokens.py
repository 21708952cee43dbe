"""By what a program shows for whom it speaks."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from yidu.people.models import Person


class Token(models.Model):
    """A token of a person or a service: for what (scopes), until which day. Its secret is derived, never stored.

    It lets a program do what its person may do today, within its scopes. `used_on` is a day and not a moment, and
    `span` with `spent` counts the requests of one minute, of which only the last is known: nobody is tracked.
    """

    record_type: ClassVar[str] = "token"

    person = models.ForeignKey(Person, models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=60, help_text="what it is for, in its maker's words")
    scopes = ArrayField(models.CharField(max_length=40))
    expires_on = models.DateField(help_text="last day, inclusive")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True, help_text="the last day on which it was used")
    span = models.BigIntegerField(default=0, help_text="the minute in which it was used last")
    spent = models.PositiveIntegerField(default=0, help_text="requests in that minute")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(scopes=[]), name="token_is_for_something"),
        ]

    def __str__(self) -> str:
        return self.name
