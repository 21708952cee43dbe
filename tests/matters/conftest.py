"""A difficulty that a member brought back from a visit on Monday, 2025-02-17, and ways to move it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.cast import Cast, at
from yidu.common.actors import Actor
from yidu.matters.actions import record_and_raise
from yidu.matters.engine import locked, open_actions, take
from yidu.matters.models import Matter

VISITED = "2025-02-17"


def visit(cast: Cast, *, client_id: UUID | None = None, **more: Any) -> Matter:
    """The member visits the enterprise and brings one difficulty back. Call it with the clock set."""
    difficulty = {"kind": "enterprise-difficulty", "title": "生产用地不足", "text": "新订单来了，厂房不够。"}
    _activity, (matter,) = record_and_raise(
        committee=cast.committee,
        edition=cast.edition,
        kind="enterprise-visit",
        day=date(2025, 2, 17),
        host=cast.appointments["member"],
        organisation=cast.enterprise,
        heard="新订单来了，厂房不够。",
        raises=[{**difficulty, **more}],
        actor=cast.member,
        client_id=client_id or uuid4(),
    )
    return matter


@dataclass
class Walk:
    """One matter, moved by whom on which day."""

    cast: Cast
    matter: Matter

    @property
    def raiser(self) -> Actor:
        """The enterprise, by its receipt."""
        return Actor(kind="receipt", matter_id=self.matter.pk)

    def now(self) -> Matter:
        return locked(self.matter)

    def does(self, who: Actor, action: str, on: str, *, hour: int = 9, **inputs: Any) -> Matter:
        told = {name.rstrip("_").replace("_", "-"): value for name, value in inputs.items()}
        with at(on, hour):
            row = Matter.objects.get(pk=self.matter.pk)
            self.matter = take(row, action, actor=who, version=row.version, inputs=told)
        return Matter.objects.get(pk=self.matter.pk)

    def may(self, who: Actor, on: str, *, hour: int = 9) -> set[str]:
        with at(on, hour):
            return {one.id for one in open_actions(self.now(), who)}

    def handed_over(self) -> Walk:
        """On Tuesday, to economy with land joining."""
        self.does(self.cast.office, "assign", "2025-02-18", lead=self.cast.economy, joint=[self.cast.land])
        return self

    def answered(self) -> Walk:
        self.does(self.cast.economy_handler, "reply", "2025-02-25", text="已为企业找到厂房。", class_="A")
        self.does(self.cast.economy_head, "sign", "2025-02-26")
        return self


@pytest.fixture
def walk(cast: Cast) -> Walk:
    with at(VISITED):
        return Walk(cast, visit(cast))
