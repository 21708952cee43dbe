"""Looking again whether it is solved: who is asked by when, what was found, and how the sample was drawn."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yidu.ledger.models import Seal
from yidu.matters.models.answers import Reply
from yidu.matters.models.matters import Matter
from yidu.people.models import Committee, Organisation, Person
from yidu.programmes.models import Edition


class Draw(models.Model):
    """A sample of answered matters. First it is announced, with the list and the rule; later comes the seed.

    `candidates` names each matter as the public list does: its number, or a keyed digest where it is not open to
    everybody. What was announced is never changed (a trigger holds it), and a period is drawn from once: nobody can
    draw until the sample pleases.
    """

    record_type: ClassVar[str] = "draw"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="draws")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+")
    procedure = models.SlugField(max_length=60)
    begins = models.DateField()
    ends = models.DateField(help_text="last day, inclusive")
    candidates = models.JSONField(help_text="name in the list → id of the matter")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the names, sorted, a line each")
    size = models.PositiveIntegerField(help_text="how many are drawn")
    announced_at = models.DateTimeField()
    seed_after = models.DateTimeField(help_text="the seed is what is published first after this moment")
    seed_source = models.CharField(max_length=200, blank=True, help_text="where it is published; empty: the seals")
    seed = models.CharField(max_length=200, blank=True)
    seal = models.ForeignKey(Seal, models.PROTECT, null=True, blank=True, related_name="+")
    asked = models.JSONField(default=dict, help_text="name → codes of those who might have been asked")
    drawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-announced_at"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "procedure", "begins", "ends"], name="draw_once_per_period"),
            models.CheckConstraint(condition=Q(ends__gte=F("begins"), size__gte=1), name="draw_has_a_period"),
            models.CheckConstraint(
                condition=Q(drawn_at=None, seed="") | Q(drawn_at__gt=F("seed_after")) & ~Q(seed=""),
                name="draw_after_its_seed",
            ),
        ]


class LookBack(models.Model):
    """One look whether it is really solved, by somebody who has nothing to do with it (a trigger holds that).

    Promised: a measure of a signed answer, or (without `reply`) of a point that was agreed face to face, looked at when
    its day has come. Drawn: by lot. From `asks_at` on it is in
    the hands of whoever is `asked`, or of the office while nobody is; by `due_at`. What was found is never changed.
    """

    record_type: ClassVar[str] = "look-back"

    class Why(models.TextChoices):
        PROMISED = "promised", _("promised")
        DRAWN = "drawn", _("drawn by lot")

    class Found(models.TextChoices):
        SOLVED = "solved", _("It is solved")
        UNSOLVED = "unsolved", _("It is not solved")
        COULD_NOT = "could-not-look", _("I could not find out")
        WITHDRAWN = "withdrawn", _("withdrawn, with a reason")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="look_backs")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="look_backs")
    why = models.CharField(max_length=8, choices=Why)
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", help_text="who answered")
    reply = models.ForeignKey(Reply, models.PROTECT, null=True, blank=True, related_name="look_backs")
    measure = models.TextField(blank=True, help_text="what was promised")
    promised_on = models.DateField(null=True, blank=True, help_text="the day by which it was promised")
    draw = models.ForeignKey(Draw, models.PROTECT, null=True, blank=True, related_name="look_backs")
    name = models.CharField(max_length=20, blank=True, help_text="in the list of the draw")

    asks_at = models.DateTimeField(help_text="from when somebody is asked")
    asked = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="look_backs")
    due_at = models.DateTimeField()
    handed_back = ArrayField(models.BigIntegerField(), default=list, help_text="persons who were asked and cannot")
    found = models.CharField(max_length=14, choices=Found, blank=True)
    seen = models.TextField(blank=True, help_text="what was seen, in words")
    found_at = models.DateTimeField(null=True, blank=True)
    found_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    follows = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by",
        help_text="the look before at the same promise",
    )  # fmt: skip
    renewed_by = models.ForeignKey(Reply, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["asks_at", "pk"]
        indexes = [
            models.Index(fields=["asked", "due_at"], condition=Q(found_at=None), name="look_back_asked"),
            models.Index(fields=["committee", "due_at"], condition=Q(found_at=None), name="look_back_open"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["draw", "matter"], name="look_back_once_per_draw"),
            models.CheckConstraint(
                condition=Q(why="promised", draw=None, promised_on__isnull=False) & ~Q(measure="")
                | Q(why="drawn", draw__isnull=False, reply=None, promised_on=None, measure="") & ~Q(name=""),
                name="look_back_promised_or_drawn",
            ),
            models.CheckConstraint(
                condition=Q(found="", found_at=None, found_by=None, seen="")
                | Q(found_at__isnull=False, found_by__isnull=False) & ~Q(found=""),
                name="look_back_waits_or_found",
            ),
            models.CheckConstraint(
                condition=Q(found__in=["", "solved"]) | ~Q(seen=""), name="look_back_says_what_was_seen"
            ),
            models.CheckConstraint(
                condition=Q(renewed_by=None) | Q(why="promised", found="unsolved"),
                name="look_back_renews_what_was_not_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.why} {self.matter_id}"
