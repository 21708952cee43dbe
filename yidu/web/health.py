"""Whether all is well: one word for everybody, and the reasons for whoever runs the site (`yidu.cli.watching`).

`/livez`: this process answers. `/readyz`: it can do its work, so a load balancer may send somebody here. `/healthz`:
the whole site is well; a person should look when it is not.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yidu.common.postgresql import direct
from yidu.web.access import who

WORKER = "yidu worker"
"""As what the background worker is known to the database."""
WORKER_SECONDS = 120
KNOCK_SECONDS = 3


@dataclass(frozen=True)
class Condition:
    """One thing that must be well. `said` is for whoever runs the site."""

    name: str
    good: bool
    said: str


@who("everybody")
@never_cache
@require_safe
def livez(_request: HttpRequest) -> HttpResponse:
    """200 as long as this process answers at all."""
    return HttpResponse("ok\n", content_type="text/plain")


@who("everybody")
@never_cache
@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """200 when the database answers and is as this version needs it, else 503."""
    return _in_a_word(all(one.good for one in ready()))


@who("everybody")
@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """200 when all is well, else 503. Says nothing else, because everybody may ask."""
    return _in_a_word(all(one.good for one in conditions()))


def conditions() -> Iterator[Condition]:
    """Everything that must be well, the first trouble first."""
    yield from ready()
    yield _disk()
    if _database().good:
        yield _worker()


def ready() -> Iterator[Condition]:
    """What this process needs to do its work."""
    database = _database()
    yield database
    if database.good:
        good = _migrated()
        yield Condition("migrations", good, "in place" if good else "some are missing: run `yidu prepare`")


def _database() -> Condition:
    # Not through the pool, where one would wait for as long as a request may.
    try:
        with direct.connect("yidu health", seconds=KNOCK_SECONDS) as knocking:
            knocking.execute("SELECT 1")
    except psycopg.Error as error:
        return Condition("database", good=False, said=f"does not answer ({type(error).__name__})")
    return Condition("database", good=True, said="answers")


def _migrated() -> bool:
    # Once in place they stay in place: other code is another process.
    if not _found:
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            _found.append("in place")
    return bool(_found)


_found: list[str] = []


def _worker() -> Condition:
    with direct.connect("yidu health", seconds=KNOCK_SECONDS) as knocking:
        row = knocking.execute(
            "SELECT extract(epoch FROM clock_timestamp() - max(state_change)) FROM pg_stat_activity"
            " WHERE application_name = %s AND datname = current_database()",
            [WORKER],
        ).fetchone()
    now = time.monotonic()
    if row and row[0] is not None:
        _seen["worker"] = max(_seen["worker"], now - float(row[0]))
    ago = round(now - _seen["worker"])
    hint = "" if ago < WORKER_SECONDS else ": is `yidu worker` running?"
    return Condition("worker", good=ago < WORKER_SECONDS, said=f"last seen {ago} s ago{hint}")


# A worker that is started anew is away for a moment: what counts is how long this process has seen none.
_seen = {"worker": time.monotonic()}


def _disk() -> Condition:
    free = shutil.disk_usage(settings.HOME).free // 2**20
    return Condition("disk", good=free >= settings.YIDU_LEAST_FREE_MB, said=f"{free} MB free in {settings.HOME}")


def _in_a_word(good: bool) -> HttpResponse:
    return HttpResponse("ok\n" if good else "not ok\n", status=200 if good else 503, content_type="text/plain")
