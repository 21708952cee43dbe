"""The page of where people are heard, made of what `yidu.consultations.heard` finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yidu.consultations.heard import Heard, Way, by_need, heard, ways
from yidu.ledger.figures import scope_of
from yidu.people.models import Committee
from yidu.people.rules import Standing
from yidu.places.names import said
from yidu.programmes.grammar.programme import StationKind
from yidu.web.words import short_day

SUGGESTED, LONG = 3, 20
INSIDE = ("read", "record", "office", "oversee")
"""Whoever holds one of these reads when people were last heard; everybody reads where the next venue is."""


@dataclass(frozen=True)
class Line:
    """One village. `heard` is empty for whoever reads coverage alone."""

    name: str
    venue: str
    mark: str
    heard: Heard | None = None
    reason: str = ""


@dataclass(frozen=True)
class Township:
    name: str
    lines: tuple[Line, ...]
    served: int


@dataclass(frozen=True)
class HeardPage:
    """`suggested`: where to go next. `long`: not heard for long, the neediest first. `unknown`: of how many villages
    nobody knows how far it is; `is_measured`: of some it is known.
    """

    townships: tuple[Township, ...]
    count: int
    served: int
    unknown: int = 0
    is_measured: bool = False
    suggested: tuple[Line, ...] = ()
    long: tuple[Line, ...] = ()


def heard_page(
    committee: Committee, standing: Standing, kinds: Mapping[str, StationKind], *, inside: bool
) -> HeardPage:
    wanted = {
        "venue_kinds": [id_ for id_, kind in kinds.items() if kind.covers_villages],
        "liaison_roles": sorted({kind.liaison for kind in kinds.values() if kind.liaison}),
    }
    if not inside:
        rows = ways(committee, **wanted)
        found = [(place.parent.name if place.parent else "", _line(place.name, way)) for place, way in rows]
        return replace(_page(found), **_distances([way for _place, way in rows]))
    topics, concerns = _kinds(committee)
    villages = heard(committee, standing, topics=topics, concerns=concerns, **wanted)
    needy = [_line(one.name, one.way, one) for one in by_need(villages)[:LONG]]
    page = _page([(one.township, _line(one.name, one.way, one)) for one in villages])
    distances = _distances([one.way for one in villages])
    return replace(page, **distances, suggested=tuple(needy[:SUGGESTED]), long=tuple(needy[SUGGESTED:]))


def _distances(found: Sequence[Way]) -> dict[str, Any]:
    known = [way.km is not None for way in found if way.steps != "own"]
    return {"unknown": known.count(False), "is_measured": any(known)}


def _page(found: Sequence[tuple[str, Line]]) -> HeardPage:
    townships = tuple(
        Township(name, lines, sum(one.mark == "●" for one in lines))
        for name, lines in (
            (name, tuple(line for _name, line in some)) for name, some in groupby(found, lambda one: one[0])
        )
    )
    return HeardPage(townships, len(found), sum(one.served for one in townships))


def _kinds(committee: Committee) -> tuple[set[str], set[str]]:
    """The kinds of matter that are topics, and those that residents raise: concerns."""
    lines = [
        (id_, kind) for edition in scope_of(committee).editions.values() for id_, kind in edition.read.kind.items()
    ]
    topics = {id_ for id_, kind in lines if kind.consulting is not None}
    return topics, {id_ for id_, kind in lines if "resident" in kind.raised_by} - topics


def _line(name: str, way: Way, one: Heard | None = None) -> Line:
    mark = "●" if way.steps in ("own", "served") else "○"
    return Line(name, _venue(way), mark, one, _reason(one) if one else "")


def _venue(way: Way) -> str:
    """How far it is to the next venue, as far as anybody can know."""
    if not way.venues:
        return _("no venue in this township")
    first = way.venues[0]
    if way.steps == "own":
        return first.name
    words = {"venue": first.name, "village": said(first.place.name)}
    sentences = {
        "served": _("%(venue)s, in %(village)s"),
        "near": _("none; the next in this township: %(venue)s, in %(village)s"),
        "far": _("none; the next: %(venue)s, in %(village)s"),
    }
    return sentences[way.steps] % words + _away(way)


def _away(way: Way) -> str:
    if way.km is None:
        return ""
    return _(", some %(km)s km in a straight line") % {"km": number_format(way.km, decimal_pos=1)}


def _reason(one: Heard) -> str:
    """Why it is next, in a sentence: 213 days, two open topics."""
    days = {"count": one.days}
    if one.last is None:
        parts = [_("nobody was heard there as long as anything is written down (%(count)d days)") % days]
    else:
        parts = [ngettext("%(count)d day", "%(count)d days", one.days) % days]
    if one.topics:
        parts.append(ngettext("%(count)d open topic", "%(count)d open topics", one.topics) % {"count": one.topics})
    if one.concerns:
        parts.append(
            ngettext("%(count)d open concern", "%(count)d open concerns", one.concerns) % {"count": one.concerns}
        )
    if one.planned:
        parts.append(_("a session is planned for %(day)s") % {"day": short_day(one.planned)})
    return _(", ").join(parts)
