"""The sentences of what happens at the table, in the story of the topic."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from yidu.ledger.models import Step
from yidu.web.story import Teller, Told, sentence
from yidu.web.words import short_day


@sentence("matter.session-planned")
def _planned(step: Step, _teller: Teller) -> Told:
    day = localtime(datetime.fromisoformat(step.data["begins"])).date()
    words = {"number": step.data["number"], "day": short_day(day)}
    return Told(_("planned session %(number)s for %(day)s") % words)


@sentence("matter.asked")
def _asked(step: Step, _teller: Teller) -> Told:
    return Told(_("asked what people think"), text=step.data["question"])
