"""By when: the dates of a matter, of a share of it and of a request, each with how it comes about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yidu.common.workdays import Deadline, Duration, deadline
from yidu.matters.models import Handling, Matter, Pause, Request


@dataclass(frozen=True)
class Clock:
    """What a date comes from: a start, a length, the pauses since then, and the extensions that were granted."""

    start: datetime
    length: Duration
    pauses: tuple[Pause, ...] = ()
    granted: tuple[Request, ...] = ()

    def deadline(self, *, as_it_stood: bool = False) -> Deadline:
        """The date with its arithmetic, day by day. `as_it_stood`: without the pause that has not ended yet."""
        pauses = [(one.began_at, one.ended_at) for one in self.pauses if one.ended_at or not as_it_stood]
        extra = [Duration.parse(f"{one.days} working days") for one in self.granted]
        return deadline(self.start, self.length, pauses=pauses, extra=extra)


def start_clock(matter: Matter, *, at: datetime, length: str) -> None:
    """Start the clock of the stage that begins; sets `due_at`. The matter is not saved."""
    matter.clock_from = at
    matter.clock_length = length
    matter.due_at = deadline(at, Duration.parse(length)).due_at


def clock_of(matter: Matter) -> Clock | None:
    """The running clock of a matter; None without one.

    Pauses that began since the clock did are taken out; extensions granted to the lead since then are added.
    """
    if matter.clock_from is None:
        return None
    return _of_the_lead(matter, matter.clock_from, matter.clock_length)


def clock_of_share(handling: Handling, matter: Matter) -> Clock | None:
    """The clock of one organisation's share. The lead's is the matter's; a pause does not move that of the others.

    None where it was not kept.
    """
    if handling.clock_from is None:
        return None
    if handling.part == Handling.Part.LEAD:
        return _of_the_lead(matter, handling.clock_from, handling.clock_length)
    granted = (one for one in _granted(matter, since=handling.clock_from) if one.handling_id == handling.pk)
    return Clock(handling.clock_from, Duration.parse(handling.clock_length), (), tuple(granted))


def clock_of_request(request: Request) -> Clock:
    """By when a request is to be decided."""
    return Clock(request.asked_at, Duration.parse(request.length))


def deadline_of(matter: Matter) -> Deadline | None:
    """The running clock's date with its arithmetic, day by day; None without a clock."""
    clock = clock_of(matter)
    return clock.deadline() if clock else None


def reset_due(matter: Matter) -> None:
    """Set `due_at` from the running clock again, after a pause, a decision or an extension. Not saved."""
    clock = deadline_of(matter)
    matter.due_at = clock.due_at if clock else matter.due_at


def follow_matter(handling: Handling, matter: Matter) -> None:
    """Give the lead's share the clock and the date of its matter. Not saved."""
    assert matter.due_at is not None, "a matter that is handled has a date"
    handling.clock_from = matter.clock_from
    handling.clock_length = matter.clock_length
    handling.due_at = matter.due_at


def _of_the_lead(matter: Matter, since: datetime, length: str) -> Clock:
    pauses = tuple(one for one in matter.pauses.all() if one.began_at >= since)
    granted = tuple(one for one in _granted(matter, since=since) if one.handling.part == Handling.Part.LEAD)
    return Clock(since, Duration.parse(length), pauses, granted)


def _granted(matter: Matter, *, since: datetime) -> list[Request]:
    """Extensions granted since then. A matter that is handed over anew begins without those of before."""
    return [
        one
        for one in matter.requests.all()
        if one.what == Request.What.EXTEND and one.granted and one.decided_at is not None and one.decided_at >= since
    ]
