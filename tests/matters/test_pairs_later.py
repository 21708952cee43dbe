"""The pairs of what was written are made soon after, of everything, and nobody who writes waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.db.models import Max

from tests.cast import Cast, at, build
from tests.matters.test_alike import AGAIN, LAMPS, PARKING, like, raised, titles
from yidu.matters import alike as module
from yidu.matters import pairs
from yidu.matters.jobs import read_what_was_written
from yidu.matters.models import Matter, Pairs, Unpaired

FERRY = "把报废的渡轮改成水上图书馆，周末由志愿者值守，向沿江居民开放"


def test_whoever_records_makes_no_pairs_and_what_was_recorded_is_found_at_once(cast: Cast) -> None:
    matter = raised(cast, *PARKING)
    assert (Pairs.objects.count(), Unpaired.objects.count()) == (0, 1)
    assert titles(like(cast, "解决停车问题", AGAIN)) == [PARKING[0]]
    assert read_what_was_written() == 1
    assert (Pairs.objects.get().matter_id, Unpaired.objects.count()) == (matter.pk, 0)
    assert titles(like(cast, "解决停车问题", AGAIN)) == [PARKING[0]]
    assert read_what_was_written() == 0


def test_what_is_written_anew_is_found_by_its_new_words_and_no_more_by_the_old(cast: Cast) -> None:
    matter = raised(cast, *PARKING)
    read_what_was_written()
    Matter.objects.filter(pk=matter.pk).update(title="报废的渡轮", text=FERRY)
    for _before_and_after in range(2):
        assert titles(like(cast, "水上图书馆", FERRY)) == ["报废的渡轮"]
        assert like(cast, "解决停车问题", AGAIN) == []
        read_what_was_written()


def test_what_does_not_change_what_was_written_makes_no_pairs(cast: Cast) -> None:
    matter = raised(cast, *PARKING)
    read_what_was_written()
    Matter.objects.filter(pk=matter.pk).update(version=2, subject="city")
    assert not Unpaired.objects.exists()


def test_of_very_many_that_wait_the_newest_are_compared_and_after_the_job_all(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "WAITING", 1)
    raised(cast, *PARKING)
    raised(cast, *LAMPS)
    assert titles(like(cast, *LAMPS)) == [LAMPS[0]]
    assert like(cast, "解决停车问题", AGAIN) == []
    assert pairs.keep_pairs(most=1) == 2, "so many at a time, until there are none"
    assert titles(like(cast, "解决停车问题", AGAIN)) == [PARKING[0]]


def test_only_what_one_may_read_whole_is_compared_while_it_waits(cast: Cast) -> None:
    matter = raised(cast, *PARKING)
    Matter.objects.filter(pk=matter.pk).update(open_to="parties", raised_by=None)
    assert Unpaired.objects.exists()
    assert like(cast, "解决停车问题", AGAIN, who=cast.member) == []
    assert titles(like(cast, "解决停车问题", AGAIN, who=cast.office)) == [PARKING[0]]


@pytest.fixture
def committed(transactional_db: None, tmp_path: Path) -> Iterator[Cast]:
    with at("2025-01-02"):
        cast = build(tmp_path)
    with at("2025-02-17"):
        yield cast
    connections.close_all()


def overtaken(cast: Cast, keep: Callable[[], object]) -> list[str]:
    """One has written and has not committed; another, later one commits; pairs are made; then the first commits.

    Returns the titles of those of which there are pairs after they were made once more.
    """
    written, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with at("2025-02-17"), transaction.atomic():
                raised(cast, *PARKING)
                written.set()
                assert go_on.wait(20)
        finally:
            connections.close_all()

    # The number of a matter is given out one after the other, so the later one is written anew and not raised.
    later = raised(cast, "桥下空地", "闲着。")
    keep()
    thread = threading.Thread(target=slow)
    thread.start()
    try:
        assert written.wait(20)
        Matter.objects.filter(pk=later.pk).update(title=LAMPS[0], text=LAMPS[1])
        keep()
    finally:
        go_on.set()
        thread.join()
    keep()
    return sorted(Matter.objects.filter(pk__in=Pairs.objects.values("matter")).values_list("title", flat=True))


def test_what_commits_late_is_not_missed(committed: Cast) -> None:
    assert overtaken(committed, pairs.keep_pairs) == sorted([PARKING[0], LAMPS[0]])


def test_the_twin_that_goes_by_the_highest_number_misses_it(committed: Cast) -> None:
    """As a watermark would: what has a smaller number than what was read last is never looked at."""
    reached = [0]

    def by_number() -> None:
        (last,) = Unpaired.objects.aggregate(last=Max("pk")).values()
        wanted = list(Unpaired.objects.filter(pk__gt=reached[0]).values_list("matter_id", flat=True))
        with connection.cursor() as cursor:
            cursor.execute(pairs._KEEP, [wanted])
        reached[0] = max(reached[0], last or 0)

    assert overtaken(committed, by_number) == [LAMPS[0]]


def test_pairs_are_made_by_one_at_a_time(committed: Cast) -> None:
    """Of two that read the same matter, the slower would write what it said before over what it says now."""
    raised(committed, *PARKING)
    held, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                assert pairs._keep_some(500) == 1
                held.set()
                assert go_on.wait(20)
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    try:
        assert held.wait(20)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
            with pytest.raises(OperationalError):
                pairs.keep_pairs()
        # Whoever writes waits for nobody, also when it is the same matter.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '200ms'")
            Matter.objects.update(text=FERRY)
    finally:
        go_on.set()
        thread.join()
    assert pairs.keep_pairs() == 1
    assert set(Pairs.objects.get().pairs) == pairs.pairs_of(f"{PARKING[0]}\n{FERRY}")
