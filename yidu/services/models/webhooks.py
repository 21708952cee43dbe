"""Who is told of what, and what became of each telling."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from yidu.ledger.models import Step
from yidu.people.models import Committee, Person


class Subscription(models.Model):
    """An address that is told what happens at a committee, as far as its owner may read it.

    `seen_to` is the last step that was looked at; what is to be told of it stands in `deliveries` since the same
    transaction, so neither an outage of days nor a crash loses anything.
    """

    record_type: ClassVar[str] = "webhook"

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Person, models.PROTECT, related_name="webhooks", help_text="a person or a service")
    url = models.CharField(max_length=400)
    events = ArrayField(models.CharField(max_length=60), help_text='names of steps: "matter.raised", "handling.*", "*"')
    made_at = models.DateTimeField()
    seen_to = models.BigIntegerField(help_text="the step up to which everything is decided")
    try_at = models.DateTimeField(null=True, blank=True, help_text="not before; set after a failure")
    failing_since = models.DateTimeField(null=True, blank=True)
    off_at = models.DateTimeField(null=True, blank=True, help_text="switched off after failing for too long")
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One step to be told to one subscription: waiting, told, or withheld because its owner may not read it."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="deliveries")
    step = models.ForeignKey(Step, models.PROTECT, related_name="+")
    attempts = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=60, blank=True, help_text="of the last try: a status, or what went wrong")
    done_at = models.DateTimeField(null=True, blank=True, help_text="told or withheld")
    withheld = models.BooleanField(default=False)

    class Meta:
        ordering = ["-step"]
        indexes = [
            models.Index(fields=["subscription", "step"], condition=models.Q(done_at=None), name="delivery_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["subscription", "step"], name="delivery_once"),
            models.CheckConstraint(
                condition=models.Q(withheld=False) | models.Q(done_at__isnull=False), name="delivery_withheld_is_done"
            ),
        ]
