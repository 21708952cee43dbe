"""What holds for every start, length and pause (Hypothesis, the same examples in every run)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from yidu.common.clock import SHANGHAI
from yidu.common.workdays import Duration, Unit, deadline, is_working_day

always = settings(derandomize=True, max_examples=200, deadline=None)
DAY = timedelta(days=1)

starts = st.datetimes(datetime(2024, 12, 1), datetime(2026, 9, 30)).map(lambda moment: moment.replace(tzinfo=SHANGHAI))
counts = st.integers(1, 60)
day_lengths = st.builds(Duration, st.integers(1, 40), st.sampled_from([Unit.DAY, Unit.WORKING_DAY]))
lengths = st.one_of(day_lengths, st.builds(Duration, st.integers(1, 5), st.just(Unit.MONTH)))
pauses = st.lists(
    st.tuples(st.integers(0, 60 * 24), st.integers(0, 15 * 24)).map(
        lambda hours: (timedelta(hours=hours[0]), timedelta(hours=sum(hours)))
    ),
    max_size=3,
)


def days_after(first: date, last: date) -> list[date]:
    return [first + DAY * number for number in range(1, (last - first).days + 1)]


@always
@given(starts, counts)
def test_between_start_and_end_there_are_exactly_so_many_working_days(start, count):
    end = deadline(start, Duration(count, Unit.WORKING_DAY)).due_at.date()
    assert sum(map(is_working_day, days_after(start.date(), end))) == count
    assert is_working_day(end)


@always
@given(starts, counts)
def test_calendar_days_end_on_their_last_day_or_on_the_first_working_day_after_it(start, count):
    end, last = deadline(start, Duration(count, Unit.DAY)).due_at.date(), start.date() + DAY * count
    assert is_working_day(end)
    assert end >= last
    assert not any(is_working_day(last + DAY * number) for number in range((end - last).days))


@always
@given(starts, lengths, pauses)
def test_a_pause_never_brings_the_end_forward_and_the_end_is_worked_and_not_paused(start, length, spans):
    paused = [(start + begin, start + end) for begin, end in spans]
    with_pauses = deadline(start, length, pauses=paused)
    assert with_pauses.due_at >= deadline(start, length).due_at
    end = with_pauses.due_at.date()
    assert is_working_day(end)
    assert not any(begin.date() <= end < stop.date() for begin, stop in paused)


@always
@given(starts, lengths, pauses)
def test_every_day_is_explained_once_and_the_numbers_have_no_gaps(start, length, spans):
    period = deadline(start, length, pauses=[(start + begin, start + end) for begin, end in spans])
    assert [count.day for count in period.days] == [start.date(), *days_after(start.date(), period.due_at.date())]
    numbers = [count.counted for count in period.days if count.counted is not None]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(count.why for count in period.days if count.counted is None)


@always
@given(starts, day_lengths, counts)
def test_an_extension_is_the_same_as_a_longer_period(start, length, more):
    longer = Duration(length.count + more, length.unit)
    extended = deadline(start, length, extra=[Duration(more, length.unit)])
    assert extended == deadline(start, longer)
    assert extended.due_at >= deadline(start, length).due_at


@always
@given(starts, st.integers(1, 200), pauses)
def test_hours_lose_exactly_the_time_of_their_pauses(start, hours, spans):
    paused = [(start + begin, start + end) for begin, end in spans]
    due = deadline(start, Duration(hours, Unit.HOUR), pauses=paused).due_at
    hour = timedelta(hours=1)
    # The pauses lie on whole hours after the start: count the hours that are not paused.
    running, moment = 0, start
    while moment < due:
        running += not any(begin <= moment < end for begin, end in paused)
        moment += hour
    assert (running, moment) == (hours, due)
