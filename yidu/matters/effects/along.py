"""What is merged comes along where nobody answers: topics that are talked over together.

A stage with `along` takes what is merged into the matter with it. In a final stage these end there too; in any other
each stays where it waits, and whoever raised it is told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from yidu.matters.effects.merging import merged_waiting, moved_on
from yidu.matters.models import Matter
from yidu.matters.moves import Move, enter_stage


def merged_along(matter: Matter, inputs: Mapping[str, Any]) -> Collection[UUID]:
    """Ids of those that may come along, where its procedure has such stages."""
    comes = any(stage.along for stage in matter.procedure.stage.values())
    return merged_waiting(matter, inputs) if comes else ()


def takes_along(move: Move) -> bool:
    """Whether the action leads to a stage that takes along what is merged."""
    return move.line.to is not None and move.matter.procedure.stage[move.line.to].along


def bring_along(move: Move, says: str) -> None:
    """After the matter entered its stage. `says`: why, as it was said of the one."""
    main = move.matter
    if not main.stage_line.along or not main.merges:
        return
    merged = [one for one in move.besides.values() if one.merged_into_id == main.pk and one.closed_at is None]
    if len(merged) != main.merges:
        raise moved_on(main)
    for one in merged:
        enter_stage(one, main.stage if main.stage_line.final else one.stage, at=move.at)
        said = {"other": str(main.pk), "number": main.number, "reached": main.stage, "action": move.id, "says": says}
        move.change(one, "matter.came-along", said)
    if main.stage_line.final:
        main.merges = 0
