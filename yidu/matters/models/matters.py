"""A matter: at each moment it has one holder and one date, or it is closed."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from yidu.activities.models import Activity, OpenTo
from yidu.people.models import Committee, Organisation, Person, Project
from yidu.places.models import Place
from yidu.programmes.grammar import Kind, Procedure, Programme, Stage
from yidu.programmes.models import Edition, programme_of

_READ_BY = ["open_to", "raised_by", "activity"]


class Holder(models.TextChoices):
    """In whose hands. The words of `grammar.procedures.Holder`."""

    OFFICE = "office", _("the committee's office")
    SECRETARY_GENERAL = "secretary-general", _("the secretary-general")
    LEAD = "lead", _("the lead department")
    LEAD_HEAD = "lead-head", _("the head of the lead department")
    RAISER = "raiser", _("whoever raised it")
    RECORDER = "recorder", _("whoever recorded it")


class Matter(models.Model):
    """Something that must be done. Changed only by `yidu.matters.engine.take` and `raise_matter`.

    The three truths are three facts: `answered_at` (the first signed answer), `solved_at` (confirmed by somebody
    other than the handler), `satisfied` (said by whoever raised it; None while nothing was said).
    """

    record_type: ClassVar[str] = "matter"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=20, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="matters")
    # Every index is paid for by each step that a matter takes: none that nothing is read by.
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="+", db_index=False)
    kind = models.SlugField(max_length=60, db_index=False)
    title = models.CharField(max_length=120)
    text = models.TextField()
    answers = models.JSONField(default=dict, help_text="answers to the kind's own fields, by field id")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="matters")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="matters")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="matters")
    came_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="became", db_index=False,
        help_text="the matter that was converted into this one",
    )  # fmt: skip
    period = models.CharField(max_length=60, blank=True, help_text="an item of the list of periods")
    subject = models.CharField(max_length=60, blank=True, help_text="an item of the list of subjects")

    raised_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="matters_raised", db_index=False
    )
    raised_as = models.CharField(max_length=40, help_text="role of whoever raised it, or enterprise, resident")
    sector = models.CharField(max_length=40, blank=True)
    contact = models.CharField(max_length=120, blank=True, help_text="of a raiser without account; office only")
    receipt = models.CharField(max_length=64, help_text="keyed digest of the receipt code")
    open_to = models.CharField(max_length=10, choices=OpenTo)

    stage = models.SlugField(max_length=60, db_index=False)
    stage_since = models.DateTimeField()
    told_since = models.DateTimeField(null=True, blank=True, help_text="the same, of a stage of which people are told")
    holder = models.CharField(max_length=20, choices=Holder, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    clock_from = models.DateTimeField(null=True, blank=True, help_text="when the running clock began")
    clock_length = models.CharField(max_length=40, blank=True, help_text='its length in words, e.g. "10 working days"')
    lead = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="leads")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", db_index=False,
        help_text="handled together with it, and answered with the same letter",
    )  # fmt: skip
    merges = models.PositiveSmallIntegerField(default=0, help_text="how many wait to be answered together with it")
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", db_index=False,
        help_text="the matter of which one department answers this part by itself",
    )  # fmt: skip
    divided_into = models.PositiveSmallIntegerField(default=0, help_text="how many parts, each answered by itself")
    reached = models.JSONField(default=dict, help_text="stage → day (ISO) on which it was first reached")

    featured_at = models.DateTimeField(null=True, blank=True, help_text="when it was decided that it is a key one")
    supervisor = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        help_text="the leader who supervises it",
    )  # fmt: skip
    plan = models.TextField(blank=True, help_text="how it is supervised")

    raised_at = models.DateTimeField()
    assigned_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_in_time = models.BooleanField(null=True)
    answer_class = models.CharField(max_length=20, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)
    satisfied = models.BooleanField(null=True)
    solved_at = models.DateTimeField(null=True, blank=True)
    solved_says = models.CharField(max_length=20, blank=True, help_text="the party that confirmed it")
    solved_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopenings = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True, help_text="solved, unrated, lapsed, diverted, closed")

    version = models.PositiveIntegerField(default=1)
    search_text = models.TextField(blank=True, editable=False, help_text="search_document() of title, text and names")

    class Meta:
        ordering = ["-raised_at"]
        indexes = [
            # The newest of a committee, of many, of what is open: with all that says who may read, so that a page of a
            # list is found in the index alone.
            models.Index(fields=["committee", "-raised_at", "id"], include=_READ_BY, name="matter_newest_here"),
            models.Index(fields=["-raised_at", "id"], include=["committee", *_READ_BY], name="matter_newest_of_all"),
            models.Index(
                fields=["-raised_at", "id"],
                include=["committee", *_READ_BY],
                condition=Q(closed_at=None),
                name="matter_newest_open",
            ),
            # What is in whose hands, by its date.
            models.Index(
                fields=["committee", "holder", "due_at"],
                include=["id"],
                condition=Q(closed_at=None),
                name="matter_in_hand",
            ),
            models.Index(
                fields=["lead", "holder", "due_at"], include=["id"], condition=Q(closed_at=None), name="matter_at_lead"
            ),
            models.Index(fields=["raised_by", "-raised_at"]),
            # What is new and what is due, for the feeds: of one committee or of many.
            models.Index(
                fields=["-answered_at", "committee"], condition=Q(answered_at__isnull=False), name="matter_answered"
            ),
            models.Index(
                fields=["-solved_at", "committee"], condition=Q(solved_at__isnull=False), name="matter_solved"
            ),
            models.Index(fields=["due_at", "committee"], condition=Q(closed_at=None), name="matter_due"),
            # What has just come to a stage of which somebody is told at once.
            models.Index(fields=["told_since"], condition=Q(told_since__isnull=False), name="matter_told"),
            # What is handled together with one, and what one became. Few are.
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="matter_merged"),
            models.Index(fields=["came_from"], condition=Q(came_from__isnull=False), name="matter_came_from"),
            models.Index(fields=["part_of"], condition=Q(part_of__isnull=False), name="matter_part_of"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="matter_number_once"),
            models.UniqueConstraint(fields=["receipt"], name="matter_receipt_once"),
            # One holder and one date, or closed.
            models.CheckConstraint(
                condition=Q(closed_at=None, due_at__isnull=False) & ~Q(holder="")
                | Q(closed_at__isnull=False, due_at=None, holder=""),
                name="matter_held_and_dated_or_closed",
            ),
            # Whoever is said to hold it as the lead must be there.
            models.CheckConstraint(
                condition=~Q(holder__in=["lead", "lead-head"]) | Q(lead__isnull=False), name="matter_lead_is_there"
            ),
            # Solved is confirmed by somebody other than the handler.
            models.CheckConstraint(
                condition=Q(solved_at=None) | Q(solved_organisation=None) | ~Q(solved_organisation=F("lead")),
                name="matter_solved_says_another",
            ),
            models.CheckConstraint(
                condition=Q(satisfied=None) | Q(rated_at__isnull=False), name="matter_silence_is_silence"
            ),
            # A key one has a leader who supervises it, and a plan.
            models.CheckConstraint(
                condition=Q(featured_at=None, supervisor=None, plan="")
                | Q(featured_at__isnull=False, supervisor__isnull=False) & ~Q(plan=""),
                name="matter_key_is_supervised",
            ),
            # What is merged into another leads none itself: there are no chains, and no circles.
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(merges=0) & ~Q(merged_into=F("id")), name="matter_merged_leads_none"
            ),
            # A part is that of another, is whole itself, and is handled together with none.
            models.CheckConstraint(
                condition=Q(part_of=None) | Q(divided_into=0, merges=0, merged_into=None) & ~Q(part_of=F("id")),
                name="matter_part_of_another",
            ),
            # What is divided has no letter of its own that others could be answered with.
            models.CheckConstraint(
                condition=Q(divided_into=0) | Q(merges=0, merged_into=None), name="matter_divided_leads_none"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def programme(self) -> Programme:
        """What its programme said when it began."""
        return programme_of(self.edition_id)

    @property
    def kind_line(self) -> Kind:
        return self.programme.kind[self.kind]

    @property
    def procedure(self) -> Procedure:
        """The procedure that it began with."""
        id_ = self.kind_line.procedure
        assert id_ is not None, "a kind of matter has a procedure: the checker holds this"
        return self.programme.procedure[id_]

    @property
    def stage_line(self) -> Stage:
        return self.procedure.stage[self.stage]

    @property
    def whole(self) -> Matter:
        """What was raised: the matter itself, or the one of which it is a part."""
        return self.part_of or self

    def class_title(self, id_: str) -> str:
        """The title of a class of answers, whenever the list held it."""
        return self.programme.item(self.programme.replies.get(self.kind_line.procedure or "", "reply-class"), id_)
