"""What was answered, and what was said of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yidu.matters.models.handlings import Handling
from yidu.matters.models.matters import Matter
from yidu.people.models import Person


class Reply(models.Model):
    """An answer of the lead. A draft until its head signs; what was signed is never changed, a new one follows."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="replies")
    handling = models.ForeignKey(Handling, models.CASCADE, related_name="replies")
    text = models.TextField()
    class_id = models.CharField(max_length=20, help_text="an item of the list of reply classes")
    measures = models.JSONField(default=list, help_text='what is promised: [{"text": …, "day": ISO date}]')
    publication = models.CharField(max_length=20, blank=True, help_text="an item of the list of ways to publish")
    summary = models.TextField(blank=True, help_text="what everybody reads instead of the whole")
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.TextField(blank=True)

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(signed_at=None, returned_at=None), name="reply_one_draft"
            ),
            models.CheckConstraint(condition=Q(signed_at=None) | Q(returned_at=None), name="reply_signed_or_returned"),
        ]


class Rating(models.Model):
    """What whoever raised the matter says of the answer: attitude and result apart.

    `solved` is None where the procedure does not ask them: satisfied is not solved.
    """

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="ratings")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, related_name="ratings")
    solved = models.BooleanField(null=True)
    attitude = models.CharField(max_length=20, blank=True, help_text="an item of the list of satisfaction")
    satisfaction = models.CharField(max_length=20, blank=True, help_text="with the result; an item of the same list")
    text = models.TextField(blank=True)
    party = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["matter", "reply"], name="rating_once_per_reply")]
