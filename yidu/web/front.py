"""What stands on a committee's front page. Figures come from the ledger, words from its programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from yidu.activities.hearing import unheard_villages
from yidu.common import clock
from yidu.consultations.models import Asking, Session
from yidu.consultations.opinions import open_askings
from yidu.consultations.queries import announced_sessions
from yidu.ledger.figures import Figure, Row, Scope, figure_set, scope_of, split
from yidu.matters.models import Matter
from yidu.matters.solved import solved_stories
from yidu.people.models import Committee
from yidu.places.models import Level, Place
from yidu.places.queries import at_level
from yidu.programmes.grammar import Campaign, FigureLine, FigureSet, Programme
from yidu.programmes.models import Edition
from yidu.web.figure_lists import indicators_of
from yidu.web.rich import Article, article

PORTAL = "portal"
"""The figure set that the front page names. Its title is the headline; a record in it is a story that is pinned."""
STORY = "story-"
TRUTHS = ("answered", "solved", "satisfied", "reopened")
RAISED = "matters-raised"
SILENCE = timedelta(days=90)
LATELY = timedelta(days=30)
UNHEARD, BESIDE, ARTICLES, ASKED = 6, 2, 2, 3


@dataclass(frozen=True)
class CampaignFront:
    """One campaign: its first figure large, with the target, and up to two more."""

    campaign: Campaign
    first: Row | None
    others: tuple[Row, ...]


@dataclass(frozen=True)
class ProgrammeFront:
    edition: Edition
    programme: Programme
    headline: str
    figures: Mapping[str, Row]
    campaigns: tuple[CampaignFront, ...]
    truths: tuple[tuple[Row, bool], ...]  # and whether the number is one that should be nothing
    articles: tuple[Article, ...]


@dataclass(frozen=True)
class TableFront:
    """What people are asked now, what is talked over next, and what came of the last ones. Of persons nothing."""

    asked: list[Asking]
    coming: list[Session]
    lately: list[Session]

    def __bool__(self) -> bool:
        return bool(self.asked or self.coming or self.lately)


@dataclass(frozen=True)
class Front:
    committee: Committee
    programmes: tuple[ProgrammeFront, ...]
    stories: list[Matter]
    villages: int
    unheard: int
    silent: list[Place]
    table: TableFront


@dataclass(frozen=True)
class CityFront:
    """A committee above others: each programme with its truths, and the counties on the map."""

    programmes: tuple[ProgrammeFront, ...]
    stories: list[Matter]
    raised: Mapping[str, Decimal]
    counties: list[tuple[Committee, list[str]]]


def front_page(committee: Committee) -> Front:
    scope = scope_of(committee)
    programmes = tuple(_programme(scope, edition) for edition in scope.editions.values())
    silent = (
        unheard_villages(committee, since=clock.today() - SILENCE) if _is_county(committee) else Place.objects.none()
    )
    return Front(
        committee=committee,
        programmes=programmes,
        stories=solved_stories(committee, pinned=_pinned(programmes)),
        villages=at_level(committee.place, Level.VILLAGE).count() if _is_county(committee) else 0,
        unheard=silent.count(),
        silent=list(silent[:UNHEARD]),
        table=table_front(committee),
    )


def table_front(committee: Committee) -> TableFront:
    """As everybody may see it, whoever looks. Two questions."""
    sessions = announced_sessions(committee, since=clock.today() - LATELY)
    now = clock.now()
    coming = [one for one in sessions if one.ends_at >= now and one.held_at is None]
    lately = [one for one in reversed(sessions) if one.held_at is not None]
    return TableFront(open_askings(committee, most=ASKED), coming[:ASKED], lately[:ASKED])


def city_page(committee: Committee) -> CityFront:
    scope = scope_of(committee)
    programmes = tuple(_programme(scope, edition) for edition in scope.editions.values())
    return CityFront(
        programmes=programmes,
        stories=solved_stories(committee),
        raised=_by_county(scope),
        counties=_counties(committee),
    )


def _programme(scope: Scope, edition: Edition) -> ProgrammeFront:
    """Everything that a programme shows on a front page, counted in one go."""
    read = edition.read
    portal = read.figures.get(PORTAL)
    named = dict(portal.figure) if portal and portal.committee == scope.committee.code else {}
    wanted = [*(id_ for one in read.campaign for id_ in indicators_of(one)), *TRUTHS]
    lines = {id_: FigureLine(indicator=id_) for id_ in wanted if id_ in read.indicator and read.indicator[id_].public}
    chosen = FigureSet(
        title=portal.title if portal else read.title,
        committee=scope.committee.code,
        programme=read.id,
        # A figure that the set names may have the name of an indicator: then both are asked for.
        figure={**{f"set.{name}": line for name, line in named.items()}, **lines},
    )
    rows = {row.id: row for row in figure_set(chosen)}
    return ProgrammeFront(
        edition=edition,
        programme=read,
        headline=str(portal.title) if portal and named else "",
        figures={name: rows[f"set.{name}"] for name in named},
        campaigns=tuple(_campaign(one, rows) for one in read.campaign),
        truths=tuple((rows[id_], _is_bad(read, rows[id_])) for id_ in TRUTHS if id_ in rows),
        articles=tuple(_articles(read)),
    )


def _campaign(campaign: Campaign, rows: Mapping[str, Row]) -> CampaignFront:
    found = [rows[id_] for id_ in indicators_of(campaign) if id_ in rows]
    return CampaignFront(campaign, found[0] if found else None, tuple(found[1 : 1 + BESIDE]))


def _is_bad(read: Programme, row: Row) -> bool:
    return bool(row.value) and read.indicator[row.id].aspect == "less-is-better"


def _articles(read: Programme) -> list[Article]:
    """The texts that are stories, in the order of their names; without any, the text of the first campaign."""
    stories = [article(str(read.text[name])) for name in sorted(read.text) if name.startswith(STORY)]
    if stories:
        return stories[:ARTICLES]
    first = next((one for one in read.campaign if one.id in read.text), None)
    return [Article(str(first.title), str(read.text[first.id]))] if first else []


def _pinned(programmes: Sequence[ProgrammeFront]) -> list[str]:
    records = [row.figure.record for one in programmes for row in one.figures.values()]
    return [record.removeprefix("matter/") for record in records if record.startswith("matter/")]


def _by_county(scope: Scope) -> dict[str, Decimal]:
    """What was raised in each county, of all programmes together, by its six digits."""
    raised: dict[str, Decimal] = defaultdict(Decimal)
    for programme, edition in scope.editions.items():
        if RAISED in edition.read.indicator:
            figure = Figure(committee=scope.committee, programme=programme, indicator=RAISED)
            for share in split(figure, "county"):
                raised[share.key[:6]] += share.value or 0
    return dict(raised)


def _counties(committee: Committee) -> list[tuple[Committee, list[str]]]:
    below = list(Committee.objects.filter(parent=committee).select_related("place"))
    newest = Edition.objects.filter(committee__in=below).order_by("committee_id", "programme", "-number")
    titles: dict[int, list[str]] = defaultdict(list)
    for edition in newest.distinct("committee_id", "programme").defer("content"):
        titles[edition.committee_id].append(str(edition.read.title))
    return [(one, titles[one.pk]) for one in below]


def _is_county(committee: Committee) -> bool:
    return committee.place.level == Level.COUNTY
