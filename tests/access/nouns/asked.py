"""What the API names and the pages do not: places, webhooks, sectors, and the committee that a list is of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.access.nouns.sent_in import STAFF
from tests.access.oracle import Thing
from tests.access.readers import CITY, DADUKOU, SERVICE, YUNYANG, Reader
from tests.access.routes import API, Key
from tests.access.world import LATER, MERGED, VILLAGES, World, row_thing
from yidu.common.actors import Actor
from yidu.ledger.models import Step
from yidu.services.actions import add_webhook, end_token, end_webhook, make_token
from yidu.services.models import Delivery, Subscription

OF_NO_COMMITTEE = (
    "GET committees/", "GET matters/desk", "GET places/", "GET places/search", "GET seals/", "GET views/",
    "GET webhooks/", "POST receipts/read", "POST receipts/take", "POST views/", "GET reminders/", "POST reminders/",
    "GET tokens/", "POST seals/cosign", "POST calendar/set-day", "GET sheets/imports/",
)  # fmt: skip
"""Operations that are the same whatever committee one has in mind."""


def asked_of(world: World, reader: Reader) -> Iterator[Thing]:
    """The committee of a list, or for which something is entered: named, or left to the site."""
    receipt = world.made["receipt", "own"]
    for situation, code in (("own", reader.served), ("plain", DADUKOU), ("other", YUNYANG), ("moved", CITY)):
        query = "q=某" if situation == "own" else f"q=某&committee={code}"
        # Whose receipt is shown has nothing to do with it.
        yield Thing("committee", situation, code, query=query, row=receipt.row, more={"receipt": receipt})


def places(world: World, reader: Reader) -> Iterator[Thing]:
    yield Thing("place", "plain", "", {("places", "code"): VILLAGES[DADUKOU]})
    yield Thing("place", "closed", "", {("places", "code"): MERGED}, gone=True)


def webhooks(world: World, reader: Reader) -> Iterator[Thing]:
    if reader.post and not reader.post.ended and reader is not SERVICE:
        yield world.once(("webhook", "own", reader.me), lambda: _webhook(world, "own", reader))
    yield world.once(("webhook", "closed"), lambda: _webhook(world, "closed", STAFF))
    yield world.once(("webhook", "plain"), lambda: _webhook(world, "plain", None))
    yield world.once(("webhook", "handed"), lambda: _webhook(world, "handed", SERVICE))


def _webhook(world: World, situation: str, reader: Reader | None) -> Thing:
    person = world.persons[reader.me] if reader else world.cast.people["office"]
    # What a service is told is decided by whoever keeps it.
    actor = world.actor("office") if reader is SERVICE else Actor(kind="person", person_id=person.pk, name=person.name)
    row = add_webhook(
        committee=world.committees[reader.served if reader else DADUKOU], owner=person,
        url="https://example.org/told", events=["*"], actor=actor,
    )  # fmt: skip
    step = Step.objects.order_by("pk").first()
    assert step is not None
    Delivery.objects.create(subscription=row, step=step)
    if situation == "closed":
        row = end_webhook(row, actor=actor, version=row.version)
    row = Subscription.objects.get(pk=row.pk)
    return row_thing(
        "webhook", situation, "", ("webhooks", "pk"), row, recorded_by=reader.me if reader else "",
        gone=situation == "closed", more={"step": step.pk},
    )  # fmt: skip


def tokens(world: World, reader: Reader) -> Iterator[Thing]:
    """Others than the one by which the reader speaks; `handed` is that of the service."""
    if reader.account and reader is not SERVICE:
        yield world.once(("token", "own", reader.me), lambda: _token(world, "own", reader.me))
    yield world.once(("token", "closed"), lambda: _token(world, "closed", "office"))
    yield world.once(("token", "plain"), lambda: _token(world, "plain", ""))
    yield world.once(("token", "handed"), lambda: _token(world, "handed", "service"))


def _token(world: World, situation: str, owner: str) -> Thing:
    person = world.persons[owner] if owner else world.cast.people["member"]
    actor = Actor(kind="person", person_id=person.pk, name=person.name)
    maker = world.actor("office") if owner == "service" else actor
    row = make_token(
        person=person, name="另一个", scopes=["places:read"], expires_on=date.fromisoformat(LATER), actor=maker
    )  # fmt: skip
    if situation == "closed":
        end_token(row, actor=maker)
    return row_thing("token", situation, "", ("tokens", "pk"), row, recorded_by=owner)


NOUNS: dict[Key, Any] = {
    (API, "committee"): asked_of,
    ("places", "code"): places,
    ("webhooks", "pk"): webhooks,
    ("tokens", "pk"): tokens,
}
