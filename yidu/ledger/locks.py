"""Advisory locks: who waits for whom when the ledger is written, folded and sealed.

Always taken in this order: rules of a committee, records, writing. All end with the transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Literal

from django.db import DatabaseError, connection, transaction

from yidu.common import known

# The first of the two keys of PostgreSQL's advisory locks says what is locked. Any other user of such locks in
# this database must choose other numbers.
_RULES, _RECORD, _WRITING, _SEALING = 7201, 7202, 7203, 7204

_PATIENCE = "200ms"
"""How long new writers may queue behind `settled_to`."""


@contextmanager
def held_for_entering(committees: Iterable[int], records: Iterable[str]) -> Iterator[None]:
    """In the running transaction: the rules stay, nobody else enters these records, no prefix is taken meanwhile.

    Within the block the editions are those that hold now that it waited for others. Entries must be read in a later
    statement for the same reason.
    """
    keys = [(_RULES, _number("committee", pk), "_shared") for pk in sorted(set(committees))]
    # Sorted, so that two transactions with the same records cannot wait for each other.
    keys += [(_RECORD, number, "") for number in sorted({_number("record", key) for key in records})]
    keys.append((_WRITING, 0, "_shared"))
    with known.held(_calls(keys)):
        yield


def lock_rules(committee: int) -> None:
    """In the running transaction: nobody else enters anything for this committee. Waits for those who do.

    Without it, a record written under the old edition while the new one recounts would keep the old count.
    """
    _take([(_RULES, _number("committee", committee), ""), (_WRITING, 0, "_shared")])


def lock_sealing() -> None:
    """In the running transaction: nobody else seals."""
    _take([(_SEALING, 0, "")])


def settled_to() -> int | None:
    """The id up to which no entry can appear any more; None while a long transaction is writing: try again later.

    Ids are taken before they are committed. A plain max(id) may therefore pass over an entry in flight with a
    smaller id: a fold or a seal that went by it would lose that entry for ever. So whoever enters holds the lock
    for writing (shared) from before the first id to the end of the transaction, and here it is held alone for the
    instant in which max(id) is read.
    """
    return _settled("ledger_entry")


def _settled(table: Literal["ledger_entry", "ledger_step"]) -> int | None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # New writers queue behind this request, so it must not wait long for a slow one.
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [_PATIENCE])
            cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_WRITING])
            # A statement of its own: its snapshot is taken after the lock was granted.
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608
            (last,) = cursor.fetchone()
            cursor.execute("SELECT set_config('lock_timeout', '0', true)")
            return int(last)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) == "55P03":  # lock_not_available
            return None
        raise


def steps_settled_to() -> int | None:
    """The id up to which no step can appear any more; None while a long transaction is writing: try again later.

    As `settled_to`. A trigger of the table takes the lock for writing before a step takes its id.
    """
    return _settled("ledger_step")


def _take(keys: list[tuple[int, int, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_calls(keys)}")


def _calls(keys: list[tuple[int, int, str]]) -> str:
    # A select list is evaluated from left to right.
    return ", ".join(f"pg_advisory_xact_lock{shared}({kind}, {number})" for kind, number, shared in keys)


def _number(kind: str, key: object) -> int:
    """A signed 32-bit number; two keys with one number merely wait for each other."""
    return int.from_bytes(hashlib.sha256(f"{kind}:{key}".encode()).digest()[:4], "big", signed=True)
