"""Chance that is the same each time: drawn from the seed and from where it is asked for, never from the order."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

T = TypeVar("T")


@dataclass(frozen=True)
class Seed:
    """The number with which a world is made. The same number makes the same world."""

    number: int

    def at(self, path: str) -> random.Random:
        """A generator of its own for each place, so that one more visit here changes nothing there."""
        return random.Random(hashlib.sha256(f"{self.number}/{path}".encode()).digest())

    def id(self, path: str) -> UUID:
        """The client id of what is done at this place: done again, it is recorded once."""
        return uuid5(NAMESPACE_URL, f"yidu-demo/{self.number}/{path}")


def fixed_id(name: str) -> UUID:
    """The id of a record that figure sets and tests call by name, whatever the seed."""
    return uuid5(NAMESPACE_URL, f"yidu-demo/{name}")


def weighted(rng: random.Random, choices: Sequence[tuple[T, float]]) -> T:
    """One of the choices, each as often as its weight says."""
    things, weights = zip(*choices, strict=True)
    return rng.choices(things, weights)[0]


def shuffled(rng: random.Random, things: Sequence[T]) -> list[T]:
    return rng.sample(things, len(things))
