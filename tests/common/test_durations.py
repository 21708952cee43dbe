from __future__ import annotations

import pytest
from django.utils import translation

from yidu.common.workdays import Duration, Unit


@pytest.mark.parametrize(
    ("text", "count", "unit"),
    [
        ("10 working days", 10, Unit.WORKING_DAY),
        ("1 working day", 1, Unit.WORKING_DAY),
        ("24 hours", 24, Unit.HOUR),
        ("20 days", 20, Unit.DAY),
        ("3 months", 3, Unit.MONTH),
        ("1 year", 1, Unit.YEAR),
    ],
)
def test_a_length_of_time_is_read_and_written_back(text, count, unit):
    assert Duration.parse(text) == Duration(count, unit)
    assert str(Duration.parse(text)) == text


def test_spaces_and_case_do_not_matter():
    assert str(Duration.parse("  10 Working  Days ")) == "10 working days"


@pytest.mark.parametrize(
    "text",
    ["", "soon", "10", "0 days", "-1 days", "1.5 days", "24 working hours", "10 weeks", "99999 days", "１０ days"],
)
def test_anything_else_is_refused_with_a_hint(text):
    with pytest.raises(ValueError, match="10 working days"):
        Duration.parse(text)


def test_the_words_follow_the_number():
    with translation.override("en"):
        assert Duration.parse("1 working day").words() == "1 working day"
        assert Duration.parse("3 months").words() == "3 months"
