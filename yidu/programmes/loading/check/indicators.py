"""indicators.toml: each has the shape of its measure, counts what there is, and under conditions that can hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from yidu.programmes.grammar import Indicator
from yidu.programmes.loading.check.forms import WITHOUT_ACCOUNT
from yidu.programmes.loading.join import EVERY
from yidu.programmes.loading.problems import Problem, did_you_mean
from yidu.programmes.loading.sheet import Sheet

IN_FORCE = ("appointment", "station", "project")
BESIDES = (*IN_FORCE, "document", "session", "outcome")
"""What is counted besides kinds."""
SHAPES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "flow": (("counts",), ("when", "reaches", "where", "how_much")),
    "stock": (("counts",), ("when", "where")),
    "distinct": (("counts", "of"), ("when", "reaches", "where")),
    "median": (("counts", "how_much"), ("when", "reaches", "where")),
    "ratio": (("part", "whole"), ()),
    "places": (("level",), ()),
}
"""measure → (what it needs, what it may have besides)."""

PARTS = ("counts", "when", "reaches", "where", "how_much", "of", "part", "whole", "level")
OF_ACTIVITIES = ("recorded",)
OF_DOCUMENTS = ("issued", "issued-by")
OF_SESSIONS = ("held",)
OF_OUTCOMES = ("there",)
LASTING = ("owed",)
"""Moments of matters that are no moment: from a day to a day."""
OF_MATTERS = (
    "raised", "assigned", "answered", "solved", "rated", "satisfied", "unsatisfied", "unrated", "reopened", "diverted",
    "closed", "looked-at", "found-solved", "found-unsolved", "promised", "withdrawn", "owed", "accepted",
    "adopted", "instructed",
)  # fmt: skip
EVERYWHERE = ("township", "village", "county")
DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "activity": ("host", "sector", "kind", "enterprise", "organisation", "project", "station", "station-kind"),
    "matter": (
        "host", "role", "sector", "kind", "enterprise", "organisation", "project", "class", "on-time", "by",
        "look-back", "period", "subject", "level", "carrier", "instruction",
    ),
    "appointment": ("role", "sector", "organisation", "station", "station-kind", "project"),
    "station": ("station", "station-kind"),
    "project": ("project",),
    "document": ("document-kind", "joint", "organisation"),
    "session": ("form", "consultation", "host", "station", "station-kind"),
    "outcome": ("outcome", "consultation"),
}  # fmt: skip
"""What each thing that is counted can be told apart by. Never a person."""

MOMENTS: Mapping[str, tuple[str, ...]] = {
    "activity": OF_ACTIVITIES,
    "matter": OF_MATTERS,
    "document": OF_DOCUMENTS,
    "session": OF_SESSIONS,
    "outcome": OF_OUTCOMES,
}
QUANTITIES: Mapping[str, tuple[str, ...]] = {
    "matter": ("days",),
    "session": ("headcount",),
    "outcome": ("quantity",),
}
"""The numbers of what is no activity."""
DATED = ("adopted", "instructed", "promised", "withdrawn", "looked-at", "found-solved", "found-unsolved", *LASTING)
"""Moments of matters that other records tell: how many days had passed by then, they do not say."""


def shapes(sheet: Sheet) -> Iterator[Problem]:
    """What the measure needs is there; what it has no use for is not; the parts of a ratio are sums."""
    for id_, line in _whole(sheet):
        needs, may = SHAPES[line.measure]
        words = {"measure": line.measure}
        for part in PARTS:
            word, given = part.replace("_", "-"), bool(getattr(line, part))
            if part in needs and not given:
                message = _("The measure “%(measure)s” needs “%(word)s”.") % {**words, "word": word}
                yield Problem(sheet.spot("indicator", id_), message, "")
            elif given and part not in (*needs, *may):
                message = _("The measure “%(measure)s” has no use for “%(word)s”.") % {**words, "word": word}
                yield Problem(sheet.spot("indicator", id_, word), message, _("Take it out, or use another measure."))
        for part in ("part", "whole"):
            yield from _ratio_part(sheet, id_, part, getattr(line, part))


def _ratio_part(sheet: Sheet, id_: str, part: str, name: str | None) -> Iterator[Problem]:
    if name is None:
        return
    spot = sheet.spot("indicator", id_, part)
    if name not in sheet.known("indicator"):
        message = _("There is no indicator “%(id)s”.") % {"id": name}
        yield Problem(spot, message, did_you_mean(name, sheet.known("indicator")))
    elif name in sheet.indicators and sheet.indicators[name].measure == "ratio":
        yield Problem(spot, _("A ratio of ratios says nothing."), _("Name an indicator that is counted."))
    elif name in sheet.indicators and sheet.indicators[name].measure == "median":
        yield Problem(spot, _("A ratio of medians says nothing."), _("Name an indicator that is counted."))


def counted(sheet: Sheet) -> Iterator[Problem]:
    """Kinds that there are, at a moment that they have, a stage that they reach, a number that they ask."""
    for id_, line in _whole(sheet):
        things = {_sort(sheet, word) for word in line.counted}
        for number, word in enumerate(line.counted):
            if _sort(sheet, word) is None and not (sheet.shared and word in EVERY):
                path = ("counts",) if isinstance(line.counts, str) else ("counts", number)
                message = _("There is no kind “%(id)s” to count.") % {"id": word}
                hint = did_you_mean(word, {*sheet.known("kind"), *BESIDES, *EVERY})
                yield Problem(sheet.spot("indicator", id_, *path), message, hint)
        if len(things - {None}) > 1:
            hint = _("Make an indicator for each.")
            spot = sheet.spot("indicator", id_, "counts")
            yield Problem(spot, _("Activities, matters and what is in force are not counted together."), hint)
            continue
        thing = next(iter(things - {None}), None)
        if thing is not None:
            yield from _moment(sheet, id_, line, thing)
            yield from _quantity(sheet, id_, line, thing)


def _moment(sheet: Sheet, id_: str, line: Indicator, thing: str) -> Iterator[Problem]:
    moments = MOMENTS.get(thing, ("in-force",))
    if line.when is not None and line.when not in moments:
        message = _("“%(when)s” is no moment of what is counted here.") % {"when": line.when}
        yield Problem(sheet.spot("indicator", id_, "when"), message, did_you_mean(line.when, moments))
    if line.measure == "stock" and thing not in IN_FORCE and line.when not in LASTING:
        hint = _("Write measure = “flow”.")
        yield Problem(sheet.spot("indicator", id_, "measure"), _("Only what is in force has a stock."), hint)
    if line.when in LASTING and line.measure not in ("stock", "distinct"):
        hint = _("Write measure = “stock”.")
        yield Problem(sheet.spot("indicator", id_, "measure"), _("What lasts has a stock on a day."), hint)
    if line.reaches is None:
        return
    spot = sheet.spot("indicator", id_, "reaches")
    if line.when is not None:
        yield Problem(spot, _("“when” and “reaches” exclude each other."), _("Take one of the two out."))
    for word in line.counted:
        kind = sheet.kinds.get(word)
        procedure = sheet.procedures.get(kind.procedure or "") if kind else None
        if thing != "matter":
            yield Problem(spot, _("Only matters reach stages."), _("Take it out."))
        elif procedure is not None and line.reaches not in sheet.stages_written(kind.procedure or ""):  # type: ignore[union-attr]
            message = _("“%(kind)s” has no stage “%(stage)s”.") % {"kind": word, "stage": line.reaches}
            yield Problem(spot, message, did_you_mean(line.reaches, procedure.stage))


def _quantity(sheet: Sheet, id_: str, line: Indicator, thing: str) -> Iterator[Problem]:
    if line.how_much is None:
        return
    spot = sheet.spot("indicator", id_, "how-much")
    if thing != "activity":
        if line.how_much not in QUANTITIES.get(thing, ()):
            hint = did_you_mean(line.how_much, QUANTITIES.get(thing, ())) or _("Take it out: each counts 1.")
            yield Problem(spot, _("What is counted here has no such number to add up."), hint)
        elif thing == "matter" and line.when in DATED:
            hint = _("Take a moment of the matter itself, or “reaches”.")
            yield Problem(spot, _("Of this moment it is not known how many days had passed."), hint)
        return
    for word in line.counted:
        kind = sheet.kinds.get(word)
        numbers = {"headcount", *(field.id for field in kind.field if field.type == "number")} if kind else set()
        if kind and line.how_much not in numbers:
            message = _("“%(kind)s” asks no number “%(field)s”.") % {"kind": word, "field": line.how_much}
            yield Problem(spot, message, did_you_mean(line.how_much, numbers))


def conditions(sheet: Sheet) -> Iterator[Problem]:
    """`where` and `of` are dimensions of what is counted, with values that there are."""
    for id_, line in _whole(sheet):
        thing = next((sort for word in line.counted if (sort := _sort(sheet, word))), None)
        if thing is None:
            continue
        possible = (*DIMENSIONS[thing], *EVERYWHERE)
        for dimension in (*line.where, *((line.of,) if line.of else ())):
            if dimension not in possible:
                word = "of" if dimension == line.of else "where"
                message = _("What is counted here is not told apart by “%(dimension)s”.") % {"dimension": dimension}
                yield Problem(sheet.spot("indicator", id_, word, dimension), message, did_you_mean(dimension, possible))
        for dimension, values in line.where.items():
            spot = sheet.spot("indicator", id_, "where", dimension)
            for value in (values,) if isinstance(values, str) else values:
                known = values_of(sheet, dimension)
                if known is not None and value not in known:
                    message = _("There is no %(dimension)s “%(value)s”.") % {"dimension": dimension, "value": value}
                    yield Problem(spot, message, did_you_mean(value, known))


def values_of(sheet: Sheet, dimension: str) -> set[str] | None:
    """The values that a dimension can have, where the folder knows them."""
    known = {
        "host": {*sheet.known("role"), *WITHOUT_ACCOUNT},
        "role": {*sheet.known("role"), *WITHOUT_ACCOUNT},
        "kind": sheet.known("kind"),
        "station-kind": sheet.known("station"),
        "on-time": {"yes", "no"},
        "look-back": {"promised", "drawn"},
        "by": {"office", "secretary-general", "raiser", "recorder", "member"},
        "class": _classes(sheet),
        "level": _items(sheet, "adoption-level"),
        "carrier": _items(sheet, "adoption-carrier"),
        "instruction": _items(sheet, "instruction"),
        "document-kind": _items(sheet, "document-kind"),
        "form": _items(sheet, "consultation-form"),
        "outcome": _items(sheet, "outcome"),
        "joint": {"yes", "no"},
        "period": _items(sheet, "proposal-period"),
        "subject": _items(sheet, "subject"),
    }
    return known.get(dimension) or None


def _classes(sheet: Sheet) -> set[str]:
    return _items(sheet, "reply-class", *(sheet.heading.replies.values() if sheet.heading else ()))


def _items(sheet: Sheet, *lists: str) -> set[str]:
    return {item.id for name in lists for version in sheet.of("list").get(name, ()) for item in version.item}


def _sort(sheet: Sheet, word: str) -> str | None:
    """What sort of thing a word of `counts` is; None for an unknown one or a kind too damaged to tell."""
    if word in BESIDES:
        return word
    if word in EVERY:
        return None if not sheet.shared else EVERY[word]
    return sheet.kinds[word].is_ if word in sheet.kinds else None


def _whole(sheet: Sheet) -> Iterator[tuple[str, Indicator]]:
    for id_, line in sheet.indicators.items():
        own = ("indicator", id_) not in sheet.inherited
        # A shared indicator of every kind counts other kinds in each programme that uses it.
        if own and sheet.is_whole("indicator", id_):
            yield id_, line
