"""What came of a topic in numbers: recorded once, withdrawn with a reason where it was wrong."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.clock import local_day
from yidu.common.errors import Conflict, Invalid, NotAllowed
from yidu.consultations.models import Outcome, Session
from yidu.consultations.rules import may_tell_outcomes
from yidu.matters.models import Matter
from yidu.people.checks import Slips, locked
from yidu.people.rules import standing_of
from yidu.programmes.words import whole_date

ITEMS, CONFIRMED = "outcome", "outcome-confirmed"
SAYS, REASON = 200, 200
LARGEST = 2_000_000_000


@action("outcome.record")
def record_outcome(
    topic: Matter,
    *,
    session: Session | None = None,
    item: str,
    quantity: int,
    day: date,
    confirmed_by: str,
    confirmed_says: str,
    besides: bool = False,
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Outcome]:
    """Say that so many of something are there since a day, and what confirms it. Its id is `client_id`.

    `besides`: it comes on top of what is recorded of the same thing on other days. Raises `NotAllowed`, or `Invalid`
    with every wrong field, also for what was recorded already.
    """
    # Whoever records at the same moment waits, and finds what was recorded.
    rows = Matter.objects.select_for_update(of=("self",), no_key=True).select_related("edition", "committee__place")
    row = rows.defer("search_text", "edition__content").get(pk=topic.pk)
    if not may_tell_outcomes(standing_of(actor), row, session):
        raise NotAllowed("not there")
    slips, today = Slips(), clock.today()
    outcome = Outcome(
        id=client_id or uuid4(), committee_id=row.committee_id, topic=row, session=session, item=item,
        quantity=quantity, day=day, confirmed_by=confirmed_by, recorded_by_id=actor.person_id, recorded_at=clock.now(),
    )  # fmt: skip
    outcome.confirmed_says = slips.text("confirmed_says", confirmed_says, most=SAYS)
    for field, given, name in (("item", item, ITEMS), ("confirmed_by", confirmed_by, CONFIRMED)):
        if given not in {one.id for one in row.programme.choices(name, today)}:
            slips.add(field, _("Choose from the list."))
    if not 1 <= quantity <= LARGEST:
        slips.add("quantity", _("Write a number from 1 on."))
    if not local_day(row.raised_at) <= day <= today:
        slips.add("day", _("A day from when the topic was proposed up to today."))
    slips.raise_any()
    _require_new(outcome, besides=besides)
    outcome.save(force_insert=True)
    said = {"item": item, "quantity": quantity, "day": day.isoformat()}
    return Change(outcome, "outcome.recorded", said, further=(_told(row, "matter.outcome-recorded", said),), new=True)


@action("outcome.withdraw")
def withdraw_outcome(
    outcome: Outcome, *, reason: str, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Outcome]:
    """It was wrong and counts no more; that it was recorded, and why not any longer, stays.

    Raises `NotAllowed`, `Stale`, `Conflict` for what was withdrawn before, `Invalid` without a reason.
    """
    row = locked(Outcome, outcome, version=version, related=["topic__edition", "session__committee"])
    if not may_tell_outcomes(standing_of(actor), row.topic, row.session):
        raise NotAllowed("not there")
    if row.withdrawn_at is not None:
        raise Conflict(_("It was withdrawn before."))
    slips = Slips()
    row.withdrawn_because = slips.text("reason", reason, most=REASON)
    slips.raise_any()
    row.withdrawn_at = clock.now()
    row.version += 1
    row.save()
    said = {"item": row.item, "quantity": row.quantity, "reason": row.withdrawn_because}
    return Change(row, "outcome.withdrawn", said, further=(_told(row.topic, "matter.outcome-withdrawn", said),))


def _require_new(outcome: Outcome, *, besides: bool) -> None:
    """The same thing of the same day is one outcome, however many sessions there were. The table holds the same.

    Of another day it is more of it, or two people wrote down one thing: so somebody has to say that it is more.
    """
    there = list(Outcome.objects.filter(topic=outcome.topic, item=outcome.item, withdrawn_at=None))
    same = next((one for one in there if one.day == outcome.day), None)
    if same is None and there and not besides:
        told = _(", ").join(f"{one.title} {one.quantity} · {whole_date(one.day)}" for one in there)
        said = _("This is recorded already: %(there)s. If there is more of it now, say that it comes on top.")
        raise Invalid(_("Some answers need another look."), fields={"item": [said % {"there": told}]})
    if same is not None:
        words = {"what": same.title, "quantity": same.quantity}
        said = _("Of this day %(what)s is recorded already: %(quantity)d. Withdraw that first if it is wrong.") % words
        raise Invalid(_("Some answers need another look."), fields={"item": [said]})


def _told(topic: Matter, step: str, said: dict[str, object]) -> Change[Matter]:
    return Change(topic, step, said)
