from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from yidu.common import clock
from yidu.places.actions import Loaded, load_divisions
from yidu.places.models import Place
from yidu.places.queries import place_of


@pytest.fixture(scope="package")
def divisions(django_db_setup: None, django_db_blocker: Any) -> Iterator[Loaded]:
    """Chongqing as it is loaded, once for all tests here; each test undoes its own changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_divisions()
        transaction.set_rollback(True)


@pytest.fixture
def today() -> Iterator[None]:
    with clock.at(datetime(2025, 11, 20, 4, tzinfo=UTC)):
        yield


@pytest.fixture
def dadukou(divisions: Loaded, db: None, today: None) -> Place:
    return place_of("500104")
