"""The words in which the office issues what somebody wrote."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yidu.matters.models.matters import Matter
from yidu.people.models import Committee, Person


class IssuedText(models.Model):
    """A matter as the office words it for issue: first written, then signed, then issued under a number.

    Every change is a new version. The words of a version never change, what was issued is not changed at all and no
    version follows it; and from the first version on the matter's own title and text stay as their author wrote them.
    Triggers hold all of that.
    """

    record_type: ClassVar[str] = "issued-text"

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+", db_index=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="issued_texts", db_index=False)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    series = models.SlugField(max_length=60, blank=True, db_index=False, help_text="an item of the list issue-series")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(null=True, blank=True, help_text="of the issue, in its series and year: 期号")
    issued_at = models.DateTimeField(null=True, blank=True)
    because = models.TextField(blank=True, help_text="why it was issued by the short way, without a signature")

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "version"], name="issued_text_version_once"),
            models.UniqueConstraint(fields=["committee", "series", "year", "number"], name="issued_text_number_once"),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(issued_at__isnull=False), name="issued_text_issued_once"
            ),
            models.CheckConstraint(
                condition=Q(issued_at=None, series="", year=None, number=None, because="")
                | Q(issued_at__isnull=False, year__isnull=False, number__gte=1) & ~Q(series=""),
                name="issued_text_issued_has_a_number",
            ),
        ]
