"""What is merged, converted, returned to be completed: where it leads, and from which list a reason is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from yidu.programmes.grammar import Action
from yidu.programmes.loading.check.answering import HANDLERS, takers
from yidu.programmes.loading.check.effects import has, own_actions
from yidu.programmes.loading.check.stages import own_stages
from yidu.programmes.loading.positions import Key
from yidu.programmes.loading.problems import Problem, did_you_mean
from yidu.programmes.loading.sheet import Sheet

UNDONE_BY: Mapping[str, str] = {"merge": "unmerge", "divide": "rejoin"}


def merged(sheet: Sheet) -> Iterator[Problem]:
    """What is merged or divided stands in a stage that says where it goes when the others are answered or issued; and
    can be undone there."""
    for id_, procedure, _stage, path, line in own_actions(sheet):
        target = procedure.stage.get(line.to or "")
        if line.effect not in UNDONE_BY or target is None:
            continue
        spot = sheet.spot("procedure", id_, *path, "to")
        if target.together is None:
            hint = _("Write together = “STAGE” there: where it goes when the other is answered.")
            message = _("What is merged would wait in “%(stage)s” for ever.") % {"stage": line.to}
            yield Problem(spot, message, hint)
        elif not has(target, UNDONE_BY[line.effect]):
            hint = _("Add an action with effect = “%(effect)s”.") % {"effect": UNDONE_BY[line.effect]}
            yield Problem(spot, _("What was merged here could not go its own way again."), hint)
    for id_, stage_id, stage in own_stages(sheet):
        if stage.together is None or not sheet.is_whole("procedure", id_):
            continue
        spot = sheet.spot("procedure", id_, "stage", stage_id, "together")
        procedure = sheet.procedures[id_]
        target = procedure.stage.get(stage.together)
        answers = any(has(one, "reply") for one in procedure.stage.values())
        if target is not None and target.final and answers and not has(stage, "rejoin"):
            yield Problem(spot, _("Whoever raised it could say nothing about the answer there."), "")
        if target is not None and not target.final and has(stage, "rejoin"):
            hint = _("Lead it to a stage with final = true.")
            yield Problem(spot, _("Each part is rated by itself, and the whole by nobody."), hint)
        if not has(stage, *UNDONE_BY.values()):
            hint = _("Add an action with effect = “%(effect)s”.") % {"effect": "unmerge"}
            yield Problem(spot, _("What was merged here could not go its own way again."), hint)


def parts(sheet: Sheet) -> Iterator[Problem]:
    """A part is handed over at once, and ends somewhere when the division is undone. It is neither divided nor merged
    itself."""
    for id_, _procedure, _stage, path, line in own_actions(sheet):
        kind = sheet.kinds.get(line.kind or "")
        procedure = sheet.procedures.get(kind.procedure or "") if kind else None
        if (
            line.effect != "divide"
            or procedure is None
            or not sheet.is_whole("procedure", str(kind and kind.procedure))
        ):
            continue
        spot, name = sheet.spot("procedure", id_, *path, "kind"), {"procedure": kind.procedure if kind else ""}
        begins = procedure.stage.get(procedure.begins)
        if begins is not None and not has(begins, "assign"):
            hint = _("Let it begin in a stage with an action of effect = “assign”.")
            yield Problem(spot, _("A part could not be handed over in “%(procedure)s”.") % name, hint)
        ends = procedure.stage.get(procedure.taken_back or "")
        if ends is None or not ends.final:
            hint = _("Write taken-back = “STAGE” there, with a stage that is final.")
            yield Problem(spot, _("A part could not end in “%(procedure)s” when the division is undone.") % name, hint)
        if any(has(stage, "merge", "divide", "convert") for stage in procedure.stage.values()):
            message = _("A part is neither merged, divided nor converted, as in “%(procedure)s”.")
            yield Problem(spot, message % name, _("Give parts a procedure of their own."))


def converted(sheet: Sheet) -> Iterator[Problem]:
    """A conversion or a division names a kind of matter, whose form asks nothing that the first one did not."""
    for id_, _procedure, _stage, path, line in own_actions(sheet, of_whole=False):
        at = sheet.spot("procedure", id_, *path)
        if line.effect not in ("convert", "divide"):
            if line.kind is not None:
                message = _("“%(word)s” belongs to %(whose)s.") % {"word": "kind", "whose": "convert, divide"}
                yield Problem(sheet.spot("procedure", id_, *path, "kind"), message, _("Take it out."))
            continue
        if line.kind is None:
            yield Problem(at, _("Which kind of matter is raised?"), _("Write kind = “KIND”."))
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


def supervisors(sheet: Sheet) -> Iterator[Problem]:
    """Whoever supervises is found among those in roles that there are."""
    for id_, _procedure, _stage, path, line in own_actions(sheet, of_whole=False):
        spot = sheet.spot("procedure", id_, *path)
        if line.effect == "feature" and not line.roles:
            yield Problem(spot, _("Of whom is it one who supervises?"), _("Write roles = [“ROLE”]."))
        elif line.effect != "feature" and line.roles:
            message = _("“%(word)s” belongs to %(whose)s.") % {"word": "roles", "whose": "feature"}
            yield Problem(sheet.spot("procedure", id_, *path, "roles"), message, _("Take it out."))
        for number, role in enumerate(line.roles):
            if role not in sheet.known("role"):
                message = _("There is no role “%(id)s”.") % {"id": role}
                hint = did_you_mean(role, sheet.known("role"))
                yield Problem(sheet.spot("procedure", id_, *path, "roles", number), message, hint)


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
