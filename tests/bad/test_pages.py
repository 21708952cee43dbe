"""Every kind of page and every form that people come to: what the pages may do, and what bad input is answered.

`make prove` sends every string into every field (tests/prove/test_bad_input.py).
"""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse

from tests.bad.sending import Found, attack, doors, not_taken
from tests.bad.strings import FEW, in_turn
from tests.bad.walk import Visited
from tests.bad.world import World

pytestmark = pytest.mark.django_db
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
