"""The clock stands still, and goes on: pause, resume."""

from __future__ import annotations

from yidu.matters.clocks import follow_matter, reset_due
from yidu.matters.models import Pause
from yidu.matters.moves import Move, effect, waiting_request


def running_pause(move: Move) -> Pause | None:
    return next((one for one in move.matter.pauses.all() if one.ended_at is None), None)


@effect(
    "pause",
    step="matter.paused",
    possible=lambda move: running_pause(move) is None and waiting_request(move.matter, lead_only=True) is None,
)
def pause(move: Move) -> None:
    """For a reason of the stage's list. The date moves when it goes on; until then it stands as it was."""
    Pause.objects.create(
        matter=move.matter, reason=move.inputs["reason"], note=move.inputs.get("note", ""), began_at=move.at
    )
    move.said |= {"reason": move.inputs["reason"], "note": move.inputs.get("note", "")}


@effect("resume", step="matter.resumed", possible=lambda move: running_pause(move) is not None)
def resume(move: Move) -> None:
    paused = running_pause(move)
    assert paused is not None
    paused.ended_at = move.at
    paused.save(update_fields=["ended_at"])
    reset_due(move.matter)
    if move.matter.due_at is not None:
        lead = move.lead
        follow_matter(lead, move.matter)
        lead.save(update_fields=["clock_from", "clock_length", "due_at"])
    move.said |= {"note": move.inputs.get("note", "")}
