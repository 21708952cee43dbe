"""Further sentences of the story: what was merged, divided, converted, completed, and said of an answer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yidu.ledger.models import Step
from yidu.matters.models.matters import Holder
from yidu.web.story import Teller, Told, on_subject, sentence


@sentence("matter.merged")
def _merged(step: Step, teller: Teller) -> Told:
    said = [on_subject(step, teller), str(step.data.get("note") or "")]
    text = teller.inside("\n".join(one for one in said if one))
    return Told(_("handles it together with no. %(number)s") % _number(step), text=text)


@sentence("matter.took-in")
def _took_in(step: Step, teller: Teller) -> Told:
    return Told(_("handles no. %(number)s together with it") % _number(step), str(Holder.OFFICE.label))


@sentence("matter.unmerged")
def _unmerged(step: Step, teller: Teller) -> Told:
    title = _("handles it apart from no. %(number)s again") % _number(step)
    return Told(title, text=teller.inside(step.data.get("note")))


@sentence("matter.let-go")
def _let_go(step: Step, teller: Teller) -> Told:
    return Told(_("handles no. %(number)s apart again") % _number(step), str(Holder.OFFICE.label))


@sentence("matter.divided")
def _divided(step: Step, teller: Teller) -> Told:
    bodies = _(", ").join(teller.organisation(one) for one in step.data.get("departments") or ())
    title = _("divided it: %(departments)s answer, each its own part") % {"departments": bodies}
    return Told(title, text=teller.inside(step.data.get("note")))


@sentence("matter.raised-as-part")
def _raised_as_part(step: Step, teller: Teller) -> Told:
    words = {"number": step.data.get("of"), "lead": teller.organisation(step.data.get("lead"))}
    title = _("divided no. %(number)s, and handed this part to %(lead)s") % words
    return Told(title, str(Holder.OFFICE.label), None, teller.inside(step.data.get("note")))


@sentence("matter.rejoined")
def _rejoined(step: Step, teller: Teller) -> Told:
    return Told(_("undid the division: it is one again"), text=teller.inside(step.data.get("note")))


@sentence("matter.taken-back")
def _taken_back(step: Step, teller: Teller) -> Told:
    return Told(_("undid the division of no. %(number)s") % {"number": step.data.get("of")}, str(Holder.OFFICE.label))


@sentence("matter.part-answered")
def _part_answered(step: Step, teller: Teller) -> Told:
    return Told(_("answered its part, no. %(number)s") % _number(step), teller.organisation(step.data["organisation"]))


@sentence("matter.answered-in-parts")
def _answered_in_parts(step: Step, teller: Teller) -> Told:
    title = _("answered the last part, no. %(number)s") % _number(step)
    return Told(title, teller.organisation(step.data["organisation"]))


@sentence("matter.converted")
def _converted(step: Step, teller: Teller) -> Told:
    return Told(_("turned it into no. %(number)s") % _number(step), text=teller.inside(step.data.get("reason")))


@sentence("matter.amended")
def _amended(step: Step, teller: Teller) -> Told:
    """What it says now stands on the page; here is what it said before."""
    before: dict[str, Any] = step.data.get("before") or {}
    answers = before.get("answers") or {}
    asked = {field.id: str(field.ask) for field in teller.matter.kind_line.field}
    lines = [str(before[word]) for word in ("title", "text") if before.get(word)]
    lines += [f"{asked.get(id_, id_)} {said}" for id_, said in answers.items()]
    told = _("Before:\n%(words)s") % {"words": "\n".join(lines)} if lines else ""
    return Told(_("completed it"), text=teller.inside(told))


@sentence("matter.appraised")
def _appraised(step: Step, teller: Teller) -> Told:
    satisfaction = teller.item("satisfaction", step.data.get("satisfaction"))
    return Told(_("rated the answer"), "", None, _of_the_attitude(step, teller), satisfaction)


@sentence("matter.redone")
def _redone(step: Step, teller: Teller) -> Told:
    satisfaction = teller.item("satisfaction", step.data.get("satisfaction"))
    return Told(_("is not satisfied: it is taken up again"), "", None, _of_the_attitude(step, teller), satisfaction)


def _of_the_attitude(step: Step, teller: Teller) -> str:
    attitude = teller.item("satisfaction", step.data.get("attitude"))
    said = _("With the way it was handled: %(attitude)s") % {"attitude": attitude} if attitude else ""
    return teller.inside("\n".join(one for one in (said, str(step.data.get("text") or "")) if one))


@sentence("matter.featured")
def _featured(step: Step, teller: Teller) -> Told:
    told = [str(step.data.get(word) or "") for word in ("day", "text", "note")]
    return Told(_("made it a key one, which a leader supervises"), text=teller.inside("\n".join(filter(None, told))))


@sentence("look-back.withdrawn")
def _withdrawn(step: Step, teller: Teller) -> Told:
    measure, because = teller.promise(step), str(step.data.get("reason") or "")
    promised = _("Promised: %(measure)s") % {"measure": measure} if measure else ""
    text = "\n".join(one for one in (promised, because) if one)
    return Told(_("withdrew the promise"), str(Holder.OFFICE.label), None, text if measure else "")


def _number(step: Step) -> dict[str, str]:
    return {"number": str(step.data.get("number") or "")}
