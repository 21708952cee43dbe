"""Key ones: feature."""

from __future__ import annotations

from yidu.matters.moves import Move, effect


@effect("feature", step="matter.featured")
def feature(move: Move) -> None:
    """It was decided that it is a key one: a leader supervises it, by a plan. Said again, it is another plan."""
    matter = move.matter
    matter.featured_at = matter.featured_at or move.at
    matter.supervisor_id, matter.plan = move.inputs["supervisor"], move.inputs["text"]
    move.said |= {"text": matter.plan, "day": move.inputs.get("day", ""), "note": move.inputs.get("note", "")}
