"""What only the administrator of the test server may do."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psutil
import psycopg
from django.conf import settings
from django.db import connections
from django.db.backends.postgresql.creation import DatabaseCreation
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg import sql

ROOT = Path(__file__).resolve().parents[1]


def administrator(database: str) -> psycopg.Connection:
    """A connection as the superuser, which exists in the embedded server only. Raises psycopg.Error."""
    host = settings.DATABASES["default"]["HOST"]
    return psycopg.connect(host=host, user="postgres", dbname=database, autocommit=True)


def drop_leftovers() -> None:
    """Drop the databases of runs that were killed. Their names carry the number of a process."""
    with administrator("postgres") as connection:
        for (name,) in connection.execute("SELECT datname FROM pg_database").fetchall():
            run = re.match(r"test_yidu_(\d+)", name)
            if run and not psutil.pid_exists(int(run.group(1))):
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def start_from_template() -> None:
    """Let each test database begin as a copy of one that is migrated already, which saves seconds in every run.

    The copy is migrated all the same; the template is made anew whenever a migration or a locked package changes.
    """
    name = f"yidu_template_{_digest()}"
    with (settings.POSTGRES_FOLDER / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with administrator("postgres") as connection:
            found = connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'yidu\\_template\\_%'")
            present = {row[0] for row in found.fetchall()}
            if name not in present and not _make(connection, name, present):
                return  # the migrations fail: the run itself will say why
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = name


def _make(connection: psycopg.Connection, name: str, present: set[str]) -> bool:
    for old in present:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(old)))
    draft = sql.Identifier("yidu_template_draft")
    connection.execute(sql.SQL("CREATE DATABASE {} OWNER yidu").format(draft))
    host = settings.DATABASES["default"]["HOST"]
    url = f"postgresql://yidu@/yidu_template_draft?host={host}"
    command = [sys.executable, "-m", "yidu", "migrate", "--verbosity=0"]
    if subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, capture_output=True, check=False).returncode:
        return False
    connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(draft, sql.Identifier(name)))
    return True


def _digest() -> str:
    files = [*ROOT.glob("yidu/*/migrations/*.py"), ROOT / "requirements" / "base.txt"]
    parts = [f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes() for path in sorted(files)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def drop_by_force() -> None:
    """Drop a test database although a thread of the live server may still hold a connection to it."""

    def destroy(self: DatabaseCreation, test_database_name: str, verbosity: int) -> None:
        self.connection.close_pool()
        with administrator("postgres") as connection:
            name = sql.Identifier(test_database_name)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    DatabaseCreation._destroy_test_db = destroy


def let_tests_flush() -> None:
    """Let Django empty the tables after a browser test, past the triggers that keep the ledger.

    The program itself cannot: its role is no superuser.
    """

    def execute_sql_flush(self: DatabaseOperations, sql_list: Iterable[Any]) -> None:
        name = self.connection.settings_dict["NAME"]
        with administrator(str(name)) as connection, connection.transaction():
            connection.execute("SET LOCAL session_replication_role = replica")
            for statement in sql_list:
                connection.execute(statement)
            # The triggers are silent: what is kept in this process must not be taken for what comes next.
            connection.execute("INSERT INTO common_revision (change) VALUES (floor(random() * 1e15)::bigint)")

    DatabaseOperations.execute_sql_flush = execute_sql_flush  # type: ignore[assignment,method-assign]
