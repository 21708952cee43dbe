"""What only the pages keep: the lists that somebody wants to see again, and what phones sent after a time offline."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from yidu.people.models import Person


class SavedView(models.Model):
    """A filter of the list of matters under a name of one's own. Only its person sees it."""

    record_type: ClassVar[str] = "saved-view"

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=500, help_text="the query of the address, as the filter wrote it")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"], condition=models.Q(removed_at=None), name="saved_view_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, person_id: int | None) -> list[SavedView]:
        """Those of a person, for each page of the list: asked for in one plain statement."""
        return list(cls.objects.raw(_VIEWS, [person_id]))


_VIEWS = "SELECT id, name, query FROM web_savedview WHERE person_id = %s AND removed_at IS NULL ORDER BY id"


class Envelope(models.Model):
    """What a phone recorded without signal, once it arrived. Under one id at most one is taken; others are kept too.

    `sealed` is kept as it came for as long as somebody has to look at it, and then emptied: what it said is in the
    record by then. Nothing of it is in the clear here.
    """

    record_type: ClassVar[str] = "envelope"

    class Type(models.TextChoices):
        VISIT = "visit", _("Visit")
        RATING = "rating", _("Rating")
        TABLE = "table", _("Written at the table")

    class State(models.TextChoices):
        TAKEN = "taken", _("recorded")
        LOOK = "look", _("needs a look")
        CONFLICT = "conflict", _("two versions")
        SETTLED = "settled", _("looked at and recorded")
        DROPPED = "dropped", _("looked at and put aside")

    client_id = models.UUIDField()
    type = models.CharField(max_length=10, choices=Type)
    number = models.PositiveIntegerField(help_text="its place in the order of the phone")
    mark = models.CharField(max_length=64, help_text="keyed digest of what it says")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", help_text="who wrote it")
    phone_says = models.CharField(max_length=40, help_text="when it was recorded, as the phone wrote it")
    recorded_at = models.DateTimeField(help_text="the same by the site's clock, as far as can be told")
    arrived_at = models.DateTimeField()
    key = models.CharField(max_length=16)
    sealed = models.BinaryField(blank=True)
    state = models.CharField(max_length=10, choices=State)
    record = models.CharField(max_length=60, blank=True, help_text="type/id of what it became or is about")

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["person", "state"], name="envelope_by_person")]
        constraints = [
            models.UniqueConstraint(fields=["client_id", "mark"], name="envelope_once"),
            models.UniqueConstraint(
                fields=["client_id"],
                condition=models.Q(state__in=["taken", "look"]),
                name="envelope_first_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.number}"
