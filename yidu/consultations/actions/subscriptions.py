"""The address under which one's own phone reads one's own sessions: made, and ended."""

from __future__ import annotations

from datetime import UTC
from uuid import UUID

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import NotAllowed
from yidu.common.ids import digest, digests, link_from
from yidu.consultations.models import Subscription
from yidu.people.models import Person

PURPOSE = "calendar"


@action("subscription.make")
def make_subscription(*, actor: Actor, client_id: UUID | None = None) -> Change[Subscription]:
    """A new address for oneself; an earlier one opens nothing any more. Raises `NotAllowed`."""
    if actor.person_id is None:
        raise NotAllowed("not there")
    Person.objects.select_for_update(no_key=True).get(pk=actor.person_id)
    row = Subscription.objects.filter(person=actor.person_id).first() or Subscription(
        person_id=actor.person_id, version=0
    )
    row.made_at, row.ended_at = clock.now(), None
    row.version += 1
    row.digest = digest(subscription_secret(row), PURPOSE)
    row.save()
    return Change(row, "subscription.made")


@action("subscription.end")
def end_subscription(*, actor: Actor, client_id: UUID | None = None) -> Change[Subscription]:
    """The address opens nothing any more. Raises `NotAllowed`, also where there is none."""
    row = Subscription.objects.select_for_update().filter(person=actor.person_id or 0, ended_at=None).first()
    if row is None:
        raise NotAllowed("not there")
    row.ended_at = clock.now()
    row.version += 1
    row.save()
    return Change(row, "subscription.ended")


def subscription_secret(row: Subscription) -> str:
    """The secret part of the address: derived, stored nowhere."""
    return link_from(f"calendar-{row.person_id}-{row.made_at.astimezone(UTC).isoformat()}")


def person_by_calendar(secret: str) -> Person | None:
    """Whose sessions the address shows; None when it is unknown or ended, or they can no longer sign in."""
    found = (
        Subscription.objects.select_related("person")
        .filter(digest__in=digests(secret, PURPOSE), ended_at=None, person__is_active=True)
        .first()
    )
    return found.person if found else None
