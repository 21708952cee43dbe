"""Two people acting at once: one wins, the other is told, and nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.cast import Cast, at, build
from tests.matters.conftest import Walk, visit
from tests.threads import at_once
from yidu.common.errors import Stale
from yidu.ledger.models import Step
from yidu.matters import engine
from yidu.matters.engine import take
from yidu.matters.models import Handling, Matter

THREADS = 8


@pytest.fixture
def walk(transactional_db: None, tmp_path: Path) -> Iterator[Walk]:
    """As the other walk, but committed, so that threads see it."""
    with at("2025-01-02"):
        cast: Cast = build(tmp_path)
    with at("2025-02-17"):
        yield Walk(cast, visit(cast))


def each_at_once(do: Callable[[int], Any]) -> list[Any]:
    """What each of the threads got: a result, or the exception."""

    def one(number: int) -> Any:
        with at("2025-02-18"):
            return do(number)

    return at_once(*(partial(one, number) for number in range(THREADS)))


def hand_over(walk: Walk) -> list[Any]:
    cast = walk.cast
    return each_at_once(
        lambda _n: take(
            walk.matter, "assign", actor=cast.office, version=1, inputs={"lead": cast.economy}, client_id=uuid4()
        )
    )


def test_of_eight_who_hand_over_at_once_one_wins(walk: Walk) -> None:
    results = hand_over(walk)
    assert sum(isinstance(result, Matter) for result in results) == 1
    assert sum(isinstance(result, Stale) for result in results) == THREADS - 1, results
    assert Handling.objects.count() == 1
    assert Step.objects.filter(name="matter.assigned").count() == 1


def test_the_twin_without_the_version_and_the_row_lock_is_caught(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Switch the lock and the version off: more than one gets through, or the database has to refuse."""

    def unlocked(matter: Matter, besides: Any) -> tuple[Matter, dict[Any, Matter]]:
        found = Matter.objects.select_related("edition", "activity", "committee").get(pk=matter.pk)
        found.version = 1
        return found, {}

    monkeypatch.setattr(engine, "locked_together", unlocked)
    results = hand_over(walk)
    assert sum(isinstance(result, Stale) for result in results) < THREADS - 1


def test_one_id_sent_eight_times_at_once_is_done_once(walk: Walk) -> None:
    cast, sent = walk.cast, uuid4()
    results = each_at_once(
        lambda _n: take(walk.matter, "assign", actor=cast.office, version=1, inputs={"lead": cast.land}, client_id=sent)
    )
    assert all(isinstance(result, Matter) for result in results), results  # nobody is told that it failed
    assert Handling.objects.count() == 1
    assert Step.objects.filter(client_id=sent).count() == 1


def test_an_id_that_comes_again_while_the_first_is_under_way_gets_its_answer(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second has asked for the id and found nothing; then the first commits, and the record is another."""
    cast, sent, locked = walk.cast, uuid4(), engine.locked_together
    took: list[Matter] = []

    def assign() -> Matter:
        lead = {"lead": cast.land}
        return take(walk.matter, "assign", actor=cast.office, version=1, inputs=lead, client_id=sent)

    def overtaken(matter: Matter, besides: Any) -> tuple[Matter, dict[Any, Matter]]:
        monkeypatch.setattr(engine, "locked_together", locked)
        took.extend(each_at_once(lambda number: assign() if number == 0 else walk.matter))
        return locked(matter, besides)

    monkeypatch.setattr(engine, "locked_together", overtaken)
    with at("2025-02-18"):
        assert assign() == took[0] == walk.matter
    assert Step.objects.filter(client_id=sent).count() == 1


def test_one_visit_sent_eight_times_at_once_is_recorded_once(walk: Walk) -> None:
    sent = uuid4()
    results = each_at_once(lambda _n: visit(walk.cast, client_id=sent))
    assert all(isinstance(result, Matter) for result in results), results
    assert len({result.pk for result in results}) == 1
    assert Matter.objects.count() == 2
