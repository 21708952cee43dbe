"""By when, in a word that one reads at a glance."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yidu.common import clock
from yidu.common.clock import local_day
from yidu.common.workdays import is_working_day
from yidu.matters.models import Matter
from yidu.web.words import short_day


def due_words(matter: Matter) -> tuple[str, str]:
    """The date of a matter as a word and its tone; empty when it has none."""
    return words_until(matter.due_at) if matter.due_at else ("", "plain")


def words_until(due_at: datetime) -> tuple[str, str]:
    """Late for so many working days, today, or the day; and the tone."""
    day, today = local_day(due_at), clock.today()
    if due_at < clock.now():
        since = (day + timedelta(days=number) for number in range(1, (today - day).days + 1))
        late = sum(1 for one in since if is_working_day(one))
        if late < 1:
            return _("late"), "late"
        return ngettext("%(days)d working day late", "%(days)d working days late", late) % {"days": late}, "late"
    return (_("due today"), "wait") if day == today else (short_day(day), "plain")
