"""Each stage has one holder and one date, or is final and has neither."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from yidu.programmes.grammar import Stage
from yidu.programmes.loading.problems import Problem
from yidu.programmes.loading.sheet import Sheet


def own_stages(sheet: Sheet) -> Iterator[tuple[str, str, Stage]]:
    """(procedure, stage id, stage) of the folder's own procedures."""
    for id_, procedure in sheet.own("procedure"):
        for stage_id, stage in procedure.stage.items():
            yield id_, stage_id, stage


def holders_and_clocks(sheet: Sheet) -> Iterator[Problem]:
    """Nothing can be lost between desks: a stage that is not final has a holder and a date."""
    for id_, stage_id, stage in own_stages(sheet):
        if stage.final or not sheet.is_whole("procedure", id_):
            continue
        at, name = ("stage", stage_id), {"stage": stage_id}
        if stage.holder is None:
            hint = _("Write holder = “office”, “lead” …, or final = true.")
            yield Problem(sheet.spot("procedure", id_, *at), _("Nobody holds the stage “%(stage)s”.") % name, hint)
        if stage.within is None and stage.clock == "restarts":
            hint = _("Write within = “10 working days”, or clock = “continues” to keep the date of the stage before.")
            yield Problem(sheet.spot("procedure", id_, *at), _("The stage “%(stage)s” has no date.") % name, hint)
        if stage.within is not None and stage.clock == "continues":
            hint = _("Take one of the two out.")
            spot = sheet.spot("procedure", id_, *at, "clock")
            yield Problem(spot, _("A clock that continues has no length of its own."), hint)
        if stage.holder == "raiser" and stage.lapse is None:
            hint = _(
                "Write lapse = { to = “closed”, outcome = “unrated” }: whoever raised it may stay silent for ever."
            )
            yield Problem(sheet.spot("procedure", id_, *at), _("What follows if the raiser stays silent?"), hint)
        if stage.joint_within is not None and stage.holder != "lead":
            spot = sheet.spot("procedure", id_, *at, "joint-within")
            yield Problem(spot, _("Joint organisations have a date only where the lead holds the stage."), "")


def reminders(sheet: Sheet) -> Iterator[Problem]:
    """Each moment is named once; whoever is told that it is late is somebody else than whoever is late."""
    for id_, stage_id, stage in own_stages(sheet):
        at = ("stage", stage_id)
        seen: set[str] = set()
        for number, moment in enumerate(stage.remind or ()):
            if moment in seen:
                message = _("“%(moment)s” stands here twice.") % {"moment": moment}
                spot = sheet.spot("procedure", id_, *at, "remind", number)
                yield Problem(spot, message, _("Take one of the two out."))
            seen.add(moment)
        if stage.late and stage.late.then and stage.late.then == stage.holder:
            hint = _("Name whoever watches over it, or take “then” out: the holder is reminded anyhow.")
            message = _("Whoever holds the stage cannot be told that it is late in other hands.")
            yield Problem(sheet.spot("procedure", id_, *at, "late", "then"), message, hint)


def final_ones(sheet: Sheet) -> Iterator[Problem]:
    """A final stage has neither holder nor date; a procedure has at least one."""
    for id_, procedure in sheet.own("procedure"):
        if not sheet.is_whole("procedure", id_):
            continue
        if not any(stage.final for stage in procedure.stage.values()):
            hint = _("Write final = true in the stage in which it is over.")
            yield Problem(sheet.spot("procedure", id_), _("The procedure never ends: no stage is final."), hint)
        for stage_id, stage in procedure.stage.items():
            if not stage.final:
                continue
            for word in ("holder", "within", "joint_within", "pausable", "remind", "late", "lapse"):
                if getattr(stage, word) is not None:
                    key = word.replace("_", "-")
                    message = _("A final stage has no “%(word)s”.") % {"word": key}
                    yield Problem(sheet.spot("procedure", id_, "stage", stage_id, key), message, "")
            for action_id, line in stage.action.items():
                if not line.by:
                    hint = _("Write by = [“office”] or another party.")
                    spot = sheet.spot("procedure", id_, "stage", stage_id, "action", action_id)
                    yield Problem(spot, _("Nobody holds a final stage, so the action must say by whom."), hint)
