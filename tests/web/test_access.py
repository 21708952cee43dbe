"""Signing in, how long it lasts, the second factor, large print, which committee."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from tests.cast import Cast
from tests.web.conftest import SignIn
from yidu.common import clock

WORD = "a-long-word-for-tests"


@pytest.fixture(autouse=True)
def _nobody_tried_before(db: None) -> None:
    cache.clear()


@pytest.fixture
def account(cast: Cast) -> dict[str, str]:
    person = cast.people["member"]
    person.set_password(WORD)
    person.save()
    return {"login": "member", "password": WORD}


def test_the_right_password_opens_the_desk(street: Client, account: dict[str, str]):
    answer = street.post("/account/login/", account)
    assert (answer.status_code, answer.url) == (302, "/desk/")
    assert street.get("/desk/").status_code == 200


def test_after_five_wrong_passwords_the_right_one_does_not_help_either(street: Client, account: dict[str, str]):
    for _try in range(5):
        street.post("/account/login/", {**account, "password": "wrong"})
    answer = street.post("/account/login/", account)
    assert answer.status_code != 302
    assert street.get("/desk/").status_code == 302


def test_nobody_signs_up(street: Client, cast: Cast):
    for address in ("/account/signup/", "/accounts/signup/", "/accounts/password/reset/"):
        assert street.get(address).status_code == 404


def test_half_an_hour_of_silence_signs_out(sign_in: SignIn):
    client, start = sign_in("member"), clock.now()
    with clock.at(start):
        assert client.get("/desk/").status_code == 200
    with clock.at(start + timedelta(minutes=29)):
        assert client.get("/desk/").status_code == 200
    with clock.at(start + timedelta(minutes=60)):
        assert client.get("/desk/").status_code == 302


def test_after_eight_hours_one_signs_in_again_however_busy_one_was(sign_in: SignIn):
    client, start = sign_in("member"), clock.now()
    for minutes in range(0, 8 * 60 + 1, 20):
        with clock.at(start + timedelta(minutes=minutes)):
            assert client.get("/desk/").status_code == 200
    with clock.at(start + timedelta(hours=8, minutes=5)):
        assert client.get("/desk/").status_code == 302


def test_signed_in_pages_are_kept_by_nobody(sign_in: SignIn, street: Client, cast: Cast):
    assert "no-store" in sign_in("member").get("/desk/")["Cache-Control"]
    assert "no-store" not in street.get("/say/").get("Cache-Control", "")


def test_staff_first_sets_up_the_second_factor_where_the_site_asks_for_it(sign_in: SignIn, settings: Settings):
    settings.YIDU_STAFF_NEED_MFA = True
    office, member = sign_in("office"), sign_in("member")
    assert office.get("/desk/").url == "/account/second-factor/on/"
    assert office.get("/account/logout/").status_code == 200
    assert member.get("/desk/").status_code == 200


def test_with_the_second_factor_staff_goes_on(cast: Cast, sign_in: SignIn, settings: Settings):
    settings.YIDU_STAFF_NEED_MFA = True
    Authenticator.objects.create(user=cast.people["office"], type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert sign_in("office").get("/desk/").status_code == 200


def test_a_right_that_ended_is_gone_with_the_next_request(cast: Cast, sign_in: SignIn):
    from yidu.common.actors import SYSTEM
    from yidu.people.actions import withdraw_appointment

    office = sign_in("office")
    assert office.get("/record/").status_code == 200
    held = cast.appointments["office"]
    withdraw_appointment(held, version=held.version, reason="记错了", actor=SYSTEM)
    assert office.get("/record/").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/me/", "/account/password/", "/account/second-factor/", "/account/sessions/", "/account/logout/"],
)
def test_the_pages_of_ones_account_open(street: Client, account: dict[str, str], address: str):
    street.post("/account/login/", account)
    assert street.get(address).status_code == 200


def test_the_second_factor_is_set_up_with_the_codes_of_an_app_and_gives_recovery_codes(
    street: Client, account: dict[str, str]
):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    street.post("/account/login/", account)
    again = street.get("/account/second-factor/on/").url
    assert street.post(again, {"password": WORD}).url == "/account/second-factor/on/"
    page = street.get("/account/second-factor/on/")
    secret = page.context["form"].secret
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    answer = street.post("/account/second-factor/on/", {"code": code})
    assert answer.status_code == 302, answer.content.decode()
    codes = street.get(answer.url).content.decode()
    assert codes.count("<code>") == 10
    assert street.get("/account/codes/").content.decode().count("<code>") == 0


def test_large_print_is_remembered_and_leads_back_only_to_this_site(street: Client, cast: Cast):
    answer = street.post("/elder/", {"elder": "1", "next": "/say/"})
    assert (answer.url, answer.cookies["elder"].value) == ("/say/", "1")
    assert "data-elder" in street.get("/say/").content.decode()
    assert street.post("/elder/", {"elder": "0", "next": "https://elsewhere.example/"}).url == "/"
    assert "data-elder" not in street.get("/say/").content.decode()


def test_one_chooses_among_the_committees_that_one_serves(cast: Cast, sign_in: SignIn):
    from tests.cast import BEGINS
    from yidu.common.actors import SYSTEM
    from yidu.people.actions import appoint

    appoint(committee=cast.city, person=cast.people["leader"], role="member", starts=BEGINS, actor=SYSTEM)
    leader = sign_in("leader")
    assert leader.post("/me/committee/", {"committee": "500000"}).status_code == 302
    assert leader.get("/me/").context["chosen"] == cast.city
    assert leader.post("/me/committee/", {"committee": "500235"}).status_code == 404
