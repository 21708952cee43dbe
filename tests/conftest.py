"""One PostgreSQL for the whole run, shared by all xdist workers; each worker has a database of its own in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker, Settings

from tests import server
from tests.cast import Cast, at, build
from yidu.cli import postgres
from yidu.common import known
from yidu.web import drawn

# A power cut may take a test database. Nowhere else is this right.
CARELESS = {**postgres.SERVE, "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
CHEAP = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LONG = (
    "demo/test_world.py",
    "browser/test_table_standing.py",
    "browser/test_voice.py",
    "browser/test_table.py",
    "browser/test_journey.py",
    "cli/test_backup.py",
    "cli/test_serve.py",
    "kills/test_kills.py",
    "api/test_storm.py",
)
"""Modules that take half a minute and more (`pytest --durations=40`)."""
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest modules first, so that the other worker has something to do until the last of them ends.

    Those with a browser come last: its event loop runs on in their process, where some tests would be refused.
    """
    items.sort(key=lambda item: ("/tests/browser/" in str(item.path), not str(item.path).endswith(LONG)))


@pytest.fixture(autouse=True)
def _frugal(settings: Settings, tmp_path: Path) -> None:
    """Cheap password hashes, and uploads that vanish with the test."""
    settings.PASSWORD_HASHERS = CHEAP
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _begin_cold() -> None:
    """What was kept for another test does not make this one's questions fewer."""
    known.forget()
    drawn.forget()


@pytest.fixture(scope="module")
def built(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Cast | None]:  # fmt: skip
    """The cast of a module, in one transaction that is rolled back after it: each test works on it in a savepoint.

    None where some tests of the module begin with an empty database, or commit.
    """
    if any(_asks_for_another(one) for one in request.session.items if one.path == request.path):
        yield None
        return
    cheap = override_settings(PASSWORD_HASHERS=CHEAP)
    with django_db_blocker.unblock(), transaction.atomic():
        with cheap, at("2025-01-02"):
            made = build(tmp_path_factory.mktemp("cast"))
        yield made
        transaction.set_rollback(True)


def _asks_for_another(item: pytest.Item) -> bool:
    """Whether a test asks the database, and not for the cast in a transaction of its own."""
    names, marker = getattr(item, "fixturenames", ()), item.get_closest_marker("django_db")
    commits = "transactional_db" in names or (marker is not None and marker.kwargs.get("transaction", False))
    return commits or ("cast" not in names and ("db" in names or marker is not None))


@pytest.fixture
def cast(built: Cast | None, db: None, tmp_path: Path) -> Iterator[Cast]:
    """A district with its people and its programme, on Monday 17 February 2025 at nine."""
    if built is None:
        with at("2025-01-02"):
            own = build(tmp_path)
    else:
        own = deepcopy(built)
    with at("2025-02-17"):
        yield own
