"""What the page of a figure shows, put together from the ledger. It counts nothing itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yidu.activities.models import OpenTo
from yidu.common import clock
from yidu.common.actors import Actor
from yidu.ledger.facts import is_level
from yidu.ledger.figures import Figure, Proof, Scope, Share, is_told_apart, series, split, told_apart
from yidu.ledger.models import Entry
from yidu.matters.models import Matter
from yidu.matters.rules import readable
from yidu.people.models import Organisation, Project, Station
from yidu.places.models import Level, Place
from yidu.programmes.grammar import Indicator
from yidu.programmes.models import Edition
from yidu.programmes.words import DIMENSIONS, called, definition, period

_RECORDS = {"enterprise": Organisation, "organisation": Organisation, "project": Project, "station": Station}


@dataclass(frozen=True)
class Filter:
    """A filter that is set, in words, and the address of the figure without it."""

    dimension: str
    value: str
    without: str


@dataclass(frozen=True)
class Part:
    """One line of a split: the same figure narrowed to it."""

    label: str
    value: Decimal | None
    url: str


def how_it_is_counted(scope: Scope, figure: Figure) -> str:
    """The period and the definition in one sentence, built from the data of the indicator."""
    read = scope.edition(figure.programme).read
    said = definition(read, figure.indicator, named=named)
    during = period(figure.from_, figure.to)
    return _("%(period)s: %(definition)s") % {"period": during, "definition": said} if during else said


def defined_since(figure: Figure, edition: Edition) -> tuple[int, date]:
    """Since which edition, and which day, the indicator has been defined as it is now."""
    editions = Edition.objects.filter(committee_id=edition.committee_id, programme=edition.programme).defer("content")
    now = _rule(edition, figure.indicator)
    since = edition
    for earlier in editions.order_by("-number"):
        if earlier.number > edition.number:
            continue
        if _rule(earlier, figure.indicator) != now:
            break
        since = earlier
    return since.number, clock.local_day(since.published_at)


def filters(scope: Scope, figure: Figure) -> list[Filter]:
    """What narrows the figure, each with the way out."""
    read = scope.edition(figure.programme).read
    found = []
    for dimension, value in figure.where.items():
        rest = {other: one for other, one in figure.where.items() if other != dimension}
        told = called(read, dimension, value, named=named)
        found.append(Filter(str(DIMENSIONS[dimension]), told, replace(figure, where=rest).url()))
    if figure.place:
        place = named("township", figure.place) or figure.place
        found.append(Filter(_("place"), place, replace(figure, place="").url()))
    if figure.record:
        found.append(Filter(_("record"), _("one record"), replace(figure, record="").url()))
    return found


def years(scope: Scope, figure: Figure) -> list[tuple[str, str, bool]]:
    """The years of the programme and all of them together: label, address, whether it is the one that is shown.

    Nothing for what there is on a day: of that, everything that began before counts too.
    """
    if is_level(scope.indicator(figure)):
        return []
    first, last = scope.edition(figure.programme).read.from_.year, clock.today().year
    spans = [(str(year), date(year, 1, 1), date(year, 12, 31)) for year in range(first, last + 1)][-6:]
    told = [(label, replace(figure, from_=start, to=end)) for label, start, end in spans]
    whole = replace(figure, from_=None, to=None)
    return [(label, one.url(), one == figure) for label, one in [*told, (_("All years"), whole)]]


def by_month(figure: Figure, *, of_numbers: bool = False) -> list[tuple[str, Decimal]]:
    """The last twelve months, for a chart; with the year where a new one begins.

    Of numbers that each month may have or not, as medians are, those that have one: nothing is not nought. Each with
    its year.
    """
    points = series(figure, "month")[-12:]
    if of_numbers:
        form = pgettext("date format", "M y")
        return [(date_format(one.first, form), one.value) for one in points if one.value is not None]
    told = []
    for number, point in enumerate(points):
        form = pgettext("date format", "M y") if point.first.month == 1 and number else pgettext("date format", "M")
        told.append((date_format(point.first, form), point.value or Decimal(0)))
    return told


def by_place(scope: Scope, figure: Figure) -> list[Part]:
    """By township; for a city, by district and county."""
    dimension = "county" if scope.committee.place.level != Level.COUNTY else "township"
    return _parts(figure, dimension, split(figure, dimension))  # type: ignore[arg-type]


def by_sector(figure: Figure) -> list[Part]:
    return _parts(figure, "sector", split(figure, "sector"))


@dataclass(frozen=True)
class Apart:
    """The figure by departments and by subjects. `ask` is the address that tells, where it was not asked for yet."""

    departments: list[Part]
    subjects: list[Part]
    ask: str


def by_department_and_subject(scope: Scope, figure: Figure, *, asked: bool) -> Apart:
    """Of a city only when somebody asks: it is read from the entries of all of its counties."""
    if not is_told_apart(scope, figure):
        return Apart([], [], "")
    if len(scope.family) > 1 and not asked:
        url = figure.url()
        return Apart([], [], f"{url}{'&' if '?' in url else '?'}apart=yes")
    told = told_apart(figure)
    return Apart(
        _parts(figure, "organisation", told["organisation"]), _parts(figure, "subject", told["subject"]), ask=""
    )


def brought_back(proof: Proof, actor: Actor) -> dict[int, str]:
    """Entry → what the activity behind it brought back, as far as the actor may read it: "2 matters · 1 solved"."""
    rows = Entry.objects.filter(pk__in=[line.entry for line in proof.lines if line.readable])
    activity_of = {
        pk: record.removeprefix("activity/")
        for pk, record in rows.values_list("pk", "record")
        if record.startswith("activity/")
    }
    matters = readable(actor).filter(activity__in=set(activity_of.values()))
    raised: dict[str, list[Matter]] = {}
    for matter in matters.only("activity_id", "solved_at", "answered_at", "closed_at"):
        raised.setdefault(str(matter.activity_id), []).append(matter)
    return {pk: _brought(raised[activity]) for pk, activity in activity_of.items() if activity in raised}


def named(dimension: str, value: str) -> str | None:
    """What a value is called that the folder does not name: a place by its code, a body by its id."""
    if dimension in ("county", "township", "village"):
        return Place.objects.filter(code=value).order_by("-valid_from").values_list("name", flat=True).first()
    if dimension in _RECORDS and value.isdecimal():
        record = _RECORDS[dimension].objects.filter(pk=int(value)).first()  # type: ignore[attr-defined]
        return str(record) if record else None
    return _topic(value) if dimension == "consultation" else None


def _topic(value: str) -> str | None:
    """A topic by its title where everybody may read it, else by its number."""
    try:
        topic = Matter.objects.filter(pk=UUID(value)).only("title", "number", "open_to").first()
    except ValueError:
        return None
    return (topic.title if topic.open_to == OpenTo.PUBLIC else topic.number) if topic else None


def _rule(edition: Edition, id_: str) -> Indicator | None:
    """The rule without the words around it: a better title is no other definition."""
    line = edition.read.indicator.get(id_)
    return line.model_copy(update={"title": None, "about": None, "unit": None}) if line else None


def _parts(figure: Figure, dimension: str, shares: Sequence[Share]) -> list[Part]:
    if dimension in figure.where or not any(share.key for share in shares):
        return []
    ordered = sorted(shares, key=lambda share: (not share.key, -(share.value or 0)))
    return [
        Part(
            label=share.label if share.key else _("not stated"),
            value=share.value,
            url=replace(figure, where={**figure.where, dimension: share.key}).url() if share.key else "",
        )
        for share in ordered
    ]


def _brought(matters: Sequence[Matter]) -> str:
    count = len(matters)
    states: Mapping[str, int] = Counter(_state(matter) for matter in matters)
    words = [ngettext("%(count)d matter", "%(count)d matters", count) % {"count": count}]
    told = {"solved": _("solved"), "answered": _("answered"), "open": _("in hand"), "closed": _("closed")}
    for state, word in told.items():
        if states.get(state):
            words.append(word if count == states[state] else f"{word} {states[state]}")
    return " · ".join(words)


def _state(matter: Matter) -> str:
    if matter.solved_at:
        return "solved"
    if matter.closed_at:
        return "closed"
    return "answered" if matter.answered_at else "open"
