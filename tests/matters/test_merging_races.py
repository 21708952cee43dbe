"""Two who merge each into the other at once: one wins, the other is told, and nobody waits in a circle."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any
from uuid import UUID

import pytest
from django.db import OperationalError, connections

from tests.cast import at, build
from tests.matters.conftest import Walk
from tests.matters.test_proposals import examined, handed_over, proposal, replied
from yidu.common.errors import Refused
from yidu.matters import engine
from yidu.matters.engine import take
from yidu.matters.models import Matter, Reply


@pytest.fixture
def both(transactional_db: None, tmp_path: Path) -> tuple[Walk, Walk]:
    """Two proposals that are examined, committed, so that threads see them."""
    with at("2025-01-02"):
        cast = build(tmp_path)
    with at("2025-02-17"):
        two = proposal(cast), proposal(cast, "leader", "老小区停车难")
    return examined(two[0]), examined(two[1])


def at_once(*calls: tuple[Walk, str, dict[str, Any]]) -> list[Any]:
    """What each call got: a matter, or the exception."""

    def one(call: tuple[Walk, str, dict[str, Any]]) -> Any:
        walk, action, inputs = call
        try:
            with at("2025-04-02"):
                matter = Matter.objects.get(pk=walk.matter.pk)
                who = walk.cast.economy_head if action == "sign" else walk.cast.office
                return take(matter, action, actor=who, version=matter.version, inputs=inputs)
        except Exception as error:  # noqa: BLE001  (the exception is the result)
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


def each_into_the_other(both: tuple[Walk, Walk]) -> list[Any]:
    first, second = both
    return at_once(
        (first, "merge", {"into": second.matter.number}), (second, "merge", {"into": first.matter.number})
    )  # fmt: skip


def meeting(monkeypatch: pytest.MonkeyPatch, *, in_order: bool) -> None:
    """Both threads hold their first row before either asks for its second, if the order of locking lets them."""
    barrier, lock = Barrier(2), engine._lock

    def slowly(ids: Collection[UUID]) -> list[Matter]:
        rows: list[Matter] = []
        for pk in sorted(ids) if in_order else ids:
            rows += lock([pk])
            # Broken when the other waits for the row that this one holds.
            with suppress(BrokenBarrierError):
                barrier.wait(timeout=1)
        return rows

    monkeypatch.setattr(engine, "_lock", slowly)


def test_of_two_who_merge_each_into_the_other_one_wins(
    both: tuple[Walk, Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting(monkeypatch, in_order=True)
    results = each_into_the_other(both)
    assert sum(isinstance(one, Matter) for one in results) == 1, results
    assert sum(isinstance(one, Refused) for one in results) == 1, results
    assert sorted(Matter.objects.values_list("merges", flat=True)) == [0, 1]
    assert Matter.objects.filter(merged_into__isnull=False).count() == 1


def test_without_anybody_slowed_down_it_comes_out_the_same(both: tuple[Walk, Walk]) -> None:
    results = each_into_the_other(both)
    assert sum(isinstance(one, Matter) for one in results) == 1, results
    assert not any(isinstance(one, OperationalError) for one in results), results


def test_the_twin_that_locks_its_own_row_first_waits_in_a_circle(
    both: tuple[Walk, Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting(monkeypatch, in_order=False)
    results = each_into_the_other(both)
    assert any(isinstance(one, OperationalError) and "deadlock" in str(one) for one in results), results


def test_what_is_merged_while_the_answer_is_signed_is_answered_or_refused_and_never_forgotten(
    both: tuple[Walk, Walk],
) -> None:
    first, second = both
    filed_again = first.does(first.cast.office, "file", "2025-02-20", period="plenary")
    assert filed_again.stage == "filed"
    replied(handed_over(first), "2025-04-01")
    at_once((first, "sign", {}), (second, "merge", {"into": first.matter.number}))
    main, other = Matter.objects.get(pk=first.matter.pk), Matter.objects.get(pk=second.matter.pk)
    letters = set(Reply.objects.filter(signed_at__isnull=False).values_list("matter_id", flat=True))
    if main.stage == "answered" and other.stage == "answered":
        assert (letters, main.merges) == ({main.pk, other.pk}, 0)
    elif main.stage == "answered":
        assert (letters, other.stage, other.merged_into) == ({main.pk}, "review", None)
    else:
        assert (main.stage, main.merges, other.stage) == ("signing", 1, "merged")
