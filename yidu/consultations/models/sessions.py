"""A session: when and where people sit down about a topic, and that they did."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from yidu.matters.models import Matter
from yidu.people.models import Appointment, Committee, Person, Station
from yidu.places.models import Place
from yidu.programmes.grammar import ListItem, Programme
from yidu.programmes.models import programme_of


class Session(models.Model):
    """One meeting about a topic: planned, then held or called off; concluded when its points are settled.

    Its convener (召集人: a liaison, a member, a leader) prepares it and keeps its minutes, and so may the office.
    """

    record_type: ClassVar[str] = "session"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(max_length=20, editable=False)
    committee = models.ForeignKey(Committee, models.PROTECT, related_name="sessions", db_index=False)
    topic = models.ForeignKey(Matter, models.PROTECT, related_name="sessions")
    form = models.SlugField(max_length=60, db_index=False, help_text="an item of the list consultation-form")
    title = models.CharField(max_length=80, blank=True, help_text="what it is called, where the topic does not say it")
    station = models.ForeignKey(
        Station, models.PROTECT, null=True, blank=True, related_name="sessions", help_text="the venue where it is held"
    )
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    room = models.CharField(max_length=120, blank=True, help_text="where exactly, in words")
    convener = models.ForeignKey(Appointment, models.PROTECT, related_name="+", help_text="in the role that counts")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    agenda = models.TextField(blank=True, help_text="one line for each item")
    is_public = models.BooleanField(default=False, help_text="announced on the portal, with what was agreed")

    held_at = models.DateTimeField(null=True, blank=True, help_text="when its convener said that it was held")
    headcount = models.PositiveIntegerField(null=True, blank=True, help_text="people who took part, named or not")
    concluded_at = models.DateTimeField(null=True, blank=True, help_text="its points are settled; minutes can be made")
    conclusion = models.TextField(blank=True, help_text="what came of it, in a few sentences")
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_because = models.TextField(blank=True)
    moved_at = models.DateTimeField(null=True, blank=True, help_text="when its time or place was last said anew")

    planned_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    planned_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-begins_at", "pk"]
        indexes = [
            models.Index(fields=["committee", "-begins_at"], name="session_newest_here"),
            models.Index(fields=["convener", "begins_at"], name="session_of_convener"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["committee", "number"], name="session_number_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="session_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(held_at=None, headcount=None) | Q(held_at__isnull=False, headcount__gte=1),
                name="session_held_with_people",
            ),
            models.CheckConstraint(
                condition=Q(called_off_at=None, called_off_because="")
                | Q(called_off_at__isnull=False, held_at=None) & ~Q(called_off_because=""),
                name="session_called_off_says_why",
            ),
            models.CheckConstraint(
                condition=Q(concluded_at=None) | Q(held_at__isnull=False), name="session_concluded_was_held"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.number

    @property
    def programme(self) -> Programme:
        """What its programme said when the topic was raised."""
        return programme_of(self.topic.edition_id)

    @property
    def called(self) -> str:
        """Its own title, or that of its topic."""
        return self.title or self.topic.title

    @property
    def form_line(self) -> ListItem:
        """Its form as the list says it, whenever it held."""
        versions = self.programme.list_.get("consultation-form", ())
        found = [item for version in versions for item in version.item if item.id == self.form]
        return found[-1]

    @property
    def items(self) -> list[str]:
        """The agenda, item by item."""
        return [line for line in self.agenda.splitlines() if line.strip()]

    @property
    def is_open(self) -> bool:
        """Whether it can still be prepared and minuted."""
        return self.called_off_at is None and self.concluded_at is None
