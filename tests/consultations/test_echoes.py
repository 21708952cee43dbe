"""Whoever took part is asked whether it was kept: once, by account or by the link of the seat, and nobody is named."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.consultations.conftest import session_of
from tests.consultations.settled import BY, concluded, full_session, held, point, seat
from tests.matters.conftest import Walk
from tests.web.conftest import SignIn
from yidu.common.actors import VISITOR, Actor
from yidu.common.errors import Conflict, Invalid, NotAllowed
from yidu.consultations import echoes
from yidu.consultations.actions import say_echo
from yidu.consultations.echoes import heard_of, waiting_for
from yidu.consultations.links import link_of, seat_by_link
from yidu.consultations.models import Echo, Point, Seat, Session
from yidu.ledger.models import Step
from yidu.matters.models import Matter
from yidu.people.rules import standing_of

pytestmark = pytest.mark.django_db
AFTER = "2025-07-01"


@pytest.fixture
def session(cast: Cast, topic: Walk) -> Session:
    return concluded(cast, full_session(cast, topic))


def agreed(session: Session) -> Point:
    return Point.objects.get(session=session, stands="agreed")


def by_link(row: Seat) -> Actor:
    return Actor(kind="link", seat_id=row.pk)


def says(session: Session, row: Seat, actor: Actor, kept: str = "yes", on: str = AFTER, **more: Any) -> Echo:
    with at(on):
        return say_echo(agreed(session), seat=row, kept=kept, actor=actor, client_id=uuid4(), **more)


def seat_of(session: Session, part: str) -> Seat:
    return Seat.objects.get(session=session, part=part)


def test_a_member_and_a_resident_say_it_once_each(cast: Cast, session: Session):
    says(session, seat_of(session, "member"), cast.member)
    says(session, seat_of(session, "resident"), by_link(seat_of(session, "resident")), "partly", text="三栋还差一部")
    assert set(Echo.objects.values_list("kept", flat=True)) == {"yes", "partly"}
    with pytest.raises(Conflict):
        says(session, seat_of(session, "member"), cast.member, "no", text="又想了想")
    first = Echo.objects.first()
    assert first
    first.pk = None
    with pytest.raises(IntegrityError, match="echo_once_per_seat"), transaction.atomic():
        first.save(force_insert=True)


def test_whoever_is_to_do_it_never_says_that_it_was_kept(cast: Cast, session: Session, monkeypatch: Any):
    """The broken twin: with nobody taken for a handler the department answers for itself."""
    own = seat_of(session, "department")
    for actor in (cast.economy_handler, by_link(own)):
        with pytest.raises(NotAllowed):
            says(session, own, actor)
    monkeypatch.setattr(echoes, "_handlers", lambda _point: set())
    assert says(session, own, cast.economy_handler).kept == "yes"


def test_nobody_answers_for_another_or_without_having_been_there(cast: Cast, session: Session):
    member = seat_of(session, "member")
    for actor in (cast.leader, VISITOR, by_link(seat_of(session, "resident"))):
        with pytest.raises(NotAllowed):
            says(session, member, actor)
    Seat.objects.filter(pk=member.pk).update(confirmed_at=None)
    with pytest.raises(NotAllowed):
        says(session, member, cast.member)


def test_it_is_asked_when_the_owner_has_reported_or_the_day_has_come(cast: Cast, session: Session):
    member = seat_of(session, "member")
    with pytest.raises(NotAllowed):
        says(session, member, cast.member, on="2025-06-29")
    walk = Walk(cast, Matter.objects.get(point=agreed(session)))
    walk.does(cast.economy_handler, "reply", "2025-05-20", text="已换好。", class_="A")
    walk.does(cast.economy_head, "sign", "2025-05-21")
    assert says(session, member, cast.member, on="2025-05-22").kept == "yes"


def test_what_was_not_kept_is_said_in_a_sentence(cast: Cast, session: Session):
    with pytest.raises(Invalid) as refused:
        says(session, seat_of(session, "member"), cast.member, "no")
    assert "text" in refused.value.fields


def test_of_fewer_than_three_answers_nothing_is_shown(cast: Cast, session: Session, street: Client):
    Session.objects.filter(pk=session.pk).update(is_public=True)
    rows = [seat(session, "resident", name=f"居民{n}") for n in range(2)]
    page = reverse("session", args=[session.pk])
    for row in rows:
        says(session, row, by_link(row))
    with at(AFTER):
        assert heard_of([agreed(session).pk]) == {}
        assert "确认兑现" not in street.get(page).content.decode()
    says(session, seat_of(session, "member"), cast.member, "partly", text="王晓岚看见还差一部")
    with at(AFTER):
        heard = heard_of([agreed(session).pk])[agreed(session).pk]
        assert (heard.yes, heard.partly, heard.no) == (2, 1, 0)
        told = street.get(page).content.decode()
    assert "兑现 2 · 部分兑现 1 · 没有兑现 0" in told
    assert "居民0" not in told
    assert "还差一部" not in told


def test_with_a_lower_limit_one_answer_would_be_told(cast: Cast, session: Session, monkeypatch: Any):
    """The broken twin of the one before."""
    says(session, seat_of(session, "member"), cast.member)
    monkeypatch.setattr(echoes, "LEAST", 1)
    assert heard_of([agreed(session).pk])[agreed(session).pk].yes == 1


def test_a_step_tells_that_somebody_answered_and_not_what(cast: Cast, session: Session):
    says(session, seat_of(session, "member"), cast.member, "no", text="没有换")
    assert Step.objects.get(name="echo.said").data == {}


def test_the_link_of_a_seat_opens_its_questions_and_nothing_else(cast: Cast, session: Session, street: Client):
    row = seat_of(session, "resident")
    way = reverse("seat-echo", args=[link_of(row)])
    found = seat_by_link(link_of(Seat.objects.get(pk=row.pk)))
    assert found is not None
    assert found[1] == row
    with at(AFTER):
        page = street.get(way)
        assert page.status_code == 200
        assert agreed(session).text in page.content.decode()
        assert "王晓岚" not in page.content.decode()
        told = {"point": str(agreed(session).pk), f"{agreed(session).pk}-client_id": str(uuid4())}
        assert street.post(way, told).status_code == 422
        told |= {f"{agreed(session).pk}-kept": "yes"}
        assert street.post(way, told).status_code == 302
        assert street.post(way, told).status_code == 302
        assert Echo.objects.get().seat == row
        assert "post" not in street.get(way).content.decode().split("<main")[1].split("</main")[0]
    assert street.get(reverse("seat-echo", args=["0" * 32])).status_code == 404
    assert street.get(reverse("session", args=[session.pk])).status_code == 404
    Seat.objects.filter(pk=row.pk).update(taken_off_at=session.ends_at)
    with at(AFTER):
        assert street.get(way).status_code == 404


def test_a_member_finds_the_question_on_the_desk_and_answers_on_the_page(cast: Cast, session: Session, sign_in: SignIn):
    way = reverse("session-echo", args=[session.pk])
    with at(AFTER):
        door = sign_in("member")
        assert way in door.get(reverse("desk")).content.decode()
        assert way in door.get(reverse("session", args=[session.pk])).content.decode()
        assert [one.pk for _seat, one in waiting_for(standing_of(cast.member))] == [agreed(session).pk]
        pk = agreed(session).pk
        told = {"point": str(pk), f"{pk}-kept": "no", f"{pk}-text": "三栋没有换", f"{pk}-client_id": str(uuid4())}
        assert door.post(way, told).status_code == 302
        assert way not in door.get(reverse("desk")).content.decode()
        assert list(waiting_for(standing_of(cast.member))) == []
        assert sign_in("leader").get(way).status_code == 404


def test_not_kept_lets_the_convener_open_it_again_and_never_opens_it_by_itself(
    cast: Cast, session: Session, sign_in: SignIn
):
    walk = Walk(cast, Matter.objects.get(point=agreed(session)))
    walk.does(cast.economy_handler, "reply", "2025-06-20", text="已换好。", class_="A")
    walk.does(cast.economy_head, "sign", "2025-06-21")
    walk.does(cast.liaison, "rate", "2025-06-23", satisfaction="satisfied")
    way = reverse("matter-take", args=[walk.matter.pk, "reopen"])
    page = reverse("session", args=[session.pk])
    with at(AFTER):
        assert way not in sign_in("liaison").get(page).content.decode()
    says(session, seat_of(session, "member"), cast.member, "no", text="三栋没有换")
    with at(AFTER):
        assert walk.now().stage == "kept"
        assert way in sign_in("liaison").get(page).content.decode()
        assert way not in sign_in("member").get(page).content.decode()
    assert walk.does(cast.liaison, "reopen", AFTER, what_is_missing="三栋没有换").stage == "doing"


def test_whoever_has_no_account_is_asked_by_a_link_that_the_convener_passes_on(
    cast: Cast, session: Session, sign_in: SignIn
):
    way = reverse("seat-echo", args=[link_of(seat_of(session, "resident"))])
    with at(AFTER):
        assert way in sign_in("liaison").get(reverse("session", args=[session.pk])).content.decode()
        assert way not in sign_in("member").get(reverse("session", args=[session.pk])).content.decode()


def test_what_was_agreed_on_a_session_that_is_not_concluded_is_not_asked(cast: Cast, topic: Walk):
    session = held(session_of(cast, topic))
    row = seat(session, "member", person=cast.people["member"])
    told = point(session, owner=cast.economy, day=BY)
    with at(AFTER), pytest.raises(NotAllowed):
        say_echo(told, seat=row, kept="yes", actor=cast.member)
    assert date(2025, 7, 1) > BY
