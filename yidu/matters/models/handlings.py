"""One organisation's share of a matter, what it asks for, and when the clock stood still."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yidu.matters.models.matters import Holder, Matter
from yidu.people.models import Organisation


class Handling(models.Model):
    """The lead's or a joint organisation's share. `ended_at` set: it has no part in the matter any more."""

    record_type: ClassVar[str] = "handling"

    class Part(models.TextChoices):
        LEAD = "lead", _("lead")
        JOINT = "joint", _("joint")

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="handlings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="handlings")
    part = models.CharField(max_length=6, choices=Part)
    note = models.TextField(blank=True, help_text="what the office wrote when it handed it over")
    given_at = models.DateTimeField()
    due_at = models.DateTimeField()
    clock_from = models.DateTimeField(null=True, help_text="when the clock of this share began")
    clock_length = models.CharField(max_length=40, blank=True, help_text='its length in words, e.g. "5 working days"')
    accepted_at = models.DateTimeField(null=True, blank=True)
    opinion = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True, help_text="opinion given, or answer signed")
    ended_at = models.DateTimeField(null=True, blank=True, help_text="taken off: reassigned or contested with success")
    is_of_open = models.BooleanField(
        default=True, help_text="the matter is not closed; kept by the database, so that a desk does not read its past"
    )

    class Meta:
        ordering = ["part", "pk"]
        indexes = [
            models.Index(
                fields=["organisation", "due_at"],
                condition=Q(done_at=None, ended_at=None, is_of_open=True),
                name="handling_waits",
            ),
            # In which matters an organisation has a part: that decides what its people may read.
            models.Index(fields=["organisation", "matter"], condition=Q(ended_at=None), name="handling_takes_part"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(part="lead", ended_at=None), name="handling_one_lead"
            ),
            models.UniqueConstraint(
                fields=["matter", "organisation"], condition=Q(ended_at=None), name="handling_once_per_organisation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_part_display()}"


class Request(models.Model):
    """An organisation contests its handling or asks for more time; somebody decides. One waits at a time."""

    class What(models.TextChoices):
        CONTEST = "contest", _("contests the assignment")
        EXTEND = "extend", _("asks for more time")

    handling = models.ForeignKey(Handling, models.CASCADE, related_name="requests")
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="requests")
    what = models.CharField(max_length=8, choices=What)
    reason = models.TextField()
    days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="working days more, of an extension")
    decides = models.CharField(max_length=20, choices=Holder)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="by when it is to be decided")
    length = models.CharField(max_length=40, default="2 working days", help_text="the time for it, in words")
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["handling"], condition=Q(decided_at=None), name="request_one_waits_per_handling"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, granted=None) | Q(decided_at__isnull=False, granted__isnull=False),
                name="request_decided_has_a_decision",
            ),
            models.CheckConstraint(condition=~Q(what="extend") | Q(days__gte=1), name="request_extension_has_days"),
        ]


class Pause(models.Model):
    """The clock of a matter stood still for a listed reason."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="pauses")
    reason = models.CharField(max_length=60, help_text="an item of the stage's list of reasons")
    note = models.TextField(blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["began_at"]
        constraints = [
            models.UniqueConstraint(fields=["matter"], condition=Q(ended_at=None), name="pause_one_at_a_time"),
        ]
