"""The difference of two texts is read easily, and leaves nothing out."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yidu.common.difference import Piece, difference

OLD = "晚上排队充电，居民有意见。请住建部门统筹车位改造。"
NEW = "新山村等老旧小区夜间排队充电，居民有意见。建议住建部门统筹车位改造，年内完成。"


def told(old: str, new: str) -> str:
    marks = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(marks[piece.what].format(piece.text) for piece in difference(old, new))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("甲，乙。", "甲，乙。", "甲，乙。"),
        ("甲，乙。", "甲，丙丁，乙。", "甲，[+丙丁，+]乙。"),
        ("甲，丙丁，乙。", "甲，乙。", "甲，[-丙丁，-]乙。"),
        ("", "全新。", "[+全新。+]"),
        ("请住建部门统筹车位改造。", "建议住建部门统筹车位改造。", "[-请-][+建议+]住建部门统筹车位改造。"),
        ("第一段完全是另一回事。", "说的根本不相干！", "[-第一段完全是另一回事。-][+说的根本不相干！+]"),
    ],
    ids=["the same", "put in", "taken out", "from nothing", "a word", "another sentence"],
)
def test_what_changed_is_marked_and_nothing_else(old: str, new: str, said: str):
    assert told(old, new) == said


def test_both_texts_can_be_read_out_of_it():
    _holds(OLD, NEW)


def test_a_character_in_common_by_chance_does_not_cut_a_change_in_two():
    pieces = difference("市民出行的不便之处较多", "市民上下班的困难之处较多")
    assert [piece for piece in pieces if piece.what == "same"] == [Piece("same", "市民"), Piece("same", "之处较多")]


@settings(max_examples=60, deadline=None)
@given(st.text("甲乙丙丁，。\n", max_size=80), st.text("甲乙丙丁，。\n", max_size=80))
def test_nothing_is_left_out_whatever_the_texts(old: str, new: str):
    _holds(old, new)


def _holds(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.what != "added") == old
    assert "".join(piece.text for piece in pieces if piece.what != "removed") == new
    assert all(one.what != other.what for one, other in pairwise(pieces))
