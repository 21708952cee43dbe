"""Steps, entries, totals, seals. The database refuses UPDATE, DELETE and TRUNCATE on all but totals and watermark."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models.functions import Greatest

from yidu.people.models import Committee, Organisation, Person
from yidu.places.models import Place


class Step(models.Model):
    """One change of one record, by one actor: the story, in order. Written by `@action`, never by hand."""

    record_type = models.CharField(max_length=20)
    record_id = models.CharField(max_length=36)
    committee = models.ForeignKey(Committee, models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=60, help_text="in the past tense, e.g. handling.accepted")
    action = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=10)
    actor = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", db_index=False, help_text="for which the actor acted"
    )
    data = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1, help_text="of the record, after the change")
    client_id = models.UUIDField(null=True, unique=True)
    fingerprint = models.CharField(max_length=64)

    made = False
    """Whether the record was made with it, while it is being written: nothing was entered for it before."""

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["record_type", "record_id", "id"], name="step_by_record")]

    def __str__(self) -> str:
        return f"{self.name} {self.record_type}:{self.record_id}"

    @property
    def record(self) -> str:
        """As in `Entry.record`."""
        return f"{self.record_type}/{self.record_id}"


class Entry(models.Model):
    """One line of the ledger: a record adds `quantity` to an indicator on a day.

    A correction is a reversal (the same line with the opposite quantity, `reverses` set) and, where there is one,
    a new line. `leaf` is the RFC 6962 leaf hash of the line's content.
    """

    record_type: ClassVar[str] = "entry"

    # Every index is paid for by each entry: only those that a figure, a proof or a correction reads by.
    id = models.BigAutoField(primary_key=True)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+", db_index=False)
    programme = models.SlugField(max_length=60, db_index=False)
    indicator = models.SlugField(max_length=60, db_index=False)
    day = models.DateField()
    quantity = models.DecimalField(max_digits=16, decimal_places=2)
    record = models.CharField(max_length=60, help_text="type/id, e.g. activity/5f0c…")
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False)
    host = models.CharField(max_length=40, blank=True, help_text="role of the host")
    sector = models.CharField(max_length=40, blank=True)
    value = models.CharField(max_length=60, blank=True, help_text="of the dimension that a distinct count counts")
    dims = models.JSONField(default=dict, help_text="the other dimensions")
    entered_at = models.DateTimeField()
    step = models.ForeignKey(Step, models.PROTECT, related_name="entries")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    edition = models.PositiveIntegerField(help_text="number of the edition whose rule counted it")
    leaf = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["committee", "programme", "indicator", "day"], name="entry_by_indicator"),
            models.Index(fields=["record"], name="entry_by_record"),
            # How many corrections a proof has.
            models.Index(
                fields=["committee", "programme", "indicator", "day"],
                condition=models.Q(reverses__isnull=False),
                name="entry_reversal",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(quantity=0), name="entry_counts_something"),
        ]

    def __str__(self) -> str:
        return f"{self.programme}/{self.indicator} {self.day} {self.quantity:+}"


class Total(models.Model):
    """Entries folded up to the watermark: derived, may be thrown away and folded anew."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="+", db_index=False)
    programme = models.SlugField(max_length=60, db_index=False)
    indicator = models.SlugField(max_length=60, db_index=False)
    day = models.DateField()
    entered_on = models.DateField(help_text="the day in China")
    place = models.ForeignKey(Place, models.CASCADE, null=True, related_name="+", db_index=False)
    host = models.CharField(max_length=40, blank=True)
    sector = models.CharField(max_length=40, blank=True)
    value = models.CharField(max_length=60, blank=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "committee", "programme", "indicator", "day", "entered_on", "place", "host", "sector", "value",
                ],
                nulls_distinct=False,
                # So that sums are read from the index alone.
                include=["quantity"],
                name="total_once",
            )
        ]  # fmt: skip
        indexes = [
            # From which day on a line counts in a figure as of that day.
            models.Index("committee", Greatest("day", "entered_on"), name="total_by_day_counted"),
            models.Index(
                fields=["committee", "programme", "indicator", "value"], condition=~models.Q(value=""),
                name="total_by_value",
            ),
            models.Index(fields=["place"], name="total_by_place"),
        ]  # fmt: skip


class Counted(models.Model):
    """How many entries of a committee are folded, and the last. Derived, as the totals: see `yidu.ledger.state`."""

    committee = models.OneToOneField(Committee, models.CASCADE, primary_key=True, related_name="+")
    entries = models.BigIntegerField()
    last_entry = models.BigIntegerField()


class Closing(models.Model):
    """What an indicator of a committee and of those below it came to when a day was over. Derived, as the totals.

    Kept for the days on which anything changed at the committee: on others it was what it was the day before.
    """

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    programme = models.SlugField(max_length=60, db_index=False)
    indicator = models.SlugField(max_length=60, db_index=False)
    quantity = models.DecimalField(max_digits=18, decimal_places=2)
    distinct = models.BigIntegerField(help_text="values of which something is left: what a distinct count says")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "day", "programme", "indicator"], name="closing_once")
        ]


