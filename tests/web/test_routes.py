"""Every address says who may use it, and what it says holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import Cast
from yidu.common.actors import SYSTEM
from yidu.people.actions import add_person
from yidu.web.access import WORDS

UUID = "7d2c1d0e-6e0b-4a43-8c1c-5ac1a1a3f001"


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        at = f"{prefix}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from routes(one, at)
        else:
            yield at, one


ALL = dict(routes(get_resolver()))


@pytest.mark.parametrize("route", sorted(ALL))
def test_every_route_declares_who_may_use_it(route: str):
    declared = getattr(ALL[route].callback, "who", None)
    assert declared, f"{route} declares nobody: put @who(…) on its view"
    assert set(declared) <= set(WORDS)


def address(route: str) -> str:
    """The route with something in each of its blanks that is nobody's."""
    filled = re.sub(r"<uuid:\w+>", UUID, route)
    filled = re.sub(r"<int:\w+>", "999999", filled)
    return "/" + re.sub(r"<(?:slug|str|path):\w+>", "nothing", filled)


# The API answers with problems and not with the page for signing in: tests/api/test_doors.py holds its doors.
PAGES = {route: one for route, one in ALL.items() if not route.startswith("api/")}
CLOSED = sorted(
    route for route, one in PAGES.items() if "everybody" not in getattr(one.callback, "who", ("everybody",))
)


def test_a_closed_route_lets_no_visitor_in(cast: Cast):
    for route in CLOSED:
        answer = Client().get(address(route))
        if "link" in ALL[route].callback.who:
            assert answer.status_code == 404, route
        else:
            assert answer.status_code == 302, route
            assert answer.url.startswith("/account/login/"), route


POWERS_NEEDED = [route for route in CLOSED if not {"signed-in", "link"} & set(ALL[route].callback.who)]


def test_somebody_without_any_of_the_powers_finds_nothing(cast: Cast):
    nobody = add_person(committee=cast.committee, name="路人", username="nobody", actor=SYSTEM)
    client = Client()
    client.force_login(nobody)
    for route in POWERS_NEEDED:
        assert client.get(address(route)).status_code == 404, route
