"""Stories wait for their moments; everything happens in order, with the one clock standing there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from yidu.common import clock
from yidu.demo.days import moment
from yidu.demo.schedule import Story, run

MORNING, NOON, EVENING = (moment(date(2025, 3, 3), hour) for hour in (9, 12, 18))
NEXT = moment(date(2025, 3, 4), 9)


def story(told: list[tuple[str, datetime]], name: str, *moments: datetime) -> Iterator[datetime]:
    for at in moments:
        yield at
        told.append((name, clock.now()))


@pytest.mark.django_db
def test_moments_come_in_order_whatever_the_order_of_the_stories() -> None:
    told: list[tuple[str, datetime]] = []
    moments = run([story(told, "b", NOON, NEXT), story(told, "a", MORNING, EVENING)], until=NEXT)
    assert told == [("a", MORNING), ("b", NOON), ("a", EVENING), ("b", NEXT)]
    assert moments == 4


@pytest.mark.django_db
def test_what_would_come_after_the_end_does_not_happen() -> None:
    told: list[tuple[str, datetime]] = []
    run([story(told, "a", MORNING, NEXT)], until=EVENING)
    assert told == [("a", MORNING)]


@pytest.mark.django_db
def test_two_stories_that_wait_for_one_moment_keep_their_order() -> None:
    told: list[tuple[str, datetime]] = []
    run([story(told, "a", MORNING, NOON), story(told, "b", MORNING, NOON)], until=NEXT)
    assert [name for name, _ in told] == ["a", "b", "a", "b"]


@pytest.mark.django_db
def test_every_day_has_one_evening() -> None:
    evenings: list[tuple[date, datetime]] = []
    told: list[tuple[str, datetime]] = []
    run([story(told, "a", MORNING, NOON, NEXT)], until=NEXT, evening=lambda day, last: evenings.append((day, last)))
    assert evenings == [(MORNING.date(), NOON), (NEXT.date(), NEXT)]


@pytest.mark.django_db
def test_a_story_cannot_go_back_in_time() -> None:
    backwards: Story = story([], "a", NOON, MORNING)
    with pytest.raises(ValueError, match="back in time"):
        run([backwards], until=NEXT)
