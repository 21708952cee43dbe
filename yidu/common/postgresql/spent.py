"""How many statements a request or a job has sent, and how long it waited for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Spent:
    """`seconds` in the database, over so many `queries`."""

    queries: int = 0
    seconds: float = 0.0

    def add(self, seconds: float) -> None:
        self.queries += 1
        self.seconds += seconds


_spent: ContextVar[Spent | None] = ContextVar("yidu_spent", default=None)


def spent() -> Spent:
    """The account that is open; one that nobody reads when there is none."""
    return _spent.get() or Spent()


@contextmanager
def account() -> Iterator[Spent]:
    """Count what the block sends to the database."""
    opened = Spent()
    token = _spent.set(opened)
    try:
        yield opened
    finally:
        _spent.reset(token)
