"""Requests of a handling organisation, and the decision on them: contest, extend, decide."""

from __future__ import annotations

from datetime import datetime

from yidu.common.workdays import Duration, deadline
from yidu.matters.clocks import clock_of_share, follow_matter, reset_due
from yidu.matters.models import Handling, Request
from yidu.matters.moves import Move, active_handlings, asks_already, effect, waiting_request


def _can_ask(move: Move) -> bool:
    own = move.handling
    if own is None or own.done_at is not None or any(one.ended_at is None for one in move.matter.pauses.all()):
        return False
    if move.line.until and move.at > deadline(own.given_at, Duration.parse(move.line.until)).due_at:
        return False
    return not asks_already(own, move.matter)


def _ask(move: Move, what: Request.What, *, days: int | None = None) -> None:
    """While the lead's request waits, the matter is in the hands of whoever decides, with a date of its own."""
    own, matter = move.handling, move.matter
    assert own is not None
    decides = move.line.decides or "office"
    due_at = deadline(move.at, Duration.parse(move.line.decide_within)).due_at
    Request.objects.create(
        handling=own,
        matter=matter,
        what=what,
        reason=move.inputs["reason"],
        days=days,
        decides=decides,
        asked_at=move.at,
        due_at=due_at,
        length=move.line.decide_within,
    )
    if own.part == Handling.Part.LEAD:
        matter.holder, matter.due_at = decides, due_at
    move.said |= {"organisation": own.organisation_id, "reason": move.inputs["reason"], "days": days}


@effect("contest", step="handling.contested", possible=lambda move: _can_ask(move) and not _accepted(move))
def contest(move: Move) -> None:
    _ask(move, Request.What.CONTEST)


def _accepted(move: Move) -> bool:
    own = move.handling
    return own is not None and own.accepted_at is not None


@effect("extend", step="handling.extension-asked", possible=_can_ask)
def extend(move: Move) -> None:
    _ask(move, Request.What.EXTEND, days=move.inputs["days"])


def _can_decide(move: Move) -> bool:
    waits = waiting_request(move.matter)
    return waits is not None and waits.decides in move.parties


@effect("decide", step="request.decided", possible=_can_decide)
def decide(move: Move) -> None:
    """Grant or decline. A granted contest ends the handling; the lead's takes the matter back to be assigned."""
    matter = move.matter
    request = waiting_request(matter)
    assert request is not None
    own = request.handling
    request.decided_at = move.at
    request.granted = move.inputs["grant"]
    request.answer = move.inputs.get("reason", "")
    request.save()
    is_lead = own.part == Handling.Part.LEAD
    if is_lead:
        matter.holder = move.stage.holder or ""
        reset_due(matter)
    if request.granted and request.what == Request.What.CONTEST:
        own.ended_at = move.at
        if is_lead:
            _take_back(move)
    elif request.granted and is_lead:
        follow_matter(own, matter)
    elif request.granted and request.days:
        clock = clock_of_share(own, matter)
        own.due_at = clock.deadline().due_at if clock else _later(own, request.days)
    own.save()
    move.said |= {
        "organisation": own.organisation_id,
        "what": request.what,
        "granted": request.granted,
        "reason": request.answer,
    }


def _take_back(move: Move) -> None:
    """Back to the stage that the contest names, to be assigned anew. Every other handling ends with it."""
    contests = [line for line in move.stage.action.values() if line.effect == "contest" and line.to]
    assert contests, "the checker holds that a contest names where it leads"
    for other in active_handlings(move.matter):
        other.ended_at = move.at
        other.save(update_fields=["ended_at"])
    move.matter.lead = None
    move.enter(str(contests[0].to))


def _later(own: Handling, days: int) -> datetime:
    return deadline(own.due_at, Duration.parse(f"{days} working days")).due_at
