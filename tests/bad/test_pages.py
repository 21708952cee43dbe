"""Every kind of page and every form that people come to: what bad input is answered, and what a page may do.

No page runs what stands in it, loads from elsewhere, or gives a cookie that a script could read.

`make prove` sends every string into every field (tests/prove/test_bad_input.py).
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from tests import server
from tests.access.routes import Route, routes
from tests.bad.canary import break_where_it_is_written, listening, sing
from tests.bad.headers import faults
from tests.bad.pictures import NEUTRALISED, REFUSED
from tests.bad.sending import Found, attack, doors, not_taken, undone
from tests.bad.strings import FEW, in_turn
from tests.bad.walk import Visited
from tests.bad.world import TODAY, World
from tests.common.test_photos import told
from tests.web.conftest import visit_form
from yidu import settings as ours
from yidu.activities.models import Activity, Photo

pytestmark = pytest.mark.django_db
NOBODY = ("street", "receipt", "link", "door")
PUBLIC = ("checkpoint", "seal-checkpoint", "feed", "dates", "sessions-feed")
"""The same bytes for everybody: a cache may keep them."""
NEED_MORE = ["account_login", "account_set_password", "mfa_activate_totp", "paper-add", "receipt"]
"""Forms that ask for a secret, which no page shows, or for a file."""


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
    "500 is no answer": ("yidu.common.text._VISIBLE", {}),
    "no reason at the field": ("yidu.web.acting.write_into", lambda *_told: 422),
    "what was typed is lost": ("django.forms.boundfield.BoundField.value", lambda *_told: ""),
}
"""Text is kept as it came; a refusal says nothing; a form is shown anew."""


@pytest.mark.parametrize("fault", TWINS)
def test_a_planted_fault_is_found(world: World, visited: list[Visited], monkeypatch: pytest.MonkeyPatch, fault: str):
    monkeypatch.setattr(*TWINS[fault])
    found = Found()
    for door in doors(visited):
        if door.address.endswith(("/people/add/", "/organisations/add/")):
            attack(world, door, in_turn(["NUL", "only what cannot be seen", "a million digits"]), found)
    assert any(fault in one for one in found.wrong), found


def test_markup_that_runs_would_be_found(world: World, monkeypatch: pytest.MonkeyPatch):
    from tests.bad.sending import _fault_of_page

    page = HttpResponse("<p onclick=alert(1)><script>alert(2)</script><a href='javascript:alert(3)'><style></style>")
    assert _fault_of_page(page).count(";") == 3


# --- what comes as a photo -------------------------------------------------------------------------------------------


def _sent_as_photo(world: World, name: str, content: bytes) -> tuple[str, list[bytes]]:
    """The page that follows a visit with this photo, and what the site keeps of the photo."""
    address = reverse("record-kind", args=["wuqian", "enterprise-visit"])
    photo = SimpleUploadedFile("photo", content, content_type="image/jpeg")
    photo._name = name  # as a program sends it: Django cleans a name before it sends one
    form = visit_form(world.cast, day=TODAY, heard="带照片的走访", photos=[photo])
    client, kept = world.clients["member"], []
    with undone(client):
        answer = client.post(address, form)
        assert answer.status_code == 302, answer.content.decode()
        page = client.get(answer["Location"]).content.decode()
        for one in Photo.objects.all():
            with one.file.open("rb") as file:
                kept.append(file.read())
        assert Activity.objects.filter(heard="带照片的走访").count() == 1
    return page, kept


@pytest.mark.parametrize("called", REFUSED)
def test_what_is_no_photo_is_refused_with_a_reason_and_the_visit_is_kept(world: World, called: str):
    page, kept = _sent_as_photo(world, *REFUSED[called])
    assert "这不是能读取的图片" in page or "像素" in page, called
    assert kept == []


@pytest.mark.parametrize("called", NEUTRALISED)
def test_of_a_photo_nothing_but_the_picture_is_kept(world: World, called: str):
    _page, (clean,) = _sent_as_photo(world, *NEUTRALISED[called])
    assert told(clean) == []
    for secret in (b"<script", b"PK\x03\x04", b"GPS", b"4711", b"Exif"):
        assert secret not in clean


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


def _asked(client: Client, route: Route) -> Any:
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


# --- what is written down --------------------------------------------------------------------------------------------


def test_nothing_that_people_write_reaches_a_log_a_metric_or_an_address(world: World, visited: list[Visited]):
    with listening() as places:
        for door in doors(visited):
            sing(world, door, places)
    assert len(places.lines) > 100
    assert places.sung() == {}


def test_nor_does_it_when_something_breaks(world: World, visited: list[Visited], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("yidu.common.actions.fingerprint", break_where_it_is_written)
    with listening() as places:
        statuses = [sing(world, door, places) for door in doors(visited)[::3] if door.form.method == "post"]
    assert 500 in statuses
    assert any("InvalidTextRepresentation" in line for line in places.lines)
    assert places.sung() == {}


def test_a_log_that_keeps_the_words_of_errors_is_heard(
    world: World, visited: list[Visited], monkeypatch: pytest.MonkeyPatch
):
    """The twin; and a server whose log is set as PostgreSQL has it."""
    monkeypatch.setattr("yidu.common.actions.fingerprint", break_where_it_is_written)
    monkeypatch.setattr("yidu.common.logs._safe_words", lambda error: {"words": str(error)})
    door = next(one for one in doors(visited) if one.address.endswith("/people/add/"))
    with server.administrator("postgres") as administrator:
        administrator.execute("GRANT SET ON PARAMETER log_min_messages TO yidu")
        with listening() as places, connection.cursor() as cursor:
            cursor.execute("SET log_min_messages = 'warning'")
            sing(world, door, places)
            cursor.execute("RESET log_min_messages")
        administrator.execute("REVOKE SET ON PARAMETER log_min_messages FROM yidu")
    assert set(places.sung()) == {"log", "log of the database"}
