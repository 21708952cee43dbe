"""Which lines of the ledger make up a figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from yidu.common import clock, known
from yidu.common.errors import NotAllowed
from yidu.common.postgresql.lookups import among
from yidu.ledger.facts import PLACES, is_level
from yidu.ledger.figures.figure import Figure
from yidu.ledger.models import Entry, Line
from yidu.people.models import Committee
from yidu.places.models import Place, PlaceQuerySet
from yidu.programmes.grammar import Indicator
from yidu.programmes.models import Edition

_COLUMNS = ("host", "sector")


@dataclass(frozen=True)
class Scope:
    """A committee with those below it, and what its programmes say now."""

    committee: Committee
    family: tuple[int, ...]
    editions: dict[str, Edition]

    def each(self) -> list[Scope]:
        """One for each of the committees."""
        return [replace(self, family=(committee,)) for committee in self.family]

    def edition(self, programme: str) -> Edition:
        """Raises `NotAllowed` when the committee has no such programme."""
        if programme not in self.editions:
            raise NotAllowed(_("There is no such figure."))
        return self.editions[programme]

    def indicator(self, figure: Figure) -> Indicator:
        """Raises `NotAllowed` when the programme has no such indicator."""
        indicator = self.edition(figure.programme).read.indicator.get(figure.indicator)
        if indicator is None:
            raise NotAllowed(_("There is no such figure."))
        return indicator


def scope_of(committee: Committee) -> Scope:
    """Read once for each revision. A committee without an edition of its own reads the newest of those below it."""
    return known.kept(("scope", committee.pk), lambda: _scope(committee))


def _scope(committee: Committee) -> Scope:
    family = tuple(committee.family())
    own_first = Case(When(committee_id=committee.pk, then=Value(0)), default=Value(1), output_field=IntegerField())
    editions = (
        Edition.objects.filter(committee_id__in=family)
        .order_by("programme", own_first, "-number")
        .distinct("programme")
        .select_related("committee")
        .defer("content")
    )
    return Scope(committee, family, {edition.programme: edition for edition in editions})


def needs_entries(figure: Figure) -> bool:
    """Whether it asks for what the totals do not tell apart."""
    return (
        bool(figure.record)
        or figure.known_to is not None
        or any(dim not in (*_COLUMNS, *PLACES) for dim in figure.where)
    )


def lines_of(scope: Scope, figure: Figure, indicators: Mapping[str, Indicator] | None = None) -> QuerySet[Any]:
    """The totals and entries of a figure; the entries alone where it asks for what totals do not have.

    With `indicators`, of all these at once, in the period and with the filters of the figure: they must all be
    levels or none. Group by `indicator`.
    """
    if needs_entries(figure):
        return entries_of(scope, figure, indicators)
    found = Line.objects.filter(_chosen(scope, figure, indicators))
    return found.filter(entered_on__lte=figure.as_of) if figure.as_of else found


def entries_of(scope: Scope, figure: Figure, indicators: Mapping[str, Indicator] | None = None) -> QuerySet[Entry]:
    """The same, from the entries."""
    found = Entry.objects.filter(_chosen(scope, figure, indicators))
    if figure.as_of:
        # An action that runs over midnight is entered on the day on which it began.
        found = found.filter(entered_at__lt=start_of_day(figure.as_of, after=1))
    if figure.known_to is not None:
        found = found.filter(pk__lte=figure.known_to)
    if figure.record:
        found = found.filter(record=figure.record)
    for dimension, wanted in figure.where.items():
        if dimension not in (*_COLUMNS, *PLACES):
            found = found.filter(dims__contains={dimension: wanted})
    return found


def start_of_day(day: date, *, after: int = 0) -> datetime:
    """Midnight in China at which a day begins, or the day so many days after it."""
    return datetime.combine(day + timedelta(days=after), time(), tzinfo=clock.SHANGHAI)


def place_codes(figure: Figure) -> list[str]:
    """The places that narrow the figure, each with all below it."""
    return list(dict.fromkeys(code for code in (*(figure.where.get(dim) for dim in PLACES), figure.place) if code))


def places_below(code: str) -> list[int]:
    """Ids of the places with a code and of all below them, of any day. Read once for each revision."""
    found = Place.objects.filter(Q(code=code) | Q(path__contains=[code])).order_by("pk").values_list("pk", flat=True)
    return known.kept(("places-below", code), lambda: list(found))


def level_of(code: str) -> str:
    """The level of the places with a code; empty when there is none. Read once for each revision."""
    found = Place.objects.filter(code=code).order_by("valid_from").values_list("level", flat=True)
    return known.kept(("level", code), found.first) or ""


def places_of(figure: Figure, indicator: Indicator) -> PlaceQuerySet:
    """The places of the indicator's level, of any day, in the committee's place or the one asked for."""
    found = Place.objects.filter(level=indicator.level)
    for code in place_codes(figure) or [figure.committee.place.code]:
        found = found.filter(Q(code=code) | Q(path__contains=[code]))
    return found


def places_on(figure: Figure, indicator: Indicator, day: date) -> Decimal:
    """How many of them there were on a day. Their days are read once for each revision: most have the same."""
    inside = place_codes(figure) or [figure.committee.place.code]
    spans = known.kept(
        ("spans", indicator.level, *inside),
        lambda: Counter(places_of(figure, indicator).values_list("valid_from", "valid_until")),
    )
    return Decimal(sum(many for (first, until), many in spans.items() if first <= day and (not until or day < until)))


def _chosen(scope: Scope, figure: Figure, indicators: Mapping[str, Indicator] | None) -> Q:
    several = indicators or {figure.indicator: scope.indicator(figure)}
    chosen = Q(
        among("committee", scope.family),
        among("indicator", list(several)),
        programme=figure.programme,
        day__lte=figure.end,
    )
    # Of what is there on a day, everything that began before counts too.
    if figure.from_ and not is_level(next(iter(several.values()))):
        chosen &= Q(day__gte=figure.from_)
    for dimension, wanted in figure.where.items():
        if dimension in _COLUMNS:
            chosen &= Q(**{dimension: wanted})
    for code in place_codes(figure):
        chosen &= Q(place__any=places_below(code))
    return chosen
