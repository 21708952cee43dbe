"""Withdraw an activity that was recorded by mistake."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from yidu.activities.actions.correct import locked
from yidu.activities.models import Activity
from yidu.activities.rules import require_change
from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Invalid
from yidu.common.text import normalise


@action("activity.withdraw")
def withdraw_activity(
    activity: Activity, *, version: int, reason: str, actor: Actor, client_id: UUID | None = None
) -> Change[Activity]:
    """It stays readable with its reason and counts nowhere any more. Matters that it raised go on."""
    row = locked(activity, version)
    require_change(actor, row)
    if not (because := normalise(reason)[:500]):
        raise Invalid(_("Say why."), fields={"reason": [_("Say why; it stands beside the figure that changes.")]})
    row.withdrawn_at = clock.now()
    row.version += 1
    row.save(update_fields=["withdrawn_at", "version"])
    return Change(row, "activity.withdrawn", {"reason": because})
