"""The world is made once for the module that asks about it, and undone after it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.access.acting import walk
from tests.access.cells import Browsers
from tests.access.readers import PROGRAMS
from tests.access.sent import WITNESS
from tests.access.things import NOUNS
from tests.access.world import TODAY, World, build_world
from tests.cast import at


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Every reader and every object, in one transaction that is rolled back at the end of the module."""
    folder: Path = tmp_path_factory.mktemp("access")
    cheap = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    told = override_settings(MEDIA_ROOT=folder / "media", PASSWORD_HASHERS=cheap)
    with django_db_blocker.unblock(), transaction.atomic(), told:
        made = build_world(folder)
        with at(TODAY):
            for reader in PROGRAMS:
                for things in NOUNS.values():
                    list(things(made, reader))
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def walked(world: World) -> World:
    """The same with a matter in every position of its procedure."""
    walk(world)
    return world


@pytest.fixture(scope="module")
def browsers(world: World) -> Browsers:
    with at(TODAY):
        return Browsers(world)


@pytest.fixture(autouse=True)
def _on_the_day(request: pytest.FixtureRequest) -> Iterator[None]:
    """Ask on 7 April; the pictures are where the world put them."""
    if "world" not in request.fixturenames:
        yield
        return
    world: World = request.getfixturevalue("world")
    told = {"MEDIA_ROOT": world.folder / "media", "YIDU_WITNESSES": [str(WITNESS.public)]}
    with at(TODAY), override_settings(**told, YIDU_API_PER_MINUTE=10**6):
        yield
