"""The picture on the wall and the phones: a name on the list, a stance, and nothing that tells whose it was."""

from __future__ import annotations

import logging
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.consultations.conftest import session as session  # noqa: PLC0414
from tests.consultations.conftest import topic as topic  # noqa: PLC0414
from tests.consultations.settled import HELD, LIFT
from tests.web.conftest import SignIn
from yidu.consultations import stances
from yidu.consultations.actions import call_off_session, count_stances, invite, put_point, settle_point, withdraw_point
from yidu.consultations.links import door_of
from yidu.consultations.models import Point, Seat, Session, Stance
from yidu.ledger.models import Step
from yidu.people.models import Person
from yidu.web.views import seats, spot

pytestmark = pytest.mark.django_db
EVENING = (HELD, 20)


@pytest.fixture
def point(cast: Cast, session: Session) -> Point:
    with at(*EVENING):
        return put_point(session, text=LIFT, actor=cast.liaison, client_id=uuid4())


def door(session: Session) -> str:
    return reverse("at", args=[session.pk, door_of(session)])


def of_point(point: Point) -> str:
    return reverse("at-point", args=[point.session_id, door_of(point.session), point.pk])


def signs(phone: Client, session: Session, **told: Any) -> Any:
    return phone.post(door(session), {"client_id": str(uuid4()), "part": "resident", "name": "刘桂英", **told})


def says(phone: Client, point: Point, how: str, **told: Any) -> Any:
    """As a phone does it: the form, then what is filled in."""
    phone.get(of_point(point))
    return phone.post(of_point(point), {"client_id": str(uuid4()), "says": how, **told})


def many_say(point: Point, *hows: str, because: str = "") -> list[Client]:
    phones = [Client() for _how in hows]
    for phone, how in zip(phones, hows, strict=True):
        assert says(phone, point, how, because=because).status_code == 302
    return phones


# --- the list -------------------------------------------------------------------------------------------------------


def test_the_picture_on_the_wall_leads_to_the_door(session: Session, sign_in: SignIn):
    with at("2025-03-19"):
        page = sign_in("liaison").get(reverse("session-door", args=[session.pk]))
    told = page.content.decode()
    assert f"http://testserver{door(session)}" in told
    assert "<svg" in told
    assert "no-store" in page["Cache-Control"]


def test_a_name_on_the_list_says_nothing_until_the_convener_confirms_it(
    cast: Cast, session: Session, street: Client, sign_in: SignIn
):
    with at(*EVENING):
        answer = signs(street, session)
        assert (answer.status_code, answer["Location"]) == (302, door(session))
        assert "刘桂英" not in street.get(door(session)).content.decode(), "the list is not shown to a phone"
        seat = Seat.objects.get()
        assert (seat.signed_in_at is None, seat.confirmed_at, seat.person) == (False, None, None)
        convener = sign_in("liaison")
        assert "刘桂英" in convener.get(reverse("session-table", args=[session.pk])).content.decode()
        told = {"client_id": str(uuid4()), "version": "1"}
        assert convener.post(reverse("seat-confirm", args=[seat.pk]), told).status_code == 302
    assert Seat.objects.get().confirmed_at


def test_whoever_came_without_being_asked_has_no_link_of_an_invitation(
    cast: Cast, session: Session, street: Client, sign_in: SignIn
):
    with at("2025-03-11"):
        invite(session, named=[("expert", "张工")], actor=cast.office)
    with at(*EVENING):
        signs(street, session)
        page = sign_in("liaison").get(reverse("seats-links", args=[session.pk]))
    assert page.status_code == 200
    assert "张工" in page.content.decode()
    assert "刘桂英" not in page.content.decode()


