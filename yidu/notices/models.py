"""A channel of a person, a reminder that is due, a message that goes out."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yidu.matters.models import Matter
from yidu.people.models import Person
from yidu.proposals.models import Draft


class Channel(models.Model):
    """How a person wants to be reminded. Nobody has one who did not choose it."""

    record_type: ClassVar[str] = "channel"

    class Kind(models.TextChoices):
        OFF = "off", _("no reminders")
        EMAIL = "email", _("e-mail")
        WECOM = "wecom", _("a WeCom group robot")
        DINGTALK = "dingtalk", _("a DingTalk group robot")
        FEISHU = "feishu", _("a Feishu group robot")

    person = models.OneToOneField(Person, models.CASCADE, related_name="channel")
    kind = models.CharField(max_length=10, choices=Kind)
    address = models.TextField(blank=True, help_text="sealed: an e-mail address, or the token of a robot")
    hour = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of the digest; None: the site's")
    language = models.CharField(max_length=10, default="zh-hans")
    chosen_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="off", address="") | ~Q(kind="off") & ~Q(address=""), name="channel_has_an_address"
            ),
            models.CheckConstraint(condition=Q(hour=None) | Q(hour__lte=23), name="channel_hour_of_a_day"),
        ]

    @property
    def is_on(self) -> bool:
        return self.kind != self.Kind.OFF


class Message(models.Model):
    """One message to one person: the digest of a day, or something that does not wait for it.

    `key` is what it is ("digest 2026-11-25"): there is one of each. Its id is also that of the e-mail, so a message
    that is sent again after a crash is known to be the same one.
    """

    class State(models.TextChoices):
        WAITS = "waits", _("waits")
        SENT = "sent", _("sent")
        EMPTY = "empty", _("nothing was left to say")
        FAILED = "failed", _("could not be delivered")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="messages")
    key = models.CharField(max_length=60)
    state = models.CharField(max_length=6, choices=State, default=State.WAITS)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True, help_text="somebody is sending it; after that, anybody")
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(
        max_length=20, blank=True, help_text="why the last try failed, a word of `trouble.TROUBLES`"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="waits"), name="message_waits"),
            models.Index(fields=["person", "-made_at"], name="message_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="message_once"),
            models.CheckConstraint(
                condition=Q(state="waits", ended_at=None, next_try_at__isnull=False)
                | ~Q(state="waits") & Q(ended_at__isnull=False, next_try_at=None),
                name="message_waits_or_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.key} {self.state}"


class Reminder(models.Model):
    """A person is to be reminded of one date at one moment that the procedure names. Each there is once.

    `what` is the date within the matter ("matter", "share-12", "request-3", "look-back-…"); `occasion` the moment with
    the date that it goes by, so a date that has moved is reminded of anew, and the old reminder is dropped. Of a text
    that is still being written it is a name below it ("name-12"), or all of them ("names").
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="reminders")
    matter = models.ForeignKey(Matter, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    draft = models.ForeignKey(Draft, models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    what = models.CharField(max_length=40)
    occasion = models.CharField(max_length=80)
    at_once = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    message = models.ForeignKey(Message, models.CASCADE, null=True, blank=True, related_name="reminders")
    dropped_at = models.DateTimeField(null=True, blank=True, help_text="it no longer applied when it was to be sent")

    class Meta:
        indexes = [
            models.Index(fields=["person"], condition=Q(message=None, dropped_at=None), name="reminder_to_bundle"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["matter", "person", "what", "occasion"], name="reminder_once"),
            models.UniqueConstraint(fields=["draft", "person", "what", "occasion"], name="reminder_of_a_draft_once"),
            models.CheckConstraint(
                condition=Q(matter__isnull=False, draft=None) | Q(matter=None, draft__isnull=False),
                name="reminder_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.matter_id or self.draft_id} {self.what} {self.occasion}"

    @property
    def key(self) -> tuple[UUID, int, str, str]:
        """The natural key, as that of what is due."""
        about = self.matter_id or self.draft_id
        assert about is not None, "the table holds it"
        return (about, self.person_id, self.what, self.occasion)
