"""People are asked to a session, and answer: with an account on its page, without one by the link of their seat."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.consultations.conftest import moment
from tests.web.conftest import SignIn
from yidu.common.errors import Conflict, Invalid, NotAllowed, Stale
from yidu.consultations.actions import answer_seat, call_off_session, change_session, invite, take_off_seat
from yidu.consultations.links import invitation_by_link, link_of
from yidu.consultations.models import Seat, Session
from yidu.ledger.models import Step

pytestmark = pytest.mark.django_db
BLOCK = "3 栋居民代表"


def once() -> dict[str, str]:
    return {"client_id": str(uuid4())}


@pytest.fixture
def asked(cast: Cast, session: Session) -> dict[str, Seat]:
    """A member, a department, and a resident who has no account."""
    with at("2025-03-10"):
        invite(
            session,
            persons=[cast.people["member"]],
            organisations=[cast.economy],
            named=[("resident", BLOCK)],
            actor=cast.liaison,
        )
    return {one.part: one for one in session.seats.all()}


def test_several_are_asked_at_once_and_nobody_twice(cast: Cast, session: Session, asked: dict[str, Seat]):
    assert set(asked) == {"member", "department", "resident"}
    assert Step.objects.filter(name="seat.asked").count() == 3
    with at("2025-03-11"):
        with pytest.raises(Invalid):
            invite(session, persons=[cast.people["member"]], organisations=[cast.economy], actor=cast.liaison)
        invite(session, persons=[cast.people["member"], cast.people["leader"]], actor=cast.office)
    assert session.seats.count() == 4
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(session=session, part="member", person=cast.people["member"])


def test_only_who_prepares_it_asks_and_only_who_serves_here_is_asked(cast: Cast, session: Session):
    with at("2025-03-10"):
        for actor in (cast.member, cast.economy_handler):
            with pytest.raises(NotAllowed):
                invite(session, named=[("resident", BLOCK)], actor=actor)
        stranger = cast.add("other_member", "外地人", "member", committee=cast.city)
        with pytest.raises(Invalid) as refused:
            invite(session, persons=[stranger], actor=cast.liaison)
        assert "persons" in refused.value.fields
        with pytest.raises(Invalid):
            invite(session, named=[("member", "王某"), ("resident", "")], actor=cast.liaison)
    assert not session.seats.exists()


def test_everybody_answers_for_themselves_and_a_body_says_who_comes(cast: Cast, asked: dict[str, Seat]):
    with at("2025-03-12"):
        told = answer_seat(asked["member"], answer="comes", actor=cast.member, version=1)
        assert told.answer == "comes"
        body = answer_seat(asked["department"], answer="comes", name="李科长", actor=cast.economy_handler, version=1)
        assert body.name == "李科长"
        with pytest.raises(NotAllowed):
            answer_seat(asked["resident"], answer="comes", actor=cast.member, version=1)
        with pytest.raises(NotAllowed):
            answer_seat(asked["member"], answer="cannot", actor=cast.liaison, version=2)
        with pytest.raises(Stale):
            answer_seat(asked["member"], answer="cannot", actor=cast.member, version=1)
        with pytest.raises(Invalid):
            answer_seat(asked["member"], answer="perhaps", actor=cast.member, version=2)
        assert (
            answer_seat(asked["member"], answer="cannot", says="出差", actor=cast.member, version=2).answer == "cannot"
        )


def test_the_link_speaks_for_one_seat_until_the_session_is_over(cast: Cast, asked: dict[str, Seat]):
    seat = asked["resident"]
    secret = link_of(seat)
    assert secret
    assert secret not in seat.link
    assert not asked["member"].link, "an account needs none"
    with at("2025-03-12"):
        found = invitation_by_link(secret)
        assert found is not None
        actor, held = found
        assert held == seat
        answer_seat(held, answer="comes", actor=actor, version=1)
        with pytest.raises(NotAllowed):
            answer_seat(asked["department"], answer="comes", actor=actor, version=1)
        assert invitation_by_link(secret[:-1] + "x") is None
    with at("2025-03-20", 22):
        assert invitation_by_link(secret) is None
    with at("2025-03-13"):
        take_off_seat(seat, actor=cast.liaison, version=2)
        assert invitation_by_link(secret) is None


def test_who_was_taken_off_may_be_asked_again_and_nothing_is_answered_once_it_is_over(
    cast: Cast, session: Session, asked: dict[str, Seat]
):
    with at("2025-03-13"):
        take_off_seat(asked["member"], actor=cast.liaison, version=1)
        with pytest.raises(NotAllowed):
            answer_seat(asked["member"], answer="comes", actor=cast.member, version=2)
        invite(session, persons=[cast.people["member"]], actor=cast.liaison)
        call_off_session(session, reason="下雨", actor=cast.liaison, version=1)
        with pytest.raises(Conflict):
            answer_seat(asked["department"], answer="comes", actor=cast.economy_handler, version=1)
        with pytest.raises(Conflict):
            invite(session, named=[("expert", "张工")], actor=cast.liaison)


def test_only_a_new_time_or_place_is_news(cast: Cast, session: Session):
    told: dict[str, Any] = {
        "form": session.form, "convener": session.convener, "begins_at": session.begins_at, "ends_at": session.ends_at,
        "station": session.station, "room": session.room, "actor": cast.liaison,
    }  # fmt: skip
    with at("2025-03-12"):
        row = change_session(session, agenda="先听居民说", version=1, **told)
        assert row.moved_at is None
        row = change_session(row, version=2, **{**told, "begins_at": moment("2025-03-20", 18)})
        assert row.moved_at is not None


def test_the_page_asks_answers_and_shows_the_links_to_whoever_prepares(
    cast: Cast, session: Session, sign_in: SignIn, street: Client
):
    page, ask = reverse("session", args=[session.pk]), reverse("seats-ask", args=[session.pk])
    with at("2025-03-10"):
        door = sign_in("liaison")
        told = {
            **once(), "members": "王晓岚、周明华", "bodies": "区经济信息委",
            "residents": f"{BLOCK}\n5 栋老李", "experts": "", "guests": "",
        }  # fmt: skip
        wrong = door.post(ask, {**told, "members": "王晓岚、没有这个人"})
        assert wrong.status_code == 422
        assert "没有这个人" in wrong.content.decode()
        assert door.post(ask, told)["Location"] == page
        assert session.seats.count() == 5
        links = door.get(reverse("seats-links", args=[session.pk]))
        resident = session.seats.get(name=BLOCK)
        assert link_of(resident) in links.content.decode()
        assert "no-store" in links["Cache-Control"]
        assert sign_in("member").get(reverse("seats-links", args=[session.pk])).status_code == 404

        member = sign_in("member")
        assert (
            reverse("seat-answer", args=[session.seats.get(person=cast.people["member"]).pk])
            in member.get(page).content.decode()
        )

        way = reverse("seat", args=[link_of(resident)])
        shown = street.get(way).content.decode()
        assert "港华小区" in shown
        assert "物业说明现状" in shown
        answer = street.post(way, {"answer": "comes", "says": "带上账本", "version": "1", **once()}, follow=True)
        assert answer.status_code == 200
        resident.refresh_from_db()
        assert (resident.answer, resident.answer_says) == ("comes", "带上账本")
        assert street.get(reverse("seat", args=["0" * 32])).status_code == 404
        assert street.post(way, {"answer": "perhaps", "version": "2", **once()}).status_code == 422


def test_the_desk_says_what_waits_for_an_answer_and_what_one_convenes(
    cast: Cast, session: Session, asked: dict[str, Seat], sign_in: SignIn
):
    here = reverse("session", args=[session.pk])
    with at("2025-03-12"):
        for who in ("member", "economy_handler", "liaison"):
            assert here in sign_in(who).get(reverse("desk")).content.decode(), who
        assert here not in sign_in("land_handler").get(reverse("desk")).content.decode()
        answer_seat(asked["member"], answer="comes", actor=cast.member, version=1)
