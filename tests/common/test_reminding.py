"""Moments that go by a date: how they are written, when they come."""

from __future__ import annotations

from datetime import datetime

import pytest

from yidu.common.calendar import PACKAGE
from yidu.common.clock import SHANGHAI
from yidu.common.durations import Duration
from yidu.common.reminding import BY_DAYS, BY_HOURS, Reminding, usual

DUE = datetime(2025, 10, 9, 23, 59, 59, tzinfo=SHANGHAI)
"""The Thursday after the long holiday of 1 to 8 October; Sunday 28 September was made up for it."""


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("on the day", "2025-10-09T00:00:00"),
        ("1 working day before", "2025-09-30T00:00:00"),
        ("3 working days before", "2025-09-28T00:00:00"),
        ("1 day before", "2025-10-08T00:00:00"),
        ("2 working days after", "2025-10-11T00:00:00"),
        ("2 hours before", "2025-10-09T21:59:59"),
        ("12 hours after", "2025-10-10T11:59:59"),
    ],
)
def test_it_comes_by_the_calendar_and_is_spelled_as_it_was_written(text: str, moment: str):
    reminding = Reminding.parse(text)
    assert reminding.at(DUE, calendar=PACKAGE).replace(tzinfo=None).isoformat() == moment
    assert str(reminding) == text
    assert reminding.at_once == ("hour" in text)


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "before", "3 months before", "31 days before", "2 days", "on the day after"]
)
def test_anything_else_is_refused(text: str):
    with pytest.raises(ValueError, match="moment to remind"):
        Reminding.parse(text)


def test_where_a_procedure_is_silent_it_is_nearer_for_hours():
    assert usual(Duration.parse("4 hours")) == BY_HOURS
    assert usual(Duration.parse("10 working days")) == BY_DAYS
