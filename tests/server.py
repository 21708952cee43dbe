"""What only the administrator of the test server may do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import psutil
import psycopg
from django.conf import settings
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg import sql


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

    DatabaseOperations.execute_sql_flush = execute_sql_flush  # type: ignore[assignment,method-assign]
