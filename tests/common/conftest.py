"""The values of this floor are tried without a database, on the calendar of the package."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from yidu.common import in_force
from yidu.common.calendar import PACKAGE


@pytest.fixture(autouse=True)
def _calendar_of_the_package(request: pytest.FixtureRequest) -> Iterator[None]:
    if "db" in request.fixturenames or "transactional_db" in request.fixturenames:
        yield
        return
    with in_force.using(PACKAGE):
        yield
