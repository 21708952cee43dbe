"""kinds.toml: who convenes about a topic, and what becomes of what is settled."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from yidu.programmes.loading.problems import Problem, did_you_mean
from yidu.programmes.loading.sheet import Sheet

LISTS = ("consultation-form", "opinion-refused")


def topics(sheet: Sheet) -> Iterator[Problem]:
    """A topic is a matter; its conveners are roles; there are forms of consultation; what is settled is handed over."""
    for id_, kind in sheet.own("kind"):
        line = kind.consulting
        if line is None:
            continue
        spot = sheet.spot("kind", id_, "consulting")
        if kind.is_ != "matter":
            yield Problem(spot, _("People sit down about a matter, not about an activity."), _("Take it out."))
        for name in LISTS:
            if name not in sheet.known("list"):
                yield Problem(spot, _("There is no list “%(id)s”.") % {"id": name}, "")
        for role in line.conveners:
            if role not in sheet.known("role"):
                message = _("There is no role “%(id)s”.") % {"id": role}
                yield Problem(spot, message, did_you_mean(role, sheet.known("role")))
        for becomes in (line.agreed, line.recommended):
            if becomes is not None:
                yield from _handed_over(sheet, id_, becomes)


def _handed_over(sheet: Sheet, id_: str, becomes: str) -> Iterator[Problem]:
    """What a point becomes is a kind of matter whose first stage hands over."""
    spot = sheet.spot("kind", id_, "consulting")
    matters = {one for one, kind in sheet.kinds.items() if kind.is_ == "matter"}
    if becomes not in sheet.known("kind") or (becomes in sheet.kinds and becomes not in matters):
        message = _("There is no kind of matter “%(id)s”.") % {"id": becomes}
        yield Problem(spot, message, did_you_mean(becomes, matters))
        return
    procedure = sheet.procedures.get(sheet.kinds[becomes].procedure or "") if becomes in sheet.kinds else None
    first = procedure.stage.get(procedure.begins) if procedure else None
    if first is not None and not any(line.effect == "assign" for line in first.action.values()):
        hint = _("Let its first stage have an action with effect = “assign”.")
        message = _("An agreed point has an owner, but “%(id)s” is not handed over at once.") % {"id": becomes}
        yield Problem(spot, message, hint)
