"""Every route × every role × every situation, reading and writing: the pages answer what the oracle says."""

from __future__ import annotations

import pytest

from tests.access.cells import Browsers, cells, few, wrong_among
from tests.access.routes import Route, routes
from tests.access.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("route", routes(), ids=str)
def test_every_cell_is_right(route: Route, world: World, browsers: Browsers):
    wrong = wrong_among(few(cells(route, world)), browsers)
    assert not wrong, "\n".join([f"{len(wrong)} cells are wrong:", *wrong[:20]])
