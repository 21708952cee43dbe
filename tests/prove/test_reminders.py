"""Again and again the worker is killed while reminders go out: none is forgotten, none is told twice."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest

from tests.cast import Cast, at, build
from tests.notices.conftest import Sink, sink  # noqa: F401
from tests.notices.trials import trial
from tests.prove.conftest import Measured

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Cast:
    with at("2025-01-02"):
        return build(tmp_path)


def test_many_kills_lose_no_reminder_and_double_none(cast: Cast, sink: Sink, measured: Measured):  # noqa: F811
    sink.slow = 0.4
    found = trial(cast, sink, colleagues=10, seed=3)
    measured(**asdict(found))
    assert (found.lost, found.doubled) == (0, 0)
    assert found.kills >= 30
    assert found.copies, "letters that were delivered and not marked were sent again, under the same id"


@pytest.mark.parametrize(
    ("twin", "fault"), [("marks-before-sending", "lost"), ("new-ids", "doubled")], ids=["loses", "doubles"]
)
def test_the_twins_fail(cast: Cast, sink: Sink, measured: Measured, twin: str, fault: str):  # noqa: F811
    sink.slow = 0.4
    found = trial(cast, sink, colleagues=3, seed=4, twin=twin)
    measured(**asdict(found))
    assert asdict(found)[fault]
