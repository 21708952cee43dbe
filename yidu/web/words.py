"""Days and moments as one says them, in the reader's language."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import pgettext

from yidu.common import clock


def short_day(value: date | datetime | None) -> str:
    """The day as "29 July"; with the year when it is not this one. Empty for None."""
    if value is None:
        return ""
    day = clock.local_day(value) if isinstance(value, datetime) else value
    # Django's own month-and-day format for Chinese writes 07月09日.
    form = pgettext("date format", "j F") if day.year == clock.today().year else pgettext("date format", "j F Y")
    return date_format(day, form)


def short_moment(value: datetime | None) -> str:
    """The moment as "29 July 10:42" in China's time. Empty for None."""
    if value is None:
        return ""
    return f"{short_day(value)} {value.astimezone(clock.SHANGHAI):%H:%M}"


def whole_day(value: date | datetime) -> str:
    """With year and weekday: "Thursday, 31 July 2025"."""
    day = clock.local_day(value) if isinstance(value, datetime) else value
    return date_format(day, pgettext("date format", "l, j F Y"))
