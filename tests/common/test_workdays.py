"""Deadlines counted by hand on the calendars of 2025 and 2026, each with the count that would be wrong."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation

from yidu.common import clock
from yidu.common.clock import SHANGHAI
from yidu.common.workdays import Deadline, Duration, deadline


def at(day: str, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), SHANGHAI).replace(hour=hour, minute=minute)


def due(start: str, length: str, **more) -> str:
    return deadline(at(start), Duration.parse(length), **more).due_at.date().isoformat()


def weekdays_only(start: str, count: int) -> str:
    """The broken twin: a counter that knows weekends and nothing else."""
    day = date.fromisoformat(start)
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day.isoformat()


def test_ten_working_days_across_the_spring_festival_of_2025():
    # 26 January (a Sunday, made up) 1, 27 2; 28 January to 4 February free; 5 February 3, 6 4, 7 5,
    # 8 (a Saturday, made up) 6, 10 7, 11 8, 12 9, 13 10.
    assert due("2025-01-24", "10 working days") == "2025-02-13"
    assert weekdays_only("2025-01-24", 10) == "2025-02-07"


def test_ten_working_days_across_the_national_day_of_2025():
    # 28 September (a Sunday, made up) 1, 29 2, 30 3; 1 to 8 October free; 9 4, 10 5, 11 (a Saturday, made up) 6,
    # 13 7, 14 8, 15 9, 16 10.
    assert due("2025-09-26", "10 working days") == "2025-10-16"
    assert weekdays_only("2025-09-26", 10) == "2025-10-10"


def test_a_period_ends_with_its_last_day():
    assert deadline(at("2025-03-03"), Duration.parse("1 working day")).due_at == datetime(
        2025, 3, 4, 23, 59, 59, tzinfo=SHANGHAI
    )


def test_the_first_day_is_not_counted_however_early_it_begins():
    early = deadline(at("2025-03-03", 0), Duration.parse("2 working days")).due_at
    late = deadline(at("2025-03-03", 23, 59), Duration.parse("2 working days")).due_at
    assert early == late == datetime(2025, 3, 5, 23, 59, 59, tzinfo=SHANGHAI)


def test_the_first_day_is_that_of_china():
    evening_in_utc = datetime.fromisoformat("2025-03-03T17:00:00+00:00")
    assert deadline(evening_in_utc, Duration.parse("1 day")).due_at.date() == date(2025, 3, 5)


def test_calendar_days_count_weekends_and_end_after_the_holiday():
    # The 20th day is 2 October; the holiday lasts to the 8th.
    assert due("2025-09-12", "20 days") == "2025-10-09"
    # The 10th day is Sunday 28 September, which is made up and therefore worked: it does not move.
    assert due("2025-09-18", "10 days") == "2025-09-28"


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        ("2025-01-15", "1 month", "2025-02-17"),  # 15 February is a Saturday
        ("2025-08-31", "1 month", "2025-09-30"),  # no 31 September
        ("2024-01-31", "1 month", "2024-02-29"),
        ("2025-11-30", "3 months", "2026-02-28"),  # a Saturday that is made up
        ("2024-02-29", "1 year", "2025-02-28"),
        ("2025-07-01", "3 months", "2025-10-09"),  # 1 October
    ],
)
def test_months_and_years_end_on_the_corresponding_day_or_at_the_months_end(start, length, end):
    assert due(start, length) == end


def test_hours_run_through_the_night_and_the_holiday_from_the_very_minute():
    assert deadline(at("2025-10-01", 10, 30), Duration.parse("24 hours")).due_at == at("2025-10-02", 10, 30)


def test_a_pause_takes_its_days_out():
    # Paused on Wednesday the 5th, resumed on Monday the 10th: 5, 6 and 7 March do not count.
    pause = (at("2025-03-05", 14), at("2025-03-10", 9))
    assert due("2025-03-03", "10 working days") == "2025-03-17"
    assert due("2025-03-03", "10 working days", pauses=[pause]) == "2025-03-20"
    assert due("2025-03-03", "10 working days", pauses=[pause, pause]) == "2025-03-20", "a pause counts once"


def test_a_pause_within_a_day_gains_nothing():
    pauses = [(at(f"2025-03-0{day}", 10), at(f"2025-03-0{day}", 11)) for day in (4, 5, 6, 7)]
    assert due("2025-03-03", "5 working days", pauses=pauses) == due("2025-03-03", "5 working days")


def test_a_period_does_not_end_during_a_pause():
    assert due("2025-03-03", "5 working days") == "2025-03-10"
    assert due("2025-03-03", "5 working days", pauses=[(at("2025-03-10"), at("2025-03-12"))]) == "2025-03-12"
    # The last day (Saturday the 8th) moves to Monday the 10th, on which the period is paused.
    assert due("2025-03-03", "5 days", pauses=[(at("2025-03-09"), at("2025-03-12"))]) == "2025-03-12"


def test_months_are_lengthened_by_the_days_of_a_pause():
    assert due("2025-03-03", "1 month") == "2025-04-03"
    assert due("2025-03-03", "1 month", pauses=[(at("2025-03-10"), at("2025-03-14"))]) == "2025-04-07"


def test_hours_are_paused_to_the_minute():
    pause = (at("2025-03-03", 12), at("2025-03-03", 13, 20))
    assert deadline(at("2025-03-03", 10), Duration.parse("24 hours"), pauses=[pause]).due_at == at("2025-03-04", 11, 20)
    before = (at("2025-03-02", 12), at("2025-03-03", 11))
    assert deadline(at("2025-03-03", 10), Duration.parse("2 hours"), pauses=[before]).due_at == at("2025-03-03", 13)


def test_while_a_period_is_paused_its_end_moves_with_the_days():
    def while_paused(now: str) -> Deadline:
        with clock.at(at(now)):
            return deadline(at("2025-03-03"), Duration.parse("5 working days"), pauses=[(at("2025-03-05"), None)])

    assert while_paused("2025-03-06").paused
    assert while_paused("2025-03-06").due_at.date() == date(2025, 3, 11)
    assert while_paused("2025-03-12").due_at.date() == date(2025, 3, 17)
    assert not deadline(at("2025-03-03"), Duration.parse("5 working days")).paused


def test_an_extension_adds_to_the_length():
    assert due("2025-03-03", "10 working days", extra=[Duration.parse("5 working days")]) == "2025-03-24"
    # Four months from 31 January, not one month from 30 April.
    assert due("2025-01-31", "3 months", extra=[Duration.parse("1 month")]) == "2025-06-03"  # 31 May to 2 June are free
    assert due("2025-03-03", "5 days", extra=[Duration.parse("2 working days")]) == "2025-03-11"


def test_every_day_of_the_period_is_explained():
    with translation.override("en"):
        days = deadline(at("2025-09-12"), Duration.parse("20 days")).days
        assert [days[0].day, days[0].counted, days[0].why] == [
            date(2025, 9, 12), None, "the first day is not counted (Civil Code, art. 201)",
        ]  # fmt: skip
        assert [day.counted for day in days[1:21]] == list(range(1, 21))
        assert days[20].why == "National Day: the last day moves on (Civil Code, art. 203)"
        assert [days[-1].day, days[-1].why] == [date(2025, 10, 9), "the last day (Civil Code, art. 203)"]

        working = {
            day.day: (day.counted, day.why) for day in deadline(at("2025-09-26"), Duration.parse("4 working days")).days
        }
        assert working[date(2025, 9, 27)] == (None, "weekend")
        assert working[date(2025, 9, 28)] == (1, "make-up working day")
        assert working[date(2025, 10, 1)] == (None, "National Day")
        assert working[date(2025, 10, 9)] == (4, "")

        hours = deadline(at("2025-03-03", 10), Duration.parse("30 hours")).days
        assert [(day.day.day, day.counted) for day in hours] == [(3, 14), (4, 30)]


def test_a_period_that_reaches_into_a_year_without_its_notice_is_provisional():
    assert not deadline(at("2026-12-01"), Duration.parse("10 working days")).provisional
    assert deadline(at("2026-12-25"), Duration.parse("10 working days")).provisional


def test_what_cannot_be_counted_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        deadline(datetime(2025, 3, 3), Duration.parse("1 day"))
    with pytest.raises(ValueError, match="time zone"):
        deadline(datetime(2025, 3, 3), Duration.parse("1 hour"))
    with pytest.raises(ValueError, match="before it begins"):
        due("2025-03-03", "1 day", pauses=[(at("2025-03-05"), at("2025-03-04"))])
    with pytest.raises(ValueError, match="hours and days"):
        due("2025-03-03", "1 day", extra=[Duration.parse("1 hour")])
