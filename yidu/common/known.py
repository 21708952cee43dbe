"""What rarely changes is read once by each process: who is appointed to what, committees, places, programmes.

The database tells the *revision* of all of it in one small query; each statement that changes one of the watched tables
adds to it by a trigger, so no writer can forget it, not even somebody with a console. What was read under a revision
is kept with it, and used while the revision is the same: an edit holds in all processes with the next request.

The revision is the exclusive or of random numbers, one for each change: writers only ever insert, so none waits for
another; what is rolled back leaves no trace; and rows can be folded into one without changing it (`fold`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import Any, TypeVar

from django.db import connection, migrations, transaction

T = TypeVar("T")

REVISION = "SELECT bit_xor(change) FROM common_revision"
_FOLD = """
    WITH old AS (DELETE FROM common_revision RETURNING change)
    INSERT INTO common_revision (change) SELECT bit_xor(change) FROM old HAVING count(*) > 0
"""
_MOST_KEPT = 5_000
_MOST_ROWS = 50

_kept: dict[Hashable, tuple[int, Any]] = {}
_lock = Lock()
_scope: ContextVar[list[int] | None] = ContextVar("yidu_revision", default=None)


def kept(key: Hashable, load: Callable[[], T]) -> T:
    """What `load` gave under the revision that holds now. Shared by all threads: whoever gets it does not change it.

    `load` reads nothing but watched tables, and its `key` names all that it depends on besides.
    """
    now = revision()
    with _lock:
        known = _kept.pop(key, None)
        if known is not None and known[0] == now:
            _kept[key] = known
            return known[1]
    found = load()
    with _lock:
        _kept[key] = now, found
        while len(_kept) > _MOST_KEPT:
            del _kept[next(iter(_kept))]
    return found


def revision() -> int:
    """The revision that holds now; within `reading()` the one that held when it was first asked for."""
    scope = _scope.get()
    if scope:
        return scope[0]
    with connection.cursor() as cursor:
        cursor.execute(REVISION)
        (found,) = cursor.fetchone()
    if scope is not None:
        scope.append(found)
    return int(found)


@contextmanager
def reading() -> Iterator[None]:
    """Within the block (a request, a job) the revision is asked for once."""
    if _scope.get() is not None:
        yield
        return
    with _scoped([]):
        yield


@contextmanager
def changing() -> Iterator[None]:
    """Within the block (an action) it is asked for each time: what the transaction itself changes counts at once.

    A request that goes on after it asks anew as well.
    """
    scope = _scope.get()
    with _scoped(None):
        yield
    if scope:
        scope.clear()


def forget() -> None:
    """Keep nothing: for tests that count questions."""
    with _lock:
        _kept.clear()


def fold() -> int:
    """Replace the rows by one, where there are many. How many there were."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM common_revision")
        (rows,) = cursor.fetchone()
        if rows > _MOST_ROWS:
            cursor.execute(_FOLD)
    return int(rows)


def watching(table: str, *, columns: str = "") -> migrations.RunSQL:
    """A migration's operation: what changes in the table (of updates, in these columns) is another revision."""
    of = f" OF {columns}" if columns else ""
    return migrations.RunSQL(
        f"CREATE TRIGGER {table}_known AFTER INSERT OR DELETE OR TRUNCATE OR UPDATE{of} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION common_revise()",
        f"DROP TRIGGER {table}_known ON {table}",
    )


@contextmanager
def _scoped(scope: list[int] | None) -> Iterator[None]:
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)
