"""Records for the pages of figures: visits, a lead that is nobody else's business, a difficulty that is solved."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from tests.cast import Cast, at
from yidu.activities.actions import record_activity
from yidu.activities.models import Activity
from yidu.common.actors import Actor
from yidu.matters.actions import raise_matter
from yidu.matters.engine import take
from yidu.matters.models import Matter

HEARD = "新订单来了，厂房不够。"


def visit(cast: Cast, day: str, *, by: str = "member", **more: Any) -> Activity:
    """A visit to the enterprise, recorded on its day."""
    told = {"organisation": cast.enterprise, "kind": "enterprise-visit", "heard": HEARD, **more}
    with at(day):
        return record_activity(
            committee=cast.committee,
            edition=cast.edition,
            day=date.fromisoformat(day),
            host=cast.appointments[by],
            actor=getattr(cast, by),
            client_id=uuid4(),
            **told,
        )


def investor_lead(cast: Cast, day: str, title: str = "某仪器公司来考察") -> Matter:
    """A lead: open to those who have to do with it, and to nobody else."""
    with at(day):
        return raise_matter(
            committee=cast.committee,
            edition=cast.edition,
            kind="investor-lead",
            title=title,
            text="想来看看厂房。",
            place=cast.place,
            actor=cast.member,
            client_id=uuid4(),
        )


def solved_difficulty(cast: Cast, title: str = "生产用地不足") -> Matter:
    """A difficulty of the enterprise, handed over, answered, and confirmed by whoever raised it; within a week."""
    brought = visit(cast, "2025-02-17")
    with at("2025-02-17", 10):
        matter = raise_matter(
            committee=cast.committee,
            edition=cast.edition,
            kind="enterprise-difficulty",
            title=title,
            text=HEARD,
            organisation=cast.enterprise,
            activity=brought,
            actor=cast.member,
            client_id=uuid4(),
        )
    _take(matter, "2025-02-18", "assign", cast.office, lead=cast.economy)
    _take(matter, "2025-02-19", "accept", cast.economy_handler)
    _take(matter, "2025-02-20", "reply", cast.economy_handler, text="已带企业看过厂房。", **{"class": "A"})
    _take(matter, "2025-02-20", "sign", cast.economy_head)
    receipt = Actor(kind="receipt", matter_id=matter.pk)
    _take(matter, "2025-02-21", "rate", receipt, satisfaction="satisfied")
    return matter


def _take(matter: Matter, day: str, action: str, actor: Actor, **inputs: Any) -> None:
    matter.refresh_from_db()
    with at(day, 11):
        take(matter, action, actor=actor, version=matter.version, inputs=inputs, client_id=uuid4())
