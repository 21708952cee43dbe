"""Every route × every role × every situation, reading and writing: the pages answer what the oracle says."""

from __future__ import annotations

import pytest

from tests.access.cells import Browsers, cells, few, wrong_among
from tests.access.routes import Route, routes
from tests.access.things import NOUNS
from tests.access.world import World

pytestmark = pytest.mark.django_db
WAITING = (
    "^api/", "api/", "c/<slug:code>/draws", "c/<slug:code>/offline", "calendar/", "commitments/", "draws/", "healthz",
    "l/<slug:secret>/deadline", "look-backs/", "matters/<uuid:pk>/deadline", "me/reminders/", "outbox/", "seals/",
    "sheets/",
)  # fmt: skip
"""Routes whose objects and sentences are still to be written."""
ROUTES = [route for route in routes() if not route.path.startswith(WAITING)]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.path or "front")
def test_every_cell_is_right(route: Route, world: World, browsers: Browsers):
    assert route.noun is None or route.noun in NOUNS, f"{route.path}: say in things.py which objects {route.noun} names"
    wrong = wrong_among(few(cells(route, world)), browsers)
    assert not wrong, "\n".join([f"{len(wrong)} cells are wrong:", *wrong[:20]])
