"""The database as the program sees it: what the server remarks on a commit is an error, and time is measured.

With synchronous replication, a commit that is cancelled while it waits for the other machine "succeeds" with a mere
WARNING: kept here, perhaps not there. Whoever was told "done" would lose it with this machine. So no remark on a commit
is ever passed over: the client gets an error and sends again under its id, which is harmless (see
`yidu.common.actions`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any

from django.db import OperationalError
from django.db.backends.postgresql import base
from psycopg.errors import Diagnostic

from yidu.common.postgresql.spent import spent


class UnsureCommitError(OperationalError):
    """The server remarked something on a commit: nobody knows whether what was written will stay."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, which listens."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self._measured)

    def _configure_connection(self, connection: Any) -> bool:
        # Called once for each connection of the pool, by whichever thread: so the remarks are kept with the connection.
        remarks: list[str] = []
        connection.remarks = remarks
        connection.add_notice_handler(lambda said: remarks.append(_worded(said)))
        return bool(super()._configure_connection(connection))  # type: ignore[misc]

    def _commit(self) -> None:
        with self._no_remark("COMMIT"):
            super()._commit()  # type: ignore[misc]

    def _measured(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = perf_counter()
        try:
            if self.in_atomic_block:
                return execute(sql, params, many, context)
            # Outside of a transaction each statement is one and commits by itself.
            with self._no_remark("a statement", severities=("WARNING",)):
                return execute(sql, params, many, context)
        finally:
            spent().add(perf_counter() - began)

    @contextmanager
    def _no_remark(self, on: str, *, severities: tuple[str, ...] = ()) -> Iterator[None]:
        """Raise `UnsureCommitError` when the server remarks anything (of these severities) meanwhile."""
        remarks: list[str] = getattr(self.connection, "remarks", [])
        remarks.clear()
        yield
        heard = [one for one in remarks if not severities or one.startswith(severities)]
        if heard:
            raise UnsureCommitError(f"the server remarked on {on}: {heard[0]}")


def _worded(said: Diagnostic) -> str:
    # Never the detail, which quotes rows.
    return f"{said.severity_nonlocalized}: {said.message_primary}"
