"""What happens by itself: `@periodic(seconds=60)` on a function in an app's `jobs.py`. `yidu worker` runs them.

A job runs in one worker at a time. It must bear being run twice all the same: a worker that loses the database loses
its claim while a job may still be running.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Function = TypeVar("Function", bound=Callable[[], object])


@dataclass(frozen=True)
class Job:
    """`name` is "app.function"; `seconds` lie between the end of one run and the start of the next."""

    name: str
    seconds: float
    run: Callable[[], object]


_registry: dict[str, Job] = {}


def periodic(*, seconds: float, name: str | None = None) -> Callable[[Function], Function]:
    """Register a function without arguments to run every so many `seconds`; what it returns is logged.

    Raises RuntimeError when two jobs have one name.
    """

    def decorate(function: Function) -> Function:
        # yidu.matters.jobs.lapse_silent_matters → matters.lapse_silent_matters
        package = function.__module__.removeprefix("yidu.").removesuffix(".jobs")
        title = name or f"{package}.{function.__name__}"
        if title in _registry:
            raise RuntimeError(f"two jobs are called {title}")
        _registry[title] = Job(title, seconds, function)
        return function

    return decorate


def registered_jobs() -> Mapping[str, Job]:
    """Every job by its name."""
    return dict(_registry)
