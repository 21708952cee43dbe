from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from yidu.common import clock

LATE_IN_LONDON = datetime(2025, 3, 4, 17, 0, tzinfo=UTC)


def test_the_day_is_that_of_china_not_that_of_the_server():
    with clock.at(LATE_IN_LONDON):
        assert clock.today() == date(2025, 3, 5)
        assert clock.now().date() == date(2025, 3, 5)
        assert clock.now() == LATE_IN_LONDON


def test_the_clock_stands_for_the_block_only_and_blocks_nest():
    with clock.at(LATE_IN_LONDON):
        with clock.at(LATE_IN_LONDON + timedelta(days=30)):
            assert clock.today() == date(2025, 4, 4)
        assert clock.today() == date(2025, 3, 5)
    assert clock.now().year >= 2026


def test_the_clock_goes_on_after_an_error_in_the_block():
    with pytest.raises(LookupError), clock.at(LATE_IN_LONDON):
        raise LookupError
    assert clock.now() > LATE_IN_LONDON + timedelta(days=300)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2025, 3, 4)):
        pass


def test_now_is_aware():
    assert clock.now().tzinfo is not None
