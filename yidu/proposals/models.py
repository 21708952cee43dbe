"""A draft, how it read from time to time, whose name stands below it, and from what it came.

What was handed in is never changed: migration 0002 has the database refuse it, of a draft and of all that hangs on it.
"""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from yidu.activities.models import Activity
from yidu.matters.models import Matter
from yidu.people.models import Committee, Organisation, Person, Sector
from yidu.programmes.grammar import Kind
from yidu.programmes.models import Edition, programme_of


class Draft(models.Model):
    """A text that somebody writes and nobody else reads, but for those whom the author asks to sign it.

    Its id is made by the client. `title` is the subject (案由), `text` the situation (情况), `answers` the kind's own
    fields. `matter` is what it became. Of a draft that was put aside nothing is kept but that there was one.
    """

    record_type: ClassVar[str] = "draft"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+", db_index=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    kind = models.SlugField(max_length=60, db_index=False)
    author = models.ForeignKey(Person, models.PROTECT, related_name="drafts")
    raised_as = models.CharField(max_length=40, help_text="the author's role as the first signer")
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    answers = models.JSONField(default=dict, help_text="answers to the kind's own fields, by field id")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)
    matter = models.OneToOneField(Matter, models.PROTECT, null=True, blank=True, related_name="draft")
    discarded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(handed_in_at=None, matter=None) | Q(handed_in_at__isnull=False, matter__isnull=False),
                name="draft_handed_in_is_a_matter",
            ),
            models.CheckConstraint(
                condition=Q(discarded_at=None) | Q(title="", text="", answers={}, matter=None),
                name="draft_discarded_says_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is still being written."""
        return self.handed_in_at is None and self.discarded_at is None

    @property
    def kind_line(self) -> Kind:
        return programme_of(self.edition_id).kind[self.kind]


class Wording(models.Model):
    """How a draft read. What is saved within ten minutes goes into one, unless somebody has signed it meanwhile."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="wording_number_once")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.number}"


class Signature(models.Model):
    """A name that the author asks for: a person's, a sector's or an organisation's. It counts once it is confirmed.

    A person is confirmed by that very person, which the database holds; a group by whoever signs for it. `signed` is
    the wording that was confirmed last: when the text changes it stays, and the name is asked for again.
    """

    record_type: ClassVar[str] = "signature"

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="signatures")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    invited_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    signed = models.PositiveIntegerField(null=True, blank=True, help_text="number of the wording confirmed last")
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_because = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["invited_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, sector=None, organisation=None)
                | Q(person=None, sector__isnull=False, organisation=None)
                | Q(person=None, sector=None, organisation__isnull=False),
                name="signature_of_one",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, signed__isnull=False),
                name="signature_says_who_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(person=None) | Q(confirmed_by=None) | Q(confirmed_by=F("person")),
                name="signature_by_its_owner",
            ),
            models.CheckConstraint(
                condition=Q(declined_at=None) | Q(confirmed_at=None, withdrawn_at=None),
                name="signature_declined_or_not",
            ),
            *(
                models.UniqueConstraint(
                    fields=[whose, "draft"],
                    condition=Q(declined_at=None, withdrawn_at=None),
                    name=f"signature_once_per_{whose}",
                )
                for whose in ("person", "sector", "organisation")
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.sector or self.organisation)

    @property
    def committee_id(self) -> int:
        return self.draft.committee_id

    @property
    def is_open(self) -> bool:
        """Whether the name is asked for, or stands."""
        return self.declined_at is None and self.withdrawn_at is None

    @property
    def stands(self) -> bool:
        """Whether its owner confirmed the text as it is, and did not take it back."""
        return self.confirmed_at is not None and self.is_open


class Source(models.Model):
    """From what a text came, or a matter that was raised at once, as a topic is: a visit, or a matter.

    The chain is seen from both ends; that of a text once it is handed in.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, null=True, blank=True, related_name="sources")
    raised = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="raised_on")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="led_to")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="led_to")
    quoted_at = models.DateTimeField()

    class Meta:
        ordering = ["quoted_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=False, matter=None) | Q(activity=None, matter__isnull=False),
                name="source_is_one",
            ),
            models.CheckConstraint(
                condition=Q(draft__isnull=False, raised=None) | Q(draft=None, raised__isnull=False),
                name="source_of_one",
            ),
            models.UniqueConstraint(fields=["draft", "activity"], name="source_activity_once"),
            models.UniqueConstraint(fields=["draft", "matter"], name="source_matter_once"),
            models.UniqueConstraint(fields=["raised", "activity"], name="source_activity_once_raised"),
            models.UniqueConstraint(fields=["raised", "matter"], name="source_matter_once_raised"),
        ]

    def __str__(self) -> str:
        return str(self.activity or self.matter)
