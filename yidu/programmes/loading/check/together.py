"""What is merged, converted, returned to be completed: where it leads, and from which list a reason is chosen."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from yidu.programmes.grammar import Action
from yidu.programmes.loading.check.answering import HANDLERS, takers
from yidu.programmes.loading.check.effects import has, own_actions
from yidu.programmes.loading.check.stages import own_stages
from yidu.programmes.loading.positions import Key
from yidu.programmes.loading.problems import Problem, did_you_mean
from yidu.programmes.loading.sheet import Sheet


def merged(sheet: Sheet) -> Iterator[Problem]:
    """What is merged stands in a stage that says where it goes when the other is answered; and can be undone there."""
    for id_, procedure, _stage, path, line in own_actions(sheet):
        target = procedure.stage.get(line.to or "")
        if line.effect == "merge" and target is not None and target.together is None:
            hint = _("Write together = “STAGE” there: where it goes when the other is answered.")
            message = _("What is merged would wait in “%(stage)s” for ever.") % {"stage": line.to}
            yield Problem(sheet.spot("procedure", id_, *path, "to"), message, hint)
    for id_, stage_id, stage in own_stages(sheet):
        if stage.together is None or not sheet.is_whole("procedure", id_):
            continue
        spot = sheet.spot("procedure", id_, "stage", stage_id, "together")
        target = sheet.procedures[id_].stage.get(stage.together)
        if target is not None and target.final:
            yield Problem(spot, _("Whoever raised it could say nothing about the answer there."), "")
        if not has(stage, "unmerge"):
            hint = _("Add an action with effect = “unmerge”.")
            yield Problem(spot, _("What was merged here could not go its own way again."), hint)


def converted(sheet: Sheet) -> Iterator[Problem]:
    """A conversion names a kind of matter, whose form asks nothing that the first one did not."""
    for id_, _procedure, _stage, path, line in own_actions(sheet, of_whole=False):
        at = sheet.spot("procedure", id_, *path)
        if line.effect != "convert":
            if line.kind is not None:
                message = _("“%(word)s” belongs to %(whose)s.") % {"word": "kind", "whose": "convert"}
                yield Problem(sheet.spot("procedure", id_, *path, "kind"), message, _("Take it out."))
            continue
        if line.kind is None:
            yield Problem(at, _("Into which kind of matter is it converted?"), _("Write kind = “KIND”."))
        elif line.kind not in sheet.known("kind"):
            message = _("There is no kind “%(id)s”.") % {"id": line.kind}
            yield Problem(
                sheet.spot("procedure", id_, *path, "kind"), message, did_you_mean(line.kind, sheet.known("kind"))
            )
        else:
            yield from _asked_anew(sheet, id_, path, line)


def _asked_anew(sheet: Sheet, id_: str, path: tuple[Key, ...], line: Action) -> Iterator[Problem]:
    spot, kinds = sheet.spot("procedure", id_, *path, "kind"), sheet.kinds
    becomes = kinds.get(line.kind or "")
    if becomes is None:
        return
    if becomes.is_ != "matter":
        yield Problem(spot, _("“%(kind)s” is no kind of matter.") % {"kind": line.kind}, "")
    required = {field.id for field in becomes.field if field.required}
    for kind in kinds.values():
        if kind.procedure != id_:
            continue
        for missing in sorted(required - {field.id for field in kind.field if field.required}):
            message = _("“%(kind)s” must know “%(field)s”, and nobody was asked for it.")
            yield Problem(spot, message % {"kind": line.kind, "field": missing}, "")


def reasons(sheet: Sheet) -> Iterator[Problem]:
    """A list of reasons stands where a reason is asked for; that of a pause is its stage's."""
    for id_, _procedure, _stage, path, line in own_actions(sheet, of_whole=False):
        if line.reasons is None:
            continue
        spot = sheet.spot("procedure", id_, *path, "reasons")
        if line.reasons not in sheet.known("list"):
            message = _("There is no list “%(id)s”.") % {"id": line.reasons}
            yield Problem(spot, message, did_you_mean(line.reasons, sheet.known("list")))
        if line.effect == "pause" or "reason" not in (*line.asks, *line.optional):
            yield Problem(spot, _("No reason is chosen from a list here."), _("Take it out."))


def own_words(sheet: Sheet) -> Iterator[Problem]:
    """Only whoever raised it changes its words, and says how satisfied they are."""
    for id_, _procedure, stage, path, line in own_actions(sheet, of_whole=False):
        spot, who = sheet.spot("procedure", id_, *path), takers(stage, line)
        if line.effect == "amend" and who - {"raiser", "recorder"}:
            hint = _("Let a stage that the raiser holds have it.")
            yield Problem(spot, _("Only whoever raised it may change what it says."), hint)
        if line.effect in ("appraise", "redo") and who & HANDLERS:
            hint = _("Let the raiser, the recorder, a member or the office say it.")
            yield Problem(spot, _("Whoever handled it cannot say how satisfied others are."), hint)
