"""Ask to be told, stop it, switch it on again, send something again."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Invalid, NotAllowed
from yidu.ledger.models import Step
from yidu.people.checks import Slips, locked
from yidu.people.models import Appointment, Committee, Person
from yidu.services.events import PATTERN
from yidu.services.models import Delivery, Subscription
from yidu.services.posting import check_url
from yidu.services.rules import keeps

MOST, MOST_EVENTS = 10, 40


@action("webhook.add")
def add_webhook(
    *,
    committee: Committee,
    owner: Person,
    url: str,
    events: Collection[str],
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Subscription]:
    """Tell an address what happens at a committee from now on, as far as its owner may read it.

    The owner is oneself, or a service that one keeps, with an appointment at the committee today.
    `signing.secret_of` gives the secret of its signatures. Raises `NotAllowed` or `Invalid`.
    """
    row = Person.objects.select_for_update(no_key=True).get(pk=owner.pk)
    appointed = Appointment.objects.in_force(clock.today()).filter(person=row, committee=committee)
    if not keeps(actor, row) or not appointed.exists():
        raise NotAllowed("not there")
    slips = Slips()
    url = url.strip()
    if wrong := check_url(url) if len(url) <= 400 else _("This is not an address."):
        slips.add("url", wrong)
    chosen = sorted(set(events))
    if not chosen or len(chosen) > MOST_EVENTS or not all(PATTERN.fullmatch(one) and len(one) <= 60 for one in chosen):
        slips.add("events", _("Names of steps like matter.raised, handling.* or *."))
    if row.webhooks.filter(ended_at=None).count() >= MOST:
        slips.add("url", _("At most %(most)d addresses. End one first.") % {"most": MOST})
    slips.raise_any()
    # Steps in flight with smaller ids are older than this request: nobody has asked to be told of them.
    newest = Step.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    subscription = Subscription(
        committee=committee, owner=row, url=url, events=chosen, made_at=clock.now(), seen_to=newest
    )
    subscription.save(force_insert=True)
    return Change(subscription, "webhook.added", {"owner": row.pk, "events": chosen})


@action("webhook.end")
def end_webhook(
    subscription: Subscription, *, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Subscription]:
    """Nothing more is told. What waits is not told either."""
    row = _kept(subscription, actor, version)
    row.ended_at = row.ended_at or clock.now()
    row.version += 1
    row.save(update_fields=["ended_at", "version"])
    return Change(row, "webhook.ended")


@action("webhook.switch-on")
def switch_on(
    subscription: Subscription, *, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Subscription]:
    """Try again at once: what happened meanwhile is told too."""
    row = _kept(subscription, actor, version)
    row.off_at = row.try_at = row.failing_since = None
    row.version += 1
    row.save(update_fields=["off_at", "try_at", "failing_since", "version"])
    return Change(row, "webhook.switched-on")


@action("webhook.switch-off")
def switch_off(subscription: Subscription, *, actor: Actor, client_id: UUID | None = None) -> Change[Subscription]:
    """Nothing has arrived for days. Only the system does this."""
    if actor.kind != "system":
        raise NotAllowed("not there")
    row = Subscription.objects.select_for_update(of=("self",)).get(pk=subscription.pk)
    row.off_at = row.off_at or clock.now()
    row.version += 1
    row.save(update_fields=["off_at", "version"])
    return Change(row, "webhook.switched-off")


@action("webhook.send-again")
def send_again(
    subscription: Subscription, *, step: int, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Subscription]:
    """Tell one thing again, at its place in the order."""
    row = _kept(subscription, actor, version)
    again = Delivery.objects.filter(subscription=row, step_id=step).update(done_at=None, withheld=False)
    if not again:
        raise Invalid(_("There is no such delivery."), fields={"step": [_("There is no such delivery.")]})
    row.version += 1
    row.try_at = None
    row.save(update_fields=["version", "try_at"])
    return Change(row, "webhook.sent-again", {"step": step})


def _kept(subscription: Subscription, actor: Actor, version: int) -> Subscription:
    if not keeps(actor, subscription.owner):
        raise NotAllowed("not there")
    return locked(Subscription, subscription, version=version)
