"""A mail server of our own that keeps every letter, and people of the cast who chose e-mail."""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pytest_django import Settings

from tests.cast import Cast, actor_of
from tests.matters.conftest import walk  # noqa: F401
from yidu.notices.actions import choose_channel
from yidu.notices.models import Channel


@dataclass
class Sink:
    """What was delivered, copy by copy. `answer` is what the server says.

    It thinks for so many seconds `before` and `after` it keeps a letter, and for up to `slow` seconds more.
    """

    letters: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 OK"
    slow: float = 0.0
    before: float = 0.0
    after: float = 0.0
    port: int = 0
    thinking: Path | None = None
    """This file is there as soon as it thinks for long."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        await self._think(self.before)
        if self.answer.startswith("250"):
            self.letters.append(message_from_bytes(envelope.content, policy=default))
        # A worker that dies now does not learn that its letter is delivered.
        await self._think(self.after)
        return self.answer

    async def _think(self, seconds: float) -> None:
        if seconds and self.thinking:
            self.thinking.touch()
        await asyncio.sleep(seconds + random.random() * self.slow)

    @property
    def distinct(self) -> dict[str, EmailMessage]:
        """What a mail box keeps: each Message-ID once."""
        return {str(letter["Message-ID"]): letter for letter in self.letters}


def body(letter: EmailMessage) -> str:
    return str(letter.get_content()).replace("\r\n", "\n")


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A real SMTP server on a free port of this machine, and the site set to send by it."""
    kept = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        kept.port = free.getsockname()[1]
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", kept.port, 5
    settings.YIDU_URL = "https://yidu.example"
    yield kept
    controller.stop()


def choose(
    cast: Cast, called: str, kind: str = "email", address: str = "", *, version: int = 0, **more: Any
) -> Channel:
    """A person of the cast chooses a channel; of e-mail the address is their name's."""
    told = address or (f"{called.replace('_', '-')}@example.org" if kind == "email" else "")
    actor = actor_of(cast.people[called])
    return choose_channel(kind=kind, address=told, actor=actor, version=version, **more)


def all_choose(cast: Cast, people: Iterable[str]) -> None:
    for called in people:
        choose(cast, called)
