"""Every route × every role × every situation, reading and writing: the pages answer what the oracle says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.access.cells import Browsers, Cell, cells, few, sample, unsaid, wrong_among
from tests.access.routes import Route, routes
from tests.access.world import World
from yidu.api import door
from yidu.common import known
from yidu.matters import queries
from yidu.matters.models import Matter
from yidu.people import rules
from yidu.people.models import Appointment
from yidu.web import access

pytestmark = pytest.mark.django_db
ROUTES = routes()
BY_NAME = {route.name: route for route in ROUTES}


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_every_cell_is_right(route: Route, world: World, browsers: Browsers):
    wrong = wrong_among(sample(cells(route, world)), browsers)
    assert not wrong, "\n".join([f"{len(wrong)} cells are wrong:", *wrong[:20]])


def test_a_route_that_declares_nobody_or_that_nobody_has_thought_of_fails():
    """The twins of the matrix itself: what is not said is not passed over."""
    assert "declares nobody" in unsaid(Route("new/", "new", ()))
    assert "which objects" in unsaid(Route("new/<uuid:pk>/", "new", ("everybody",)))
    assert "whom it is for" in unsaid(Route("matters/<uuid:pk>/new/", "new", ("everybody",)))
    assert "whom it is for" in unsaid(Route("api/v1/new/", "GET new/", ("everybody",), "GET"))
    assert not any(map(unsaid, ROUTES))


# --- the twins: a check is switched off, and the matrix says so -------------------------------------------------------


def asked(world: World, *names: str, by: str = "", situation: str = "") -> list[Cell]:
    """A few cells of some routes: by one reader, in one situation."""
    return [
        cell
        for name in names
        for cell in few(cells(BY_NAME[name], world))
        if by in ("", cell.reader.id) and (not situation or (cell.thing and cell.thing.situation == situation))
    ]


def _anywhere(standing: rules.Standing, power: str, committee_id: int) -> bool:
    """A power of one committee counts at all of them."""
    return standing.has_any(power)


def _everything(actor: Any) -> Any:
    return Matter.objects.all()


def _no_end(self: Any, day: Any) -> Any:
    """Whoever was appointed once is appointed for ever."""
    return self.filter(withdrawn=False)


def _whoever(actor: Any, power: str, *, committee_id: int) -> bool:
    return True


Switch = Callable[[pytest.MonkeyPatch], None]
TWINS: dict[str, tuple[Switch, Callable[[World], list[Cell]]]] = {
    "a power counts at every committee": (
        lambda patch: patch.setattr(rules.Standing, "has", _anywhere),
        lambda world: asked(world, "GET people/", by="other-office", situation="plain"),
    ),
    "an appointment has no end": (
        lambda patch: patch.setattr(type(Appointment.objects.all()), "in_force", _no_end),
        lambda world: asked(world, "people", by="former-office"),
    ),
    "the door of a page is open": (
        lambda patch: patch.setattr(access, "_turn_away", lambda request, words, kwargs: None),
        lambda world: asked(world, "person-add", "sheets", by="member"),
    ),
    "everybody reads every matter": (
        lambda patch: patch.setattr(queries, "readable", _everything),
        lambda world: asked(world, "matter", by="visitor", situation="plain"),
    ),
    "nobody asks for a power": (
        lambda patch: patch.setattr(rules, "has_power", _whoever),
        lambda world: asked(world, "POST stations/<int:pk>/close", by="city-office", situation="plain"),
    ),
    "a token is for everything": (
        lambda patch: patch.setattr(door.Token, "__call__", _for_everything),
        lambda world: asked(world, "GET people/", by="office-elsewhere", situation="own"),
    ),
}


def _for_everything(token: Any, request: Any) -> Any:
    """Whatever the operation asks for, the scope is there."""
    caller = door.caller_by(door._secret(request) or "")
    assert caller is not None
    return door.Speaker(caller.actor, rules.standing_of(caller.actor))


@pytest.mark.parametrize("name", list(TWINS))
def test_a_check_that_is_switched_off_makes_cells_wrong(
    name: str, world: World, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
):
    switch, told = TWINS[name]
    few_cells = told(world)
    assert few_cells
    assert not wrong_among(few_cells, browsers)
    switch(monkeypatch)
    known.forget()  # a switch is no change that the database tells of
    assert wrong_among(few_cells, browsers), f"{name}, and nobody noticed"
