"""Several send the same step at the same moment: one wins, the others read what happened and keep their words.

`make prove` does it with fifty browsers and five hundred steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cast import Cast, at, build
from tests.web.rush import rush, without_lock


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Iterator[Cast]:
    """As the other cast, but committed, so that threads see it."""
    with at("2025-01-02"):
        yield build(tmp_path)


def test_of_those_who_send_at_once_one_wins_and_the_others_keep_their_words(cast: Cast):
    found = rush(cast, threads=8, moves=5)
    assert found.is_well, found
    assert (found.moves, found.winners) == (5, 5)


def test_the_twin_without_the_row_lock_has_several_winners_or_losers_who_are_told_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    without_lock(monkeypatch)
    found = rush(cast, threads=8, moves=3)
    assert not found.is_well, found
