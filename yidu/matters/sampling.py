"""Drawing lots that anybody can draw again: pure functions of a published list and a published seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def digest_of(names: Iterable[str]) -> str:
    """The SHA-256 of a list: its names in order of their characters, a line each."""
    return hashlib.sha256("".join(f"{name}\n" for name in sorted(names)).encode()).hexdigest()


def in_drawn_order(names: Iterable[str], seed: str) -> list[str]:
    """The names in the order in which lots are drawn: by SHA-256 of "SEED|NAME"."""
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed}|{name}".encode()).hexdigest())


def size_of(candidates: int, share: int) -> int:
    """How many a share in per cent is: rounded up, so that of few there is at least one."""
    return -(-candidates * share // 100)
