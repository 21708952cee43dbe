"""How far the work at an import is, told while it is done."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any
from uuid import UUID

from django.db import connection

_SECONDS = 0.3
_TELL = "UPDATE sheets_progress SET done = %s WHERE upload_id = %s"
_TRY = "UPDATE sheets_progress SET done = 0, tries = tries + 1 WHERE upload_id = %s"


class Meter:
    """Writes per cent on a connection of its own: what the working transaction writes is seen only at its end."""

    told_apart_by = "meter"  # it makes no difference to what an action does

    def __init__(self, import_id: UUID) -> None:
        self._id = import_id
        self._last = 0.0
        self._own: Any = None

    def __enter__(self) -> Meter:
        self._own = connection.copy()
        self._run(_TRY, [self._id])
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._own.close()

    def tell(self, share: float) -> None:
        """Say that `share` (0 to 1) is done; at most every third of a second is written."""
        now = time.monotonic()
        if self._own is not None and now - self._last > _SECONDS:
            self._last = now
            self._run(_TELL, [round(min(share, 1.0) * 100), self._id])

    def between(self, begin: float, end: float) -> Part:
        return Part(self, begin, end)

    def _run(self, statement: str, values: list[Any]) -> None:
        with self._own.cursor() as cursor:
            cursor.execute(statement, values)


class Part:
    """A part of the whole work: its own 0 to 1 lies between two shares."""

    def __init__(self, meter: Meter, begin: float, end: float) -> None:
        self._meter, self._begin, self._end = meter, begin, end

    def __call__(self, share: float) -> None:
        self._meter.tell(self._begin + (self._end - self._begin) * share)
