"""Moving on without handling: advance, close, note."""

from __future__ import annotations

from yidu.matters.effects.along import bring_along, merged_along, takes_along
from yidu.matters.effects.merging import leads_none
from yidu.matters.moves import Move, effect, waiting_request


def _can_end(move: Move) -> bool:
    return waiting_request(move.matter) is None and (leads_none(move) or takes_along(move))


def _can_go_on(move: Move) -> bool:
    ends = move.line.to is not None and move.matter.procedure.stage[move.line.to].final
    return waiting_request(move.matter) is None and (leads_none(move) or not ends or takes_along(move))


@effect("advance", step="matter.advanced", possible=_can_go_on, besides=merged_along)
def advance(move: Move) -> None:
    """On to the next stage. What it asks for goes into the story."""
    assert move.line.to is not None
    move.said |= {key: _plain(value) for key, value in move.inputs.items()}
    move.matter.period = move.inputs.get("period", move.matter.period)
    move.enter(move.line.to, outcome="solved" if move.matter.solved_at else "")
    bring_along(move, str(move.inputs.get("text") or move.inputs.get("reason") or move.inputs.get("note") or ""))


@effect("close", step="matter.closed", possible=_can_end, besides=merged_along)
def close(move: Move) -> None:
    assert move.line.to is not None
    said = str(move.inputs.get("reason", ""))
    move.said |= {"reason": said, "note": move.inputs.get("note", "")}
    move.enter(move.line.to)
    bring_along(move, move.matter.programme.item(move.line.reasons, said) if move.line.reasons else said)


@effect("note", step="matter.noted")
def note(move: Move) -> None:
    move.said |= {"note": move.inputs.get("note") or move.inputs.get("text", "")}


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | bool | list | None) else str(value)
