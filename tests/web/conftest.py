"""The cast at the pages: a browser for each of them, and one difficulty that goes its way by forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from yidu.matters.actions import receipt_code
from yidu.matters.models import Matter

SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(cast: Cast) -> SignIn:
    """`sign_in("office")`: a browser in which that person of the cast is signed in."""
    return doors(cast)


def doors(cast: Cast) -> SignIn:
    def enter(called: str) -> Client:
        client = Client()
        client.force_login(cast.people[called])
        return client

    return enter


@pytest.fixture
def street(cast: Cast) -> Client:
    """A browser in which nobody is signed in."""
    return Client()


def visit_form(cast: Cast, **more: Any) -> dict[str, Any]:
    """What a member sends after a visit to the enterprise with one difficulty."""
    return {
        "client_id": str(uuid4()),
        "organisation": cast.enterprise.name,
        "heard": "新订单来了，厂房不够，想在区内找三千平方米左右的生产用地。",
        "headcount": "2",
        "host": str(cast.appointments["member"].pk),
        "day": "2025-02-17",
        "raise-enterprise-difficulty-TOTAL_FORMS": "1",
        "raise-enterprise-difficulty-INITIAL_FORMS": "0",
        "raise-enterprise-difficulty-0-title": "生产用地不足",
        "raise-investor-lead-TOTAL_FORMS": "0",
        "raise-investor-lead-INITIAL_FORMS": "0",
        **more,
    }


@dataclass
class Way:
    """One matter, moved by whoever sends the form of an action."""

    matter: Matter
    enter: SignIn

    def now(self) -> Matter:
        return Matter.objects.select_related("edition", "lead").get(pk=self.matter.pk)

    def form(self, action: str, **more: Any) -> tuple[str, dict[str, Any]]:
        told = {name if "-" in name else name.rstrip("_").replace("_", "-"): value for name, value in more.items()}
        version = str(self.now().version)
        return self.address(action), {"client_id": str(uuid4()), "version": version, **told}

    def address(self, action: str) -> str:
        return reverse("matter-take", args=[self.matter.pk, action])

    def send(self, called: str, action: str, *, on: str = "2025-02-18", **more: Any) -> Any:
        """Send the form of an action as a person of the cast; raises when the page refuses."""
        with at(on):
            url, told = self.form(action, **more)
            answer = self.enter(called).post(url, told)
        assert answer.status_code == 302, answer.content.decode()
        return answer

    @property
    def receipt(self) -> str:
        return receipt_code(self.matter)


@pytest.fixture
def way(cast: Cast, sign_in: SignIn) -> Way:
    """A visit was recorded by its form on Monday, and it brought one difficulty back."""
    return raised(cast, sign_in)


@pytest.fixture
def answered(cast: Cast, way: Way) -> Way:
    """Handed to the economic department with the land bureau's help, answered and signed."""
    return signed(cast, way)


def raised(cast: Cast, enter: SignIn) -> Way:
    answer = enter("member").post(reverse("record-kind", args=["wuqian", "enterprise-visit"]), visit_form(cast))
    assert answer.status_code == 302, answer.content.decode()
    return Way(Matter.objects.get(), enter)


def signed(cast: Cast, way: Way) -> Way:
    way.send("office", "assign", lead=str(cast.economy.pk), joint=[str(cast.land.pk)], note="请尽快")
    way.send("economy_handler", "accept", on="2025-02-19")
    way.send("land_handler", "opinion", on="2025-02-20", text="内部意见：可用糖酒公司闲置厂房")
    way.send("economy_handler", "reply", on="2025-02-24", text="已带企业看过厂房。", class_="A", **NO_MEASURES)
    way.send("economy_head", "sign", on="2025-02-24")
    return way


NO_MEASURES = {"measures-TOTAL_FORMS": "0", "measures-INITIAL_FORMS": "0"}
