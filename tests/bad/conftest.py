"""The world is made once for the module that walks through it, and undone after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.bad.walk import Visited, walk
from tests.bad.world import TODAY, World, build_world
from tests.cast import at

WALKERS = ("office", "street", "receipt", "link", "door", "liaison", "economy_handler", "economy_head", "member")


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """In one transaction that is rolled back at the end of the module."""
    folder = tmp_path_factory.mktemp("bad")
    cheap = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    told = override_settings(MEDIA_ROOT=folder / "media", PASSWORD_HASHERS=cheap)
    with django_db_blocker.unblock(), transaction.atomic(), told:
        yield build_world(folder)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def visited(world: World) -> list[Visited]:
    """Every kind of page that the walkers reach."""
    known = Counter[str]()
    with at(TODAY):
        return [page for called in WALKERS for page in walk(world, called, known)]


@pytest.fixture(autouse=True)
def _on_the_day(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody tries too often: what is asked here is something else."""
    for module in ("receipts", "raising"):
        monkeypatch.setattr(f"yidu.web.views.{module}.allowed", lambda *_told, **_more: True)
    with at(TODAY):
        yield
