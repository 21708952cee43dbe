"""The lines of the desk, as one reads them: what, by when, why it is there, one tap to act."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yidu.common import clock, known
from yidu.matters.desk import DeskItem, Rows, rows_of
from yidu.matters.engine import open_actions
from yidu.matters.models import Handling, LookBack, Matter, Request
from yidu.matters.models.matters import Holder
from yidu.matters.moves import waiting_request
from yidu.people.rules import Standing
from yidu.programmes.grammar.base import Text
from yidu.web.due import words_until
from yidu.web.lines import LINES, Line, matter_url
from yidu.web.matter_page import MAIN
from yidu.web.naming import holder_name


class _Shown(NamedTuple):
    """All that a line shows. Whoever is the same is shown the same, unless one of them raised it."""

    item: DeskItem
    due: tuple[str, str]
    who: Hashable
    revision: int


def desk_lines(items: Sequence[DeskItem], standing: Standing) -> list[SafeString]:
    """Each item as a line: those that nobody like the reader was shown before are read and drawn now, all at once."""
    revision, now = known.revision(), clock.now()
    shown = [
        _Shown(item, _due(item, now), (standing.key, standing.actor.person_id if item.is_own else None), revision)
        for item in items
    ]

    def contexts(missing: list[_Shown]) -> Iterator[dict[str, Line]]:
        rows = rows_of([one.item for one in missing])
        return ({"item": _line(row, one.due, standing)} for row, one in zip(rows, missing, strict=True))

    return LINES.each(shown, contexts)


def _line(row: Rows, due: tuple[str, str], standing: Standing) -> Line:
    item, matter = row.item, row.matter
    act, act_url = _act(row, standing)
    is_look_back = item.why == "look-back"
    return Line(
        url=reverse("look-back", args=[item.look_back]) if is_look_back else matter_url(matter.pk),
        title=matter.title,
        tag=due[0],
        tone=due[1],
        context=_context(row),
        reason=_reason(row, has_act=bool(act)),
        act=act,
        act_url=act_url,
    )


def _due(item: DeskItem, now: datetime) -> tuple[str, str]:
    if item.is_paused:
        return _("clock stopped"), "ok"
    return words_until(item.due_at, now)


def _context(row: Rows) -> tuple[str, ...]:
    matter = row.matter
    part = {
        "joint": _("joint"),
        "look-back": _("look-back"),
        "holder": _("lead") if matter.holder == "lead" else "",
    }.get(row.item.why, "")
    told = (part, str(matter.kind_line.title), _("no. %(number)s") % {"number": matter.number})
    return tuple(one for one in told if one)


def _reason(row: Rows, *, has_act: bool) -> str:
    """Why it is here, in one line."""
    item, matter = row.item, row.matter
    if row.look_back is not None:
        return _look_back(row.look_back, is_mine=item.why == "look-back")
    stage = {"stage": matter.stage_line.title}
    if item.why == "late":
        return _("%(stage)s, in the hands of %(holder)s") % {**stage, "holder": holder_name(matter)}
    if item.why == "joint":
        lead = matter.lead.called if matter.lead else _("the lead")
        return _("Your opinion is wanted by %(lead)s") % {"lead": lead}
    return _in_hand(row, stage, has_act=has_act)


def _in_hand(row: Rows, stage: dict[str, Text], *, has_act: bool) -> str:
    matter, request = row.matter, row.request or waiting_request(row.matter)
    said = str(stage["stage"])
    if request is not None and matter.holder != "lead":
        said = _wish(request)
    elif row.item.is_paused:
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


def _act(row: Rows, standing: Standing) -> tuple[str, str]:
    """The first thing to do, as a button; nothing for what is only watched."""
    if row.item.why == "late":
        return "", ""
    if row.look_back is not None:
        return _("Say what you found"), reverse("look-back", args=[row.look_back.pk])
    actions = open_actions(row.matter, standing.actor, standing, among=MAIN)
    first = min(actions, key=lambda one: MAIN.index(one.line.effect), default=None)
    if first is None:
        return "", ""
    return str(first.line.title), reverse("matter-take", args=[row.matter.pk, first.id])
