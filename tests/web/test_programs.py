"""Tokens and webhooks on pages: made, shown once, ended; nobody's but one's own and of the services that one keeps."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.cast import Cast
from tests.services.receiver import Receiver, receiver
from tests.web.conftest import SignIn
from tests.web.world import visit
from yidu.people.actions import add_service, appoint
from yidu.people.models import Person
from yidu.services import delivering, events
from yidu.services.models import Delivery, Subscription, Token


@pytest.fixture(autouse=True)
def _nobody_asked_before(db: None) -> None:
    cache.clear()


def make(client: Client, query: str = "", **told: Any) -> Any:
    form = {
        "client_id": str(uuid4()), "name": "驻村日报", "reads": ["matters:read", "people:read"],
        "expires_on": "2025-05-01", **told,
    }  # fmt: skip
    return client.post(reverse("token-new") + query, form)


def secret_in(answer: Any) -> str:
    found = re.search(r"<textarea[^>]*>([^<]+)</textarea>", answer.content.decode())
    assert found, answer.content.decode()
    return found[1]


def status_with(secret: str, path: str = "/api/v1/people/") -> int:
    return int(Client().get(path, headers={"Authorization": f"Bearer {secret}"}).status_code)


def test_a_token_is_made_shown_once_used_and_ended(cast: Cast, sign_in: SignIn):
    office = sign_in("office")
    answer = make(office)
    assert answer.status_code == 302, answer.content.decode()
    secret = secret_in(office.get(answer.url))
    again = office.get(answer.url, follow=True)
    assert secret not in again.content.decode()
    assert "密钥只显示一次" in again.content.decode()
    assert status_with(secret) == 200
    page = office.get(reverse("tokens")).content.decode()
    assert "驻村日报" in page
    assert "最近使用" in page
    assert secret not in page
    token = Token.objects.get()
    assert (token.scopes, token.expires_on) == (["matters:read", "people:read"], date(2025, 5, 1))
    assert office.post(reverse("token-end", args=[token.pk])).status_code == 302
    assert status_with(secret) == 401
    assert "已停用" in office.get(reverse("tokens")).content.decode()


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"name": ""}, "请填写"), ({"reads": []}, "请选择"), ({"expires_on": "2027-01-01"}, "一年"),
        ({"expires_on": "昨天"}, "2025-07-31"), ({"reads": ["everything:write"]}, "everything"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_stays(cast: Cast, sign_in: SignIn, told: Any, reason: str):
    answer = make(sign_in("office"), **told)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert reason in text
    assert "name" in told or "驻村日报" in text
    assert not Token.objects.exists()


def test_sent_twice_it_is_one_token(cast: Cast, sign_in: SignIn):
    office, id_ = sign_in("office"), str(uuid4())
    assert [make(office, client_id=id_).status_code for _ in range(2)] == [302, 302]
    assert Token.objects.count() == 1


def test_nobody_sees_or_ends_the_token_of_another(cast: Cast, sign_in: SignIn):
    make(sign_in("office"))
    member, token = sign_in("member"), Token.objects.get()
    assert "驻村日报" not in member.get(reverse("tokens")).content.decode()
    assert member.post(reverse("token-end", args=[token.pk])).status_code == 404
    assert make(member, f"?for={cast.people['office'].pk}").status_code == 404
    assert make(member, "?for=²").status_code == 404
    assert Token.objects.get().ended_at is None


@pytest.fixture
def service(cast: Cast) -> Person:
    made = add_service(committee=cast.committee, name="区经济信息委办公系统", actor=cast.office)
    told: Any = {"role": "handler", "organisation": cast.economy, "starts": date(2025, 2, 17), "actor": cast.office}
    appoint(committee=cast.committee, person=made, **told)
    return made


def test_a_service_is_added_by_its_page_and_then_appointed(cast: Cast, sign_in: SignIn):
    office = sign_in("office")
    answer = office.post(reverse("service-add"), {"client_id": str(uuid4()), "name": "区民政局办公系统"})
    made = Person.objects.get(is_service=True)
    assert (answer.status_code, answer.url) == (302, reverse("appoint", args=[made.pk]))
    assert sign_in("member").get(reverse("service-add")).status_code == 404


def test_whoever_keeps_people_makes_tokens_for_services(cast: Cast, sign_in: SignIn, service: Person):
    office = sign_in("office")
    assert "区经济信息委办公系统" in office.get(reverse("tokens")).content.decode()
    answer = make(office, f"?for={service.pk}", reads=["matters:read"])
    secret = secret_in(office.get(answer.url))
    assert status_with(secret, "/api/v1/matters/desk") == 200
    assert Token.objects.get().person == service
    assert "区经济信息委办公系统" not in sign_in("member").get(reverse("tokens")).content.decode()


@pytest.fixture
def listener(settings: Settings) -> Any:
    settings.YIDU_WEBHOOKS_TO_LOOPBACK = True
    with receiver() as kept:
        yield kept


def add(client: Client, url: str, **told: Any) -> Any:
    return client.post(reverse("webhook-new"), {"client_id": str(uuid4()), "url": url, "events": "*", **told})


def test_another_system_is_told_and_what_became_of_it_stands_there(cast: Cast, sign_in: SignIn, listener: Receiver):
    office = sign_in("office")
    answer = add(office, listener.url, events="activity.*，matter.raised")
    assert answer.status_code == 302, answer.content.decode()
    assert secret_in(office.get(answer.url)).startswith("whsec_")
    one = Subscription.objects.get()
    assert one.events == ["activity.*", "matter.raised"]
    listener.answers = [500]
    visit(cast, "2025-02-17")
    events.fold()
    delivering.deliver(one)
    address = reverse("webhook", args=[one.pk])
    page = office.get(address).content.decode()
    assert "未能送达" in page
    assert "activity.recorded" in page
    assert office.post(reverse("webhook-on", args=[one.pk]), {"version": "1"}).status_code == 302
    assert delivering.deliver(Subscription.objects.get()) == 1
    step = Delivery.objects.get().step_id
    told = {"version": str(Subscription.objects.get().version), "step": str(step)}
    assert office.post(reverse("webhook-again", args=[one.pk]), told).status_code == 302
    assert delivering.deliver(Subscription.objects.get()) == 1
    assert listener.steps == [step, step]
    late = office.post(reverse("webhook-end", args=[one.pk]), {"version": "1"}, follow=True)
    assert Subscription.objects.get().ended_at is None, late.content.decode()
    version = str(Subscription.objects.get().version)
    office.post(reverse("webhook-end", args=[one.pk]), {"version": version})
    assert Subscription.objects.get().ended_at is not None


def test_an_address_of_our_own_network_and_an_unknown_step_are_refused(cast: Cast, sign_in: SignIn):
    office = sign_in("office")
    for url, told in (("http://example.org/", {}), ("https://example.org/", {"events": "a b!"}), ("ftp:", {})):
        answer = add(office, url, **told)
        assert answer.status_code == 422
        assert url in answer.content.decode()
    assert not Subscription.objects.exists()


def test_nobody_sees_or_stops_the_webhook_of_another(cast: Cast, sign_in: SignIn):
    add(sign_in("office"), "https://example.org/hook")
    one, member = Subscription.objects.get(), sign_in("member")
    assert "example.org" not in member.get(reverse("webhooks")).content.decode()
    assert member.get(reverse("webhook", args=[one.pk])).status_code == 404
    for name in ("webhook-end", "webhook-on", "webhook-again"):
        assert member.post(reverse(name, args=[one.pk]), {"version": "1", "step": "1"}).status_code == 404
    assert "example.org" in sign_in("office").get(reverse("webhooks")).content.decode()


def test_whoever_holds_no_role_is_told_nothing(cast: Cast, sign_in: SignIn):
    from yidu.people.actions import withdraw_appointment

    withdraw_appointment(cast.appointments["member"], version=1, reason="记错了", actor=cast.office)
    assert sign_in("member").get(reverse("webhook-new")).status_code == 302
