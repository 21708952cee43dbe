"""Actions have what their effects need, and ask for nothing that their effects do not take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yidu.programmes.grammar import Action, Procedure, Stage
from yidu.programmes.grammar.procedures import CHOSEN_FROM
from yidu.programmes.loading.check.stages import own_stages
from yidu.programmes.loading.positions import Key
from yidu.programmes.loading.problems import Problem, did_you_mean
from yidu.programmes.loading.sheet import Sheet


@dataclass(frozen=True)
class Needs:
    """What an effect must be given (`asks`), may be given besides, and where it must lead."""

    asks: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    to: str = "optional"  # "required", "final", "open", "optional", "none"


NEEDS: Mapping[str, Needs] = {
    "assign": Needs(("lead",), ("joint", "note"), "open"),
    "divert": Needs(("reason", "where"), (), "final"),
    "accept": Needs((), (), "optional"),
    "contest": Needs(("reason",), (), "open"),
    "extend": Needs(("reason", "days"), (), "none"),
    "decide": Needs(("grant",), ("reason",), "none"),
    "pause": Needs(("reason",), ("note",), "none"),
    "resume": Needs((), ("note",), "none"),
    "opinion": Needs(("text",), (), "none"),
    "reply": Needs(("text", "class"), ("measures", "publication", "summary"), "open"),
    "sign": Needs((), (), "required"),
    "send-back": Needs(("reason",), (), "open"),
    "rate": Needs(("satisfaction",), ("attitude", "note"), "required"),
    "reopen": Needs(("what-is-missing",), ("satisfaction", "attitude"), "open"),
    "confirm": Needs((), ("note",), "required"),
    "appraise": Needs(("satisfaction",), ("attitude", "note"), "required"),
    "redo": Needs(("what-is-missing",), ("attitude",), "open"),
    "amend": Needs(("title", "text"), ("answers",), "open"),
    "merge": Needs(("into",), ("note", "subject"), "open"),
    "unmerge": Needs((), ("note",), "open"),
    "divide": Needs(("departments",), ("note",), "open"),
    "rejoin": Needs((), ("note",), "open"),
    "feature": Needs(("supervisor", "text"), ("day", "note"), "none"),
    "convert": Needs(("reason",), (), "final"),
    "edit": Needs(("title", "text"), ("note",), "optional"),
    "approve": Needs((), ("note",), "open"),
    "issue": Needs(("series",), ("reason", "note", "subject"), "required"),
    "record-adoption": Needs(("level", "carrier", "day"), ("note",), "optional"),
    "record-instruction": Needs(("adoption", "instructed-by", "day", "instruction"), ("note",), "none"),
    "withdraw-adoption": Needs(("adoption", "reason"), (), "optional"),
    "advance": Needs((), ("note", "reason", "text", "quantity", "day", "period", "subject"), "required"),
    "close": Needs(("reason",), ("note",), "final"),
    "note": Needs((), ("note", "text", "subject"), "none"),
}
"""The closed vocabulary of effects, from the side of the folder. `yidu.matters.effects` gives them their meaning."""


def own_actions(
    sheet: Sheet, *, of_whole: bool = True
) -> Iterator[tuple[str, Procedure, Stage, tuple[Key, ...], Action]]:
    """(procedure id, procedure, stage, path of the action, action) of the folder's own procedures.

    Of damaged ones only when asked: where one stage looks at another, what was left out would be missed.
    """
    for id_, stage_id, stage in own_stages(sheet):
        if of_whole and not sheet.is_whole("procedure", id_):
            continue
        for action_id, line in stage.action.items():
            yield id_, sheet.procedures[id_], stage, ("stage", stage_id, "action", action_id), line


def inputs(sheet: Sheet) -> Iterator[Problem]:
    """`asks` and `optional` are what the effect needs and takes."""
    for id_, _procedure, _stage, path, line in own_actions(sheet, of_whole=False):
        needs = NEEDS[line.effect]
        words = {"effect": line.effect}
        for ask in needs.asks:
            if ask not in line.asks:
                message = _("The effect “%(effect)s” needs “%(ask)s”.") % {**words, "ask": ask}
                hint = "asks = [" + ", ".join(f'"{one}"' for one in dict.fromkeys((*needs.asks, *line.asks))) + "]"
                yield Problem(sheet.spot("procedure", id_, *path), message, hint)
        for word in ("asks", "optional"):
            for number, ask in enumerate(getattr(line, word)):
                if ask not in (*needs.asks, *needs.may):
                    message = _("The effect “%(effect)s” does nothing with “%(ask)s”.") % {**words, "ask": ask}
                    hint = did_you_mean(ask, (*needs.asks, *needs.may))
                    yield Problem(sheet.spot("procedure", id_, *path, word, number), message, hint)
        if line.effect == "note" and not {"note", "text", "subject"} & {*line.asks}:
            yield Problem(
                sheet.spot("procedure", id_, *path), _("Nothing is asked that could be noted."), 'asks = ["note"]'
            )
        for name in _lists(line):
            if name not in sheet.known("list"):
                hint = _("Use the folder “base”, or write a list [[%(list)s]].") % {"list": name}
                yield Problem(sheet.spot("procedure", id_, *path), _("There is no list “%(id)s”.") % {"id": name}, hint)


def _lists(line: Action) -> Iterator[str]:
    """The lists from which the action lets people choose, but for those of whole procedures and stages."""
    if line.effect == "redo":
        yield "satisfaction"
    yield from dict.fromkeys(CHOSEN_FROM[ask] for ask in line.asks if ask in CHOSEN_FROM)


def destinations(sheet: Sheet) -> Iterator[Problem]:
    """`to` is there where the effect moves the matter, and leads to a stage of the right sort."""
    for id_, procedure, _stage, path, line in own_actions(sheet):
        needs, words = NEEDS[line.effect], {"effect": line.effect}
        spot = sheet.spot("procedure", id_, *path, "to")
        if line.to is None:
            if needs.to not in ("optional", "none") and not (line.effect == "reply" and not is_signed(procedure)):
                hint = _("Write to = “STAGE”.")
                yield Problem(spot, _("The effect “%(effect)s” must say where it leads.") % words, hint)
            if line.within is not None:
                hint = _("Take “within” out: the action leads nowhere.")
                spot = sheet.spot("procedure", id_, *path, "within")
                yield Problem(spot, _("“within” is the time of the stage to which an action leads."), hint)
            continue
        target = procedure.stage.get(line.to)
        if needs.to == "none":
            yield Problem(spot, _("The effect “%(effect)s” leads nowhere.") % words, _("Take “to” out."))
        elif target is not None and needs.to == "final" and not target.final:
            yield Problem(spot, _("The effect “%(effect)s” leads to a final stage.") % words, "")
        elif target is not None and needs.to == "open" and target.final:
            yield Problem(spot, _("The effect “%(effect)s” does not lead to a final stage.") % words, "")


def is_signed(procedure: Procedure) -> bool:
    """Whether heads sign in this procedure."""
    return any(has(stage, "sign") for stage in procedure.stage.values())


def has(stage: Stage, *effects: str) -> bool:
    """Whether an action of the stage has one of the effects."""
    return any(line.effect in effects for line in stage.action.values())
