"""Pieces that are kept: their forms work for each reader, and what is kept does not grow without end."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from tests.cast import Cast
from tests.web.conftest import Way
from yidu.common import clock
from yidu.matters.models import AccessLink
from yidu.web import drawn
from yidu.web.drawn import Drawn

ID = re.compile(r'name="client_id" value="([^"]+)"')
NOON = datetime(2025, 2, 17, 4, tzinfo=UTC)


@pytest.fixture
def office(cast: Cast) -> Client:
    """A browser in which the office is signed in, and which is asked for its token."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.people["office"])
    return client


def test_the_forms_of_a_kept_piece_are_those_of_this_request(cast: Cast, answered: Way, office: Client):
    address = reverse("matter", args=[answered.matter.pk])
    first, again = (office.get(address).content.decode() for _once in range(2))
    ids = [ID.findall(page) for page in (first, again)]
    assert len(ids[0]) == 3, "two departments, and whoever raised it"
    assert len({*ids[0], *ids[1]}) == 6, "each form of each page has an id of its own"
    for page in (first, again):
        assert not any(hole in page for hole in drawn.HOLES.values())
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', again)[-1]
    make = reverse("link-make", args=[answered.matter.pk])
    assert office.post(make, {"client_id": ids[1][2]}).status_code == 403
    sent = {"client_id": ids[1][2], "csrfmiddlewaretoken": token}
    assert office.post(make, sent).status_code == 302
    assert office.post(make, sent).status_code == 302
    assert AccessLink.objects.count() == 1, "sent twice, made once"


def test_without_a_hole_somebody_elses_token_would_be_shown(
    cast: Cast, answered: Way, office: Client, monkeypatch: pytest.MonkeyPatch
):
    """The twin: nothing is filled in."""
    monkeypatch.setattr("yidu.web.matter_article.filled", lambda piece, _token: piece)
    page = office.get(reverse("matter", args=[answered.matter.pk])).content.decode()
    assert len(set(ID.findall(page))) == 1
    assert all(hole in page for hole in drawn.HOLES.values())


def test_what_somebody_wrote_fills_no_hole():
    """Whoever does not know the name of a hole cannot write one; the names are new with each process."""
    assert len(set(drawn.HOLES.values())) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", hole) for hole in drawn.HOLES.values())
    piece = SafeString("csrf_token new_id {{ csrf_token }}")
    assert drawn.filled(piece, "the token") is piece


def test_a_piece_is_drawn_once_while_it_stands():
    drawings: list[datetime] = []

    def look(piece: Drawn, moment: datetime, key: str = "a", language: str = "zh-hans") -> None:
        def context() -> dict[str, object]:
            drawings.append(moment)
            return {"crumbs": []}

        with clock.at(moment), translation.override(language):
            piece(key, context)

    lasting, passing = (Drawn("components/crumb.html", most=2, until=one) for one in (None, _an_hour))
    for moment in (NOON, NOON + timedelta(days=400), NOON - timedelta(days=1)):
        look(lasting, moment)
    assert drawings == [NOON]
    drawings.clear()
    hour, after = NOON + timedelta(hours=1), NOON + timedelta(hours=1, microseconds=1)
    for moment in (NOON, hour, after, after, NOON):
        look(passing, moment)
    assert drawings == [NOON, after, NOON], "drawn anew after its time, and before it"
    drawings.clear()
    for key in ("a", "b", "c", "c", "b", "a"):
        look(lasting, NOON, key)
    assert len(drawings) == 3, "b and c, and a again, which had to go"
    look(lasting, NOON, "a", "en")
    assert len(drawings) == 4


def _an_hour(_told: object, now: datetime) -> datetime:
    return now + timedelta(hours=1)
