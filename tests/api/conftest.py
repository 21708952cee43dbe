"""The cast at the API: a client for each of them, with a token for everything that they may do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from tests.cast import Cast
from yidu.common import clock
from yidu.people.models import Person
from yidu.services.actions import make_token, token_secret
from yidu.services.scopes import SCOPES

ROOT = "/api/v1"


@dataclass
class Program:
    """A client of the API. `secret` is its token; without one it is a visitor."""

    secret: str = ""

    def __post_init__(self) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {self.secret}"} if self.secret else {}

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(f"{ROOT}{path}", query, headers=self.headers)

    def post(self, path: str, **told: Any) -> Any:
        """Send a change with a new client id, unless it is given one."""
        body = {"client_id": str(uuid4()), **told}
        return self.raw(path, json.dumps(body).encode())

    def raw(self, path: str, body: bytes, content_type: str = "application/json", **headers: str) -> Any:
        return self.client.post(f"{ROOT}{path}", body, content_type=content_type, headers={**self.headers, **headers})


Enter = Callable[..., Program]


@pytest.fixture(autouse=True)
def _nobody_asked_before(db: None) -> None:
    cache.clear()


def token_for(person: Person, by: Any, *, scopes: Any = SCOPES, days: int = 30) -> str:
    token = make_token(
        person=person,
        name="对接程序",
        scopes=scopes,
        expires_on=clock.today() + timedelta(days=days),
        actor=by,
        client_id=uuid4(),
    )
    return token_secret(token)


@pytest.fixture
def program(cast: Cast) -> Enter:
    """`program("office")`: a program that speaks for that person of the cast, with every scope."""

    def enter(called: str, **more: Any) -> Program:
        return Program(token_for(cast.people[called], getattr(cast, called), **more))

    return enter


@pytest.fixture
def visitor(cast: Cast) -> Program:
    return Program()
