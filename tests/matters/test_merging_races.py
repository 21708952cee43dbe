"""Two who merge each into the other at once: one wins, the other is told, and nobody waits in a circle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from tests.cast import at, build
from tests.matters.conftest import Walk
from tests.matters.racing import acts, row_by_row
from tests.matters.test_proposals import examined, handed_over, proposal, replied
from tests.threads import at_once
from yidu.common.errors import Refused
from yidu.matters.models import Matter, Reply


@pytest.fixture
def both(transactional_db: None, tmp_path: Path) -> tuple[Walk, Walk]:
    """Two proposals that are examined, committed, so that threads see them."""
    with at("2025-01-02"):
        cast = build(tmp_path)
    with at("2025-02-17"):
        two = proposal(cast), proposal(cast, "leader", "老小区停车难")
    return examined(two[0]), examined(two[1])


def each_into_the_other(both: tuple[Walk, Walk]) -> list[Any]:
    first, second = both
    office = first.cast.office
    return at_once(
        acts(first, office, "merge", into=second.matter.number), acts(second, office, "merge", into=first.matter.number)
    )


def test_of_two_who_merge_each_into_the_other_one_wins(
    both: tuple[Walk, Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    row_by_row(monkeypatch, in_order=True)
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
    row_by_row(monkeypatch, in_order=False)
    results = each_into_the_other(both)
    assert any(isinstance(one, OperationalError) and "deadlock" in str(one) for one in results), results


def test_what_is_merged_while_the_answer_is_signed_is_answered_or_refused_and_never_forgotten(
    both: tuple[Walk, Walk],
) -> None:
    first, second = both
    filed_again = first.does(first.cast.office, "file", "2025-02-20", period="plenary")
    assert filed_again.stage == "filed"
    replied(handed_over(first), "2025-04-01")
    cast = first.cast
    at_once(acts(first, cast.economy_head, "sign"), acts(second, cast.office, "merge", into=first.matter.number))
    main, other = Matter.objects.get(pk=first.matter.pk), Matter.objects.get(pk=second.matter.pk)
    letters = set(Reply.objects.filter(signed_at__isnull=False).values_list("matter_id", flat=True))
    if main.stage == "answered" and other.stage == "answered":
        assert (letters, main.merges) == ({main.pk, other.pk}, 0)
    elif main.stage == "answered":
        assert (letters, other.stage, other.merged_into) == ({main.pk}, "review", None)
    else:
        assert (main.stage, main.merges, other.stage) == ("signing", 1, "merged")
