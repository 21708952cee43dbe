"""Look-backs: who is asked, from where lots are drawn, and where what is not solved goes."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from yidu.programmes.grammar import LookBackRule, Procedure
from yidu.programmes.loading.check.effects import has
from yidu.programmes.loading.problems import Problem, did_you_mean
from yidu.programmes.loading.sheet import Sheet


def askers(sheet: Sheet) -> Iterator[Problem]:
    """Whoever is asked to look is held by a role that there is, and may read what it looks at."""
    for id_, _procedure, rule in _own_rules(sheet):
        for number, role in enumerate(rule.by):
            spot = sheet.spot("procedure", id_, "look-back", "by", number)
            if role not in sheet.known("role"):
                message = _("There is no role “%(id)s”.") % {"id": role}
                yield Problem(spot, message, did_you_mean(role, sheet.known("role")))
            elif role in sheet.of("role") and "read" not in sheet.of("role")[role].powers:
                hint = _("Name roles with the power “read”, and none that are held at an organisation.")
                message = _("Whoever is “%(id)s” may not read what they would look at.") % {"id": role}
                yield Problem(spot, message, hint)


def ways(sheet: Sheet) -> Iterator[Problem]:
    """Lots are drawn from stages that end an answered matter; what is not solved goes where it is answered again."""
    for id_, procedure, rule in _own_rules(sheet):
        at, stages = ("look-back",), sheet.stages_written(id_)
        for number, stage_id in enumerate(rule.drawn_from):
            spot = sheet.spot("procedure", id_, *at, "drawn-from", number)
            stage = procedure.stage.get(stage_id)
            if stage_id not in stages:
                yield Problem(spot, _("There is no stage “%(id)s”.") % {"id": stage_id}, did_you_mean(stage_id, stages))
            elif stage is not None and not stage.final:
                hint = _("Name stages with final = true.")
                yield Problem(spot, _("A matter that is still on its way is not looked back on."), hint)
        target, spot = rule.unsolved.to, sheet.spot("procedure", id_, *at, "unsolved", "to")
        again = procedure.stage.get(target)
        if target not in stages:
            yield Problem(spot, _("There is no stage “%(id)s”.") % {"id": target}, did_you_mean(target, stages))
        elif again is not None and not has(again, "reply"):
            hint = _("Lead it to the stage in which the lead answers.")
            yield Problem(spot, _("Nobody can answer again in the stage “%(stage)s”.") % {"stage": target}, hint)


def _own_rules(sheet: Sheet) -> Iterator[tuple[str, Procedure, LookBackRule]]:
    for id_, procedure in sheet.own("procedure"):
        if procedure.look_back is not None and sheet.is_whole("procedure", id_):
            yield id_, procedure, procedure.look_back
