"""The lines of the desk, as one reads them: what, by when, why it is there, one tap to act."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yidu.matters.engine import open_actions
from yidu.matters.models import Handling, LookBack, Matter, Request
from yidu.matters.models.matters import Holder
from yidu.matters.moves import waiting_request
from yidu.matters.queries import DeskItem
from yidu.people.rules import Standing
from yidu.web.due import words_until
from yidu.web.lines import Line
from yidu.web.matter_page import MAIN
from yidu.web.naming import holder_name


def desk_line(item: DeskItem, standing: Standing) -> Line:
    matter, look_back = item.matter, item.look_back
    act, act_url = _act(item, standing)
    tag, tone = _due(item)
    return Line(
        url=reverse("look-back", args=[look_back.pk]) if item.why == "look-back" and look_back else matter_url(matter),
        title=str(matter.title),
        tag=tag,
        tone=tone,
        context=_context(item),
        reason=_reason(item, has_act=bool(act)),
        act=act,
        act_url=act_url,
    )


def matter_url(matter: Matter) -> str:
    return reverse("matter", args=[matter.pk])


def _due(item: DeskItem) -> tuple[str, str]:
    if item.is_paused:
        return _("clock stopped"), "ok"
    return words_until(item.due_at)


def _context(item: DeskItem) -> tuple[str, ...]:
    matter = item.matter
    part = {
        "joint": _("joint"),
        "look-back": _("look-back"),
        "holder": _("lead") if matter.holder == "lead" else "",
    }.get(item.why, "")
    told = (part, str(matter.kind_line.title), _("no. %(number)s") % {"number": matter.number})
    return tuple(one for one in told if one)


def _reason(item: DeskItem, *, has_act: bool) -> str:
    """Why it is here, in one line."""
    if item.look_back is not None:
        return _look_back(item.look_back, is_mine=item.why == "look-back")
    matter, request = item.matter, item.request or waiting_request(item.matter)
    stage = {"stage": matter.stage_line.title}
    said = str(stage["stage"])
    if item.why == "late":
        said = _("%(stage)s, in the hands of %(holder)s") % {**stage, "holder": holder_name(matter)}
    elif item.why == "joint":
        lead = matter.lead.called if matter.lead else _("the lead")
        said = _("Your opinion is wanted by %(lead)s") % {"lead": lead}
    elif request is not None and matter.holder != "lead":
        said = _wish(request)
    elif item.is_paused:
        said = _("%(stage)s: something is waited for") % stage
    elif matter.reopenings and matter.holder in ("lead", "lead-head"):
        said = _("Opened again: whoever raised it says that it is not solved")
    elif matter.holder == "raiser" and not has_act:
        said = _("%(stage)s: the enterprise says by its receipt whether it is solved") % stage
    elif matter.holder == "lead":
        said = _opinions(matter)
    return said


def _look_back(one: LookBack, *, is_mine: bool) -> str:
    if not is_mine:
        asked = {"who": one.asked.name if one.asked else Holder.OFFICE.label}
        return _("Look-back, in the hands of %(who)s") % asked
    if one.asked is None:
        return _("Nobody could be asked who has nothing to do with it")
    if one.why == LookBack.Why.PROMISED:
        return _("Is this promise kept? “%(measure)s”") % {"measure": one.measure}
    return _("Drawn by lot: please see whether it is really solved")


def _wish(request: Request) -> str:
    who = {"organisation": request.handling.organisation.called}
    if request.what == Request.What.CONTEST:
        return _("%(organisation)s says that it belongs to another department") % who
    days = request.days or 0
    words = ngettext(
        "%(organisation)s asks for %(days)d more working day",
        "%(organisation)s asks for %(days)d more working days",
        days,
    )
    return words % {**who, "days": days}


def _opinions(matter: Matter) -> str:
    joint = [one for one in matter.handlings.all() if one.part == Handling.Part.JOINT and not one.ended_at]
    if not joint:
        return str(matter.stage_line.title)
    words = {"stage": matter.stage_line.title, "have": sum(1 for one in joint if one.done_at), "all": len(joint)}
    return _("%(stage)s, joint opinions %(have)d of %(all)d") % words


def _act(item: DeskItem, standing: Standing) -> tuple[str, str]:
    """The first thing to do, as a button; nothing for what is only watched."""
    if item.why == "late":
        return "", ""
    if item.look_back is not None:
        return _("Say what you found"), reverse("look-back", args=[item.look_back.pk])
    actions = open_actions(item.matter, standing.actor, standing)
    main = sorted((one for one in actions if one.line.effect in MAIN), key=lambda one: MAIN.index(one.line.effect))
    if not main:
        return "", ""
    return str(main[0].line.title), reverse("matter-take", args=[item.matter.pk, main[0].id])
