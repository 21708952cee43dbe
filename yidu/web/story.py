"""The story of a record in plain sentences: one for each name of a step, in the reader's language.

`tell` gives what the component `story` shows. Readers without full rights get the public part: stages, departments,
signed answers; never what was written inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yidu.ledger.models import Step
from yidu.matters.models import Matter
from yidu.matters.models.matters import Holder
from yidu.matters.publishing import tells_promises
from yidu.matters.whole import read_with
from yidu.people.models import Organisation
from yidu.programmes.grammar import Action
from yidu.programmes.grammar.procedures import CHOSEN_FROM
from yidu.web.naming import holder_name, raised_by_words
from yidu.web.words import short_day


@dataclass(frozen=True)
class Told:
    """A step as it is shown: who did what, when, in what words."""

    title: str
    who: str = ""
    at: datetime | None = None
    text: str = ""
    tag: str = ""
    is_now: bool = False


@dataclass(frozen=True)
class Teller:
    """What the sentences of one matter are made with. `named`: whether the names of people are told."""

    matter: Matter
    full: bool
    named: bool
    organisations: Mapping[int, Organisation]
    raiser: str

    def organisation(self, id_: Any) -> str:
        found = self.organisations.get(int(id_)) if id_ else None
        return found.called if found else _("a department")

    def item(self, name: str, id_: Any) -> str:
        """The title of an item of a list of the programme, whenever it held."""
        for version in self.matter.programme.list_.get(name, ()):
            for item in version.item:
                if item.id == id_:
                    return str(item.title)
        return str(id_ or "")

    def reply_class(self, id_: Any) -> str:
        replies = self.matter.programme.replies
        return self.item(replies.get(self.matter.kind_line.procedure or "", "reply-class"), id_)

    def stage(self, id_: Any) -> str:
        stage = self.matter.procedure.stage.get(str(id_))
        return str(stage.title) if stage else str(id_ or "")

    def pausable(self, id_: Any) -> str:
        lists = {stage.pausable for stage in self.matter.procedure.stage.values() if stage.pausable}
        titles = (self.item(name, id_) for name in lists)
        return next((title for title in titles if title != id_), str(id_ or ""))

    def action(self, id_: Any) -> Action | None:
        stages = self.matter.procedure.stage.values()
        return next((stage.action[str(id_)] for stage in stages if str(id_) in stage.action), None)

    def letter(self, step: Step) -> str:
        """What the reader may know of an answer: all of it, or what was to be published."""
        told = {word: str(step.data.get(word) or "") for word in ("text", "summary", "publication")}
        shows = self.matter.programme.shows(told["publication"])
        return told["text"] if self.full else {"summary": told["summary"], "nothing": ""}.get(shows, told["text"])

    def promise(self, step: Step) -> str:
        """What was promised, for whoever may read the answer that promises it."""
        return str(step.data.get("measure") or "") if self.full or tells_promises(self.matter) else ""

    def said(self, line: Action | None, text: str) -> str:
        """What was said when an action was taken, for whoever reads all, or everybody where the action is public."""
        return text if self.full or (line is not None and line.public) else ""

    def inside(self, text: Any) -> str:
        """Words that only readers with full rights see."""
        return str(text or "") if self.full else ""


Sentence = Callable[[Step, Teller], Told | None]
SENTENCES: dict[str, Sentence] = {}


def sentence(name: str) -> Callable[[Sentence], Sentence]:
    """The sentence of a step name. None: the step is not told to this reader."""

    def decorate(function: Sentence) -> Sentence:
        SENTENCES[name] = function
        return function

    return decorate


def tell(
    matter: Matter, steps: Iterable[Step], *, full: bool, named: bool = False, raiser: str | None = None
) -> list[Told]:
    """Where it is now, then what happened, the newest first. Steps come in that order.

    `raiser` is what whoever raised it is called, if it is known already.
    """
    steps = list(steps)
    raiser = raised_by_words(matter) if raiser is None else raiser
    teller = Teller(matter, full, named, _organisations(matter, steps), raiser)
    told = [_now(matter)] if matter.is_open else []
    for step in steps:
        made = SENTENCES[step.name](step, teller)
        if made is not None:
            told.append(_signed(made, step, teller))
    return told


def _signed(told: Told, step: Step, teller: Teller) -> Told:
    who = told.who or _party(step, teller)
    if teller.named and step.actor is not None:
        who = f"{who} · {step.actor.name}" if who else step.actor.name
    return Told(told.title, who, step.at, told.text, told.tag)


def _now(matter: Matter) -> Told:
    return Told(title=str(matter.stage_line.title), who=holder_name(matter), is_now=True)


def _organisations(matter: Matter, steps: Iterable[Step]) -> dict[int, Organisation]:
    ids: set[int] = set()
    for step in steps:
        for key in ("organisation", "lead"):
            if isinstance(step.data.get(key), int):
                ids.add(step.data[key])
        for key in ("joint", "departments"):
            ids.update(one for one in step.data.get(key) or () if isinstance(one, int))
    already = read_with(matter)
    known = {id_: one for id_, one in already.organisations.items() if id_ in ids} if already else {}
    return known | (Organisation.objects.in_bulk(ids - known.keys()) if ids - known.keys() else {})


def _party(step: Step, teller: Teller) -> str:
    """Who acted, when the sentence does not say it."""
    if step.actor_kind == "system":
        return _("Yidu")
    if step.organisation is not None:
        return step.organisation.called
    if step.actor_kind in ("link", "receipt"):
        # By the receipt of a visit speaks the enterprise, not the member who brought it back.
        return _("the enterprise") if teller.matter.kind_line.rated_by == "enterprise" else teller.raiser
    return teller.raiser if step.actor_kind == "visitor" else _by_procedure(step, teller)


def _by_procedure(step: Step, teller: Teller) -> str:
    """Who acted, from what the procedure says of the action."""
    line = teller.action(step.data.get("action"))
    if line is None:
        return ""
    if step.data.get("organisation") and line.effect != "decide":
        return teller.organisation(step.data["organisation"])
    stages = teller.matter.procedure.stage.values()
    holders = {stage.holder for stage in stages if line in stage.action.values() and stage.holder}
    parties = {*line.by} or holders
    if "office" in parties and parties <= {"office", "secretary-general"}:
        return str(Holder.OFFICE.label)
    if parties == {"secretary-general"}:
        return str(Holder.SECRETARY_GENERAL.label)
    return teller.raiser if parties <= {"raiser", "recorder"} else ""


def _by_organisation(step: Step, teller: Teller) -> str:
    return teller.organisation(step.data.get("organisation"))


@sentence("matter.raised")
def _raised(step: Step, teller: Teller) -> Told:
    if step.data.get("from"):
        title = _("was raised out of no. %(number)s") % {"number": step.data["from"]}
        return Told(title, who=str(Holder.OFFICE.label))
    on_the_spot = teller.matter.activity_id is not None
    return Told(_("brought it back from a visit") if on_the_spot else _("raised it"), who=teller.raiser)


@sentence("matter.assigned")
def _assigned(step: Step, teller: Teller) -> Told:
    lead = teller.organisation(step.data.get("lead"))
    joint = _(", ").join(teller.organisation(one) for one in step.data.get("joint") or ())
    if joint:
        title = _("handed it to %(lead)s, together with %(joint)s") % {"lead": lead, "joint": joint}
    else:
        title = _("handed it to %(lead)s") % {"lead": lead}
    return Told(title, who=str(Holder.OFFICE.label), text=teller.inside(step.data.get("note")))


@sentence("matter.diverted")
def _diverted(step: Step, teller: Teller) -> Told:
    where = teller.item("diverted-to", step.data.get("where"))
    title = _("said where it belongs: %(where)s") % {"where": where} if where else _("said that it belongs elsewhere")
    return Told(title, text=str(step.data.get("reason") or ""))


@sentence("handling.accepted")
def _accepted(step: Step, teller: Teller) -> Told:
    return Told(_("took it on"), who=_by_organisation(step, teller))


@sentence("handling.contested")
def _contested(step: Step, teller: Teller) -> Told | None:
    if not teller.full:
        return None
    title = _("says that it belongs to another department")
    return Told(title, _by_organisation(step, teller), None, step.data["reason"])


@sentence("handling.extension-asked")
def _extension_asked(step: Step, teller: Teller) -> Told | None:
    if not teller.full:
        return None
    days = int(step.data.get("days") or 0)
    title = ngettext("asked for %(days)d more working day", "asked for %(days)d more working days", days)
    return Told(title % {"days": days}, _by_organisation(step, teller), None, step.data["reason"])


@sentence("request.decided")
def _decided(step: Step, teller: Teller) -> Told | None:
    granted, contest = step.data.get("granted"), step.data.get("what") == "contest"
    if not teller.full and (contest or not granted):
        return None
    whom = {"organisation": _by_organisation(step, teller)}
    if contest:
        title = _("let %(organisation)s off") if granted else _("left it with %(organisation)s")
    else:
        title = _("gave %(organisation)s more time") if granted else _("gave %(organisation)s no more time")
    return Told(title % whom, text=teller.inside(step.data.get("reason")))


@sentence("matter.paused")
def _paused(step: Step, teller: Teller) -> Told:
    reason = teller.pausable(step.data.get("reason"))
    return Told(_("stopped the clock: %(reason)s") % {"reason": reason}, text=teller.inside(step.data.get("note")))


@sentence("matter.resumed")
def _resumed(step: Step, teller: Teller) -> Told:
    return Told(_("let the clock go on"), text=teller.inside(step.data.get("note")))


@sentence("handling.opinion-given")
def _opinion(step: Step, teller: Teller) -> Told:
    return Told(_("gave its opinion"), _by_organisation(step, teller), None, teller.inside(step.data.get("text")))


@sentence("reply.written")
def _written(step: Step, teller: Teller) -> Told | None:
    if not teller.full:
        return None
    title = _("wrote an answer (%(class)s)") % {"class": teller.reply_class(step.data.get("class"))}
    return Told(title, _by_organisation(step, teller))


@sentence("reply.signed")
def _reply_signed(step: Step, teller: Teller) -> Told:
    title = _("answered (%(class)s)") % {"class": teller.reply_class(step.data.get("class"))}
    if step.data.get("other"):
        title = _("%(answered)s, together with no. %(number)s") % {"answered": title, "number": step.data["number"]}
    return Told(title, _by_organisation(step, teller), None, teller.letter(step))


@sentence("reply.sent-back")
def _sent_back(step: Step, teller: Teller) -> Told | None:
    if not teller.full:
        return None
    return Told(_("did not sign the answer"), text=str(step.data.get("reason") or ""))


@sentence("matter.rated")
def _rated(step: Step, teller: Teller) -> Told:
    satisfaction = teller.item("satisfaction", step.data.get("satisfaction"))
    return Told(_("said that it is solved"), "", None, teller.inside(step.data.get("text")), satisfaction)


@sentence("matter.reopened")
def _reopened(step: Step, teller: Teller) -> Told:
    return Told(_("said that it is not solved yet"), "", None, teller.inside(step.data.get("text")))


@sentence("matter.confirmed")
def _confirmed(step: Step, teller: Teller) -> Told:
    says = step.data.get("says")
    who = str(Holder(says).label) if says in Holder.values and says not in ("raiser", "recorder") else ""
    return Told(_("looked and confirmed that it is solved"), who, None, teller.inside(step.data.get("note")))


@sentence("matter.advanced")
def _advanced(step: Step, teller: Teller) -> Told:
    line = teller.action(step.data.get("action"))
    words = {"action": str(line.title) if line else "", "stage": teller.stage(step.data.get("stage"))}
    inputs = [
        teller.item(CHOSEN_FROM[key], value) if key in ("period", "subject") else str(value)
        for key, value in step.data.items()
        if key not in ("action", "stage") and value
    ]
    return Told(_("%(action)s → %(stage)s") % words, text=teller.said(line, "\n".join(inputs)))


def on_subject(step: Step, teller: Teller) -> str:
    """The subject that was said with it, by its title."""
    subject = step.data.get("subject")
    return teller.item(CHOSEN_FROM["subject"], subject) if subject else ""


@sentence("matter.closed")
def _closed(step: Step, teller: Teller) -> Told:
    line = teller.action(step.data.get("action"))
    reason = step.data.get("reason")
    said = [teller.item(line.reasons, reason) if line and line.reasons else reason, step.data.get("note")]
    text = teller.said(line, "\n".join(str(one) for one in said if one))
    return Told(_("closed it: %(action)s") % {"action": line.title} if line else _("closed it"), text=text)


@sentence("matter.noted")
def _noted(step: Step, teller: Teller) -> Told | None:
    said = [on_subject(step, teller), str(step.data.get("note") or "")]
    return Told(_("noted"), text="\n".join(one for one in said if one)) if teller.full else None


@sentence("matter.lapsed")
def _lapsed(step: Step, _teller: Teller) -> Told:
    if step.data.get("outcome") == "unrated":
        return Told(_("closed it: nobody said by the date whether it is solved, so that stays open to question"))
    return Told(_("closed it: the date passed in silence"))


@sentence("matter.re-dated")
def _re_dated(step: Step, teller: Teller) -> Told | None:
    """The calendar was edited. What moved only inside (an opinion, a decision) is for readers of the inside."""
    days = _(", ").join(short_day(day) for day in _days(step.data.get("why")))
    because = _("The calendar of working days was changed: %(days)s") % {"days": days}
    was, due = (next(iter(_days(step.data.get(key))), None) for key in ("was", "due"))
    if was and due:
        title = _("moved the date from %(was)s to %(due)s") % {"was": short_day(was), "due": short_day(due)}
        return Told(title, _("Yidu"), text=because)
    return Told(_("moved the date of a department's part"), _("Yidu"), text=because) if teller.full else None


def _days(told: Any) -> list[date]:
    return [date.fromisoformat(day) for day in str(told or "").split(", ") if day]


def _somebody() -> str:
    return _("somebody who has nothing to do with it")


@sentence("look-back.asked")
def _look_back_asked(step: Step, teller: Teller) -> Told:
    if step.data.get("measure"):
        return Told(_("asked somebody to see whether the promise is kept"), text=teller.promise(step))
    return Told(_("drew it by lot and asked somebody to see whether it is solved"))


@sentence("look-back.handed-back")
def _look_back_handed_back(step: Step, teller: Teller) -> Told | None:
    if not teller.full:
        return None
    return Told(_("could not look, so another was asked"), _somebody(), None, str(step.data.get("reason") or ""))


@sentence("look-back.found-solved")
def _found_solved(step: Step, teller: Teller) -> Told:
    title = (
        _("looked and found the promise kept") if step.data.get("measure") else _("looked again and found it solved")
    )
    return Told(title, _somebody(), None, _seen(step, teller))


@sentence("look-back.found-unsolved")
def _found_unsolved(step: Step, teller: Teller) -> Told:
    if step.data.get("measure"):
        title = _("looked and found the promise not kept")
    else:
        title = _("looked again and found it not solved")
    tag = _("opened again") if step.data.get("reopened") else ""
    return Told(title, _somebody(), None, _seen(step, teller), tag)


@sentence("look-back.could-not-look")
def _could_not_look(step: Step, teller: Teller) -> Told:
    return Told(_("looked again and could not find out"), _somebody(), None, _seen(step, teller))


def _seen(step: Step, teller: Teller) -> str:
    """What was promised, and what was seen of it."""
    measure = teller.promise(step)
    promised = _("Promised: %(measure)s") % {"measure": measure} if measure else ""
    return "\n".join(one for one in (promised, teller.inside(step.data.get("text"))) if one)


def activity_sentences() -> dict[str, str]:
    """What happened to an activity, by the names of its steps."""
    return {
        "activity.recorded": _("recorded it"),
        "activity.corrected": _("corrected it"),
        "activity.withdrawn": _("withdrew it"),
    }


def tell_activity(steps: Iterable[Step], *, named: bool) -> list[Told]:
    """What happened to an activity, the newest first, with the reason of each change."""
    return _tell_record(steps, activity_sentences(), named=named)


def document_sentences() -> dict[str, str]:
    """What happened to the record of a document, by the names of its steps."""
    return {
        "document.recorded": _("recorded it"),
        "document.corrected": _("corrected it"),
        "document.withdrawn": _("withdrew it"),
    }


def tell_document(steps: Iterable[Step], *, named: bool) -> list[Told]:
    """The same of a document."""
    return _tell_record(steps, document_sentences(), named=named)


def session_sentences() -> dict[str, str]:
    """What happened to a session, by the names of its steps."""
    return {
        "session.planned": _("planned it"),
        "session.changed": _("changed what was planned"),
        "session.called-off": _("called it off"),
        "session.invited": _("asked people to it"),
        "session.slots-opened": _("opened slots"),
        "session.held": _("said that it was held"),
        "session.counted-anew": _("counted anew who took part"),
        "session.concluded": _("concluded it"),
        "session.reopened": _("opened it again, because it was concluded by mistake"),
    }


def tell_session(steps: Iterable[Step], *, named: bool) -> list[Told]:
    """The same of a session."""
    return _tell_record(steps, session_sentences(), named=named)


def _tell_record(steps: Iterable[Step], sentences: Mapping[str, str], *, named: bool) -> list[Told]:
    return [
        Told(
            sentences[step.name],
            who=step.actor.name if named and step.actor else "",
            at=step.at,
            text=str(step.data.get("reason") or ""),
        )
        for step in steps
    ]


def tell_calendar(steps: Iterable[Step]) -> list[Told]:
    """What was changed in a year of the calendar, the newest first."""
    return [Told(_calendar_title(step), at=step.at) for step in steps]


def _calendar_title(step: Step) -> str:
    if step.name == "calendar.day-set":
        words = {"day": short_day(date.fromisoformat(step.data["day"])), "what": step.data.get("zh") or ""}
        match step.data["kind"]:
            case "holiday":
                return _("%(day)s is a holiday: %(what)s") % words
            case "work":
                return _("%(day)s is a make-up working day") % words
            case _:
                return _("%(day)s is as its weekday says") % words
    if step.name == "calendar.announced":
        words = {"source": step.data.get("source") or ""}
        if step.data.get("announced"):
            return _("announced: %(source)s") % words
        return _("not announced yet")
    return _("taken from the package %(source)s") % {"source": step.data.get("source") or ""}


from yidu.web import story_together  # noqa: E402, F401  (further sentences; they need what stands above)
