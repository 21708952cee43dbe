"""A committee's figures in the order in which one reads them: campaign by campaign, then what every desk needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yidu.ledger.figures import Row
from yidu.programmes.grammar import Campaign, Programme
from yidu.programmes.models import Edition, programme_of
from yidu.programmes.words import definition


@dataclass(frozen=True)
class Line:
    """A figure in the list: its link, number and bar as they are written there."""

    row: Row
    definition: str
    link: str
    number: str
    bar: str


@dataclass(frozen=True)
class Group:
    title: str
    about: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ProgrammeFigures:
    edition: Edition
    title: str
    groups: tuple[Group, ...]
    sets: tuple[tuple[str, str], ...]  # the programme's figure sets: name and title


def figures_by_programme(
    editions: Sequence[Edition], rows: Sequence[Row], committee: str, line: Callable[[Row, str], Line]
) -> list[ProgrammeFigures]:
    """The rows of `figure_list`, grouped. An indicator stands under the first campaign that names it.

    `line` makes one of a row and its definition.
    """
    told = []
    for edition in editions:
        read = edition.read
        said = _definitions(edition.pk, get_language())
        own = {row.id: line(row, said[row.id]) for row in rows if row.figure.programme == edition.programme}
        groups = [_campaign(one, own) for one in read.campaign]
        if own:
            groups.append(Group(_("All matters and the network") if read.campaign else "", "", tuple(own.values())))
        shown = tuple(group for group in groups if group.lines)
        told.append(ProgrammeFigures(edition, str(read.title), shown, tuple(_sets(read, committee))))
    return told


def indicators_of(campaign: Campaign) -> list[str]:
    """The indicators of a campaign, the one with the target first."""
    first = [campaign.target.indicator] if campaign.target else []
    return list(dict.fromkeys([*first, *campaign.indicators]))


def campaign_of(programme: Programme, indicator: str) -> Campaign | None:
    return next((one for one in programme.campaign if indicator in indicators_of(one)), None)


@lru_cache(maxsize=256)
def _definitions(edition: int, _language: str | None) -> dict[str, str]:
    """Indicator → how it is counted. An edition never changes."""
    read = programme_of(edition)
    return {id_: definition(read, id_) for id_ in read.indicator}


def _campaign(campaign: Campaign, left: dict[str, Line]) -> Group:
    lines = tuple(left.pop(id_) for id_ in indicators_of(campaign) if id_ in left)
    return Group(str(campaign.title), str(campaign.about or ""), lines)


def _sets(programme: Programme, committee: str) -> Iterator[tuple[str, str]]:
    for name, one in programme.figures.items():
        # The set "portal" is what the front page names; it is no table.
        if name != "portal" and one.committee == committee:
            yield name, str(one.title)
