"""What was put to the table: how people stood to it, what was settled, and what is said of it months later."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yidu.consultations.models.seats import Seat
from yidu.consultations.models.sessions import Session
from yidu.consultations.models.words import Words
from yidu.matters.models import Matter
from yidu.people.models import Organisation


class Point(models.Model):
    """One thing put to the table. Agreement and disagreement are both kept.

    An agreed point names a measure, an owner and a day; a recommendation is answered by its owner. When the session is
    concluded each of them becomes a matter, which stays tied to it.
    """

    record_type: ClassVar[str] = "point"

    class Stands(models.TextChoices):
        OPEN = "open", pgettext_lazy("point", "open")
        AGREED = "agreed", _("agreed")
        DISAGREED = "disagreed", _("not agreed")
        RECOMMENDED = "recommended", _("recommended")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="points")
    words = models.ForeignKey(
        Words, models.PROTECT, null=True, blank=True, related_name="points", help_text="in whose statement it was made"
    )
    text = models.CharField(max_length=300)
    stands = models.CharField(max_length=12, choices=Stands, default=Stands.OPEN)
    says = models.TextField(blank=True, help_text="what was said of it: the measure, or why there is no agreement")
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="points")
    joint = models.ManyToManyField(Organisation, blank=True, related_name="+")
    day = models.DateField(null=True, blank=True, help_text="by when its owner does it")
    position = models.PositiveIntegerField(default=0)
    matter = models.OneToOneField(Matter, models.PROTECT, null=True, blank=True, related_name="point")
    settled_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stands="open", settled_at=None) | ~Q(stands="open") & Q(settled_at__isnull=False),
                name="point_settled_at_a_moment",
            ),
            # What is agreed is somebody's, by a day: else nobody could say whether it was kept.
            models.CheckConstraint(
                condition=~Q(stands="agreed") | Q(owner__isnull=False, day__isnull=False),
                name="point_agreed_has_owner_and_day",
            ),
            models.CheckConstraint(
                condition=Q(matter=None) | Q(stands__in=["agreed", "recommended"]), name="point_becomes_when_settled"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def committee_id(self) -> int:
        return self.session.committee_id

    @property
    def helpers(self) -> str:
        """The departments that help, in one line."""
        return "、".join(one.called for one in self.joint.all())


class Stance(models.Model):
    """How people stand to a point: one answer from a phone, or so many hands that the convener counted.

    `token` is a keyed digest of what the phone keeps for this one point, so that it answers once; it names nobody and
    is of no use for any other point.
    """

    record_type: ClassVar[str] = "stance"

    class Says(models.TextChoices):
        AGREE = "agree", _("agrees")
        LIVE_WITH = "live-with", _("can live with it")
        OBJECT = "object", _("objects")

    point = models.ForeignKey(Point, models.CASCADE, related_name="stances")
    says = models.CharField(max_length=10, choices=Says)
    because = models.CharField(max_length=200, blank=True)
    count = models.PositiveIntegerField(default=1)
    token = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["point", "token"], condition=~Q(token=""), name="stance_once_per_phone"),
            # Hands are counted once for each answer; who counts again corrects what was counted.
            models.UniqueConstraint(fields=["point", "says"], condition=Q(token=""), name="stance_hands_once"),
            models.CheckConstraint(condition=Q(token="") | Q(count=1), name="stance_phone_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.says}"


class Echo(models.Model):
    """What somebody who took part says months later: was it kept? It is asked of each seat, and answered once."""

    record_type: ClassVar[str] = "echo"

    class Kept(models.TextChoices):
        YES = "yes", _("kept")
        PARTLY = "partly", _("partly kept")
        NO = "no", _("not kept")

    point = models.ForeignKey(Point, models.CASCADE, related_name="echoes")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="echoes")
    kept = models.CharField(max_length=6, choices=Kept)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["point", "seat"], name="echo_once_per_seat")]

    def __str__(self) -> str:
        return f"{self.point_id} {self.kept}"

    @property
    def committee_id(self) -> int:
        return self.point.session.committee_id
