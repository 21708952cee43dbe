"""Ways in without an account."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from yidu.matters.models.handlings import Handling
from yidu.matters.models.matters import Matter


class AccessLink(models.Model):
    """A signed, expiring address that speaks for one handling, or for whoever raised one matter.

    Only a keyed digest of its secret is kept; the secret is shown once, to whoever passes it on.
    """

    record_type: ClassVar[str] = "link"

    class Purpose(models.TextChoices):
        HANDLE = "handle"
        RATE = "rate"

    purpose = models.CharField(max_length=6, choices=Purpose)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="links")
    handling = models.ForeignKey(Handling, models.CASCADE, null=True, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose="rate", handling=None) | models.Q(purpose="handle", handling__isnull=False),
                name="link_speaks_for_one_thing",
            ),
        ]
