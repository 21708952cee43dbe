"""Two heads sign the last two parts at once: the second finds that it is the last, and nobody waits in a circle."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError

from tests.cast import at, build
from tests.matters.conftest import Walk
from tests.matters.racing import acts, row_by_row
from tests.matters.test_dividing import divided
from tests.matters.test_proposals import filed, proposal
from tests.threads import A_MOMENT, SURELY, Meeting, at_once
from yidu.common.errors import Refused
from yidu.matters import engine
from yidu.matters.effects import answering
from yidu.matters.models import Matter
from yidu.matters.moves import EFFECTS


@pytest.fixture
def parts(transactional_db: None, tmp_path: Path) -> tuple[Walk, Walk]:
    """Two parts with an answer each that waits for its head, committed, so that threads see them."""
    with at("2025-01-02"):
        cast = build(tmp_path)
    with at("2025-02-17"):
        two = divided(filed(proposal(cast)))
    for part, by in zip(two, ("economy", "land"), strict=True):
        handler = getattr(cast, f"{by}_handler")
        part.does(handler, "reply", "2025-04-01", text="答复。", class_="A", publication="whole")
    return two


def both_sign(parts: tuple[Walk, Walk]) -> list[Any]:
    cast = parts[0].cast
    return at_once(acts(parts[0], cast.economy_head, "sign"), acts(parts[1], cast.land_head, "sign"))


def whole_of(parts: tuple[Walk, Walk]) -> Matter:
    return Matter.objects.get(parts=parts[0].matter)


def test_of_two_who_sign_the_last_two_parts_at_once_the_second_answers_the_whole(parts: tuple[Walk, Walk]):
    for result in both_sign(parts):
        assert isinstance(result, Matter), result
    whole = whole_of(parts)
    assert (whole.stage, whole.answered_in_time) == ("answered-in-parts", True)


def side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both have locked what they lock before either goes on, if the locks let them."""
    both, lock = Meeting(2, A_MOMENT), engine._lock

    def slowly(ids: Collection[UUID]) -> list[Matter]:
        rows = list(lock(ids))
        both.wait()
        return rows

    monkeypatch.setattr(engine, "_lock", slowly)


def test_it_comes_out_the_same_when_both_have_begun(parts: tuple[Walk, Walk], monkeypatch: pytest.MonkeyPatch):
    side_by_side(monkeypatch)
    test_of_two_who_sign_the_last_two_parts_at_once_the_second_answers_the_whole(parts)


def test_the_twin_that_locks_only_its_own_part_leaves_the_whole_waiting_for_ever(
    parts: tuple[Walk, Walk], monkeypatch: pytest.MonkeyPatch
):
    """Each sees the other not answered yet, and neither is the last."""
    both, honest = Meeting(2, SURELY), answering.answer_whole

    def unlocked(move: Any) -> None:
        pk = move.matter.part_of_id
        rows = Matter.objects.filter(part_of=pk, closed_at=None).exclude(pk=move.matter.pk)
        move.besides = {one.pk: one for one in (*rows, Matter.objects.get(pk=pk))}
        both.wait()
        honest(move)

    monkeypatch.setattr(answering, "answer_whole", unlocked)
    nothing: Any = lambda _matter, _inputs: ()  # noqa: E731
    monkeypatch.setitem(EFFECTS, "sign", replace(EFFECTS["sign"], besides=nothing))
    both_sign(parts)
    assert whole_of(parts).stage == "divided"


def test_the_twin_that_locks_its_own_part_first_waits_in_a_circle(
    parts: tuple[Walk, Walk], monkeypatch: pytest.MonkeyPatch
):
    row_by_row(monkeypatch, in_order=False)
    assert any(isinstance(one, OperationalError) and "deadlock" in str(one) for one in both_sign(parts))


def test_whoever_undoes_the_division_while_a_head_signs_wins_or_is_refused(parts: tuple[Walk, Walk]):
    whole, cast = Walk(parts[0].cast, whole_of(parts)), parts[0].cast
    results = at_once(acts(whole, cast.office, "rejoin"), acts(parts[0], cast.economy_head, "sign"))
    assert sum(isinstance(one, Matter) for one in results) == 1, results
    assert sum(isinstance(one, Refused) for one in results) == 1, results
    stages = [one.stage for one in Matter.objects.filter(part_of=whole.matter.pk).order_by("number")]
    told: Mapping[str, list[str]] = {"filed": ["taken-back"] * 2, "divided": ["answered", "signing"]}
    assert stages == told[whole_of(parts).stage]
