"""Two who act at the same moment on matters that have to do with one another."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

import pytest

from tests.cast import at
from tests.matters.conftest import Walk
from tests.threads import A_MOMENT, SURELY, Meeting
from yidu.common.actors import Actor
from yidu.matters import engine
from yidu.matters.engine import take
from yidu.matters.models import Matter


def acts(walk: Walk, who: Actor, action: str, **inputs: Any) -> Callable[[], Matter]:
    """A call for a thread: the action on the matter as it is when the thread comes to it."""

    def call() -> Matter:
        with at("2025-04-02"):
            matter = Matter.objects.get(pk=walk.matter.pk)
            return take(matter, action, actor=who, version=matter.version, inputs=inputs)

    return call


def row_by_row(monkeypatch: pytest.MonkeyPatch, *, in_order: bool) -> None:
    """Both threads hold their first row before either asks for its second, if the order of locking lets them."""
    # In order the other waits for the row that this one holds, and never comes.
    both, lock = Meeting(2, A_MOMENT if in_order else SURELY), engine._lock

    def slowly(ids: Collection[UUID]) -> list[Matter]:
        rows: list[Matter] = []
        for pk in sorted(ids) if in_order else ids:
            rows += lock([pk])
            both.wait()
        return rows

    monkeypatch.setattr(engine, "_lock", slowly)
