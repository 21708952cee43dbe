"""Who is let in: by the words of each operation, by the token's scope and end, and never by a cookie."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.api.conftest import ROOT, Enter, Program, token_for
from tests.cast import Cast, at
from tests.web.test_routes import ALL, address
from yidu.common import clock
from yidu.common.actors import SYSTEM
from yidu.people.actions import add_person, add_service, appoint, withdraw_appointment
from yidu.people.models import Person
from yidu.services.actions import end_token, make_token, token_secret
from yidu.services.models import Token
from yidu.services.scopes import SCOPES

OPERATIONS = sorted(
    (route, method, words)
    for route, one in ALL.items()
    for method, words in getattr(one.callback, "who_by_method", {}).items()
)


def ask(program: Program, route: str, method: str) -> int:
    path = address(route).removeprefix(ROOT)
    if method == "GET":
        return int(program.get(path, q="某").status_code)
    if path.endswith(("/photos", "/imports")):
        return int(program.client.post(ROOT + path, {}, headers=program.headers).status_code)
    return int(program.post(path).status_code)


def test_there_are_operations():
    assert len(OPERATIONS) > 50
    assert {"GET", "POST"} == {method for _route, method, _words in OPERATIONS}


def test_without_a_token_only_what_everybody_may(visitor: Program):
    for route, method, words in OPERATIONS:
        status = ask(visitor, route, method)
        assert (status == 401) == ("everybody" not in words), (route, method, status)


def test_without_any_of_the_powers_nothing_is_there(cast: Cast):
    person = add_person(committee=cast.committee, name="路人", actor=SYSTEM)
    nobody = Program(token_for(person, _acting(person)))
    for route, method, words in OPERATIONS:
        if not {"everybody", "signed-in"} & set(words):
            assert ask(nobody, route, method) == 404, (route, method)


def test_each_operation_asks_for_its_scope(cast: Cast):
    for route, method, _words in OPERATIONS:
        noun = route.removeprefix("api/v1/").split("/")[0]
        others = [scope for scope in SCOPES if not scope.startswith(f"{noun}:")]
        outside = Program(_token(cast, others))
        assert ask(outside, route, method) == 403, (route, method)


def _token(cast: Cast, scopes: list[str]) -> str:
    key = ",".join(scopes)
    if key not in _made:
        for earlier in Token.objects.filter(ended_at=None):
            end_token(earlier, actor=cast.office)  # nobody has twenty at once
        _made[key] = token_for(cast.people["office"], cast.office, scopes=scopes)
    return _made[key]


_made: dict[str, str] = {}


@pytest.fixture(autouse=True)
def _fresh() -> None:
    _made.clear()


def _acting(person: Person):
    from tests.cast import actor_of

    return actor_of(person)


def test_reading_does_not_write(cast: Cast, program: Enter):
    reader = program("office", scopes=["organisations:read"])
    assert reader.get("/organisations/").status_code == 200
    answer = reader.post("/organisations/", kind="other", name="某协会")
    assert (answer.status_code, answer.json()["type"]) == (403, "/api/v1/#problem-out-of-scope")


def test_a_right_that_ended_is_gone_with_the_next_request(cast: Cast, program: Enter):
    office = program("office")
    assert office.get("/people/").status_code == 200
    withdraw_appointment(cast.appointments["office"], version=1, reason="记错了", actor=SYSTEM)
    assert office.get("/people/").status_code == 404


def test_a_token_ends_with_its_day_and_when_it_is_ended(cast: Cast, program: Enter):
    office = program("office", days=2)
    with at("2025-02-19"):
        assert office.get("/people/").status_code == 200
    with at("2025-02-20"):
        assert office.get("/people/").status_code == 401
    other = program("office")
    end_token(Token.objects.latest("pk"), actor=cast.office)
    assert other.get("/people/").status_code == 401


def test_a_session_opens_nothing(cast: Cast):
    client = Client()
    client.force_login(cast.people["office"])
    assert client.get(f"{ROOT}/people/").status_code == 401


@pytest.mark.parametrize(
    "told", ["Bearer", "Bearer x", "Basic eDp5", "yidu-0", "Bearer \xff\xfe", "Bearer " + "a" * 9000]
)
def test_what_is_no_token_is_refused_everywhere(cast: Cast, told: str):
    for path in ("/people/", "/committees/"):
        answer = Client().get(f"{ROOT}{path}", headers={"Authorization": told})
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_token_in_the_address_is_not_looked_at(cast: Cast, program: Enter):
    secret = program("office").secret
    assert Client().get(f"{ROOT}/people/", {"token": secret, "access_token": secret}).status_code == 401


def test_only_a_digest_is_kept_and_the_day_of_use(cast: Cast, program: Enter):
    office = program("office")
    office.get("/people/")
    kept = Token.objects.get()
    assert office.secret.removeprefix("yidu-") not in str(kept.__dict__)
    assert kept.used_on == date(2025, 2, 17)


def test_too_many_requests_wait_for_the_next_minute(cast: Cast, program: Enter, settings: Settings):
    settings.YIDU_API_PER_MINUTE = 3
    office = program("office")
    with at("2025-02-17", 10):
        assert [office.get("/people/").status_code for _ in range(4)] == [200, 200, 200, 429]
    with clock.at(clock.now() + timedelta(hours=2)):
        assert office.get("/people/").status_code == 200


def test_staff_without_a_second_factor_has_no_powers_where_a_site_asks_for_it(
    cast: Cast, program: Enter, settings: Settings
):
    office, member = program("office"), program("member")
    settings.YIDU_STAFF_NEED_MFA = True
    assert office.get("/people/").status_code == 403
    assert member.get("/people/").status_code == 200


def test_a_service_is_appointed_like_anybody_but_signs_and_decides_nothing(cast: Cast):
    from yidu.common.errors import Invalid

    service = add_service(committee=cast.committee, name="区经济信息委办公系统", actor=cast.office)
    told: dict[str, Any] = {
        "committee": cast.committee,
        "person": service,
        "starts": date(2025, 2, 17),
        "actor": cast.office,
    }
    for role in ("office", "head", "member", "secretary-general"):
        with pytest.raises(Invalid):
            appoint(role=role, organisation=cast.economy if role == "head" else None, **told)
    appoint(role="handler", organisation=cast.economy, **told)
    program = Program(token_for(service, cast.office))
    assert program.get("/matters/desk").status_code == 200
    assert program.get("/people/").status_code == 404


def test_nobody_makes_a_token_for_somebody_else(cast: Cast):
    from yidu.common.errors import NotAllowed

    for person, actor in ((cast.people["member"], cast.office), (cast.people["office"], cast.member)):
        with pytest.raises(NotAllowed):
            token_for(person, actor)


def test_a_service_of_two_committees_needs_the_keepers_of_both(cast: Cast):
    from tests.cast import YUNYANG, open_county
    from yidu.common.errors import NotAllowed

    other = open_county(YUNYANG, "云阳县政协", city=cast.city)
    service = add_service(committee=cast.committee, name="市级平台", actor=cast.office)
    body: dict[str, Any] = {"role": "handler", "starts": date(2025, 2, 17), "actor": SYSTEM}
    appoint(committee=cast.committee, person=service, organisation=cast.economy, **body)
    assert token_for(service, cast.office)
    from yidu.people.actions import add_organisation

    there = add_organisation(committee=other, kind="department", name="云阳县某局", actor=SYSTEM)
    appoint(committee=other, person=service, organisation=there, **body)
    with pytest.raises(NotAllowed):
        token_for(service, cast.office)


def test_a_token_lasts_a_year_at_most_and_is_for_something(cast: Cast):
    from yidu.common.errors import Invalid

    for more, field in (({"days": 400}, "expires_on"), ({"days": -1}, "expires_on"), ({"scopes": []}, "scopes")):
        with pytest.raises(Invalid) as refused:
            token_for(cast.people["member"], cast.member, **more)
        assert field in refused.value.fields


def test_made_twice_it_is_one_token_with_one_secret(cast: Cast):
    from uuid import uuid4

    told: dict[str, Any] = {
        "person": cast.people["member"], "name": "手机", "scopes": ["matters:read"], "expires_on": date(2025, 3, 1),
        "actor": cast.member, "client_id": uuid4(),
    }  # fmt: skip
    assert token_secret(make_token(**told)) == token_secret(make_token(**told))
