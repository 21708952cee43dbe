"""Moving on without handling: advance, close, note."""

from __future__ import annotations

from yidu.matters.moves import Move, effect, waiting_request


@effect("advance", step="matter.advanced", possible=lambda move: waiting_request(move.matter) is None)
def advance(move: Move) -> None:
    """On to the next stage. What it asks for goes into the story."""
    assert move.line.to is not None
    move.said |= {key: _plain(value) for key, value in move.inputs.items()}
    move.enter(move.line.to, outcome="solved" if move.matter.solved_at else "")


@effect("close", step="matter.closed", possible=lambda move: waiting_request(move.matter) is None)
def close(move: Move) -> None:
    assert move.line.to is not None
    move.said |= {"reason": move.inputs.get("reason", "")}
    move.enter(move.line.to)


@effect("note", step="matter.noted")
def note(move: Move) -> None:
    move.said |= {"note": move.inputs.get("note") or move.inputs.get("text", "")}


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | bool | list | None) else str(value)
