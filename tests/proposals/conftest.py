"""A proposal that a member writes, and who may sign it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.cast import Cast, at
from yidu.common.actors import Actor
from yidu.proposals.actions import save_draft, start_draft
from yidu.proposals.models import Draft, Signature

TITLE = "关于在老旧小区加装充电桩的建议"
WORDS: dict[str, Any] = {
    "title": TITLE,
    "text": "新山村街道有十二个老旧小区没有充电桩。居民从楼上拉线充电。",
    "answers": {"analysis": "配电容量不足，没有人牵头。", "advice": "请区经济信息委牵头增容，请规资局划出车位。"},
}


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """With a second member, and a convener of the sector."""
    cast.add("second", "刘国栋", "member", sector=cast.sector)
    cast.add("convener", "谢敏", "convener", sector=cast.sector)
    return cast


@pytest.fixture
def draft(cast: Cast) -> Draft:
    """Begun and saved once, by the member, on a Monday morning."""
    return written(cast)


def written(cast: Cast, *, by: Actor | None = None, kind: str = "proposal") -> Draft:
    actor = by or cast.member
    with at("2025-02-17"):
        begun = start_draft(committee=cast.committee, edition=cast.edition, kind=kind, actor=actor, client_id=uuid4())
        words = WORDS if kind == "proposal" else {**WORDS, "answers": {"advice": WORDS["answers"]["advice"]}}
        return save_draft(begun, **words, version=begun.version, actor=actor)


def fresh(row: Any) -> Any:
    """The row as it is now."""
    return type(row)._default_manager.get(pk=row.pk)


def standing_names(draft: Draft) -> list[str]:
    return [str(one) for one in Signature.objects.filter(draft=draft).order_by("pk") if one.stands]
