"""Figures: the numbers of a committee, and the records behind each as far as one may read them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from yidu.api import finding
from yidu.api.door import Speaker, speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, part
from yidu.api.problems import ApiProblem
from yidu.api.shapes import Code, Day, In, Out, Page, PlaceCode, Typed
from yidu.ledger.figures import Figure, entries, figure_list, scope_of, value
from yidu.ledger.figures.proof import ProofLine, describe
from yidu.ledger.proofs import inclusion
from yidu.people.models import Committee
from yidu.programmes.words import definition

noun = Noun("figures")


class FigureOut(Out):
    """A number. `address` is the page of its proof; the value of a ratio is in per cent, null where there is none."""

    programme: str
    indicator: str
    title: str
    value: Decimal | None
    unit: str
    target: int | None
    address: str


class DefinedFigure(FigureOut):
    definition: str


class ProofLineOut(Out):
    """One entry. Who may not read the record learns that it exists, when and how it counts.

    Of a median, `number` is what stands in it; else it is null.
    """

    entry: int
    day: Day
    quantity: Decimal
    number: Decimal | None
    entered_at: datetime
    is_reversal: bool
    readable: bool
    title: str
    record: str
    place: str
    because: str


class Period(In):
    committee: Code | None = None
    from_: Day | None = Field(None, alias="from")
    to: Day | None = None
    as_of: Day | None = Field(None, alias="as-of")


class Choice(Period):
    """A period, and filters by dimensions. No dimension is a person."""

    place: PlaceCode | None = None
    record: Typed | None = None
    host: Typed | None = None
    role: Typed | None = None
    sector: Typed | None = None
    township: Typed | None = None
    village: Typed | None = None
    county: Typed | None = None
    enterprise: Typed | None = None
    project: Typed | None = None
    organisation: Typed | None = None
    station: Typed | None = None
    station_kind: Typed | None = Field(None, alias="station-kind")
    class_: Typed | None = Field(None, alias="class")
    on_time: Typed | None = Field(None, alias="on-time")
    kind: Typed | None = None
    by: Typed | None = None


class ProofChoice(Choice, Cursor):
    pass


@noun.read("/", "everybody", answers=list[FigureOut], says=_("Every public figure of a committee."))
def list_figures(request: HttpRequest, wanted: Query[Period]) -> list[FigureOut]:
    committee = finding.committee_of(speaker_of(request), wanted.committee)
    rows = figure_list(committee, from_=wanted.from_, to=wanted.to, as_of=wanted.as_of, public_only=True)
    return [
        FigureOut(
            programme=row.figure.programme,
            indicator=row.figure.indicator,
            title=row.title,
            value=row.value,
            unit=row.unit,
            target=row.target,
            address=row.link,
        )
        for row in rows
    ]


@noun.read(
    "/{slug:programme}/{slug:indicator}", "everybody", answers=DefinedFigure, says=_("One figure with its definition.")
)
def read_figure(request: HttpRequest, programme: str, indicator: str, wanted: Query[Choice]) -> DefinedFigure:
    shown = _figure(speaker_of(request), programme, indicator, wanted)
    scope = scope_of(shown.committee)
    line, read = scope.indicator(shown), scope.edition(programme).read
    targets = {one.target.indicator: one.target.value for one in read.campaign if one.target}
    return DefinedFigure(
        programme=programme,
        indicator=indicator,
        title=str(line.title),
        value=value(shown),
        unit=str(line.unit),
        target=targets.get(indicator),
        address=shown.url(),
        definition=definition(read, indicator),
    )


@noun.read(
    "/{slug:programme}/{slug:indicator}/proof",
    "everybody",
    answers=Page[ProofLineOut],
    says=_("The entries that make up a figure, the newest day first."),
)
def read_proof(request: HttpRequest, programme: str, indicator: str, wanted: Query[ProofChoice]) -> Page[ProofLineOut]:
    speaker = speaker_of(request)
    shown = _figure(speaker, programme, indicator, wanted)
    found = entries(shown).select_related("step", "place")
    rows, following = part(found, wanted, order=("-day", "-pk"))
    is_median = scope_of(shown.committee).indicator(shown).measure == "median"
    return Page(items=[_line(one) for one in describe(rows, speaker.actor, numbers=is_median)], next=following)


@noun.read(
    "/{slug:programme}/{slug:indicator}/entries/{int:pk}",
    "everybody",
    answers=dict[str, Any],
    says=_("The proof that an entry of a figure lies under a seal (RFC 6962)."),
)
def read_entry(request: HttpRequest, programme: str, indicator: str, pk: int, wanted: Query[Choice]) -> dict[str, Any]:
    speaker = speaker_of(request)
    found = entries(_figure(speaker, programme, indicator, wanted)).select_related("step", "place")
    entry = finding.one(found, pk)
    (line,) = describe([entry], speaker.actor)
    return inclusion(entry, reveal=line.readable)


def _figure(speaker: Speaker, programme: str, indicator: str, wanted: Choice) -> Figure:
    """The figure that is asked for. As on its page: one that is not public is for those who read the committee."""
    committee = finding.committee_of(speaker, wanted.committee)
    told = {name: str(one) for name, one in wanted.model_dump(by_alias=True).items() if one is not None}
    shown = Figure.parse(committee, programme, indicator, told)
    if not scope_of(committee).indicator(shown).public and not _reads(speaker, committee):
        raise ApiProblem("not-found")
    return shown


def _reads(speaker: Speaker, committee: Committee) -> bool:
    return speaker.standing.has("read", committee.pk)


def _line(one: ProofLine) -> ProofLineOut:
    return ProofLineOut(
        entry=one.entry,
        day=one.day,
        quantity=one.quantity,
        number=Decimal(one.number) if one.number else None,
        entered_at=one.entered_at,
        is_reversal=one.is_reversal,
        readable=one.readable,
        title=one.title,
        record=one.url,
        place=one.place,
        because=one.because,
    )