def test_a_body_has_a_link_where_nobody_with_an_account_speaks_for_it(
    cast: Cast, session: Session, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
):
    def links() -> str:
        return str(sign_in("liaison").get(reverse("seats-links", args=[session.pk])).content.decode())

    with at("2025-03-11"):
        invite(session, organisations=[cast.economy, cast.land], actor=cast.office)
        Person.objects.filter(appointments__organisation=cast.land).update(is_active=False)
        assert cast.land.name in links()
        assert cast.economy.name not in links()
        monkeypatch.setattr(seats, "reached_by_link", lambda shown: shown.seats)
        assert cast.economy.name in links(), "the broken twin"


def test_the_list_asks_for_a_name_and_keeps_what_was_chosen(session: Session, street: Client):
    with at(*EVENING):
        answer = signs(street, session, name=" ", part="enterprise")
        assert answer.status_code == 422
        assert 'value="enterprise"' in answer.content.decode()
        assert signs(street, session, part="department").status_code == 422, (
            "a department is asked, it does not drop in"
        )
    assert not Seat.objects.exists()


@pytest.mark.parametrize(("day", "told"), [("2025-03-19", "协商会当天"), ("2025-03-21", "已经结束")])
def test_on_another_day_the_door_opens_nothing(session: Session, point: Point, street: Client, day: str, told: str):
    with at(day, 20):
        page = street.get(door(session)).content.decode()
        assert told in page
        assert LIFT not in page
        assert "<form" not in page.split("<main")[1].split("</main")[0]
        assert signs(street, session).status_code == 409
        assert says(street, point, "agree")["Location"] == door(session)
        assert LIFT not in street.get(of_point(point), follow=True).content.decode()
    assert (Seat.objects.count(), Stance.objects.count()) == (0, 0)


def test_a_wrong_door_and_one_that_was_called_off_are_not_there(cast: Cast, session: Session, point: Point):
    phone, wrong = Client(), [session.pk, "a" * 32]
    with at(*EVENING):
        assert phone.get(reverse("at", args=wrong)).status_code == 404
        assert phone.get(reverse("at-point", args=[*wrong, point.pk])).status_code == 404
        unknown = reverse("at-point", args=[session.pk, door_of(session), uuid4()])
        assert phone.get(unknown).status_code == 404
        withdraw_point(point, actor=cast.liaison, version=1)
        assert phone.get(of_point(point)).status_code == 404
        call_off_session(session, reason="下雨", actor=cast.liaison, version=1)
        assert phone.get(door(session)).status_code == 404


