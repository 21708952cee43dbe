"""An indicator in plain words, in the reader's language, built from its data alone.

A sentence that somebody wrote beside the rule would one day say something else than the rule counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from yidu.programmes.grammar import Indicator, Programme

Named = Callable[[str, str], str | None]
"""(dimension, value) → what it is called, for values that the folder does not name: places, enterprises."""

MOMENTS: Mapping[str, str | Promise] = {
    "raised": gettext_lazy("on which it was raised"),
    "assigned": gettext_lazy("on which it was first handed over"),
    "answered": gettext_lazy("on which the first answer was signed"),
    "solved": gettext_lazy("on which somebody other than the handler confirmed that it is solved"),
    "rated": gettext_lazy("on which it was rated"),
    "satisfied": gettext_lazy("on which whoever raised it said that they are satisfied"),
    "unsatisfied": gettext_lazy("on which whoever raised it said that they are not satisfied"),
    "unrated": gettext_lazy("on which the time for a rating passed in silence"),
    "reopened": gettext_lazy("on which it was reopened"),
    "diverted": gettext_lazy("on which it was passed to where it belongs"),
    "closed": gettext_lazy("on which it was closed"),
    "looked-at": gettext_lazy("on which somebody who has nothing to do with it looked again"),
    "found-solved": gettext_lazy("on which somebody who has nothing to do with it looked again and found it solved"),
    "found-unsolved": gettext_lazy(
        "on which somebody who has nothing to do with it looked again and found it not solved"
    ),
    "promised": gettext_lazy("on which the answer that promises it was signed"),
    "withdrawn": gettext_lazy("on which the promise was withdrawn with a reason"),
    "owed": gettext_lazy("from that on which it is promised until it is found kept or withdrawn"),
    "accepted": gettext_lazy("on which it was accepted: filed, issued or taken up"),
    "adopted": gettext_lazy("on which a level adopted it"),
    "instructed": gettext_lazy("on which a leader wrote on it"),
    "issued": gettext_lazy("on which it was issued"),
    "issued-by": gettext_lazy("on which it was issued"),
    "held": gettext_lazy("on which it was held"),
    "there": gettext_lazy("on which it was there"),
}

CONDITIONS: Mapping[str, str | Promise] = {
    "host": gettext_lazy(", led by somebody then in the role of %(value)s"),
    "role": gettext_lazy(", in the role of %(value)s"),
    "sector": gettext_lazy(", of the sector %(value)s"),
    "county": gettext_lazy(", in %(value)s"),
    "township": gettext_lazy(", in %(value)s"),
    "village": gettext_lazy(", in %(value)s"),
    "enterprise": gettext_lazy(", about the enterprise %(value)s"),
    "project": gettext_lazy(", about the project %(value)s"),
    "organisation": gettext_lazy(", with the organisation %(value)s"),
    "station": gettext_lazy(", at the station %(value)s"),
    "station-kind": gettext_lazy(", of the station kind %(value)s"),
    "class": gettext_lazy(", answered with %(value)s"),
    "kind": gettext_lazy(", of the kind %(value)s"),
    "by": gettext_lazy(", confirmed by %(value)s"),
    "look-back": gettext_lazy(", looked at because it was %(value)s"),
    "period": gettext_lazy(", of the period %(value)s"),
    "subject": gettext_lazy(", on the subject %(value)s"),
    "level": gettext_lazy(", at the level %(value)s"),
    "carrier": gettext_lazy(", adopted as %(value)s"),
    "instruction": gettext_lazy(", with the words %(value)s"),
    "document-kind": gettext_lazy(", of the kind %(value)s"),
    "joint": gettext_lazy(", issued %(value)s"),
    "form": gettext_lazy(", in the form of %(value)s"),
    "consultation": gettext_lazy(", about the topic %(value)s"),
    "outcome": gettext_lazy(", namely %(value)s"),
}

DIMENSIONS: Mapping[str, str | Promise] = {
    "host": gettext_lazy("roles of the host"),
    "role": gettext_lazy("roles"),
    "sector": gettext_lazy("sectors"),
    "county": gettext_lazy("districts and counties"),
    "township": gettext_lazy("townships and sub-districts"),
    "village": gettext_lazy("villages and communities"),
    "enterprise": gettext_lazy("enterprises"),
    "project": gettext_lazy("projects"),
    "organisation": gettext_lazy("organisations"),
    "station": gettext_lazy("stations"),
    "station-kind": gettext_lazy("kinds of station"),
    "class": gettext_lazy("classes of answer"),
    "on-time": gettext_lazy("in time or late"),
    "kind": gettext_lazy("kinds"),
    "by": gettext_lazy("confirmed by"),
    "look-back": gettext_lazy("look-backs by lot or as promised"),
    "period": gettext_lazy("periods"),
    "subject": gettext_lazy("subjects"),
    "level": gettext_lazy("levels of adoption"),
    "carrier": gettext_lazy("carriers of adoption"),
    "instruction": gettext_lazy("classes of instruction"),
    "document-kind": gettext_lazy("kinds of document"),
    "joint": gettext_lazy("issued jointly or alone"),
    "form": gettext_lazy("forms of consultation"),
    "consultation": gettext_lazy("topics"),
    "outcome": gettext_lazy("sorts of outcome"),
}

RECORDS: Mapping[str, str | Promise] = {
    "appointment": gettext_lazy("appointments in force%(conditions)s"),
    "station": gettext_lazy("stations in service%(conditions)s"),
    "project": gettext_lazy("projects under supervision%(conditions)s"),
    "document": gettext_lazy("documents issued%(conditions)s"),
    "session": gettext_lazy("sessions held%(conditions)s"),
    "outcome": gettext_lazy("outcomes of consultations%(conditions)s"),
}
"""What is counted that is no kind."""

LISTS: Mapping[str, str] = {
    "subject": "subject",
    "level": "adoption-level",
    "carrier": "adoption-carrier",
    "instruction": "instruction",
    "document-kind": "document-kind",
    "form": "consultation-form",
    "outcome": "outcome",
}
"""Dimensions whose values are the items of a list."""

PARTIES: Mapping[str, str | Promise] = {
    "office": gettext_lazy("the committee's office"),
    "secretary-general": gettext_lazy("the secretary-general"),
    "raiser": gettext_lazy("whoever raised it"),
    "recorder": gettext_lazy("whoever recorded it"),
    "member": gettext_lazy("a member"),
    "enterprise": gettext_lazy("the enterprise"),
    "resident": gettext_lazy("a resident"),
}


def definition(programme: Programme, id_: str, *, named: Named | None = None) -> str:
    """What an indicator counts, how much and when, as one or two sentences."""
    line = programme.indicator[id_]
    match line.measure:
        case "places":
            words = {"level": str(DIMENSIONS[line.level or "village"])}
            said = _("All %(level)s on the list of divisions on that day; each counts 1.") % words
        case "ratio":
            said = _ratio(programme, line, named)
        case "distinct":
            words = {"of": str(DIMENSIONS[line.of or "kind"]), "records": _records(programme, line, named)}
            said = _("How many different %(of)s occur, each counted once, among %(records)s.") % words
        case "median":
            words = {
                "amount": _amount(programme, line),
                "records": _records(programme, line, named),
                "moment": _moment(programme, line) if _is_matter(programme, line) else _("of each"),
            }
            said = _("The middle one of %(amount)s among %(records)s; each stands there once, on the day %(moment)s.")
            said %= words
        case _:
            said = _added_up(programme, line, named)
    return said[:1].upper() + said[1:]


def period(start: date | None, end: date | None) -> str:
    """A period in words: "2025", "July 2025", "from … to …", "up to …"; empty for all time."""
    if start and end:
        if (start, end) == (date(start.year, 1, 1), date(start.year, 12, 31)):
            return _("In %(year)d") % {"year": start.year}
        if start.day == 1 and (end + timedelta(days=1)).day == 1 and (start.year, start.month) == (end.year, end.month):
            return _("In %(month)s") % {"month": date_format(start, pgettext("date format", "F Y"))}
        return _("From %(start)s to %(end)s") % {"start": whole_date(start), "end": whole_date(end)}
    if start:
        return _("Since %(start)s") % {"start": whole_date(start)}
    return _("Up to %(end)s") % {"end": whole_date(end)} if end else ""


def called(programme: Programme, dimension: str, value: str, *, named: Named | None = None) -> str:
    """What a value of a dimension is called, e.g. ("host", "leader") → "leader"."""
    told: str | None = None
    match dimension:
        case "host" | "role" | "by":
            told = str(programme.role[value].title) if value in programme.role else str(PARTIES.get(value, ""))
        case "kind" if value in programme.kind:
            told = str(programme.kind[value].title)
        case "station-kind" if value in programme.station:
            told = str(programme.station[value].title)
        case "class":
            told = next(iter(_classes(programme, value)), None)
        case "on-time":
            told = _("in time") if value == "yes" else _("late")
        case "period":
            told = programme.item("proposal-period", value)
        case "look-back":
            told = _("drawn by lot") if value == "drawn" else _("promised")
        case "joint":
            told = _("by several departments together") if value == "yes" else _("by one department")
        case _ if dimension in LISTS:
            told = programme.item(LISTS[dimension], value)
    return told or (named(dimension, value) if named else None) or value


def _added_up(programme: Programme, line: Indicator, named: Named | None) -> str:
    words = {"records": _records(programme, line, named), "amount": _amount(programme, line)}
    if line.counted and line.counted[0] in ("appointment", "station", "project"):
        if line.measure == "stock":
            return _("On a day: %(records)s; each counts 1 from its first day to its last.") % words
        return _("%(records)s; each counts 1 on its first day.") % words
    if not _is_matter(programme, line):
        if line.how_much:
            return _("%(records)s; each counts %(amount)s on its day.") % words
        return _("%(records)s; each counts 1 on its day.") % words
    words["moment"] = _moment(programme, line)
    if line.when == "owed":
        return _("On a day: what answers promised in %(records)s; each promise counts 1 %(moment)s.") % words
    if line.how_much:
        said = _("%(records)s; each counts %(amount)s on the day %(moment)s.")
    else:
        said = _("%(records)s; each counts 1 on the day %(moment)s.")
    return said % words


def _ratio(programme: Programme, line: Indicator, named: Named | None) -> str:
    part, whole = line.part or "", line.whole or ""
    words = {
        "part": _quoted(str(programme.indicator[part].title)),
        "whole": _quoted(str(programme.indicator[whole].title)),
        "part_is": definition(programme, part, named=named),
        "whole_is": definition(programme, whole, named=named),
    }
    return _("%(part)s per %(whole)s, in per cent. %(part)s: %(part_is)s %(whole)s: %(whole_is)s") % words


def _records(programme: Programme, line: Indicator, named: Named | None) -> str:
    words = {"conditions": _conditions(programme, line, named)}
    if said := RECORDS.get(line.counted[0] if line.counted else ""):
        return str(said) % words
    words["kinds"] = _any(
        [_quoted(str(programme.kind[kind].title) if kind in programme.kind else kind) for kind in line.counted]
    )
    any_kind = _all_of_them(programme, line)
    if _is_matter(programme, line):
        one, every = _("matters of the kind %(kinds)s%(conditions)s"), _("matters of any kind%(conditions)s")
    else:
        one, every = _("activities of the kind %(kinds)s%(conditions)s"), _("activities of any kind%(conditions)s")
    return (every if any_kind else one) % words


def _conditions(programme: Programme, line: Indicator, named: Named | None) -> str:
    said = []
    for dimension, wanted in line.where.items():
        values = (wanted,) if isinstance(wanted, str) else wanted
        if dimension == "on-time":
            said.append(_(", answered in time") if "yes" in values else _(", answered late"))
            continue
        names = _any([called(programme, dimension, value, named=named) for value in values])
        # A matter has no host: it counts by the role of whoever raised it.
        condition = "role" if dimension == "host" and _is_matter(programme, line) else dimension
        said.append(str(CONDITIONS[condition]) % {"value": names})
    return "".join(said)


def _amount(programme: Programme, line: Indicator) -> str:
    """The quantity of the record that is added up; empty where each counts 1."""
    if line.how_much in (None, "headcount"):
        return _("the number of people who took part") if line.how_much else ""
    if line.how_much == "quantity":
        return _("the quantity that was entered")
    if line.how_much == "days" and _is_matter(programme, line):
        return _("the days since it was raised")
    asked = (
        str(field.ask)
        for kind in line.counted
        if kind in programme.kind
        for field in programme.kind[kind].field
        if field.id == line.how_much
    )
    return _("the number given under %(field)s") % {"field": _quoted(next(asked, line.how_much or ""))}


def _moment(programme: Programme, line: Indicator) -> str:
    if line.reaches is None:
        return str(MOMENTS[line.when or "raised"])
    procedures = (programme.kind[kind].procedure for kind in line.counted if kind in programme.kind)
    stages = (programme.procedure[id_].stage for id_ in procedures if id_ in programme.procedure)
    title = next((str(stage[line.reaches].title) for stage in stages if line.reaches in stage), line.reaches)
    return _("on which it first reached the stage %(stage)s") % {"stage": _quoted(title)}


def _is_matter(programme: Programme, line: Indicator) -> bool:
    return any(
        kind == "matter" or (kind in programme.kind and programme.kind[kind].is_ == "matter") for kind in line.counted
    )


def _all_of_them(programme: Programme, line: Indicator) -> bool:
    """Whether it counts every kind of activity or of matter there is: then a list of them says less than the word."""
    if {"matter", "activity"}.intersection(line.counted):
        return True
    is_ = "matter" if _is_matter(programme, line) else "activity"
    there = {id_ for id_, kind in programme.kind.items() if kind.is_ == is_}
    return len(there) > 1 and there == set(line.counted)


def _classes(programme: Programme, value: str) -> list[str]:
    lists = {"reply-class", *programme.replies.values()}
    return [
        str(item.title)
        for name in sorted(lists)
        for version in sorted(programme.list_.get(name, ()), key=lambda version: version.from_, reverse=True)
        for item in version.item
        if item.id == value
    ]


def whole_date(day: date) -> str:
    """The day with its year, in the reader's language."""
    return date_format(day, pgettext("date format", "j F Y"))


def _quoted(text: str) -> str:
    return _("“%(text)s”") % {"text": text}


def _any(words: list[str]) -> str:
    return _(" or ").join(words)
