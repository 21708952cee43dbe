"""The dates of what is open, computed again after an edit of the calendar. In the transaction of the edit."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from yidu.common.actions import Change
from yidu.common.clock import SHANGHAI, local_day
from yidu.matters.clocks import Clock, clock_of, clock_of_request, clock_of_share
from yidu.matters.models import Handling, Matter, Request
from yidu.matters.moves import waiting_request

AT_ONCE = 500


def re_date(days: Collection[date], *, why: str) -> list[Change[Matter]]:
    """Compute every date anew whose running period touches one of the days; each matter that moves has its step.

    Covers the date of an open matter, of a share that is not done, of a request that waits. The calendar in force is
    the edited one. Rows are locked in the order of their ids, 500 at once.
    """
    if not days:
        return []
    ids = list(_touched(days).order_by("pk").values_list("pk", flat=True))
    changes: list[Change[Matter]] = []
    for begin in range(0, len(ids), AT_ONCE):
        changes += _some(ids[begin : begin + AT_ONCE], frozenset(days), why)
    return changes


def _touched(days: Collection[date]) -> Any:
    """Open matters that may have a period over these days: more than those that move, and few of the others."""
    first = datetime.combine(min(days), time(), SHANGHAI)
    after = datetime.combine(max(days) + timedelta(days=1), time(), SHANGHAI)
    shares = Handling.objects.filter(done_at=None, ended_at=None, due_at__gte=first)
    requests = Request.objects.filter(decided_at=None, due_at__gte=first)
    ends_later = Q(due_at__gte=first) | Q(pk__in=shares.values("matter_id")) | Q(pk__in=requests.values("matter_id"))
    return Matter.objects.filter(ends_later, closed_at=None, raised_at__lt=after)


def _some(ids: list[Any], days: frozenset[date], why: str) -> list[Change[Matter]]:
    rows = (
        Matter.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=ids)
        .only("pk", "committee", "due_at", "clock_from", "clock_length", "version")
        .prefetch_related("handlings", "requests__handling", "pauses")
        .order_by("pk")
    )
    matters: list[Matter] = []
    shares: list[Handling] = []
    requests: list[Request] = []
    changes = []
    for matter in rows:
        said: dict[str, Any] = {}
        moved_requests = [one for one in matter.requests.all() if one.decided_at is None and _move(one, days)]
        moved_shares = [
            one
            for one in matter.handlings.all()
            if one.done_at is None and one.ended_at is None and _move_share(one, matter, days)
        ]
        was = matter.due_at
        _move_matter(matter, days)
        if was != matter.due_at:
            said = {"was": _iso(was), "due": _iso(matter.due_at)}
        if not said and not moved_requests and not moved_shares:
            continue
        said["shares"] = [{"organisation": one.organisation_id, "due": _iso(one.due_at)} for one in moved_shares]
        said["requests"] = [
            {"organisation": one.handling.organisation_id, "due": _iso(one.due_at)} for one in moved_requests
        ]
        matter.version += 1
        matters.append(matter)
        shares += moved_shares
        requests += moved_requests
        changes.append(Change(matter, "matter.re-dated", {**said, "why": why}))
    Matter.objects.bulk_update(matters, ["due_at", "version"], batch_size=AT_ONCE)
    Handling.objects.bulk_update(shares, ["due_at"], batch_size=AT_ONCE)
    Request.objects.bulk_update(requests, ["due_at"], batch_size=AT_ONCE)
    return changes


def _move_matter(matter: Matter, days: frozenset[date]) -> None:
    """While the lead's request waits, the matter has the date of the decision."""
    if waits := waiting_request(matter, lead_only=True):
        matter.due_at = waits.due_at
    elif (clock := clock_of(matter)) and matter.due_at:
        matter.due_at = _moved(clock, matter.due_at, days)


def _move(request: Request, days: frozenset[date]) -> bool:
    was, request.due_at = request.due_at, _moved(clock_of_request(request), request.due_at, days)
    return was != request.due_at


def _move_share(share: Handling, matter: Matter, days: frozenset[date]) -> bool:
    clock = clock_of_share(share, matter)
    if clock is None:
        return False
    was, share.due_at = share.due_at, _moved(clock, share.due_at, days)
    return was != share.due_at


def _moved(clock: Clock, due_at: datetime, days: frozenset[date]) -> datetime:
    """The date by the calendar in force, if the period up to now touches the days; a pause keeps it as it stood."""
    if not any(local_day(clock.start) <= day <= local_day(due_at) for day in days):
        return due_at
    return clock.deadline(as_it_stood=True).due_at


def _iso(moment: datetime | None) -> str | None:
    return local_day(moment).isoformat() if moment else None
