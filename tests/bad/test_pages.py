"""Every kind of page and every form that people come to: what bad input is answered, and what a page may do.

No page runs what stands in it, loads from elsewhere, or gives a cookie that a script could read.

`make prove` sends every string into every field (tests/prove/test_bad_input.py).
"""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from tests.access.routes import Route, routes
from tests.bad.headers import faults
from tests.bad.sending import Found, attack, doors, not_taken
from tests.bad.strings import FEW, in_turn
from tests.bad.walk import Visited
from tests.bad.world import World
from yidu import settings as ours

pytestmark = pytest.mark.django_db
NOBODY = ("street", "receipt", "link")
PUBLIC = ("checkpoint", "seal-checkpoint")
"""The same bytes for everybody, signed: a cache may keep them and asks each time."""
NEED_MORE = ["account_login", "account_set_password", "mfa_activate_totp", "receipt"]
"""Forms that ask for a secret, which no page shows."""


def test_no_link_leads_to_nothing(visited: list[Visited]):
    assert len({page.route for page in visited}) > 60
    wrong = [f"{page.url} on {page.link} ({page.called})" for page in visited if page.response.status_code >= 400]
    assert not wrong


def test_each_form_is_taken_when_every_question_is_answered(world: World, visited: list[Visited]):
    assert not_taken(world, doors(visited)) == NEED_MORE


def test_bad_input_is_answered_with_a_reason_and_nothing_typed_is_lost(world: World, visited: list[Visited]):
    found, strings = Found(), in_turn(FEW)
    for door in doors(visited):
        attack(world, door, strings, found)
    assert not found.wrong, "\n".join(found.wrong)
    assert found.sent > 100
    assert found.refused > 20
    assert found.taken > 40


TWINS: dict[str, tuple[str, Any]] = {
    "500 is no answer": ("yidu.common.text._visible", str),
    "no reason at the field": ("yidu.web.acting.write_into", lambda *_told: 422),
    "what was typed is lost": ("django.forms.boundfield.BoundField.value", lambda *_told: ""),
}
"""Text is kept as it came; a refusal says nothing; a form is shown anew."""


@pytest.mark.parametrize("fault", TWINS)
def test_a_planted_fault_is_found(world: World, visited: list[Visited], monkeypatch: pytest.MonkeyPatch, fault: str):
    monkeypatch.setattr(*TWINS[fault])
    found = Found()
    for door in doors(visited):
        if door.address.endswith("/add/"):
            attack(world, door, in_turn(["NUL", "only what cannot be seen", "a million digits"]), found)
    assert any(fault in one for one in found.wrong), found


def test_markup_that_runs_would_be_found(world: World, monkeypatch: pytest.MonkeyPatch):
    from tests.bad.sending import _fault_of_page

    page = HttpResponse("<p onclick=alert(1)><script>alert(2)</script><a href='javascript:alert(3)'><style></style>")
    assert _fault_of_page(page).count(";") == 3


# --- what a page may do ----------------------------------------------------------------------------------------------


def test_every_answer_says_what_a_page_may_do(world: World, visited: list[Visited]):
    wrong = {
        f"{page.url}: {fault}"
        for page in visited
        for fault in faults(
            page.response, signed_in=page.called not in NOBODY and page.route not in PUBLIC, page=page.page
        )
    }
    assert not wrong


def test_so_does_every_other_address_whoever_asks_for_it(world: World, visited: list[Visited]):
    """What no walk reaches is asked for with something unknown in its blanks."""
    seen = {page.route for page in visited}
    others = [route for route in routes() if route.name not in seen and not route.path.startswith("^")]
    wrong = {
        f"{route.path}: {fault}"
        for route in others
        for called in ("office", "street")
        for fault in faults(_asked(world.clients[called], route), signed_in=called == "office")
    }
    assert others
    assert not wrong


def _asked(client: Client, route: Route) -> HttpResponse:
    cookies = client.cookies.copy()
    answer = client.get(route.address(None, but=route.unknown()))
    client.cookies.update(cookies)
    return answer


def test_in_production_every_cookie_needs_https_and_every_page_says_so(world: World):
    assert ours.SESSION_COOKIE_SECURE == ours.CSRF_COOKIE_SECURE == ours.LANGUAGE_COOKIE_SECURE == ours.PRODUCTION
    told = {"SECURE_HSTS_SECONDS": 31536000, "SECURE_SSL_REDIRECT": True}
    secure = {f"{name}_COOKIE_SECURE": True for name in ("SESSION", "CSRF", "LANGUAGE")}
    with override_settings(**told, **secure):
        led = Client().get("/say/")
        answer = Client().get("/say/", secure=True)
        chosen = Client().post("/i18n/language/", {"language": "en"}, secure=True)
    assert led["Location"].startswith("https://")
    assert "max-age=31536000" in answer["Strict-Transport-Security"]
    cookies = [*answer.cookies.values(), *chosen.cookies.values()]
    assert cookies
    assert all(one["secure"] for one in cookies)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"script-src": ["'self'", "'unsafe-inline'"]}, "'unsafe-inline' as script-src"),
        ({"style-src": ["https://fonts.example"]}, "https://fonts.example as style-src"),
        ({"form-action": None}, "nothing of form-action"),
    ],
)
def test_a_policy_that_allows_more_is_found(world: World, broken: dict[str, list[str]], said: str):
    directives = {**ours.CONTENT_SECURITY_POLICY["DIRECTIVES"], **broken}
    with override_settings(CONTENT_SECURITY_POLICY={"DIRECTIVES": directives}):
        found = list(faults(Client().get("/about/"), signed_in=False))
    assert any(said in one for one in found)


def test_a_page_that_loads_from_elsewhere_and_a_cookie_for_scripts_are_found(world: World):
    page = HttpResponse("<script src='//cdn.example/x.js'></script><p style='color:red'>")
    page.set_cookie("seen", "1")
    found = " ".join(faults(page, signed_in=True))
    for fault in ("//cdn.example", "<p style>", "lacks httponly", "a cache may keep it", "X-Content-Type-Options"):
        assert fault in found
