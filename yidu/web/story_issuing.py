"""The sentences of what is issued, sent up and adopted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yidu.ledger.models import Step
from yidu.matters.issued_texts import issue_words
from yidu.matters.models.matters import Holder
from yidu.web.story import Teller, Told, on_subject, sentence
from yidu.web.words import short_day


@sentence("issued-text.written")
def _written(step: Step, teller: Teller) -> Told | None:
    if not teller.full:
        return None
    title = _("edited it for issue (version %(version)s)") % {"version": step.data.get("version")}
    return Told(title, text=str(step.data.get("note") or ""))


@sentence("issued-text.signed")
def _signed(step: Step, teller: Teller) -> Told | None:
    if not teller.full:
        return None
    return Told(_("signed it for issue"), text=str(step.data.get("note") or ""))


@sentence("issued-text.issued")
def _issued(step: Step, teller: Teller) -> Told:
    told = (step.data.get("series") or "", step.data.get("year"), step.data.get("number"))
    title = _("issued it: %(issue)s") % {"issue": issue_words(teller.matter.programme, *told)}
    because = step.data.get("reason")
    said = (because, on_subject(step, teller), step.data.get("note"))
    text = teller.inside("\n".join(str(one) for one in said if one))
    return Told(title, text=text, tag=_("urgent: as it was written") if because else "")


@sentence("matter.issued-together")
def _issued_together(step: Step, teller: Teller) -> Told:
    told = (step.data.get("series") or "", step.data.get("year"), step.data.get("number"))
    title = _("issued it: %(issue)s") % {"issue": issue_words(teller.matter.programme, *told)}
    return Told(title, str(Holder.OFFICE.label), tag=_together(step))


@sentence("adoption.recorded")
def _adopted(step: Step, teller: Teller) -> Told:
    title = _("was adopted: %(where)s, %(day)s") % {"where": _where(step, teller), "day": _day(step)}
    return Told(title, str(Holder.OFFICE.label), None, teller.inside(step.data.get("note")), _together(step))


@sentence("adoption.withdrawn")
def _taken_back(step: Step, teller: Teller) -> Told | None:
    if not teller.full:
        return None
    title = _("took back what was recorded by mistake: %(where)s, %(day)s")
    words = {"where": _where(step, teller), "day": _day(step)}
    return Told(title % words, str(Holder.OFFICE.label), None, str(step.data.get("reason") or ""), _together(step))


@sentence("instruction.recorded")
def _instructed(step: Step, teller: Teller) -> Told | None:
    if not teller.full:
        return None
    words = {"who": step.data.get("who"), "words": teller.item("instruction", step.data.get("words"))}
    title = _("recorded what %(who)s wrote on it: %(words)s, %(day)s") % {**words, "day": _day(step)}
    return Told(title, str(Holder.OFFICE.label), None, str(step.data.get("note") or ""), _together(step))


@sentence("matter.taken-up")
def _taken_up(step: Step, teller: Teller) -> Told:
    return Told(_("was taken up in “%(title)s”") % {"title": step.data.get("title")}, str(Holder.OFFICE.label))


@sentence("matter.not-taken-up")
def _not_taken_up(step: Step, teller: Teller) -> Told | None:
    if not teller.full:
        return None
    title = _("is not named in “%(title)s” any more") % {"title": step.data.get("title")}
    return Told(title, str(Holder.OFFICE.label), None, str(step.data.get("reason") or ""))


def _together(step: Step) -> str:
    """What became of an issue stands in the story of all that went out in it."""
    return _("together with no. %(number)s") % {"number": step.data["of"]} if step.data.get("of") else ""


def _where(step: Step, teller: Teller) -> str:
    told: dict[str, Any] = step.data
    items = (teller.item("adoption-level", told.get("level")), teller.item("adoption-carrier", told.get("carrier")))
    return " · ".join(items)


def _day(step: Step) -> str:
    return short_day(date.fromisoformat(step.data["on"])) if step.data.get("on") else ""
