"""Two conveners settle one point at the same moment: the first is written, the second is told."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import Cast, at, build
from tests.consultations.conftest import session_of, topic_of
from tests.consultations.settled import BY, HELD, LIFT
from tests.threads import A_MOMENT, SURELY, Meeting, at_once
from yidu.common.errors import Stale
from yidu.consultations.actions import points, put_point, settle_point
from yidu.consultations.models import Point, Session
from yidu.ledger.models import Step


@pytest.fixture
def put(transactional_db: None, tmp_path: Path) -> tuple[Cast, Point]:
    """A point on the table of a courtyard, committed, so that threads see it."""
    with at("2025-01-02"):
        cast = build(tmp_path)
    topic = topic_of(cast)
    topic.does(cast.office, "choose", "2025-03-05", text="多个院落都有。")
    with at(HELD, 20):
        return cast, put_point(session_of(cast, topic), text=LIFT, actor=cast.liaison, client_id=uuid4())


def both_settle(cast: Cast, point: Point, monkeypatch: pytest.MonkeyPatch, *, seconds: float = A_MOMENT) -> list[Any]:
    """Both have read the point before either writes it, if they are let: else the other waits for the table."""
    both, required = Meeting(2, seconds), points._require_open

    def slowly(row: Point) -> None:
        both.wait()
        required(row)

    monkeypatch.setattr(points, "_require_open", slowly)
    agreed = {"stands": "agreed", "says": "三栋先换。", "owner": cast.economy, "day": BY, "actor": cast.liaison}
    refused = {"stands": "disagreed", "says": "底层住户不同意。", "actor": cast.office}

    def one(told: dict[str, Any]) -> Any:
        with at(HELD, 20):
            return settle_point(point, version=1, client_id=uuid4(), **told)

    return at_once(partial(one, agreed), partial(one, refused))


def test_of_two_who_settle_one_point_one_is_told(put: tuple[Cast, Point], monkeypatch: pytest.MonkeyPatch):
    results = both_settle(*put, monkeypatch)
    assert sorted(type(one).__name__ for one in results) == ["Point", "Stale"], results
    (done,) = (one for one in results if not isinstance(one, Stale))
    assert Point.objects.get().stands == done.stands
    assert Step.objects.filter(name="point.settled").count() == 1


def test_without_the_locks_the_one_writes_over_the_other(put: tuple[Cast, Point], monkeypatch: pytest.MonkeyPatch):
    """The broken twin of the one before."""
    monkeypatch.setattr(points, "at_the_table", lambda session, **_of: Session.objects.get(pk=session.pk))
    monkeypatch.setattr(points, "locked", lambda model, record, **_of: model.objects.get(pk=record.pk))
    results = both_settle(*put, monkeypatch, seconds=SURELY)
    assert [type(one).__name__ for one in results] == ["Point", "Point"], results
    assert Step.objects.filter(name="point.settled").count() == 2
