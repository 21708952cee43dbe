"""The list of figures is drawn once for all that it shows, so whatever changes is seen with the next request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.web.world import visit
from yidu.common.actors import SYSTEM
from yidu.ledger.fold import fold
from yidu.people.actions import end_appointment
from yidu.places.models import Place
from yidu.web import figure_sheet

LIST = reverse("figures", args=["500104"])


def shown(street: Client, query: str = "") -> str:
    page = street.get(LIST + query).content.decode()
    return page[page.index('<ul class="figures-list">') :]


def enter(cast: Cast) -> None:
    visit(cast, "2025-02-03")


def end_a_village(cast: Cast) -> None:
    village = Place.objects.filter(level="village", path__contains=[cast.committee.place.code]).latest("pk")
    Place.objects.filter(pk=village.pk).update(valid_until=date(2025, 1, 31))


KEYS: dict[str, Callable[[Cast], None]] = {"state_of_books": enter, "revision": end_a_village}


@pytest.mark.parametrize("part", KEYS)
def test_what_changes_is_seen_with_the_next_request(cast: Cast, street: Client, part: str):
    with at("2025-02-05"):
        before = shown(street)
        assert shown(street) == before
        KEYS[part](cast)
        assert shown(street) != before


def test_a_day_that_passes_is_seen(cast: Cast, street: Client):
    supervisor = cast.appointments["supervisor"]
    with at("2025-02-05"):
        end_appointment(supervisor, ends=date(2025, 2, 5), actor=SYSTEM, version=supervisor.version)
        before = shown(street)
    with at("2025-02-06"):
        assert shown(street) != before


def test_each_reads_it_in_the_own_language(cast: Cast, street: Client):
    assert "走访" in shown(street)
    street.cookies["django_language"] = "en"
    assert "Visits" in shown(street)


def test_a_closed_day_is_drawn_once_whatever_is_entered_later(
    cast: Cast, street: Client, monkeypatch: pytest.MonkeyPatch
):
    visit(cast, "2025-02-04")
    with at("2025-02-06"):
        fold()
        before = shown(street, "?as-of=2025-02-04")
        visit(cast, "2025-02-06")
        with monkeypatch.context() as patch:
            # It would fail to count anything.
            patch.setattr(figure_sheet, "figure_list", None)
            assert shown(street, "?as-of=2025-02-04") == before
        visit(cast, "2025-02-04")  # as an action that ran over midnight: entered for the closed day
        assert shown(street, "?as-of=2025-02-04") != before


@pytest.mark.parametrize("part", KEYS)
def test_without_a_part_of_the_key_it_would_not_be(
    cast: Cast, street: Client, monkeypatch: pytest.MonkeyPatch, part: str
):
    """The broken twin."""
    where = figure_sheet if part == "state_of_books" else figure_sheet.known
    with at("2025-02-05"):
        always = getattr(where, part)
        monkeypatch.setattr(where, part, lambda *_asked, **_more: (1, 2) if part == "state_of_books" else 7)
        before = shown(street)
        KEYS[part](cast)
        assert shown(street) == before
        monkeypatch.setattr(where, part, always)
        assert shown(street) != before


@pytest.mark.parametrize("word", ["from", "to", "as-of"])
@pytest.mark.parametrize("page", ["", "wuqian/members/"])
def test_a_day_at_the_end_of_all_days_is_answered(cast: Cast, street: Client, page: str, word: str):
    for day in ("9999-12-31", "0001-01-01"):
        answer = street.get(f"/c/500104/figures/{page}?{word}={day}")
        assert answer.status_code == 422
        assert "2025-07-31" in answer.content.decode()
