"""By when, in a word that one reads at a glance."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from yidu.common import clock, known
from yidu.common.clock import local_day
from yidu.common.workdays import is_working_day
from yidu.matters.models import Matter
from yidu.web.words import short_day


def due_words(matter: Matter) -> tuple[str, str]:
    """The date of a matter as a word and its tone; empty when it has none."""
    return words_until(matter.due_at) if matter.due_at else ("", "plain")


def words_until(due_at: datetime, now: datetime | None = None) -> tuple[str, str]:
    """Late for so many working days, today, or the day; and the tone. `now` saves asking the clock for each of many."""
    now = now or clock.now()
    day, today, is_late = local_day(due_at), now.date(), due_at < now
    return known.kept(("due", get_language(), day, today, is_late), lambda: _words(day, today, is_late))


def _words(day: date, today: date, is_late: bool) -> tuple[str, str]:
    if is_late:
        since = (day + timedelta(days=number) for number in range(1, (today - day).days + 1))
        late = sum(1 for one in since if is_working_day(one))
        if late < 1:
            return _("late"), "late"
        return ngettext("%(days)d working day late", "%(days)d working days late", late) % {"days": late}, "late"
    return (_("due today"), "wait") if day == today else (short_day(day), "plain")
