"""A document, who issued it, and what it took up."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from yidu.matters.models import Matter
from yidu.people.models import Committee, Organisation, Person
from yidu.programmes.models import Edition


class Document(models.Model):
    """What departments issued, alone or jointly. It can be read elsewhere; here stands what became of suggestions.

    Corrected by the office, with a reason; what was recorded by mistake is withdrawn. Nothing is ever deleted.
    """

    record_type: ClassVar[str] = "document"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="documents", db_index=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    kind = models.SlugField(max_length=60, db_index=False, help_text="an item of the list document-kind")
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=80, blank=True, help_text="as printed on it: 文号")
    issued_on = models.DateField()
    issuers = models.ManyToManyField(Organisation, through="Issuer", related_name="documents")
    read_at = models.CharField(max_length=300, blank=True, help_text="where it can be read: an address, or words")
    is_public = models.BooleanField(default=False, help_text="the office says so; else whoever reads a matter in it")
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-issued_on", "pk"]
        indexes = [models.Index(fields=["committee", "-issued_on"], name="document_newest_here")]
        constraints = [
            # A number names one document of a committee: recorded twice, it would count twice.
            models.UniqueConstraint(
                fields=["committee", "number"],
                condition=Q(withdrawn_at=None) & ~Q(number=""),
                name="document_number_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_because="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because=""),
                name="document_withdrawn_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_title(self) -> str:
        return self.edition.read.item("document-kind", self.kind)


class Issuer(models.Model):
    """One of the departments that issued it, in the order in which they are printed."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="by")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["document", "organisation"], name="issuer_once")]


class Uptake(models.Model):
    """What a document took up of one matter, and what it did not, in words."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="uptakes")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="uptakes")
    taken = models.TextField(blank=True, help_text="what was taken up")
    left = models.TextField(blank=True, help_text="what was not, and why")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "matter"], name="uptake_once_per_matter"),
            models.CheckConstraint(condition=~Q(taken="", left=""), name="uptake_says_something"),
        ]
