"""An answer that was signed, with two measures, and Word files as they can be looked into."""

from __future__ import annotations

import pytest

from tests.cast import Cast, at
from tests.matters.conftest import VISITED, Walk, visit
from yidu.matters.models import Reply


@pytest.fixture
def walk(cast: Cast) -> Walk:
    with at(VISITED):
        return Walk(cast, visit(cast)).handed_over()


MEASURES = [{"text": "六月底前交付厂房。", "day": "2025-06-30"}, {"text": "八月前接通天然气", "day": "2025-08-01"}]


@pytest.fixture
def reply(walk: Walk) -> Reply:
    """Economy answers with land's opinion: class B, two measures."""
    return answered(walk)


def answered(walk: Walk, text: str = "一、关于厂房\n已列入计划。") -> Reply:
    cast = walk.cast
    walk.does(cast.land_handler, "opinion", "2025-02-20", text="可用闲置厂房。")
    walk.does(cast.economy_handler, "reply", "2025-02-25", text=text, class_="B", measures=MEASURES)
    walk.does(cast.economy_head, "sign", "2025-02-26")
    return Reply.objects.get()
