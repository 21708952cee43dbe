"""Calls that begin at the same moment, each with a connection of its own, and where they wait for one another."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock, get_ident
from typing import Any

from django.db import connections

A_MOMENT = 1
"""Seconds to wait for somebody whom a lock may hold back: he comes later, and the test goes on."""
SURELY = 60
"""Seconds to wait for somebody whom nothing holds back, on however busy a machine: no twin may hold by luck."""


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call got: its result, or the exception."""

    def one(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except Exception as error:  # noqa: BLE001  (the exception is the result)
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


class Meeting:
    """Whoever comes by waits, so many seconds at most, until so many threads have come; each waits once."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count, self._seconds = count, seconds
        self._came: set[int] = set()
        self._all_came, self._lock = Event(), Lock()

    def wait(self) -> None:
        with self._lock:
            is_new = get_ident() not in self._came
            self._came.add(get_ident())
            if len(self._came) >= self._count:
                self._all_came.set()
        if is_new:
            self._all_came.wait(self._seconds)
