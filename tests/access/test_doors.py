"""What nobody may see is not there, a right that ends is gone with the next request, and only forms write."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver

from tests.access.cells import Browsers, Cell, cells, few
from tests.access.doors import METHODS, differences, forbidden, wrote_by
from tests.access.ends import RIGHTS, link_address, still_open
from tests.access.routes import Route, routes, walk
from tests.access.world import World
from tests.cast import at
from yidu.matters.glance import Glance
from yidu.matters.models import Matter
from yidu.people import rules
from yidu.web import actors
from yidu.web.views import matter as matter_view

pytestmark = pytest.mark.django_db
NAMED = [route for route in routes() if route.blanks]


@pytest.mark.parametrize("route", NAMED, ids=str)
def test_a_forbidden_object_answers_as_one_that_does_not_exist(route: Route, world: World, browsers: Browsers):
    seen = [told for cell in forbidden(route, world) for told in differences(cell, browsers)]
    assert not seen, "\n".join(seen)


def test_an_answer_that_gives_away_that_something_is_there_is_noticed(
    world: World, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
):
    """The twins: "you may not" instead of "there is nothing", and a look at the row before anybody asks who looks."""
    (cell, *_more) = forbidden(next(route for route in NAMED if route.name == "matter"), world)
    honest = matter_view.glance_or_404

    def tells(pk: UUID, standing: rules.Standing) -> Glance:
        if Matter.objects.filter(pk=pk).exists():
            raise PermissionDenied
        return honest(pk, standing)

    def looks(pk: UUID, standing: rules.Standing) -> Glance:
        if found := Matter.objects.filter(pk=pk).first():
            assert [found.committee.parent, found.edition, found.place.parent, found.activity]
        return honest(pk, standing)

    assert differences(cell, browsers) == []
    monkeypatch.setattr(matter_view, "glance_or_404", tells)
    assert f"{cell}: status" in differences(cell, browsers)
    monkeypatch.setattr(matter_view, "glance_or_404", looks)
    assert "queries" in "".join(differences(cell, browsers))


def open_cells(world: World) -> list[Cell]:
    """For each route somebody and something for whom it is open, to be written where it can be."""
    found = []
    for route in routes():
        right = [cell for cell in few(cells(route, world)) if cell.expected in ("written", "kept", "shown", "reached")]
        found += sorted(right, key=lambda cell: not cell.write)[:1]
    return found


def test_no_other_method_writes(world: World, browsers: Browsers):
    """One for each route, in turn; `make prove` tries all."""
    wrote: list[str] = []
    for number, cell in enumerate(open_cells(world)):
        wrote += wrote_by(browsers, cell, [METHODS[number % len(METHODS)]])
    assert not wrote, "\n".join(wrote)


def test_a_page_that_takes_any_method_for_a_form_is_noticed(
    world: World, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
):
    """The twin: a page that looks for what was sent and not how."""
    cell = next(cell for cell in open_cells(world) if cell.route.name == "view-save")
    assert not list(wrote_by(browsers, cell, METHODS))
    (pattern,) = (one for _path, one in walk(get_resolver()) if one.name == "view-save")
    honest = pattern.callback

    def careless(request: HttpRequest) -> HttpResponse:
        request.method, request._dont_enforce_csrf_checks = "POST", True
        return honest(request)

    monkeypatch.setattr(pattern, "callback", careless)
    assert list(wrote_by(browsers, cell, METHODS)), "nobody looks whether something was written"


# --- a right that ends is gone with the next request, in the same browser and with the same token -------------------


@pytest.mark.parametrize("name", list(RIGHTS))
def test_it_is_gone_with_the_next_request(name: str, world: World, browsers: Browsers):
    assert still_open(world, browsers, RIGHTS[name]) == []


def test_a_link_and_a_token_end_with_their_day(world: World):
    client, told = Client(), {"Authorization": f"Bearer {world.tokens['office']}"}
    link, program = link_address(world), "/api/v1/people/"
    with at("2025-05-21"):
        assert client.get(link).status_code == 200
    with at("2025-05-23"):
        assert client.get(link).status_code == 404
    with at("2025-06-30", 23):
        assert client.get(program, headers=told).status_code == 200
    with at("2025-07-01", 0):
        assert client.get(program, headers=told).status_code == 401


@pytest.fixture
def _remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: what somebody is today is kept for a while, as a cache would."""
    honest = rules.standing_of
    kept = lru_cache(honest)
    monkeypatch.setattr(actors, "standing_of", kept)
    monkeypatch.setattr("yidu.web.access.standing_of", kept)
    monkeypatch.setattr("yidu.api.door.standing_of", kept)


@pytest.mark.usefixtures("_remembered")
@pytest.mark.parametrize("name", ["staff withdrawn", "staff ended", "a program's person"])
def test_the_twin_that_remembers_leaves_it_open(name: str, world: World, browsers: Browsers):
    assert still_open(world, browsers, RIGHTS[name]) == ["it is still open: 200"]
