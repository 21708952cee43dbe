"""Correct an activity. Every figure that counted it is corrected with it, visibly."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yidu.activities.actions.record import MOST_PEOPLE, document
from yidu.activities.forms import LONG, too_long
from yidu.activities.models import Activity
from yidu.activities.rules import require_change
from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Invalid, Stale
from yidu.common.text import normalise


def locked(activity: Activity, version: int) -> Activity:
    """The row, locked, if it is still the version that the actor saw; else raises `Stale`."""
    row = Activity.objects.select_for_update(of=("self",)).select_related("host", "committee").get(pk=activity.pk)
    if row.version != version:
        message = _("Somebody changed this meanwhile. Look at what is new, then send yours again.")
        raise Stale(message, current=row.version)
    if row.withdrawn_at:
        raise Invalid(_("This activity was withdrawn."))
    return row


@action("activity.correct")
def correct_activity(
    activity: Activity,
    *,
    version: int,
    reason: str,
    day: date | None = None,
    headcount: int | None = None,
    heard: str | None = None,
    companions: str | None = None,
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Activity]:
    """Correct the day, the number of people or the words, and say why. What is None stays as it is."""
    row = locked(activity, version)
    require_change(actor, row)
    before = amend_activity(row, reason=reason, day=day, headcount=headcount, heard=heard, companions=companions)
    row.save()
    return Change(row, "activity.corrected", {"reason": normalise(reason)[:500], "before": before})


def amend_activity(
    row: Activity,
    *,
    reason: str,
    day: date | None = None,
    headcount: int | None = None,
    heard: str | None = None,
    companions: str | None = None,
) -> dict[str, Any]:
    """Set what can be corrected, without saving; what is None stays. Returns what the story keeps of it before.

    Raises `Invalid` with every wrong field at once.
    """
    errors: dict[str, list[str]] = {}
    if not normalise(reason):
        errors["reason"] = [_("Say why; it stands beside the figure that changes.")]
    if day is not None and day > clock.today():
        errors["day"] = [_("That day has not come yet.")]
    if headcount is not None and not 1 <= headcount <= MOST_PEOPLE:
        errors["headcount"] = [_("How many people were there? At least one.")]
    if heard is not None and len(heard) > LONG:
        errors["heard"] = [too_long(heard, LONG)]
    if errors:
        raise Invalid(_("Some answers need another look."), fields=errors)
    before = {"day": str(row.day), "headcount": row.headcount}
    row.day = day or row.day
    row.headcount = headcount or row.headcount
    row.heard = row.heard if heard is None else normalise(heard, lines=True)
    row.companions = row.companions if companions is None else normalise(companions)[:200]
    row.version += 1
    row.search = document(row)
    return before
