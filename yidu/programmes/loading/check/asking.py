"""Requests of a handling organisation, and clocks that stand still."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from yidu.common.workdays import Duration, Unit
from yidu.programmes.grammar import Procedure, Stage
from yidu.programmes.loading.check.effects import has, own_actions
from yidu.programmes.loading.check.stages import own_stages
from yidu.programmes.loading.positions import Key
from yidu.programmes.loading.problems import Problem, did_you_mean
from yidu.programmes.loading.sheet import Sheet


def requests(sheet: Sheet) -> Iterator[Problem]:
    """Who contests or asks for more time is decided on by somebody, here; a granted contest goes to be assigned."""
    for id_, procedure, stage, path, line in own_actions(sheet):
        spot = sheet.spot("procedure", id_, *path)
        if line.effect in ("contest", "extend"):
            if line.decides is None:
                yield Problem(spot, _("Nobody decides on this request."), 'decides = "office"')
            if not has(stage, "decide"):
                hint = _("Add an action with effect = “decide”, asks = [“grant”].")
                yield Problem(spot, _("Nobody can decide on it in this stage."), hint)
        elif line.decides is not None or line.until is not None:
            word = "decides" if line.decides is not None else "until"
            message = _("“%(word)s” belongs to contest and extend.") % {"word": word}
            yield Problem(sheet.spot("procedure", id_, *path, word), message, _("Take it out."))
        target = procedure.stage.get(line.to or "")
        if line.effect == "contest" and target is not None and not has(target, "assign"):
            hint = _("Lead it to the stage in which the matter is handed over.")
            message = _("Nobody can hand it over in the stage “%(stage)s”.") % {"stage": line.to}
            yield Problem(sheet.spot("procedure", id_, *path, "to"), message, hint)
        if line.effect == "extend" and _in_hours(procedure, path[1], stage):
            hint = _("Write “within” in days or working days.")
            yield Problem(spot, _("Working days cannot be added to a clock of hours."), hint)
        if line.effect == "decide" and not has(stage, "contest", "extend"):
            yield Problem(spot, _("There is nothing to decide in this stage."), _("Take it out."))


def _in_hours(procedure: Procedure, stage_id: Key, stage: Stage) -> bool:
    lengths = [stage.within] + [
        line.within for other in procedure.stage.values() for line in other.action.values() if line.to == stage_id
    ]
    return any(length and Duration.parse(length).unit is Unit.HOUR for length in lengths)


def pauses(sheet: Sheet) -> Iterator[Problem]:
    """A clock is stopped only where the stage lists reasons, and where it can be started again."""
    for id_, stage_id, stage in own_stages(sheet):
        words = {line.effect: name for name, line in stage.action.items()}
        at = ("stage", stage_id)
        if stage.pausable and stage.pausable not in sheet.known("list"):
            message = _("There is no list “%(id)s”.") % {"id": stage.pausable}
            spot = sheet.spot("procedure", id_, *at, "pausable")
            yield Problem(spot, message, did_you_mean(stage.pausable, sheet.known("list")))
        if "pause" in words and not stage.pausable:
            hint = _("Write pausable = “pause-reason”: the list of reasons.")
            spot = sheet.spot("procedure", id_, *at, "action", words["pause"])
            yield Problem(spot, _("This stage lists no reasons for which its clock may stop."), hint)
        if stage.pausable and "pause" not in words and sheet.is_whole("procedure", id_):
            hint = _("Add an action with effect = “pause”, or take “pausable” out.")
            yield Problem(sheet.spot("procedure", id_, *at, "pausable"), _("No action stops the clock here."), hint)
        if "pause" in words and "resume" not in words:
            hint = _("Add an action with effect = “resume”.")
            spot = sheet.spot("procedure", id_, *at, "action", words["pause"])
            yield Problem(spot, _("A clock that was stopped could never go on."), hint)
        if "pause" in words and stage.holder != "lead":
            spot = sheet.spot("procedure", id_, *at, "action", words["pause"])
            yield Problem(spot, _("Only a stage that the lead holds is paused."), "")
