"""Who is asked to the table, and who sat at it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yidu.consultations.models.sessions import Session
from yidu.people.models import Organisation, Person


class Seat(models.Model):
    """Somebody's place at a session. Who sat on it is what its convener confirms; nothing is ever counted of a person.

    A member has an account, a department or enterprise is asked as a body and says who comes, a resident has a name or
    a few words ("3 栋居民代表"). Whoever has no account answers by the link of the seat.
    """

    record_type: ClassVar[str] = "seat"

    class Part(models.TextChoices):
        MEMBER = "member", _("member")
        RESIDENT = "resident", _("resident")
        DEPARTMENT = "department", _("department")
        ENTERPRISE = "enterprise", _("enterprise")
        EXPERT = "expert", _("expert")
        GUEST = "guest", _("guest")

    class Answer(models.TextChoices):
        COMES = "comes", _("comes")
        CANNOT = "cannot", _("cannot come")

    session = models.ForeignKey(Session, models.CASCADE, related_name="seats")
    part = models.CharField(max_length=12, choices=Part)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="seats")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="seats")
    name = models.CharField(max_length=60, blank=True, help_text="of whoever has no account, or comes for the body")
    link = models.CharField(max_length=64, blank=True, help_text="keyed digest of the seat's link")
    invited_at = models.DateTimeField(null=True, blank=True, help_text="empty: came without being asked")
    answer = models.CharField(max_length=6, choices=Answer, blank=True)
    answer_says = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    signed_in_at = models.DateTimeField(null=True, blank=True, help_text="wrote themselves on the list, on the spot")
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="the convener says that they were there")
    taken_off_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["part", "pk"]
        indexes = [models.Index(fields=["link"], condition=~Q(link=""), name="seat_by_link")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(organisation__isnull=False) | ~Q(name=""), name="seat_of_somebody"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="seat_answer_has_its_time",
            ),
            *(
                models.UniqueConstraint(
                    fields=["session", whose],
                    condition=Q(taken_off_at=None, **{f"{whose}__isnull": False}),
                    name=f"seat_once_per_{whose}",
                )
                for whose in ("person", "organisation")
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.organisation or self.name)

    @property
    def committee_id(self) -> int:
        return self.session.committee_id
