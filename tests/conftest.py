"""One PostgreSQL for the whole run, shared by all xdist workers; each worker has a database of its own in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from pytest_django import Settings

from tests import server
from tests.cast import Cast, at, build
from yidu.cli import postgres
from yidu.common import known

# A power cut may take a test database. Nowhere else is this right.
CARELESS = {**postgres.SERVE, "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
LEASE = pytest.StashKey[postgres.Lease]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Hold the server for as long as this process lives. The first of the run starts it, after the last it stops."""
    session.config.stash[LEASE] = postgres.lease(django_settings.POSTGRES_FOLDER, settings=CARELESS)
    if "PYTEST_XDIST_WORKER" not in os.environ:
        server.drop_leftovers()
    server.start_from_template()
    server.let_tests_flush()
    server.drop_by_force()


def pytest_unconfigure(config: pytest.Config) -> None:
    if LEASE in config.stash:
        config.stash[LEASE].close()


@pytest.fixture(autouse=True)
def _frugal(settings: Settings, tmp_path: Path) -> None:
    """Cheap password hashes, and uploads that vanish with the test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _begin_cold() -> None:
    """What was kept for another test does not make this one's questions fewer."""
    known.forget()


@pytest.fixture
def cast(db: None, tmp_path: Path) -> Iterator[Cast]:
    """A district with its people and its programme, on Monday 17 February 2025 at nine."""
    with at("2025-01-02"):
        built = build(tmp_path)
    with at("2025-02-17"):
        yield built
