"""What became of what was sent up: where it was adopted, and what leaders wrote on it."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from yidu.matters.models.matters import Matter
from yidu.people.models import Committee, Person


class Adoption(models.Model):
    """One level adopted a matter on a day, in one carrier: 采用. Never a score.

    What was recorded is never changed (a trigger holds it); what was recorded by mistake is withdrawn, with a reason.
    """

    record_type: ClassVar[str] = "adoption"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+", db_index=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="adoptions")
    level = models.SlugField(max_length=60, db_index=False, help_text="an item of the list adoption-level")
    carrier = models.SlugField(max_length=60, db_index=False, help_text="an item of the list adoption-carrier")
    adopted_on = models.DateField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["adopted_on", "recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "level", "carrier", "adopted_on"],
                condition=Q(withdrawn_at=None),
                name="adoption_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
                name="adoption_withdrawn_says_why",
            ),
        ]


class Instruction(models.Model):
    """What a leader wrote on what was adopted: who, when, and which class of words. 批示. Never changed."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="instructions")
    adoption = models.ForeignKey(Adoption, models.PROTECT, related_name="instructions")
    instructed_by = models.CharField(max_length=60, help_text="name and office of the leader, as printed")
    instructed_on = models.DateField()
    words = models.SlugField(max_length=60, db_index=False, help_text="an item of the list instruction")
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["instructed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["adoption", "instructed_by", "instructed_on"], name="instruction_once_per_leader_and_day"
            )
        ]
