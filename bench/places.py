"""Where the data of each size lies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("YIDU_BENCH", ROOT / "var" / "bench"))
RESULTS = ROOT / "bench" / "results"
SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
BASE = "base"
ALIKE = "alike"
ANEW = "YIDU_BENCH_ANEW"
"""Told to the web server by its environment: no piece of a page is kept."""


def home(size: str) -> Path:
    """The folder of a size, as YIDU_HOME."""
    return DATA / size


def is_loaded(size: str) -> bool:
    return (home(size) / "loaded").exists()


LOADING = {
    "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "wal_level": "minimal",
    "max_wal_senders": "0", "autovacuum": "off", "max_wal_size": "4GB", "maintenance_work_mem": "512MB",
    "checkpoint_timeout": "30min", "shared_buffers": "256MB", "max_connections": "50", "jit": "off",
}  # fmt: skip
"""For loading only: nothing that is loaded is worth a power cut, and it is loaded again in half an hour."""


@contextmanager
def database(size: str, *, loading: bool = False) -> Iterator[None]:
    """The database of a size runs within the block, for this process. Once per process: Django is set up in it."""
    os.environ["YIDU_HOME"] = str(home(size))
    home(size).mkdir(parents=True, exist_ok=True)
    from yidu.cli import ground, postgres

    settings = {**postgres.SERVE, **LOADING} if loading else postgres.SERVE
    with postgres.lease(home(size) / "postgres", settings=settings):
        ground.set_up()
        from django.db import connections

        try:
            yield
        finally:
            connections.close_all()
            connections["default"].close_pool()  # type: ignore[attr-defined]


@contextmanager
def all_rights(size: str) -> Iterator[None]:
    """Within the block the site's role may do everything in its database."""
    import psycopg

    from yidu.cli.postgres import at

    def say(word: str) -> None:
        known = at(home(size) / "postgres").django_settings
        with psycopg.connect(host=known["HOST"], user="postgres", dbname=known["NAME"], autocommit=True) as connection:
            connection.execute(f"ALTER ROLE yidu {word}")

    say("SUPERUSER")
    try:
        yield
    finally:
        say("NOSUPERUSER")
