"""A load generator: so many keep-alive connections, each asking again as soon as it was answered.

Small on purpose: it shares two processors with the server, and what it takes itself makes every ratio look better.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

CONNECTIONS = 8

Requests = Iterator[bytes]
"""What is asked, one whole request after the other, for ever."""


@dataclass
class Taken:
    """What a stretch of time gave: how long each answer took (s), how many bytes, and what was no success."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    size: int = 0
    failed: dict[int, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return len(self.took) / self.seconds if self.seconds else 0.0

    def add(self, other: Taken) -> None:
        self.seconds += other.seconds
        self.took += other.took
        self.size += other.size
        for status, number in other.failed.items():
            self.failed[status] = self.failed.get(status, 0) + number


class _Asking(asyncio.Protocol):
    """One connection. Answers have a Content-Length: the site streams nothing that is measured."""

    def __init__(self, requests: Requests, taken: Taken, until: float) -> None:
        self.requests, self.taken, self.until = requests, taken, until
        self.done = asyncio.get_running_loop().create_future()
        self.buffer = bytearray()
        self.wanted = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._ask()

    def _ask(self) -> None:
        self.began = time.perf_counter()
        self.transport.write(next(self.requests))

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.wanted:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self.buffer[:end]).lower()
            start = head.find(b"content-length:")
            length = int(head[start + 15 :].split(b"\r\n", 1)[0]) if start >= 0 else 0
            self.wanted, self.status = end + 4 + length, int(head[9:12])
        if len(self.buffer) < self.wanted:
            return
        now = time.perf_counter()
        self.taken.took.append(now - self.began)
        self.taken.size += self.wanted
        if self.status not in (200, 302):
            self.taken.failed[self.status] = self.taken.failed.get(self.status, 0) + 1
        self.buffer.clear()
        self.wanted = 0
        if now < self.until:
            self._ask()
        else:
            self.transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


async def _ask(port: int, requests: list[Requests], seconds: float) -> Taken:
    taken, loop, began = Taken(), asyncio.get_running_loop(), time.perf_counter()
    asking = []
    for one in requests:
        _transport, protocol = await loop.create_connection(
            lambda one=one: _Asking(one, taken, began + seconds),  # type: ignore[misc]
            "127.0.0.1",
            port,
        )
        asking.append(protocol.done)
    await asyncio.gather(*asking)
    taken.seconds = time.perf_counter() - began
    return taken


def ask(port: int, requests: list[Requests], seconds: float) -> Taken:
    """Ask for so many seconds over one connection for each of `requests`."""
    return asyncio.run(_ask(port, requests, seconds))