class Daily(models.Model):
    """What an indicator came to on a day, as entered on a day, up to the last closed day. Derived, as the totals.

    For a committee with those below it: a period is the sum of its days, whatever is entered late.
    """

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="+", db_index=False)
    programme = models.SlugField(max_length=60, db_index=False)
    indicator = models.SlugField(max_length=60, db_index=False)
    day = models.DateField()
    entered_on = models.DateField()
    quantity = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "programme", "indicator", "day", "entered_on"],
                include=["quantity"],
                name="daily_once",
            )
        ]


class Monthly(models.Model):
    """What a part of an indicator came to in a month, as entered in a month, up to the last closed day. Derived.

    `dimension` (county, township, sector, host) and `key` say which part. Empty for the whole: it is kept for distinct
    counts only, whose values do not add up from day to day.
    """

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="+", db_index=False)
    programme = models.SlugField(max_length=60, db_index=False)
    indicator = models.SlugField(max_length=60, db_index=False)
    dimension = models.CharField(max_length=10)
    key = models.CharField(max_length=40)
    month = models.DateField(help_text="its first day")
    entered_in = models.DateField(help_text="the first day of the month")
    value = models.CharField(max_length=60)
    quantity = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "programme", "indicator", "dimension", "key", "month", "entered_in", "value"],
                include=["quantity"],
                name="monthly_once",
            )
        ]


class Remaining(models.Model):
    """What is left of a value at the last closed day, for a committee with those below it. Derived, as the totals.

    A distinct count of today needs it of the values that came up today, and must not add up all of their past.
    """

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="+", db_index=False)
    programme = models.SlugField(max_length=60, db_index=False)
    indicator = models.SlugField(max_length=60, db_index=False)
    value = models.CharField(max_length=60)
    quantity = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "programme", "indicator", "value"], name="remaining_once")
        ]


def another() -> int:
    """A number that was not there before."""
    return secrets.randbits(62)


class Watermark(models.Model):
    """Up to which entry the totals are folded, and up to which day these are closed. One row, or none at first.

    `folded_to` never goes back; `closed_to` does when an entry of a closed day is folded, and then `opening` is another
    random number.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    folded_to = models.BigIntegerField(default=0)
    closed_to = models.DateField(null=True)
    opening = models.BigIntegerField(default=another, db_default=0)


class Line(models.Model):
    """What figures are summed from: the totals, and the entries after the watermark. A view, exact at any moment.

    Both halves and the watermark are read in one statement, so in one snapshot. Never read as objects.
    """

    committee = models.ForeignKey(Committee, models.DO_NOTHING, related_name="+")
    programme = models.SlugField(max_length=60)
    indicator = models.SlugField(max_length=60)
    day = models.DateField(primary_key=True)
    entered_on = models.DateField()
    place = models.ForeignKey(Place, models.DO_NOTHING, null=True, related_name="+")
    host = models.CharField(max_length=40)
    sector = models.CharField(max_length=40)
    value = models.CharField(max_length=60)
    quantity = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        managed = False
        db_table = "ledger_line"


class Seal(models.Model):
    """The root of the Merkle tree over all entries up to one of them (RFC 6962).

    `leaves` lists what was added since the seal before: it commits to nothing that the root does not, but it lets
    a check name the one entry that was tampered with, and prove one without reading all.
    """

    record_type: ClassVar[str] = "seal"

    number = models.PositiveIntegerField(unique=True)
    last_entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    size = models.PositiveBigIntegerField(unique=True, help_text="entries in the tree")
    root = models.BinaryField(max_length=32)
    peaks = models.BinaryField(help_text="32-byte hashes of the perfect subtrees, left to right")
    leaves = models.BinaryField(help_text="of each entry since the seal before: its id (8 bytes) and leaf hash (32)")
    note = models.TextField(default="", help_text="size and root as a signed checkpoint")
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number} {bytes(self.root).hex()[:16]}"


class Cosignature(models.Model):
    """A witness outside says: this seal only adds to all that I saw before."""

    record_type: ClassVar[str] = "cosignature"

    seal = models.ForeignKey(Seal, models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=200, help_text="the name of its key")
    line = models.TextField(help_text="the signature line, as in a signed note")
    seen_at = models.DateTimeField(help_text="by the witness, and signed by it")

    class Meta:
        ordering = ["-seen_at"]
        indexes = [models.Index(fields=["witness", "-seen_at"], name="cosignature_by_witness")]
        constraints = [models.UniqueConstraint(fields=["seal", "witness", "seen_at"], name="cosignature_once")]

    def __str__(self) -> str:
        return f"{self.witness} {self.seen_at}"


class Published(models.Model):
    """A figure as it was shown to the public on a day, so that a later change can be explained."""

    figure = models.CharField(max_length=400, help_text="canonical address of the figure: indicator, period, filters")
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    value = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    published_at = models.DateTimeField()
    last_entry = models.BigIntegerField(help_text="what was entered after it was not yet counted")

    class Meta:
        ordering = ["-published_at"]
        indexes = [models.Index(fields=["committee", "figure", "-published_at"], name="published_by_figure")]

    def __str__(self) -> str:
        return f"{self.figure} {self.value}"
