"""Handing over: assign, accept, divert."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yidu.common.errors import Invalid
from yidu.common.workdays import Duration, deadline
from yidu.matters.clocks import follow_matter, start_clock
from yidu.matters.effects.merging import leads_none
from yidu.matters.models import Handling, Matter
from yidu.matters.moves import Move, active_handlings, asks_already, effect, enter_stage, waiting_request
from yidu.people.models import Organisation

MOST_JOINT = 20


@effect("assign", step="matter.assigned")
def assign(move: Move) -> None:
    """One lead, any joint organisations, each with a handling and a date of its own. Earlier handlings end."""
    lead: Organisation = move.inputs["lead"]
    joint: list[Organisation] = move.inputs.get("joint") or []
    note: str = move.inputs.get("note", "")
    to, within = move.line.to or move.matter.stage, move.line.within
    hand_over(move.matter, lead, joint, to=to, at=move.at, clock=(move.at, within) if within else None, note=note)
    move.said |= said_of(lead, joint, note)


def hand_over(
    matter: Matter,
    lead: Organisation,
    joint: Sequence[Organisation],
    *,
    to: str,
    at: datetime,
    clock: tuple[datetime, str] | None = None,
    note: str = "",
) -> None:
    """Put a matter into the stage `to`, in the hands of a lead and joint organisations. Earlier handlings end.

    `clock`: since when it runs and for how long, where the stage's own time does not hold. The matter is in the table;
    what changed of it is not saved. Raises `Invalid` for organisations that cannot have it.
    """
    _check(lead, joint, committee_id=matter.committee_id)
    end_handlings(matter, at=at)
    matter.lead = lead
    matter.assigned_at = matter.assigned_at or at
    enter_stage(matter, to, at=at)
    if clock is not None:
        start_clock(matter, at=clock[0], length=clock[1])
    give(matter, lead, joint, note=note, at=at)


def said_of(lead: Organisation, joint: Sequence[Organisation], note: str = "") -> dict[str, Any]:
    """What the story keeps of a handing over."""
    return {"lead": lead.pk, "joint": [one.pk for one in joint], "note": note}


def end_handlings(matter: Matter, *, at: datetime) -> None:
    """Whoever handles it has no part in it any more."""
    for earlier in active_handlings(matter):
        earlier.ended_at = at
        earlier.save(update_fields=["ended_at"])


def give(matter: Matter, lead: Organisation, joint: Sequence[Organisation], *, note: str, at: datetime) -> None:
    """A handling for each. The matter stands in the stage in which they handle it."""
    assert matter.due_at is not None, "the checker holds that an assignment leads to a stage with a date"
    stage = matter.stage_line
    shares = [(lead, Handling.Part.LEAD)] + [(one, Handling.Part.JOINT) for one in joint]
    for organisation, part in shares:
        share = Handling(matter=matter, organisation=organisation, part=part, note=note, given_at=at)
        follow_matter(share, matter)
        if part == Handling.Part.JOINT and stage.joint_within:
            _sooner(share, at=at, length=stage.joint_within)
        share.save()


def _sooner(share: Handling, *, at: datetime, length: str) -> None:
    """A joint organisation's own time, where it ends before that of the matter."""
    due_at = deadline(at, Duration.parse(length)).due_at
    if due_at < share.due_at:
        share.clock_from, share.clock_length, share.due_at = at, length, due_at


def _check(lead: Organisation, joint: Sequence[Organisation], *, committee_id: int) -> None:
    errors: dict[str, list[str]] = {}
    if lead.committee_id != committee_id or lead.closed_on:
        errors["lead"] = [_("Choose one from the list.")]
    if wrong := wrong_with(joint, besides=(lead,), committee_id=committee_id):
        errors["joint"] = [wrong]
    if errors:
        raise Invalid(_("Some answers need another look."), fields=errors)


def wrong_with(several: Sequence[Organisation], *, besides: tuple[Organisation, ...] = (), committee_id: int) -> str:
    """Why these departments cannot be chosen together; empty when they can."""
    if any(one.committee_id != committee_id or one.closed_on for one in several):
        return _("Choose from the list.")
    if len({*several, *besides}) != len(several) + len(besides):
        return _("Each body takes part once.")
    if len(several) > MOST_JOINT:
        return _("At most %(most)d joint departments.") % {"most": MOST_JOINT}
    return ""


def _can_accept(move: Move) -> bool:
    own = move.handling
    return own is not None and own.accepted_at is None and own.done_at is None and _no_request(move)


def _no_request(move: Move) -> bool:
    own = move.handling
    return own is not None and not asks_already(own, move.matter)


@effect("accept", step="handling.accepted", possible=_can_accept)
def accept(move: Move) -> None:
    own = move.handling
    assert own is not None
    own.accepted_at = move.at
    own.save(update_fields=["accepted_at"])
    move.said |= {"organisation": own.organisation_id}
    if move.line.to and own.part == Handling.Part.LEAD:
        move.enter(move.line.to)


@effect(
    "divert", step="matter.diverted", possible=lambda move: waiting_request(move.matter) is None and leads_none(move)
)
def divert(move: Move) -> None:
    """Tell where it belongs (petition, court, reconsideration) and end it here. It is never handled."""
    move.said |= {"where": move.inputs.get("where", ""), "reason": move.inputs.get("reason", "")}
    assert move.line.to is not None
    move.enter(move.line.to, outcome="diverted")
