"""Folding makes no difference to any figure, whoever writes meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, connections, transaction
from django.db.models import Max, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.cast import at
from tests.ledger.conftest import District, build_district
from yidu.common.actors import SYSTEM
from yidu.ledger.audit import audit
from yidu.ledger.figures import Figure, value, values
from yidu.ledger.fold import fold, fold_anew
from yidu.ledger.kept import forget
from yidu.ledger.locks import settled_to
from yidu.ledger.models import Counted, Entry, Line, Total, Watermark
from yidu.people.actions import end_appointment, withdraw_appointment
from yidu.people.models import Appointment

DAYS = [f"2025-0{month}-15" for month in range(1, 7)]


def everything(district: District) -> list[Decimal | None]:
    days = [date.fromisoformat(day) for day in DAYS]
    shapes: list[dict[str, date]] = [{}, *({"as_of": day} for day in days), *({"to": day} for day in days)]
    return values([district.figure(id_, **shape) for shape in shapes for id_ in ("members", "appointed")])


def appoint(district: District, day: str) -> None:
    district.appoint(starts=date.fromisoformat(day))


def end(district: District, day: str) -> None:
    if row := Appointment.objects.filter(withdrawn=False, starts__lte=day).first():
        end_appointment(row, ends=date.fromisoformat(day), actor=SYSTEM, version=row.version)


def withdraw(district: District, day: str) -> None:
    if row := Appointment.objects.filter(withdrawn=False).first():
        withdraw_appointment(row, reason="记错了", actor=SYSTEM, version=row.version)


@given(
    changes=some.lists(some.tuples(some.sampled_from([appoint, end, withdraw]), some.sampled_from(DAYS)), max_size=8),
    folded=some.lists(some.booleans(), min_size=8, max_size=8),
    anew=some.booleans(),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_figures_are_the_same_at_whatever_point_it_is_folded(
    district: District, changes: list[tuple[Callable[[District, str], None], str]], folded: list[bool], anew: bool
):
    sid = transaction.savepoint()
    try:
        for (change, day), fold_now in zip(changes, folded, strict=False):
            with at(day):
                change(district, day)
            if fold_now:
                fold()
        some_folded = everything(district)
        (fold_anew if anew else fold)()
        assert everything(district) == some_folded
        Watermark.objects.update(folded_to=0, closed_to=None)
        forget()
        Counted.objects.all().delete()
        Total.objects.all().delete()
        assert everything(district) == some_folded
        assert audit() == []
    finally:
        transaction.savepoint_rollback(sid)


def test_folded_entries_are_added_up(district: District):
    for _ in range(5):
        district.appoint()
    assert fold() > 0
    assert Total.objects.filter(indicator="members").count() == 1
    assert Total.objects.get(indicator="members").quantity == 5
    assert fold() == 0
    district.appoint()
    fold()
    assert Total.objects.get(indicator="members").quantity == 6


def test_the_tail_is_read_by_its_ids(district: District):
    """A figure must not walk over entries that are folded already."""
    with at("2025-02-01"):
        for _ in range(60):
            district.appoint()
    fold()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ledger_entry")
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = Line.objects.filter(programme="short", indicator="members").explain()
    assert "Index Scan using ledger_entry_pkey" in plan, plan


# --- Threads ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def busy(transactional_db: None) -> Iterator[District]:
    """A district whose rows are committed, so that threads see them."""
    with at("2025-01-01"):
        built = build_district()
        built.publish()
    yield built
    connections.close_all()


def in_thread(work: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def overtaken(district: District, folding: Callable[[], object]) -> int:
    """One writer has taken its ids and waits; another, later one commits; then it is folded; then the first commits.

    Returns how many members the figure shows in the end; it should be two.
    """
    entered, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            district.appoint()
            entered.set()
            assert go_on.wait(20)

    first = in_thread(slow)
    assert entered.wait(20)
    district.people = 1
    quick = in_thread(district.appoint)
    quick.join()
    folding()
    go_on.set()
    first.join()
    fold()
    return int(value(district.figure("members")) or 0)


def test_an_entry_in_flight_is_not_lost(busy: District):
    assert overtaken(busy, fold) == 2
    assert audit() == []


def test_folding_by_the_largest_id_would_lose_it(busy: District):
    """The broken twin."""

    def careless() -> None:
        fold(upto=Entry.objects.aggregate(last=Max("pk"))["last"])

    assert overtaken(busy, careless) == 1
    assert audit() != []


def test_while_somebody_writes_for_long_nothing_settles_and_nobody_waits_for_long(busy: District):
    entered, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            busy.appoint()
            entered.set()
            assert go_on.wait(20)

    thread = in_thread(slow)
    assert entered.wait(20)
    assert settled_to() is None
    assert fold() == 0
    go_on.set()
    thread.join()
    assert settled_to() == Entry.objects.latest("pk").pk


def test_many_writers_and_folds_at_once_agree_with_the_entries(busy: District):
    stop = threading.Event()
    wrong: list[tuple[int, int]] = []

    def write(number: int) -> None:
        try:
            one = District(busy.city, busy.committee, busy.places, busy.sector, people=100 * number)
            for _ in range(12):
                one.appoint()
        finally:
            connections.close_all()

    def keep_folding() -> None:
        while not stop.is_set():
            fold()

    def keep_comparing() -> None:
        # Both numbers in one snapshot: the figure must never differ from the plain sum, not for a moment.
        members = {"programme": "short", "indicator": "members"}
        while not stop.is_set():
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                entered = Entry.objects.filter(**members).aggregate(net=Sum("quantity"))["net"]
                shown = Line.objects.filter(**members).aggregate(net=Sum("quantity"))["net"]
                if entered != shown:
                    wrong.append((entered, shown))

    others = [in_thread(keep_folding), in_thread(keep_folding), in_thread(keep_comparing)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    stop.set()
    for thread in others:
        thread.join()
    assert wrong == []
    assert value(busy.figure("members")) == 48
    fold()
    assert value(busy.figure("members")) == 48
    assert audit() == []


def test_a_new_edition_and_a_record_at_once_count_by_the_new_rules(busy: District):
    """Whoever writes while an edition is published is either recounted by it or reads it."""
    start = threading.Barrier(5)

    def write(number: int) -> None:
        try:
            start.wait(20)
            District(busy.city, busy.committee, busy.places, busy.sector, people=100 * number).appoint()
        finally:
            connections.close_all()

    def publish() -> None:
        start.wait(20)
        busy.publish()

    thread = in_thread(publish)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    thread.join()
    figure = Figure(committee=busy.committee, programme="short", indicator="members")
    assert value(figure) == 4
    assert audit() == []
