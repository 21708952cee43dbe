"""Each reminder goes out once and none is forgotten, though the worker is killed. `make prove` does it large."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cast import Cast, at, build
from tests.notices.conftest import Sink
from tests.notices.trials import killed_once, prepare, trial, workers

pytestmark = pytest.mark.django_db(transaction=True)
DAYS = ("2025-02-19", "2025-02-20")


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Cast:
    with at("2025-01-02"):
        return build(tmp_path)


def test_none_is_lost_and_none_doubled_by_a_worker_that_is_killed(cast: Cast, sink: Sink):
    sink.slow = 0.3
    found = trial(cast, sink, colleagues=0, days=DAYS, seed=1)
    assert (found.lost, found.doubled) == (0, 0)
    assert found.lines
    assert found.kills


@pytest.mark.parametrize("delivered", [False, True], ids=["before", "after"])
def test_a_letter_on_its_way_arrives_and_is_kept_once(cast: Cast, sink: Sink, tmp_path: Path, delivered: bool):
    found = killed_once(cast, sink, tmp_path, delivered=delivered)
    assert (found.lost, found.doubled, found.copies) == (0, 0, int(delivered))


def test_the_twin_that_marks_before_it_sends_forgets(cast: Cast, sink: Sink, tmp_path: Path):
    assert killed_once(cast, sink, tmp_path, delivered=False, twin="marks-before-sending").lost


def test_the_twin_that_gives_a_letter_a_new_id_doubles(cast: Cast, sink: Sink, tmp_path: Path):
    assert killed_once(cast, sink, tmp_path, delivered=True, twin="new-ids").doubled


def test_two_workers_at_once_send_each_letter_once(cast: Cast, sink: Sink):
    copies, letters = _two_at_once(cast, sink, twin="")
    assert (copies, letters) == (0, 4)


def test_the_twin_without_a_lease_sends_letters_twice(cast: Cast, sink: Sink):
    copies, _letters = _two_at_once(cast, sink, twin="takes-no-lease")
    assert copies


def _two_at_once(cast: Cast, sink: Sink, *, twin: str) -> tuple[int, int]:
    """The server thinks so long that both are at it, also where the second worker begins late."""
    prepare(cast, matters=2)
    sink.before = 1
    with workers(sink, twin=twin, number=2) as hired, at("2025-02-20"):
        from yidu.common import clock
        from yidu.notices.jobs import remind

        remind()
        assert hired.work(clock.now(), 60) == ["done", "done"]
    return len(sink.letters) - len(sink.distinct), len(sink.distinct)
