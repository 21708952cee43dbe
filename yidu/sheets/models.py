"""An import on its way: a file, what each of its rows would do, and whether it was done."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from yidu.people.models import Committee, Person


class Import(models.Model):
    """A file that somebody sent. Its rows go in all together, or none of them does."""

    record_type: ClassVar[str] = "import"

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("waits to be looked at")
        CHECKED = "checked", _("waits for your word")
        CONFIRMED = "confirmed", _("is being taken in")
        DONE = "done", _("taken in")
        REFUSED = "refused", _("cannot be taken")
        DISCARDED = "discarded", _("thrown away")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    sheet = models.SlugField(max_length=20, help_text="which kind of record: a key of yidu.sheets.kinds.SHEETS")
    file = models.FileField(upload_to="imports", blank=True, help_text="gone when it was taken in")
    name = models.CharField(max_length=200, help_text="under which it was sent")
    language = models.CharField(max_length=10, help_text="in which its reasons are told")
    sent_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    counts = models.JSONField(default=dict, help_text="rows by what they would do: new, changed, unchanged, wrong")
    heads = models.JSONField(default=list, help_text="the heads of the file's columns, in its order")
    plan = models.CharField(max_length=64, blank=True, help_text="SHA-256 of what every row would do")
    why = models.TextField(blank=True, help_text="why it cannot be taken, or is to be looked at again")
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-sent_at"]
        indexes = [
            models.Index(
                fields=["sent_at"], condition=models.Q(state__in=["uploaded", "confirmed"]), name="import_to_do"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_at_work(self) -> bool:
        return self.state in (self.State.UPLOADED, self.State.CONFIRMED)


class Line(models.Model):
    """What one row of a file would do. Those that go in are forgotten when they went in."""

    upload = models.ForeignKey(Import, models.CASCADE, related_name="lines")
    row = models.PositiveIntegerField(help_text="its number in the file")
    state = models.CharField(max_length=10)
    name = models.CharField(max_length=160, blank=True, help_text="how one recognises it")
    said = models.JSONField(default=list, help_text="of cells: [place of the column or null, what was there, why]")
    cells = models.JSONField(default=list, help_text="of a wrong row what stood in it, so that it can be given back")

    class Meta:
        ordering = ["row"]
        constraints = [models.UniqueConstraint(fields=["upload", "row"], name="line_once")]
        indexes = [models.Index(fields=["upload", "state", "row"], name="line_by_state")]


class Progress(models.Model):
    """How far the work at an import is. Written beside the transaction that does it, so that others can see it."""

    upload = models.OneToOneField(Import, models.CASCADE, related_name="progress")
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=100)
    tries = models.PositiveIntegerField(default=0)


class OwnNumber(models.Model):
    """The number under which a committee's own lists keep a record (外部编号): the same row finds it again."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    record_type = models.CharField(max_length=20)
    text = models.CharField(max_length=60)
    record_id = models.CharField(max_length=36)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "record_type", "text"], name="own_number_once"),
            models.UniqueConstraint(fields=["committee", "record_type", "record_id"], name="own_number_of_one"),
        ]
