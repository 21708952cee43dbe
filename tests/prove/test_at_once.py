"""Fifty browsers send the same step at the same moment, five hundred times: each time one wins, and the others know."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.cast import Cast, at, build
from tests.prove.conftest import Measured
from tests.web.rush import rush, without_lock

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]
THREADS, MOVES = 50, 500


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Iterator[Cast]:
    with at("2025-01-02"):
        yield build(tmp_path)


def test_each_of_five_hundred_moves_has_one_winner_and_nobody_loses_a_word(cast: Cast, measured: Measured):
    found = rush(cast, threads=THREADS, moves=MOVES)
    measured(**asdict(found))
    assert found.is_well, found
    assert found.winners == MOVES


def test_the_twin_without_the_row_lock_has_several_winners(
    cast: Cast, measured: Measured, monkeypatch: pytest.MonkeyPatch
):
    without_lock(monkeypatch)
    found = rush(cast, threads=THREADS, moves=20)
    measured(**asdict(found))
    assert not found.is_well
