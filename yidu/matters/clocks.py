"""By when: the date of a matter, from its clock, its pauses and the extensions it was granted."""

from __future__ import annotations

from datetime import datetime

from yidu.common.workdays import Deadline, Duration, deadline
from yidu.matters.models import Matter, Request


def start_clock(matter: Matter, *, at: datetime, length: str) -> None:
    """Start the clock of the stage that begins; sets `due_at`. The matter is not saved."""
    matter.clock_from = at
    matter.clock_length = length
    matter.due_at = deadline(at, Duration.parse(length)).due_at


def deadline_of(matter: Matter) -> Deadline | None:
    """The running clock's date with its arithmetic, day by day; None without a clock.

    Pauses that began since the clock did are taken out; extensions granted since then are added.
    """
    if matter.clock_from is None:
        return None
    since = matter.clock_from
    pauses = [(pause.began_at, pause.ended_at) for pause in matter.pauses.all() if pause.began_at >= since]
    granted = [
        Duration.parse(f"{request.days} working days")
        for request in matter.requests.all()
        if request.what == Request.What.EXTEND
        and request.granted
        and request.handling.part == "lead"
        and request.decided_at is not None
        and request.decided_at >= since
    ]
    return deadline(since, Duration.parse(matter.clock_length), pauses=pauses, extra=granted)


def reset_due(matter: Matter) -> None:
    """Set `due_at` from the running clock again, after a pause, a decision or an extension. Not saved."""
    clock = deadline_of(matter)
    matter.due_at = clock.due_at if clock else matter.due_at
