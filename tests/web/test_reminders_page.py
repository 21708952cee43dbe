"""Everybody chooses for themselves how to be reminded; the address that was given is never shown in full again."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.web.conftest import SignIn, Way
from tests.web.test_lists import asked
from yidu.ledger.models import Step
from yidu.notices.jobs import remind, send_messages
from yidu.notices.models import Channel
from yidu.notices.secrets import open_address

ADDRESS = reverse("reminders")
ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123456789abcdef0123456789abcdef"


def send(client: Client, *, version: int = 0, **told: Any) -> Any:
    given = {"client_id": str(uuid4()), "version": version, "language": "zh-hans", "hour": "", **told}
    return client.post(ADDRESS, given)


def test_an_address_is_chosen_and_then_only_hinted_at(cast: Cast, sign_in: SignIn):
    office = sign_in("office")
    assert "不提醒" in office.get(reverse("me")).content.decode()
    assert send(office, kind="email", address="siyuan.chen@example.org", hour="7").status_code == 302
    page = office.get(ADDRESS).content.decode()
    assert "siyuan.chen" not in page
    assert "s…@example.org" in page
    assert "电子邮件" in office.get(reverse("me")).content.decode()
    channel = Channel.objects.get()
    assert (open_address(channel.address), channel.hour) == ("siyuan.chen@example.org", 7)
    assert "siyuan" not in channel.address
    step = Step.objects.get(name="channel.chosen")
    assert (step.actor_id, step.data) == (
        cast.people["office"].pk, {"kind": "email", "hour": 7, "language": "zh-hans"}
    )  # fmt: skip
    assert send(office, version=1, kind="email", address="").status_code == 302, "an empty field keeps it"
    assert open_address(Channel.objects.get().address) == "siyuan.chen@example.org"


def test_the_secret_of_a_robot_is_not_shown_again(cast: Cast, sign_in: SignIn):
    office = sign_in("office")
    assert send(office, kind="wecom", address=ROBOT).status_code == 302
    page = office.get(ADDRESS).content.decode()
    assert "0123456789abcdef" not in page
    assert "…cdef" in page
    assert send(office, version=1, kind="feishu", address="").status_code == 422, "the key of another service"
    assert send(office, version=1, kind="off").status_code == 302
    assert Channel.objects.get().address == ""


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("email", ""),
        ("email", "nobody"),
        ("email", "a@example.org\nBcc: b@example.org"),
        ("wecom", "https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key=0123456789abcdef0123456789abcdef"),
        ("wecom", "http://127.0.0.1:5432/"),
        ("dingtalk", ROBOT),
        ("feishu", "json://127.0.0.1/"),
        ("syslog", "syslog://localhost"),
    ],
)
def test_anything_else_is_refused_and_kept_in_the_form(cast: Cast, sign_in: SignIn, kind: str, address: str):
    answer = send(sign_in("office"), kind=kind, address=address)
    assert answer.status_code == 422
    assert not Channel.objects.exists()
    assert answer.context["form"].data["address"] == address


def test_two_windows_at_once_are_told_and_a_repeated_request_is_one(cast: Cast, sign_in: SignIn):
    office = sign_in("office")
    same: dict[str, Any] = {"client_id": str(uuid4()), "kind": "email", "address": "a@example.org"}
    assert [send(office, **same).status_code for _time in range(2)] == [302, 302]
    assert Channel.objects.get().version == 1
    assert send(office, kind="off").status_code == 409


def test_nobody_sees_or_changes_anothers(cast: Cast, sign_in: SignIn, street: Client):
    send(sign_in("office"), kind="email", address="siyuan.chen@example.org")
    assert "example.org" not in sign_in("member").get(ADDRESS).content.decode()
    assert send(sign_in("member"), kind="off").status_code == 302
    assert Channel.objects.get(person=cast.people["office"]).kind == "email"
    assert street.get(ADDRESS).status_code == 302


def test_what_went_out_is_listed(cast: Cast, way: Way, sign_in: SignIn):
    office = sign_in("office")
    send(office, kind="email", address="siyuan.chen@example.org")
    with at("2025-02-19"):
        office = sign_in("office")
        remind()
        assert "待发送" in office.get(ADDRESS).content.decode()
        send_messages()
        assert "已发送" in office.get(ADDRESS).content.decode()
        assert asked(office, ADDRESS) <= 12
