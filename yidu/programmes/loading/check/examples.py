"""examples/: the words of the examples. They are run on a higher floor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext as _

from yidu.programmes.grammar import Example
from yidu.programmes.loading.problems import Problem, did_you_mean
from yidu.programmes.loading.sheet import Sheet

DEEDS = ("record", "raise", "draw", "look-back")
"""What can be done besides the actions of a procedure."""


def words(sheet: Sheet) -> Iterator[Problem]:
    """Kinds, actions, stages and indicators that there are, in the order of the days."""
    id_: str
    example: Example
    for id_, example in sheet.own("example"):
        actions = {name for one in sheet.known("procedure") for name in sheet.actions_written(one)}
        stages = {name for one in sheet.known("procedure") for name in sheet.stages_written(one)}
        last: date | None = None
        raised = 0
        for number, given in enumerate(example.given):
            at = ("given", number)
            if given.does not in (*DEEDS, *actions):
                message = _("There is no action “%(id)s”.") % {"id": given.does}
                hint = did_you_mean(given.does, {*DEEDS, *actions})
                yield Problem(sheet.spot("example", id_, *at, "does"), message, hint)
            for word in ("kind", "raises"):
                kind = getattr(given, word)
                if kind is not None and kind not in sheet.known("kind"):
                    message = _("There is no kind “%(id)s”.") % {"id": kind}
                    hint = did_you_mean(kind, sheet.known("kind"))
                    yield Problem(sheet.spot("example", id_, *at, word), message, hint)
            if given.does in ("record", "raise") and given.kind is None:
                yield Problem(sheet.spot("example", id_, *at), _("“%(name)s” is missing.") % {"name": "kind"}, "")
            raised += given.does in ("raise", *_conversions(sheet)) or given.raises is not None
            raised += len(given.with_.get("departments", ()))
            if given.of is not None and not 1 <= given.of <= raised:
                message = _("So many matters were not raised: %(number)d.") % {"number": given.of}
                yield Problem(sheet.spot("example", id_, *at, "of"), message, "")
            day = _day(given.on)
            if last is not None and day < last:
                hint = _("Put what happens earlier above.")
                yield Problem(sheet.spot("example", id_, *at, "on"), _("This day lies before the one above."), hint)
            last = day
        for number, expect in enumerate(example.expect):
            at = ("expect", number)
            named = [("stage", expect.stage, stages)] if expect.stage else []
            named += [("figures", one, sheet.known("indicator")) for one in expect.figures]
            named += [("open", one, actions) for one in expect.open or ()]
            for word, name, known in named:
                if name not in known:
                    path = (*at, word, name) if word == "figures" else (*at, word)
                    message = _("There is no “%(id)s”.") % {"id": name}
                    yield Problem(sheet.spot("example", id_, *path), message, did_you_mean(name, known))


def _conversions(sheet: Sheet) -> set[str]:
    """The actions that raise another matter."""
    stages = (stage for procedure in sheet.procedures.values() for stage in procedure.stage.values())
    return {id_ for stage in stages for id_, line in stage.action.items() if line.effect == "convert"}


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
