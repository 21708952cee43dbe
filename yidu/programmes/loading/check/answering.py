"""Answers, signatures, and who may say whether it is solved."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from yidu.programmes.grammar import Action, Stage
from yidu.programmes.loading.check.effects import has, is_signed, own_actions
from yidu.programmes.loading.positions import Key
from yidu.programmes.loading.problems import Problem
from yidu.programmes.loading.sheet import Sheet

HANDLERS = frozenset({"lead", "joint", "lead-head"})


def signatures(sheet: Sheet) -> Iterator[Problem]:
    """Where heads sign, every answer is signed; classes that promise measures have a place for them."""
    for id_, procedure, stage, path, line in own_actions(sheet):
        spot = sheet.spot("procedure", id_, *path)
        if line.effect == "reply":
            target = procedure.stage.get(line.to or "")
            if is_signed(procedure) and target is not None and not _signs(target):
                hint = _("Let it lead to the stage that holder = “lead-head” holds and that has effect = “sign”.")
                yield Problem(spot, _("This answer would never be signed."), hint)
            yield from _classes(sheet, id_, path, line)
        if line.effect in ("sign", "send-back") and stage.holder != "lead-head":
            hint = _("Put it into a stage with holder = “lead-head”.")
            yield Problem(spot, _("Only the head of the lead signs or sends back."), hint)
        back = procedure.stage.get(line.to or "")
        again = line.effect in ("send-back", "reopen") or (line.effect == "redo" and back and back.holder == "lead")
        if again and back is not None and not has(back, "reply"):
            message = _("Nobody can answer again in the stage “%(stage)s”.") % {"stage": line.to}
            yield Problem(sheet.spot("procedure", id_, *path, "to"), message, "")


def _signs(stage: Stage) -> bool:
    return stage.holder == "lead-head" and has(stage, "sign")


def _classes(sheet: Sheet, id_: str, path: tuple[Key, ...], line: Action) -> Iterator[Problem]:
    name = (sheet.heading.replies if sheet.heading else {}).get(id_, "reply-class")
    spot = sheet.spot("procedure", id_, *path)
    if name not in sheet.known("list"):
        hint = _("Use the folder “base”, or write a list [[%(list)s]].") % {"list": name}
        yield Problem(spot, _("There is no list “%(id)s”.") % {"id": name}, hint)
    promises = any(item.planned for version in sheet.of("list").get(name, ()) for item in version.item)
    if promises and "measures" not in (*line.asks, *line.optional):
        yield Problem(
            spot, _("A class promises measures, and the answer has no place for them."), 'optional = ["measures"]'
        )


def judges(sheet: Sheet) -> Iterator[Problem]:
    """Whether it is solved is never said by whoever handled it; what was handled by nobody is not reopened."""
    for id_, _procedure, stage, path, line in own_actions(sheet, of_whole=False):
        if line.effect in ("rate", "reopen", "confirm") and takers(stage, line) & HANDLERS:
            hint = _("Let the raiser, the recorder, a member or the office say it.")
            spot = sheet.spot("procedure", id_, *path)
            yield Problem(spot, _("Whoever handled it cannot say whether it is solved."), hint)
        of_handlers = line.effect in ("accept", "contest", "extend", "opinion", "reply")
        if of_handlers and not takers(stage, line) & HANDLERS:
            spot = sheet.spot("procedure", id_, *path)
            yield Problem(spot, _("Only an organisation that handles the matter can do this."), 'by = ["lead"]')


def takers(stage: Stage, line: Action) -> set[str]:
    """Who may take an action: whoever it names, else the stage's holder."""
    return set(line.by) or ({stage.holder} if stage.holder else set())
