"""The pages of looking back: whoever is asked, what was promised, and the draws for everybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast, at
from tests.web.conftest import SignIn, Way
from yidu.common import clock
from yidu.common.actors import Actor
from yidu.matters import draw_again
from yidu.matters.actions import announce_draw, make_draw
from yidu.matters.engine import take
from yidu.matters.jobs import ask_to_look_back
from yidu.matters.models import Draw, LookBack, Matter

ON = "2025-07-02"


@pytest.fixture
def asked(cast: Cast, way: Way) -> LookBack:
    """Economy promised a measure by the end of June, and on that day somebody was asked to look."""
    with at("2025-01-03"):
        cast.add("another", "刘子涵", "member", sector=cast.sector)
    way.send("office", "assign", lead=str(cast.economy.pk))
    measures = {
        "measures-TOTAL_FORMS": "1", "measures-INITIAL_FORMS": "0",
        "measures-0-text": "六月底前交付厂房", "measures-0-day": "2025-06-30",
    }  # fmt: skip
    way.send("economy_handler", "reply", on="2025-02-24", text="列入计划。", class_="B", **measures)
    way.send("economy_head", "sign", on="2025-02-24")
    with at("2025-06-30", 10):
        ask_to_look_back()
    return LookBack.objects.select_related("asked").get()


def called(cast: Cast, row: LookBack) -> str:
    row.refresh_from_db()
    return next(name for name, one in cast.people.items() if one.pk == row.asked_id)


def form(row: LookBack, found: str, seen: str = "", **more: Any) -> dict[str, Any]:
    return {"client_id": str(uuid4()), "version": str(row.version), "found": found, "seen": seen, **more}


def address(row: LookBack) -> str:
    return reverse("look-back", args=[row.pk])


def test_whoever_is_asked_finds_it_on_their_desk_and_says_what_they_found(cast: Cast, asked: LookBack, sign_in: SignIn):
    with at(ON):
        browser = sign_in(called(cast, asked))
        assert address(asked) in browser.get(reverse("desk")).content.decode()
        page = browser.get(address(asked)).content.decode()
        assert "六月底前交付厂房" in page
        answer = browser.post(address(asked), form(asked, "unsolved", "还没有开工。"))
        assert (answer.status_code, answer.url) == (302, reverse("desk"))
        assert address(asked) not in browser.get(reverse("desk")).content.decode()
        told = browser.get(reverse("matter", args=[asked.matter_id])).content.decode()
    assert "还没有开工。" in told
    assert Matter.objects.get().stage == "handling"


def test_what_was_typed_stays_when_something_is_missing(cast: Cast, asked: LookBack, sign_in: SignIn):
    with at(ON):
        browser = sign_in(called(cast, asked))
        answer = browser.post(address(asked), form(asked, "", "看到一半"))
        assert answer.status_code == 422
        assert "看到一半" in answer.content.decode()
        assert browser.post(address(asked), form(asked, "unsolved")).status_code == 422
    asked.refresh_from_db()
    assert asked.found == ""


def test_to_hand_it_back_asks_somebody_else(cast: Cast, asked: LookBack, sign_in: SignIn):
    first = called(cast, asked)
    sent = form(asked, "hand-back", "认识他们。")
    with at(ON):
        assert sign_in(first).post(address(asked), sent).status_code == 302
        again = sign_in(first).post(address(asked), {**sent, "client_id": str(uuid4())})
        assert again.status_code == 409, "it is told that it is no longer in their hands"
        assert sign_in(first).get(reverse("desk")).content.decode().count(address(asked)) == 0
    assert called(cast, asked) != first


def test_nobody_else_learns_that_it_is_there(cast: Cast, asked: LookBack, sign_in: SignIn, street: Client):
    mine = called(cast, asked)
    nowhere = reverse("look-back", args=[uuid4()])
    with at(ON):
        for name in ("office", "secretary", "leader", "member", "another", "liaison", "economy_handler"):
            if name != mine:
                there, not_there = sign_in(name).get(address(asked)), sign_in(name).get(nowhere)
                assert there.status_code == not_there.status_code == 404, name
                assert sign_in(name).post(address(asked), form(asked, "solved")).status_code == 404
        assert street.get(address(asked)).status_code == 302
    asked.refresh_from_db()
    assert asked.found == ""


def test_the_public_learns_what_was_found_and_not_what_was_written(
    cast: Cast, asked: LookBack, sign_in: SignIn, street: Client
):
    matter = reverse("matter", args=[asked.matter_id])
    with at(ON):
        waiting = street.get(matter).content.decode()
        assert "六月底前交付厂房" in waiting
        assert asked.asked is not None
        assert asked.asked.name not in waiting
        sign_in(called(cast, asked)).post(address(asked), form(asked, "unsolved", "老板说还没有开工。"))
        told = street.get(matter).content.decode()
    assert "老板说还没有开工。" not in told
    assert "没有兑现" in told


def test_open_commitments_are_listed_for_those_who_may_read_them(
    cast: Cast, asked: LookBack, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
):
    url = reverse("commitments")
    with at(ON):
        told = sign_in("office").get(url).content.decode()
        assert "六月底前交付厂房" in told
        assert "区经济信息委" in told
        assert sign_in("economy_handler").get(url).status_code == 404
        asked.pk, asked.measure, asked.promised_on = uuid4(), "另一项", date(2025, 9, 30)
        asked.save(force_insert=True)
        browser = sign_in("secretary")
        browser.get(url)
        with django_assert_num_queries(COMMITMENTS):
            browser.get(url)


COMMITMENTS = 6
"""Session, person, appointments, committee and seal around it; the family, the count, the page."""


@pytest.fixture
def draw(cast: Cast, answered: Way) -> Draw:
    """One of one, drawn by the first seal after the announcement."""
    with at("2025-02-26"):
        who = Actor(kind="receipt", matter_id=answered.matter.pk)
        take(answered.now(), "rate", actor=who, version=answered.now().version, inputs={"satisfaction": "satisfied"})
    with at("2025-03-03"):
        announced = announce_draw(
            committee=cast.committee, edition=cast.edition, procedure="linkage",
            begins=date(2025, 2, 1), ends=date(2025, 2, 28), source="公证处", actor=cast.office,
        )  # fmt: skip
        with clock.at(clock.now() + timedelta(hours=1)):
            return make_draw(announced, seed="3 9 1 4", actor=cast.office)


def test_everybody_may_see_how_it_was_drawn_and_take_the_means_to_draw_again(draw: Draw, street: Client):
    listed = street.get(reverse("draws", args=["500104"])).content.decode()
    assert reverse("draw", args=[draw.pk]) in listed
    page = street.get(reverse("draw", args=[draw.pk])).content.decode()
    for said in ("3 9 1 4", draw.digest, "公证处", *draw.candidates, "hashlib"):
        assert said in page, said
    file = street.get(reverse("draw-list", args=[draw.pk]))
    assert file.json()["candidates"] == sorted(draw.candidates)
    assert "attachment" in file["Content-Disposition"]
    assert street.get(reverse("draw-recipe")).content.decode().startswith(f'"""{draw_again.__doc__}')
    assert street.get(reverse("draw", args=[uuid4()])).status_code == 404
