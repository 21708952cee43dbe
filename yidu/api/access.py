"""Who may use a plain view of this package: the same declaration as that of the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


def for_everybody(view: View) -> View:
    view.who = ("everybody",)  # type: ignore[attr-defined]
    return view
