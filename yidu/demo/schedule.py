"""The clockwork: stories that wait for their moment, told in the order in which things happened.

A story is a generator. It yields the moment for which it waits; what follows the `yield` happens at that moment, with
the one clock standing there. Many stories run side by side, so numbers, steps and entries come in their true order.
"""

from __future__ import annotations

import gc
import heapq
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction

from yidu.common import clock

Story = Iterator[datetime]
Waiting = tuple[datetime, int, Story]

CHUNK = 150
"""Moments in one transaction. Each holds a lock for each record that it touches, of which there are some thousands."""


def run(
    stories: Iterable[Story],
    *,
    until: datetime,
    evening: Callable[[date, datetime], None] = lambda _day, _last: None,
    told: Callable[[int, float, datetime], None] = lambda _moments, _share, _at: None,
    chunk: int = CHUNK,
) -> int:
    """Tell the stories up to a moment; what would come later does not happen. Returns how many moments there were.

    `evening(day, last)` is called outside any transaction after the last moment of each day on which something
    happened, `told` after each transaction, with the share of the stories that are at their end. Raises ValueError
    when a story would go back in time.
    """
    waiting = [(at, n, story) for n, story in enumerate(stories) if (at := next(story, None)) is not None]
    heapq.heapify(waiting)
    everything, moments = max(1, len(waiting)), 0
    with _no_collecting():
        while waiting and waiting[0][0] <= until:
            day = waiting[0][0].date()
            while waiting and waiting[0][0] <= until and waiting[0][0].date() == day:
                with transaction.atomic():
                    done, last = _tell_some(waiting, day, until, chunk)
                moments += done
                told(moments, 1 - len(waiting) / everything, last)
            evening(day, last)
    return moments


def _tell_some(waiting: list[Waiting], day: date, until: datetime, chunk: int) -> tuple[int, datetime]:
    """The next moments of a day, at most `chunk`: how many, and which was the last."""
    last = waiting[0][0]
    for done in range(chunk):
        if not waiting or waiting[0][0] > until or waiting[0][0].date() != day:
            return done, last
        last, number, story = heapq.heappop(waiting)
        with clock.at(last):
            following = next(story, None)
        if following is None:
            continue
        if following < last:
            raise ValueError(f"a story goes back in time: {following} after {last}")
        # Its old number, so that two stories that wait for one moment keep their order.
        heapq.heappush(waiting, (following, number, story))
    return chunk, last


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Thousands of stories wait at once; looking for garbage among them costs a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()
