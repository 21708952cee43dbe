"""Webhooks: addresses that are told what happens, signed, in order, until it arrives."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from yidu.api import finding
from yidu.api.door import Speaker, speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.shapes import Change, Code, Id, Out, Page, Write
from yidu.people.models import Person
from yidu.services import actions, signing
from yidu.services.models import Delivery, Subscription

noun = Noun("webhooks")


class WebhookOut(Out):
    """`off_at`: nothing arrived for days, so it was switched off; switching it on tells everything that waits."""

    id: int
    committee: str
    url: str
    events: list[str]
    waiting: int
    failing_since: datetime | None
    off_at: datetime | None
    ended_at: datetime | None
    version: int


class MadeOut(Out):
    """`secret` is told here and never again: it proves that what arrives comes from this site."""

    webhook: WebhookOut
    secret: str


class DeliveryOut(Out):
    step: int
    name: str
    attempts: int
    tried_at: datetime | None
    answer: str
    done_at: datetime | None
    withheld: bool


class WebhookIn(Write):
    committee: Code | None = None
    url: str
    events: Annotated[list[str], Field(max_length=40)]


class AgainIn(Change):
    step: Id


@noun.read("/", "signed-in", answers=Page[WebhookOut], says=_("One's own webhooks."))
def list_webhooks(request: HttpRequest, wanted: Query[Cursor]) -> Page[WebhookOut]:
    return page(_own(speaker_of(request)), wanted, order=("pk",), shape=webhook_out)


@noun.read("/{int:pk}/deliveries", "signed-in", answers=Page[DeliveryOut], says=_("What was told, the newest first."))
def list_deliveries(request: HttpRequest, pk: int, wanted: Query[Cursor]) -> Page[DeliveryOut]:
    one = finding.one(_own(speaker_of(request)), pk)
    return page(one.deliveries.select_related("step"), wanted, order=("-step_id",), shape=delivery_out)


@noun.write(
    "/", "read", "office", "oversee", "handle", does="webhook.add", answers=MadeOut, says=_("Be told what happens.")
)
def add_webhook(request: HttpRequest, told: WebhookIn) -> MadeOut:
    speaker = speaker_of(request)
    made = actions.add_webhook(
        committee=finding.committee_of(speaker, told.committee),
        owner=Person.objects.get(pk=speaker.actor.person_id or 0),
        url=told.url,
        events=told.events,
        actor=speaker.actor,
        client_id=told.client_id,
    )
    return MadeOut(webhook=webhook_out(made), secret=signing.secret_of(made))


@noun.write("/{int:pk}/end", "signed-in", does="webhook.end", answers=WebhookOut, says=_("Be told no more."))
def end_webhook(request: HttpRequest, pk: int, told: Change) -> WebhookOut:
    speaker = speaker_of(request)
    one = finding.one(_own(speaker), pk)
    with finding.seen(one, told.version):
        return webhook_out(
            actions.end_webhook(one, actor=speaker.actor, version=told.version, client_id=told.client_id)
        )


@noun.write("/{int:pk}/switch-on", "signed-in", does="webhook.switch-on", answers=WebhookOut, says=_("Try again now."))
def switch_on_webhook(request: HttpRequest, pk: int, told: Change) -> WebhookOut:
    speaker = speaker_of(request)
    one = finding.one(_own(speaker), pk)
    with finding.seen(one, told.version):
        return webhook_out(actions.switch_on(one, actor=speaker.actor, version=told.version, client_id=told.client_id))


@noun.write(
    "/{int:pk}/send-again", "signed-in", does="webhook.send-again", answers=WebhookOut, says=_("Tell one thing again.")
)
def send_again(request: HttpRequest, pk: int, told: AgainIn) -> WebhookOut:
    speaker = speaker_of(request)
    one = finding.one(_own(speaker), pk)
    with finding.seen(one, told.version):
        done = actions.send_again(
            one, step=told.step, actor=speaker.actor, version=told.version, client_id=told.client_id
        )
    return webhook_out(done)


def webhook_out(one: Subscription) -> WebhookOut:
    return WebhookOut(
        id=one.pk,
        committee=one.committee.code,
        url=one.url,
        events=one.events,
        waiting=one.deliveries.filter(done_at=None).count(),
        failing_since=one.failing_since,
        off_at=one.off_at,
        ended_at=one.ended_at,
        version=one.version,
    )


def delivery_out(one: Delivery) -> DeliveryOut:
    return DeliveryOut(
        step=one.step_id,
        name=one.step.name,
        attempts=one.attempts,
        tried_at=one.tried_at,
        answer=one.answer,
        done_at=one.done_at,
        withheld=one.withheld,
    )


def _own(speaker: Speaker) -> QuerySet[Subscription]:
    return Subscription.objects.filter(owner_id=speaker.actor.person_id).select_related("committee", "owner")
