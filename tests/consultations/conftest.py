"""A resident's topic about old lifts, chosen by the office, and a session about it in the courtyard."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import Cast, at
from tests.matters.conftest import Walk
from tests.web.conftest import SignIn, doors
from yidu.common.actors import VISITOR, Actor
from yidu.common.clock import SHANGHAI
from yidu.consultations.actions import plan_session
from yidu.consultations.models import Session
from yidu.matters.actions import raise_matter

LIFTS = {"title": "港华小区电梯老化停运", "text": "十二部电梯用了二十多年，常停。大家想商量怎么换、钱怎么出。"}


def moment(day: str, hour: int = 19) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02d}:00").replace(tzinfo=SHANGHAI)


def topic_of(cast: Cast, day: str = "2025-03-03", **more: Any) -> Walk:
    """What a resident proposed on the portal."""
    told: dict[str, Any] = {"raised_as": "resident", "actor": VISITOR, **LIFTS, **more}
    with at(day):
        matter = raise_matter(
            committee=cast.committee, edition=cast.edition, kind="topic", place=cast.place, client_id=uuid4(), **told
        )
    return Walk(cast, matter)


def session_of(cast: Cast, topic: Walk, day: str = "2025-03-20", *, actor: Actor | None = None, **more: Any) -> Session:
    told: dict[str, Any] = {
        "form": "courtyard",
        "convener": cast.appointments["liaison"],
        "station": cast.venue,
        "begins_at": moment(day),
        "ends_at": moment(day, 21),
        "room": "3 栋楼下",
        "agenda": "物业说明现状\n居民发言\n商量分摊办法",
    }
    with at("2025-03-10"):
        return plan_session(topic=topic.matter, actor=actor or cast.office, client_id=uuid4(), **{**told, **more})


@pytest.fixture
def sign_in(cast: Cast) -> SignIn:
    return doors(cast)


@pytest.fixture
def street() -> Client:
    return Client()


@pytest.fixture
def topic(cast: Cast) -> Walk:
    walk = topic_of(cast)
    walk.does(cast.office, "choose", "2025-03-05", text="多个院落都有，今年可以做成。")
    return walk


@pytest.fixture
def session(cast: Cast, topic: Walk) -> Session:
    return session_of(cast, topic)
