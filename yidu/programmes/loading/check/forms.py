"""kinds.toml: activities, matters and their forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from yidu.programmes.grammar import Field, Kind
from yidu.programmes.loading.join import parts_of
from yidu.programmes.loading.problems import Problem, did_you_mean
from yidu.programmes.loading.sheet import Sheet

WITHOUT_ACCOUNT = ("enterprise", "resident")
TAKEN = ("headcount", "heard", "companions", "day", "place", "host", "title", "text", "kind", "organisation", "project")
"""What every form asks already."""


def activities(sheet: Sheet) -> Iterator[Problem]:
    """An activity has hosts who may record, raises kinds of matter, and has nothing that belongs to a matter."""
    for id_, kind in _own(sheet, "activity"):
        yield from _foreign(sheet, id_, kind, ("procedure", "raised_by", "divert_words"), _("a matter"))
        if not kind.hosts:
            yield Problem(sheet.spot("kind", id_), _("Nobody may host “%(id)s”.") % {"id": id_}, 'hosts = ["member"]')
        yield from _roles(sheet, id_, "hosts", kind.hosts)
        for number, raised in enumerate(kind.may_raise):
            spot = sheet.spot("kind", id_, "may-raise", number)
            known = {one for one, other in sheet.kinds.items() if other.is_ == "matter"}
            if raised not in sheet.known("kind") or (raised in sheet.kinds and raised not in known):
                message = _("There is no kind of matter “%(id)s”.") % {"id": raised}
                yield Problem(spot, message, did_you_mean(raised, known))


def matters(sheet: Sheet) -> Iterator[Problem]:
    """A matter has a procedure, somebody who may raise it, and has nothing that belongs to an activity."""
    for id_, kind in _own(sheet, "matter"):
        yield from _foreign(sheet, id_, kind, ("hosts", "may_raise"), _("an activity"))
        spot = sheet.spot("kind", id_, "procedure")
        if kind.procedure is None:
            yield Problem(spot, _("“%(name)s” is missing.") % {"name": "procedure"}, _names(sheet, "procedure"))
        elif kind.procedure not in sheet.known("procedure"):
            message = _("There is no procedure “%(id)s”.") % {"id": kind.procedure}
            yield Problem(spot, message, did_you_mean(kind.procedure, sheet.known("procedure")))
        if not kind.raised_by and id_ not in parts_of(sheet):
            hint = 'raised-by = ["member"]'
            yield Problem(sheet.spot("kind", id_), _("Nobody may raise “%(id)s”.") % {"id": id_}, hint)
        yield from _roles(sheet, id_, "raised-by", kind.raised_by, also=WITHOUT_ACCOUNT)
        if kind.rated_by == "enterprise" and kind.about not in ("enterprise", "organisation"):
            hint = _("Write about = “enterprise”, or let the raiser rate it.")
            spot = sheet.spot("kind", id_, "rated-by")
            yield Problem(spot, _("No enterprise is named that could rate it."), hint)


def fields(sheet: Sheet) -> Iterator[Problem]:
    """Each question once; choices have a list; limits are in order."""
    for id_, kind in sheet.own("kind"):
        seen: set[str] = set()
        for number, field in enumerate(kind.field):
            spot = sheet.spot("kind", id_, "field", number)
            if field.id in seen:
                yield Problem(spot, _("The question “%(id)s” stands twice.") % {"id": field.id}, "")
            seen.add(field.id)
            if field.id in TAKEN:
                hint = _("Take it out, or give the question another id.")
                yield Problem(spot, _("Every form asks “%(id)s” already.") % {"id": field.id}, hint)
            yield from _options(sheet, id_, number, field)
            if field.least is not None and field.most is not None and field.least > field.most:
                spot = sheet.spot("kind", id_, "field", number, "most")
                yield Problem(spot, _("“most” is less than “least”."), "")


def _options(sheet: Sheet, id_: str, number: int, field: Field) -> Iterator[Problem]:
    spot = sheet.spot("kind", id_, "field", number, "options")
    chooses = field.type in ("choice", "choices")
    if chooses and field.options is None:
        hint = _("Write options = “NAME” and the list [[NAME]] in lists.toml.")
        yield Problem(spot, _("A choice needs a list."), hint)
    elif not chooses and field.options is not None:
        yield Problem(spot, _("Only a choice has options."), 'type = "choice"')
    elif field.options is not None and field.options not in sheet.known("list"):
        message = _("There is no list “%(id)s”.") % {"id": field.options}
        yield Problem(spot, message, did_you_mean(field.options, sheet.known("list")))
    for word in ("least", "most"):
        if getattr(field, word) is not None and field.type not in ("number", "text", "long-text"):
            spot = sheet.spot("kind", id_, "field", number, word)
            yield Problem(spot, _("Only numbers and texts have limits."), "")


def _own(sheet: Sheet, is_: str) -> Iterator[tuple[str, Kind]]:
    return ((id_, kind) for id_, kind in sheet.own("kind") if kind.is_ == is_)


def _names(sheet: Sheet, section: str) -> str:
    return _("Known here: %(words)s.") % {"words": ", ".join(sorted(sheet.known(section)))}


def _foreign(sheet: Sheet, id_: str, kind: Kind, names: Iterable[str], whose: str) -> Iterator[Problem]:
    for name in names:
        if getattr(kind, name):
            word = name.replace("_", "-")
            message = _("“%(word)s” belongs to %(whose)s.") % {"word": word, "whose": whose}
            yield Problem(sheet.spot("kind", id_, word), message, _("Take it out, or write another “is”."))


def _roles(sheet: Sheet, id_: str, word: str, roles: Iterable[str], *, also: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Who hosts records it. A matter may also be raised by whoever acts for a department."""
    enough = {"record", "office"} if word == "hosts" else {"record", "office", "handle"}
    for number, role in enumerate(roles):
        spot = sheet.spot("kind", id_, word, number)
        if role in also:
            continue
        if role not in sheet.known("role"):
            message = _("There is no role “%(id)s”.") % {"id": role}
            yield Problem(spot, message, did_you_mean(role, {*sheet.known("role"), *also}))
        elif role in sheet.of("role") and not enough & set(sheet.of("role")[role].powers):
            hint = _("Give the role the power “record”, or take it out here.")
            yield Problem(spot, _("The role “%(id)s” may not record anything.") % {"id": role}, hint)
