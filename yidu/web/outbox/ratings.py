"""A rating out of an envelope: whoever has the receipt says whether it is solved."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common.errors import Invalid, NotAllowed
from yidu.matters.actions.links import actor_by_receipt
from yidu.matters.effects.rating import last_reply
from yidu.matters.engine import open_actions, take
from yidu.matters.models import Matter
from yidu.web.outbox.envelope import Inside

EFFECTS = {"yes": "rate", "no": "reopen"}


def receipt_of(inside: Inside) -> str:
    return inside.form().get("receipt") or ""


def take_rating(inside: Inside, *, client_id: UUID, recorded_at: datetime) -> Matter:
    """Say it as the page of the receipt would. Raises `Refused`."""
    told = inside.form()
    found = actor_by_receipt(receipt_of(inside))
    if found is None:
        message = _("There is no such receipt. Compare it with your note, group by group.")
        raise Invalid(message, fields={"receipt": [message]})
    actor, matter = found
    effect = EFFECTS.get(told.get("solved") or "")
    if effect is None:
        raise Invalid(_("Say whether it is solved."), fields={"solved": [_("Say whether it is solved.")]})
    reply = last_reply(matter)
    if reply is not None and reply.signed_at is not None and reply.signed_at > recorded_at:
        raise Invalid(_("There is a newer answer than the one that you rated."))
    line = next((one for one in open_actions(matter, actor) if one.line.effect == effect), None)
    if line is None:
        raise NotAllowed(_("This cannot be done now."))
    asked = (*line.line.asks, *line.line.optional)
    text_goes_to = "note" if effect == "rate" else "what-is-missing"
    given = {"satisfaction": told.get("satisfaction"), text_goes_to: told.get("text")}
    inputs = {name: value for name, value in given.items() if value}
    if "satisfaction" not in asked:
        inputs.pop("satisfaction", None)  # the phone asks always, a procedure perhaps not
    return take(matter, line.id, actor=actor, version=matter.version, inputs=inputs, client_id=client_id)
