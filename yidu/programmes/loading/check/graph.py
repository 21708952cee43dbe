"""Where each stage leads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from yidu.programmes.grammar import Procedure, Stage
from yidu.programmes.loading.problems import Problem, did_you_mean
from yidu.programmes.loading.sheet import Sheet

Edges = Mapping[str, set[str]]


def names(sheet: Sheet) -> Iterator[Problem]:
    """`begins`, `to` and `lapse` name stages of the procedure."""
    for id_, procedure in sheet.own("procedure"):
        declared = sheet.stages_written(id_)
        told: list[tuple[tuple[str, ...], str]] = [(("begins",), procedure.begins)]
        for stage_id, stage in procedure.stage.items():
            for action_id, line in stage.action.items():
                told.append((("stage", stage_id, "action", action_id, "to"), line.to or ""))
            if stage.lapse:
                told.append((("stage", stage_id, "lapse", "to"), stage.lapse.to))
            told.append((("stage", stage_id, "together"), stage.together or ""))
        told.append((("taken-back",), procedure.taken_back or ""))
        for path, name in told:
            if name and name not in declared:
                message = _("There is no stage “%(id)s”.") % {"id": name}
                yield Problem(sheet.spot("procedure", id_, *path), message, did_you_mean(name, declared))


def reached_and_left(sheet: Sheet) -> Iterator[Problem]:
    """Every stage is reached from the beginning, and from every stage an end is reached."""
    for id_, procedure in _whole(sheet):
        edges = {stage_id: _next(stage) for stage_id, stage in procedure.stage.items()}
        begins = [procedure.begins, *([procedure.taken_back] if procedure.taken_back else [])]
        reached = _closure(begins, edges)
        for stage_id in procedure.stage:
            if stage_id not in reached:
                message = _("No action leads to the stage “%(stage)s”.") % {"stage": stage_id}
                hint = _("Let an action lead there with to = “%(stage)s”, or take the stage out.")
                yield Problem(sheet.spot("procedure", id_, "stage", stage_id), message, hint % {"stage": stage_id})
        ends = {stage_id for stage_id, stage in procedure.stage.items() if stage.final}
        for stage_id, stage in procedure.stage.items():
            if not stage.final and ends and not _closure([stage_id], edges) & ends:
                message = _("There is no way from the stage “%(stage)s” to an end.") % {"stage": stage_id}
                hint = _("Give it an action with to = “%(stage)s”.") % {"stage": min(ends)}
                yield Problem(sheet.spot("procedure", id_, "stage", stage_id), message, hint)


def lead_is_there(sheet: Sheet) -> Iterator[Problem]:
    """A stage held by the lead is only reached after an assignment; a clock that continues has begun before."""
    for id_, procedure in _whole(sheet):
        free = _closure([procedure.begins], {one: _unassigned(stage) for one, stage in procedure.stage.items()})
        for stage_id in sorted(free):
            stage = procedure.stage.get(stage_id)
            if stage and stage.holder in ("lead", "lead-head"):
                message = _("The stage “%(stage)s” can be reached before there is a lead.") % {"stage": stage_id}
                hint = _("Let an action with effect = “assign” lead to it first.")
                yield Problem(sheet.spot("procedure", id_, "stage", stage_id, "holder"), message, hint)
        for path, target, length in _entrances(procedure):
            stage = procedure.stage.get(target)
            if stage and stage.clock == "continues" and not stage.final and length is None:
                message = _("No clock runs that could continue in “%(stage)s”.") % {"stage": target}
                hint = _("Write within = “3 working days” at the action, or let the stage have its own.")
                yield Problem(sheet.spot("procedure", id_, *path), message, hint)


def _whole(sheet: Sheet) -> Iterator[tuple[str, Procedure]]:
    return (
        (id_, procedure)
        for id_, procedure in sheet.own("procedure")
        if sheet.is_whole("procedure", id_) and procedure.begins in procedure.stage
    )


def _next(stage: Stage) -> set[str]:
    by_itself = {stage.lapse.to} if stage.lapse else set()
    by_itself |= {stage.together} if stage.together else set()
    return {line.to for line in stage.action.values() if line.to} | by_itself


def _unassigned(stage: Stage) -> set[str]:
    """Where it may go while nobody leads: not by an assignment, and not by what only a handler can do."""
    lapse = {stage.lapse.to} if stage.lapse else set()
    needs_lead = ("assign", "reopen", "redo", "reply", "sign", "send-back")
    return {line.to for line in stage.action.values() if line.to and line.effect not in needs_lead} | lapse


def _entrances(procedure: Procedure) -> Iterator[tuple[tuple[str, ...], str, str | None]]:
    """The ways into a stage that come without a running clock: the beginning, and out of a final stage."""
    yield ("begins",), procedure.begins, None
    for stage_id, stage in procedure.stage.items():
        for action_id, line in stage.action.items() if stage.final else ():
            if line.to:
                yield ("stage", stage_id, "action", action_id, "to"), line.to, line.within


def _closure(begin: Iterable[str], edges: Edges) -> set[str]:
    found: set[str] = set()
    waiting = list(begin)
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += edges.get(one, set())
    return found
