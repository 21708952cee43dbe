"""Opinions before and after: short statements, and who agrees. No replies, no likes, and nothing of a person."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yidu.consultations.models.sessions import Session
from yidu.matters.models import Matter
from yidu.people.models import Committee, Person
from yidu.programmes.grammar import Programme
from yidu.programmes.models import programme_of


class Asking(models.Model):
    """A question about a topic that people answer with short statements, and with how they stand to those of others.

    Open from a day to a day. Afterwards it is closed for good: who voted together is then only a number of a row.
    `changes` counts votes and moderation; the groups were found at `grouped_of` changes and are found anew when there
    are more.
    """

    record_type: ClassVar[str] = "asking"

    class When(models.TextChoices):
        BEFORE = "before", _("before people sit down")
        AFTER = "after", _("after people sat down")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="askings")
    topic = models.ForeignKey(Matter, models.PROTECT, related_name="askings")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="askings")
    when = models.CharField(max_length=6, choices=When, default=When.BEFORE)
    question = models.CharField(max_length=120)
    opens_on = models.DateField()
    closes_on = models.DateField(help_text="the last day")
    is_public = models.BooleanField(default=True, help_text="everybody answers; else who serves the committee")
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    changes = models.PositiveIntegerField(default=0)
    grouped_of = models.PositiveIntegerField(null=True, blank=True)
    grouped = models.JSONField(null=True, blank=True, help_text="groups of opinion; none while too few voted")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-opens_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="asking_days_in_order"),
            models.CheckConstraint(
                condition=Q(grouped=None) | Q(grouped_of__isnull=False), name="asking_grouped_of_something"
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def programme(self) -> Programme:
        """What its programme said when the topic was raised."""
        return programme_of(self.topic.edition_id)

    def is_open(self, on: date) -> bool:
        return self.closed_at is None and self.opens_on <= on <= self.closes_on

    def is_over(self, on: date) -> bool:
        """Whether everybody may read what came of it."""
        return self.closed_at is not None or self.closes_on < on


class Opinion(models.Model):
    """One short statement. Whose it is is not kept; it is shown once somebody has read that it harms nobody."""

    record_type: ClassVar[str] = "opinion"

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be read")
        SHOWN = "shown", _("shown")
        REFUSED = "refused", _("not shown")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    asking = models.ForeignKey(Asking, models.PROTECT, related_name="opinions")
    text = models.CharField(max_length=140)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    because = models.SlugField(max_length=60, blank=True, help_text="an item of the list opinion-refused")
    said_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            # Said twice it would be voted on twice, and unite or divide twice.
            models.UniqueConstraint(
                fields=["asking", "text"], condition=~Q(state="refused"), name="opinion_once_in_an_asking"
            ),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(because="") | ~Q(state="refused") & Q(because=""),
                name="opinion_refused_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def committee_id(self) -> int:
        return self.asking.committee_id


class Vote(models.Model):
    """How one browser stands to one statement.

    `voter` is a keyed digest, made for this asking alone, of a secret that only the browser keeps: it joins the votes
    of one browser within this asking, and nothing else with anything. When the asking is closed it becomes the number
    of a row. When somebody voted is not kept.
    """

    class Says(models.IntegerChoices):
        AGREE = 1, _("Agree")
        DISAGREE = -1, _("Disagree")
        PASS = 0, _("Pass")

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="votes", db_index=False)
    voter = models.CharField(max_length=64)
    says = models.SmallIntegerField(choices=Says)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opinion", "voter"], name="vote_once_for_each_opinion"),
            models.CheckConstraint(condition=Q(says__in=[-1, 0, 1]), name="vote_says_something"),
            models.CheckConstraint(condition=~Q(voter=""), name="vote_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.opinion_id} {self.says}"
