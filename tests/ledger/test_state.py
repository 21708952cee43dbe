"""The state of the books is another one whenever a figure may be, whoever writes, folds and closes meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.db import connections, transaction
from django.db.models import Max

from tests.cast import at
from tests.ledger.conftest import District, build_district
from yidu.common.actors import SYSTEM
from yidu.ledger.figures import value
from yidu.ledger.fold import fold, fold_anew
from yidu.ledger.models import Entry
from yidu.ledger.state import state_of_books
from yidu.people.actions import add_sector, withdraw_appointment


@pytest.fixture
def busy(transactional_db: None) -> Iterator[District]:
    """A district whose rows are committed, so that threads see them."""
    with at("2025-01-01"):
        built = build_district()
        built.publish()
    yield built
    connections.close_all()


def told(district: District, as_of: date | None = None) -> object:
    return state_of_books(district.committee.family(), as_of)


def test_whatever_is_entered_is_another_state_and_folding_is_none(district: District):
    states = [told(district)]
    with at("2025-02-01"):
        first = district.appoint()
        states.append(told(district))
        fold()
        assert told(district) == states[-1]
        withdraw_appointment(first, reason="记错了", actor=SYSTEM, version=1)
        states.append(told(district))
        fold_anew()
        assert told(district) == states[-1]
    assert len(set(states)) == 3


def test_what_others_enter_is_nothing_to_a_county_and_something_to_the_city_above(district: District):
    county, city = told(district), state_of_books(district.city.family())
    district.publish(committee=district.city)
    sector = add_sector(committee=district.city, name="科技界", actor=SYSTEM)
    district.appoint(committee=district.city, sector=sector)
    assert told(district) == county
    assert state_of_books(district.city.family()) != city


def test_a_day_that_is_over_keeps_its_state_until_something_is_entered_for_it(district: District):
    day = date(2025, 2, 1)
    with at("2025-02-01"):
        district.appoint()
        live = told(district, day)
    with at("2025-02-02"):
        assert told(district, day) == live, "it is over, and not closed yet"
        fold()
        closed = told(district, day)
    with at("2025-03-01"):
        district.appoint()
        fold()
        assert told(district, day) == closed
    with at("2025-02-01"):
        # An action that began before midnight, and ends after the day was closed.
        district.appoint()
        late = told(district, date(2025, 1, 31)), value(district.figure("members", as_of=day))
    with at("2025-03-02"):
        assert late[1] == value(district.figure("members", as_of=day)) == 2
        in_the_tail = told(district, day)
        fold()
        assert len({closed, in_the_tail, told(district, day)}) == 3


def overtaken(district: District, state: Callable[[], object]) -> tuple[object, object]:
    """The state while a writer that has taken its ids first has not committed, and after: the figure is another."""
    entered, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                district.appoint()
                entered.set()
                assert go_on.wait(20)
        finally:
            connections.close_all()

    thread = threading.Thread(target=slow)
    thread.start()
    assert entered.wait(20)
    District(district.city, district.committee, district.places, district.sector, people=50).appoint()
    before = state(), value(district.figure("members"))
    go_on.set()
    thread.join()
    after = state(), value(district.figure("members"))
    assert before[1] == 1
    assert after[1] == 2
    return before[0], after[0]


def test_who_commits_later_with_smaller_ids_is_seen(busy: District):
    before, after = overtaken(busy, lambda: told(busy))
    assert before != after


def test_the_greatest_id_would_not_show_it(busy: District):
    """The broken twin."""
    before, after = overtaken(busy, lambda: Entry.objects.aggregate(last=Max("pk"))["last"])
    assert before == after
