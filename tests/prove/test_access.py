"""Every cell of the matrix of access is asked, and every action is tried by everybody at every stage."""

from __future__ import annotations

from typing import Any

import pytest

from tests.access.acting import all_stands, wrong_at
from tests.access.cells import Browsers, cells, few, wrong_among
from tests.access.conftest import _on_the_day, browsers, walked, world  # noqa: F401  (fixtures)
from tests.access.doors import METHODS, wrote_by
from tests.access.routes import routes
from tests.access.test_doors import open_cells
from tests.access.world import World
from tests.prove.conftest import Measured
from yidu.people.models import Appointment

pytestmark = [pytest.mark.prove, pytest.mark.django_db]


def test_every_cell_of_every_route(world: World, browsers: Browsers, measured: Measured):  # noqa: F811
    asked, wrong = 0, []
    for route in routes():
        some = list(few(cells(route, world)))
        asked += len(some)
        wrong += wrong_among(some, browsers)
    measured(cells=asked, routes=len(routes()), wrong=len(wrong))
    assert not wrong, "\n".join(wrong[:50])


def test_every_action_tried_by_everybody_at_every_stage(walked: World, measured: Measured):  # noqa: F811
    stands = list(all_stands(walked))
    wrong = [told for stand in stands for told in wrong_at(walked, stand, every=True)]
    measured(cells=sum(len(stand.actions) for stand in stands), wrong=len(wrong))
    assert not wrong, "\n".join(wrong[:50])


def test_no_route_writes_by_any_other_method(world: World, browsers: Browsers, measured: Measured):  # noqa: F811
    asked = open_cells(world)
    wrote = [told for cell in asked for told in wrote_by(browsers, cell, METHODS)]
    measured(requests=len(asked) * len(METHODS), wrote=len(wrote))
    assert not wrote, "\n".join(wrote[:50])


def test_the_twin_without_an_end_to_an_appointment_has_wrong_cells(
    world: World,  # noqa: F811
    browsers: Browsers,  # noqa: F811
    measured: Measured,
    monkeypatch: pytest.MonkeyPatch,
):
    asked = [cell for route in routes() for cell in few(cells(route, world)) if cell.reader.id == "former-office"]

    def for_ever(rows: Any, day: Any) -> Any:
        return rows.filter(withdrawn=False)

    monkeypatch.setattr(type(Appointment.objects.all()), "in_force", for_ever)
    wrong = wrong_among(asked, browsers)
    measured(cells=len(asked), wrong=len(wrong))
    assert len(wrong) > len(asked) // 4
