"""What is looked up when somebody asks: `@gauge(name, help)` on a function in an app's `gauges.py`.

For what the database knows and no process needs to count along: how much waits, how much there is. Never of a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

Look: TypeAlias = Callable[[], float]


@dataclass(frozen=True)
class Gauge:
    """A number by its name in Prometheus."""

    name: str
    help: str
    look: Look


_registry: dict[str, Gauge] = {}


def gauge(name: str, help_: str) -> Callable[[Look], Look]:
    """Register a function without arguments. Raises RuntimeError when two have one name."""

    def decorate(function: Look) -> Look:
        if name in _registry:
            raise RuntimeError(f"two gauges are called {name}")
        _registry[name] = Gauge(name, help_, function)
        return function

    return decorate


def registered_gauges() -> Mapping[str, Gauge]:
    """Every gauge by its name."""
    return dict(_registry)
