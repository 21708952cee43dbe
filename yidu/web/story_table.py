"""The sentences of what happens at the table: in the story of the topic, and for whoever writes there too late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from yidu.consultations.models import Point
from yidu.ledger.models import Step
from yidu.web.story import Teller, Told, sentence, session_sentences
from yidu.web.words import short_day


@sentence("matter.came-along")
def _came_along(step: Step, teller: Teller) -> Told:
    """It is merged into another topic, and this is what became of that one."""
    line = teller.action(step.data.get("action"))
    words = {"number": step.data.get("number"), "stage": teller.stage(step.data.get("reached"))}
    title = _("with no. %(number)s, into which it is merged: %(stage)s") % words
    return Told(title, text=teller.said(line, str(step.data.get("says") or "")))


@sentence("matter.source-quoted")
def _quoted(step: Step, teller: Teller) -> Told | None:
    if not teller.full:
        return None
    said = _("said that it came from another matter"), _("said that it came from a visit")
    return Told(said[step.data.get("what") == "activity"])


@sentence("matter.visit-gathered")
def _gathered(step: Step, teller: Teller) -> Told | None:
    if not teller.full:
        return None
    return Told(_("named visit %(number)s, which prepares it") % {"number": step.data.get("number")})


@sentence("matter.session-planned")
def _planned(step: Step, _teller: Teller) -> Told:
    day = localtime(datetime.fromisoformat(step.data["begins"])).date()
    words = {"number": step.data["number"], "day": short_day(day)}
    return Told(_("planned session %(number)s for %(day)s") % words)


@sentence("matter.session-concluded")
def _concluded(step: Step, _teller: Teller) -> Told:
    """How many points of each sort there were: what they are stands on the page of the session."""
    told = step.data
    words = {name: told[name] for name in ("number", "agreed", "disagreed", "recommended")}
    said = _("concluded session %(number)s: %(agreed)d agreed, %(disagreed)d not agreed, %(recommended)d recommended")
    return Told(said % words)


@sentence("matter.session-reopened")
def _reopened(step: Step, _teller: Teller) -> Told:
    said = _("opened session %(number)s again") % {"number": step.data["number"]}
    return Told(said, text=str(step.data["reason"]))


@sentence("matter.outcome-recorded")
def _outcome(step: Step, teller: Teller) -> Told:
    words = {"what": teller.item("outcome", step.data["item"]), "quantity": step.data["quantity"]}
    return Told(_("this came of it: %(what)s %(quantity)d") % words)


@sentence("matter.outcome-withdrawn")
def _no_outcome(step: Step, teller: Teller) -> Told:
    words = {"what": teller.item("outcome", step.data["item"]), "quantity": step.data["quantity"]}
    return Told(_("withdrew what was recorded: %(what)s %(quantity)d") % words, text=str(step.data["reason"]))


@sentence("matter.asked")
def _asked(step: Step, _teller: Teller) -> Told:
    return Told(_("asked what people think"), text=step.data["question"])


def tell_at_the_table(steps: Iterable[Step]) -> list[Told]:
    """What happened to a session, or to a point, for somebody who keeps the same table."""
    said = {
        **session_sentences(),
        "point.put": _("put it to the table"),
        "point.unsettled": _("opened it again"),
        "point.hands-counted": _("counted hands"),
    }
    return [
        Told(said.get(step.name) or _settled(step), who=step.actor.name if step.actor else "", at=step.at)
        for step in steps
    ]


def _settled(step: Step) -> str:
    return _("settled it: %(how)s") % {"how": Point.Stands(step.data["stands"]).label}
