"""Days of 2025 and 2026 as the State Council's notices for these years gave them."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from yidu.common.calendar import PACKAGE

is_announced, is_working_day = PACKAGE.is_announced, PACKAGE.is_working_day
reason, why_not = PACKAGE.reason, PACKAGE.why_not


@pytest.mark.parametrize(
    "day",
    ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04", "2026-02-28", "2026-10-10"],
)
def test_a_make_up_day_at_the_weekend_is_worked(day):
    assert date.fromisoformat(day).weekday() >= 5
    assert is_working_day(date.fromisoformat(day))
    with translation.override("en"):
        assert reason(date.fromisoformat(day)) == "make-up working day"
        assert why_not(date.fromisoformat(day)) == ""


@pytest.mark.parametrize("day", ["2025-01-28", "2025-02-04", "2025-05-05", "2025-10-08", "2026-02-23", "2026-10-05"])
def test_a_weekday_that_was_swapped_or_is_a_holiday_is_free(day):
    assert date.fromisoformat(day).weekday() < 5
    assert not is_working_day(date.fromisoformat(day))


def test_the_reason_is_told_in_the_readers_language():
    with translation.override("en"):
        assert why_not(date(2025, 10, 1)) == "National Day"
        assert why_not(date(2025, 10, 18)) == "weekend"
        assert why_not(date(2025, 10, 20)) == ""
    with translation.override("zh-hans"):
        assert why_not(date(2025, 10, 1)) == "国庆节"


def test_a_year_without_its_notice_says_so():
    assert is_announced(2025)
    assert is_announced(2026)
    assert not is_announced(2027)
    assert not is_working_day(date(2027, 10, 1)), "the statutory holidays are known all the same"
