"""Whoever is asked is told: of the invitation, of another time, that it is called off, and the day before."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast, at
from tests.consultations.conftest import moment
from yidu.consultations.actions import answer_seat, call_off_session, change_session, invite
from yidu.consultations.models import Session
from yidu.notices.due import due_now
from yidu.notices.texts import text_of

pytestmark = pytest.mark.django_db
WHO = ("member", "economy_handler", "land_handler", "liaison")


def told(cast: Cast, day: str, hour: int = 9) -> set[tuple[str, str]]:
    """(who, why) of sessions, by now."""
    called = {cast.people[name].pk: name for name in WHO}
    with at(day, hour):
        return {(called[one.person_id], one.why) for one in due_now(list(called)) if one.session is not None}


@pytest.fixture
def asked(cast: Cast, session: Session) -> Session:
    """On the 14th, for the evening of the 20th."""
    with at("2025-03-14"):
        invite(session, persons=[cast.people["member"]], organisations=[cast.economy], actor=cast.liaison)
    return session


def test_an_invitation_is_told_until_it_is_answered(cast: Cast, asked: Session):
    assert told(cast, "2025-03-14", 10) == {("member", "asked"), ("economy_handler", "asked")}
    with at("2025-03-14", 11):
        answer_seat(asked.seats.get(person=cast.people["member"]), answer="comes", actor=cast.member, version=1)
    assert told(cast, "2025-03-14", 12) == {("economy_handler", "asked")}
    assert told(cast, "2025-03-18") == {("economy_handler", "asked")}, "what was missed is still found later"


def test_the_day_before_everybody_is_told_who_did_not_say_no(cast: Cast, asked: Session):
    with at("2025-03-14", 11):
        answer_seat(asked.seats.get(person=cast.people["member"]), answer="cannot", actor=cast.member, version=1)
    assert told(cast, "2025-03-19") == {("economy_handler", "asked"), ("economy_handler", "near"), ("liaison", "near")}
    assert told(cast, "2025-03-20", 20) == set(), "it has begun"


def test_another_time_is_told_to_all_and_reminded_of_anew(cast: Cast, asked: Session):
    kept: dict[str, Any] = {
        "form": "courtyard",
        "convener": asked.convener,
        "station": asked.station,
        "actor": cast.liaison,
    }
    with at("2025-03-18"):
        change_session(asked, begins_at=moment("2025-03-25"), ends_at=moment("2025-03-25", 21), version=1, **kept)
    everybody = {(one, "moved") for one in ("member", "economy_handler", "liaison")}
    waits = {("member", "asked"), ("economy_handler", "asked")}
    assert told(cast, "2025-03-18", 10) == everybody | waits
    assert told(cast, "2025-03-22") == waits
    assert told(cast, "2025-03-24") - waits == {(one, "near") for one in ("member", "economy_handler", "liaison")}


def test_called_off_is_told_at_once_and_nothing_else(cast: Cast, asked: Session):
    with at("2025-03-19", 8):
        call_off_session(asked, reason="当晚停电检修", actor=cast.liaison, version=1)
    gone = {(one, "called-off") for one in ("member", "economy_handler", "liaison")}
    assert told(cast, "2025-03-19") == gone


def test_what_goes_out_names_nobody_and_says_nothing_of_what_it_is_about(cast: Cast, asked: Session):
    with at("2025-03-14", 10):
        found = [one for one in due_now([cast.people["member"].pk]) if one.session is not None]
        for language in ("zh-hans", "en"):
            text = text_of(found, language=language)
            assert asked.number in text.body
            assert str(asked.pk) in text.body
            assert "电梯" not in text.body
            assert "郑小梅" not in text.body
        assert all(one.at_once for one in found)
