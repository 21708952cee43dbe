"""A remark on a commit is an error: with synchronous replication a cancelled commit "succeeds" with a mere WARNING."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection, connections
from django.db.backends.postgresql import base

from tests import server
from tests.cast import Cast, at, build
from tests.cli.processes import wait_until
from tests.matters.conftest import Walk, visit
from yidu.common.postgresql.base import DatabaseWrapper, UnsureCommitError
from yidu.ledger.models import Step
from yidu.matters.engine import take
from yidu.matters.models import Matter


@pytest.fixture
def walk(transactional_db: None, tmp_path: Path) -> Iterator[Walk]:
    with at("2025-01-02"):
        cast: Cast = build(tmp_path)
    with at("2025-02-17"):
        yield Walk(cast, visit(cast))


@pytest.fixture
def no_standby(transactional_db: None) -> Iterator[None]:
    """Commits of whoever asks for it wait for another machine, which does not exist."""
    with server.administrator("postgres") as administrator:
        administrator.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        administrator.execute("SELECT pg_reload_conf()")
        try:
            yield
        finally:
            administrator.execute("ALTER SYSTEM RESET synchronous_standby_names")
            administrator.execute("SELECT pg_reload_conf()")


def assign(walk: Walk, client_id: UUID) -> Matter:
    """Hand the matter over in a session whose commits wait for the standby, as they do on a real site."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = 'on'")
        inputs = {"lead": walk.cast.economy}
        with at("2025-02-18"):
            return take(walk.matter, "assign", actor=walk.cast.office, version=1, inputs=inputs, client_id=client_id)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")
        connections.close_all()


def cancel_the_wait() -> None:
    """What an operator, or a time limit, does to a statement that hangs."""
    name = connection.settings_dict["NAME"]
    waiting = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND datname = %s"
    with server.administrator("postgres") as administrator:
        assert wait_until(lambda: administrator.execute(waiting, [name]).fetchall())
        for (pid,) in administrator.execute(waiting, [name]).fetchall():
            administrator.execute("SELECT pg_cancel_backend(%s)", [pid])


def cancelled(walk: Walk, client_id: UUID) -> Future[Matter]:
    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(assign, walk, client_id)
        cancel_the_wait()
    return told


def test_a_commit_of_which_nobody_knows_whether_it_will_stay_is_an_error(walk: Walk, no_standby: None) -> None:
    told = cancelled(walk, uuid4())
    assert isinstance(told.exception(), UnsureCommitError)
    assert isinstance(told.exception(), OperationalError)
    # It is written here: that is what makes the answer "done" so tempting.
    assert Step.objects.filter(name="matter.assigned").count() == 1


def test_sent_again_it_is_acknowledged_only_once_it_is_safe(walk: Walk, no_standby: None) -> None:
    sent = uuid4()
    cancelled(walk, sent)
    assert isinstance(cancelled(walk, sent).exception(), UnsureCommitError)
    with server.administrator("postgres") as administrator:
        administrator.execute("ALTER SYSTEM RESET synchronous_standby_names")
        administrator.execute("SELECT pg_reload_conf()")
    assert wait_until(lambda: not connection_says("SHOW synchronous_standby_names"))
    assert assign(walk, sent).pk == walk.matter.pk
    assert Step.objects.filter(name="matter.assigned").count() == 1


def test_the_twin_that_does_not_listen_says_done(walk: Walk, no_standby: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(DatabaseWrapper, "_commit", base.DatabaseWrapper._commit)
    assert cancelled(walk, uuid4()).exception() is None


def test_a_statement_that_commits_by_itself_is_listened_to_as_well(transactional_db: None) -> None:
    with pytest.raises(UnsureCommitError, match="WARNING: hark"), connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE WARNING 'hark'; END $$")
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN RAISE NOTICE 'hark'; END $$")


def connection_says(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])
