"""A visit with what it brings back is one change, written into the book at once: as one action after another is."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction

from tests.cast import Cast, at, build
from tests.matters.conftest import visit
from tests.programmes.folders import write
from yidu.activities.models import Activity
from yidu.common import known
from yidu.common.errors import Conflict, Invalid
from yidu.ledger.book import LedgerBook
from yidu.ledger.models import Entry, Step
from yidu.matters.actions import record_and_raise
from yidu.matters.models import Matter
from yidu.people.models.counters import Counter
from yidu.programmes.actions import publish
from yidu.programmes.models import Edition


@pytest.fixture
def monday() -> Iterator[None]:
    with at("2025-02-17"):
        yield


def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if an id had come before: then each action is taken by itself."""
    monkeypatch.setattr(LedgerBook, "knows", lambda *_all: True)


def left(sent: UUID) -> list[Any]:
    """The steps that a visit left, each with its lines, without what differs from visit to visit."""
    activity = Activity.objects.get(pk=sent)
    found: list[Any] = []
    for record in (activity, *activity.matters.order_by("number")):
        key = f"{record.record_type}/{record.pk}"
        (step,) = Step.objects.filter(record_type=record.record_type, record_id=str(record.pk))
        assert step.client_id == record.pk
        lines = Entry.objects.filter(record=key, step=step).order_by("indicator")
        assert lines.count() == Entry.objects.filter(record=key).count() > 0
        said = [(one.indicator, one.day, one.quantity, one.place_id, one.dims, one.edition) for one in lines]
        found.append((step.name, step.action, step.version, step.actor_id, said))
    return found


def test_it_leaves_the_same_as_one_action_after_another(
    cast: Cast, monday: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once, apart = uuid4(), uuid4()
    visit(cast, client_id=at_once)
    one_by_one(monkeypatch)
    visit(cast, client_id=apart)
    assert left(at_once) == left(apart)
    assert [name for name, *_rest in left(at_once)] == ["activity.recorded", "matter.raised"]


def test_what_is_wrong_with_one_of_them_leaves_nothing_of_the_others(cast: Cast, monday: None) -> None:
    counted = Counter.objects.count(), Step.objects.count(), Entry.objects.count()
    with pytest.raises(Invalid) as refused:
        visit(cast, title="长" * 99)
    assert set(refused.value.fields) == {"raises-0-title"}
    assert (Activity.objects.count(), Matter.objects.count()) == (0, 0)
    assert (Counter.objects.count(), Step.objects.count(), Entry.objects.count()) == counted


def test_the_same_id_with_other_words_is_a_conflict_and_with_the_same_the_first_answer(
    cast: Cast, monday: None
) -> None:
    sent = uuid4()
    first = visit(cast, client_id=sent)
    assert visit(cast, client_id=sent) == first
    with pytest.raises(Conflict):
        visit(cast, client_id=sent, title="别的事")
    assert (Activity.objects.count(), Matter.objects.count()) == (1, 1)


def test_the_twin_that_does_not_ask_whether_an_id_came_before_is_stopped_by_the_tables(
    cast: Cast, monday: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = uuid4()
    visit(cast, client_id=sent)
    monkeypatch.setattr(LedgerBook, "knows", lambda *_all: False)
    with pytest.raises(IntegrityError), transaction.atomic():
        visit(cast, client_id=sent)
    assert (Activity.objects.count(), Matter.objects.count()) == (1, 1)


# --- A new edition meanwhile ------------------------------------------------------------------------------------------


def meanwhile(tmp_path: Path) -> set[int]:
    """Somebody records under the first edition while the second is being published; by which edition it counts."""
    with at("2025-01-02"):
        cast: Cast = build(tmp_path)
    with at("2025-02-17"):
        first = publish(write(tmp_path), committee=cast.committee, actor=cast.office)
        call(cast, first)
        sent, kept = uuid4(), dict(known._kept)
        recorder = threading.Thread(target=_in_a_thread, args=(cast, first, sent))
        title = ('zh = "走访"', 'zh = "走访次数"')
        with transaction.atomic():
            changed = write(tmp_path / "next", {"indicators.toml": title})
            assert publish(changed, committee=cast.committee, actor=cast.office).number == 2
            # As in another process, which knows the rules of the first edition only.
            known.forget()
            known._kept.update(kept)
            recorder.start()
            _until_somebody_waits()
        recorder.join(30)
    return set(Entry.objects.filter(record=f"activity/{sent}", programme="small").values_list("edition", flat=True))


def call(cast: Cast, edition: Edition, sent: UUID | None = None) -> None:
    record_and_raise(
        raises=[], committee=cast.committee, edition=edition, kind="visit", day=date(2025, 2, 17), place=cast.place,
        host=cast.appointments["member"], actor=cast.member, client_id=sent or uuid4(),
    )  # fmt: skip


def _in_a_thread(cast: Cast, edition: Edition, sent: UUID) -> None:
    try:
        with at("2025-02-17"):
            call(cast, edition, sent)
    finally:
        connections.close_all()


def _until_somebody_waits() -> None:
    for _time in range(600):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waited for the new edition")


def test_whoever_waits_for_a_new_edition_is_counted_by_it(transactional_db: None, tmp_path: Path) -> None:
    assert meanwhile(tmp_path) == {2}


def test_the_twin_that_asks_before_it_has_waited_counts_by_the_old_one(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def asked_too_early(locks: str) -> Iterator[None]:
        before = known.revision()
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {locks}")
        with known._scoped([before]):
            yield

    monkeypatch.setattr(known, "held", asked_too_early)
    assert meanwhile(tmp_path) == {1}
