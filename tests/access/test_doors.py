"""What nobody may see is not there, a right that ends is gone with the next request, and only forms write."""

from __future__ import annotations

import pytest

from tests.access.cells import Browsers, cells, few
from tests.access.doors import differences, forbidden, wrote_by
from tests.access.routes import Route, routes
from tests.access.world import World

pytestmark = pytest.mark.django_db
NAMED = [route for route in routes() if route.blanks]


@pytest.mark.parametrize("route", NAMED, ids=str)
def test_a_forbidden_object_answers_as_one_that_does_not_exist(route: Route, world: World, browsers: Browsers):
    seen = [told for cell in forbidden(route, world) for told in differences(cell, browsers)]
    assert not seen, "\n".join(seen)


def test_no_other_method_writes(world: World, browsers: Browsers):
    wrote: list[str] = []
    for route in routes():
        cell = next((one for one in few(cells(route, world)) if one.expected in ("written", "shown", "reached")), None)
        wrote += wrote_by(browsers, cell) if cell else []
    assert not wrote, "\n".join(wrote)