def test_who_sends_too_much_from_one_connection_waits(
    session: Session, street: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(spot, "MOST", 2)
    with at(*EVENING):
        assert [signs(street, session).status_code for _time in range(3)] == [302, 302, 429]
        assert street.get(door(session)).status_code == 200


# --- how people stand -----------------------------------------------------------------------------------------------


def test_a_phone_says_it_once_and_may_say_otherwise(session: Session, point: Point):
    phone, other = Client(), Client()
    with at(*EVENING):
        assert LIFT in phone.get(door(session)).content.decode()
        assert says(phone, point, "agree")["Location"] == door(session)
        assert says(phone, point, "object", because="怕吵").status_code == 302
        assert says(other, point, "agree").status_code == 302
    assert sorted(point.stances.values_list("says", "because")) == [("agree", ""), ("object", "怕吵")]


def test_a_phone_that_forgets_its_secret_would_say_it_twice(point: Point):
    """The broken twin of the one before."""
    phone = Client()
    with at(*EVENING):
        for _time in range(2):
            says(phone, point, "agree")
            phone.cookies.clear()
    assert point.stances.count() == 2


def test_the_secret_of_a_phone_goes_to_this_door_alone(session: Session, point: Point, caplog: Any):
    phone = Client()
    with at(*EVENING), caplog.at_level(logging.DEBUG):
        phone.get(of_point(point))
        cookie = phone.cookies[spot.COOKIE]
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (door(session), True, "Lax")
        assert cookie["max-age"] == 60 * 60 * 24
        secret = cookie.value
        answers = (phone.get(of_point(point)), says(phone, point, "agree"), phone.get(door(session)))
        pages = "".join(answer.content.decode() for answer in answers)
        assert phone.cookies[spot.COOKIE].value == secret
    assert secret not in pages
    assert secret not in caplog.text
    assert secret not in str(list(Stance.objects.values())) + str(list(Step.objects.values()))
    with at(*EVENING):
        over_https = Client().get(of_point(point), secure=True)
    assert over_https.cookies[spot.COOKIE]["secure"]


@pytest.mark.parametrize("forged", ["", "x", "a" * 5000, "a b"])
def test_a_secret_that_no_phone_was_given_is_replaced(point: Point, forged: str):
    phone = Client()
    with at(*EVENING):
        phone.cookies[spot.COOKIE] = forged
        answer = phone.get(of_point(point))
        assert answer.status_code == 200
        assert len(answer.cookies[spot.COOKIE].value) == 32


def test_what_is_settled_is_told_and_keeps_what_was_typed(cast: Cast, point: Point):
    phone = Client()
    with at(*EVENING):
        phone.get(of_point(point))
        settle_point(point, stands="disagreed", says="不", actor=cast.liaison, version=1)
        told = {"client_id": str(uuid4()), "says": "object", "because": "怕吵，也怕贵"}
        answer = phone.post(of_point(point), told)
        assert answer.status_code == 409
        assert "怕吵，也怕贵" in answer.content.decode()
        assert phone.get(of_point(point))["Location"]
    assert not Stance.objects.exists()


def test_how_a_phone_stands_has_to_be_said(point: Point):
    phone = Client()
    with at(*EVENING):
        for how in ("", "perhaps"):
            answer = says(phone, point, how, because="怕吵")
            assert answer.status_code == 422
            assert "怕吵" in answer.content.decode()


def test_of_fewer_than_five_only_is_said_that_people_were_asked(
    session: Session, point: Point, sign_in: SignIn, street: Client
):
    Session.objects.filter(pk=session.pk).update(is_public=True)
    convener = sign_in("liaison")
    pages = ((street, "session"), (convener, "session"), (convener, "session-table"))

    def seen() -> list[bool]:
        return ["怕吵" in one.get(reverse(name, args=[session.pk])).content.decode() for one, name in pages]

    with at(*EVENING):
        many_say(point, "agree", "agree", "live-with", "object", because="怕吵")
        told = convener.get(reverse("session-table", args=[session.pk])).content.decode()
        assert seen() == [False] * 3
        assert "人太少" in told
        many_say(point, "agree")
        assert seen() == [True] * 3
        told = street.get(reverse("session", args=[session.pk])).content.decode()
        assert "赞成 3" in told
        assert "怕吵" not in street.get(door(session)).content.decode(), "a phone is told how nobody stands"


def test_with_a_lower_limit_one_phone_would_be_told_of(
    session: Session, point: Point, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
):
    """The broken twin of the one before."""
    monkeypatch.setattr(stances, "FEWEST", 1)
    with at(*EVENING):
        many_say(point, "object", because="怕吵")
        assert "怕吵" in sign_in("liaison").get(reverse("session-table", args=[session.pk])).content.decode()


def test_hands_and_phones_are_told_together(cast: Cast, session: Session, point: Point, sign_in: SignIn):
    with at(*EVENING):
        many_say(point, "agree", "object")
        count_stances(point, agree=20, live_with=3, actor=cast.liaison, version=1)
        told = sign_in("liaison").get(reverse("session-table", args=[session.pk])).content.decode()
    assert "赞成 21" in told


def test_the_pages_of_a_phone_ask_few_questions(
    cast: Cast, session: Session, point: Point, street: Client, django_assert_max_num_queries: Any
):
    with at(*EVENING):
        for number in range(10):
            put_point(session, text=f"第 {number} 件", actor=cast.liaison)
        for address in (door(session), of_point(point)):
            street.get(address)
            with django_assert_max_num_queries(5):
                street.get(address)
