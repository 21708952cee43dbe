from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.cast import Cast
from tests.services.receiver import Receiver, receiver
from yidu.services.actions import add_webhook
from yidu.services.models import Subscription


@pytest.fixture
def listener(settings: Settings) -> Iterator[Receiver]:
    settings.YIDU_WEBHOOKS_TO_LOOPBACK = True
    with receiver() as kept:
        yield kept


@pytest.fixture
def subscription(cast: Cast, listener: Receiver) -> Subscription:
    """The office is told everything of its committee."""
    return add_webhook(
        committee=cast.committee, owner=cast.people["office"], url=listener.url, events=["*"], actor=cast.office
    )
