"""What was shown to the public, and what became of it: "84 → 81, because …".

A figure is published once a day (`yidu.ledger.jobs`) and whenever somebody publishes it on purpose; a row is kept
when the number is new. What is entered later for days up to the publication changes what was published; what happens
after it does not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from yidu.common import clock, known
from yidu.common.actors import Actor
from yidu.common.errors import Refused
from yidu.ledger.figures.figure import Figure
from yidu.ledger.figures.lines import Scope, entries_of, scope_of, start_of_day
from yidu.ledger.figures.proof import ProofLine, describe
from yidu.ledger.figures.values import plain, singles, value, values
from yidu.ledger.locks import settled_to
from yidu.ledger.models import Entry, Published, Watermark
from yidu.ledger.seals import seal
from yidu.people.models import Committee
from yidu.programmes.models import Edition, programme_of

MOST_PUBLICATIONS = 60
MOST_ENTRIES = 1000
MOST_LINES = 20
_TRIES = 10


@dataclass(frozen=True, slots=True)
class Revision:
    """A published number that is another now, for the same days. `lines` are the newest of `count` that made it so."""

    published_at: datetime
    was: Decimal | None
    became: Decimal | None
    lines: list[ProofLine]
    count: int


def publish_figures(figures: Iterable[Figure]) -> int:
    """Keep the numbers of these figures as they are shown now. Returns how many are new or changed.

    A figure as of a day is kept as the number of the days up to that day. Raises `Refused` when long writing is
    under way, and `NotAllowed` for an unknown indicator.
    """
    figures, settled = list(figures), _settled()
    with transaction.atomic():
        # Nothing is folded beyond what is published while it is counted, so that closings and totals tell it.
        mark, _made = Watermark.objects.select_for_update().get_or_create(pk=1)
        last = max(settled, mark.folded_to)
        asked = [replace(_kept(figure), known_to=last) for figure in figures]
        numbers = values(asked, folded_to=mark.folded_to)
    newest = {
        (row.committee_id, row.figure): row.value
        for row in Published.objects.filter(
            committee__in={figure.committee.pk for figure in asked}, figure__in={figure.name for figure in asked}
        )
        .order_by("committee_id", "figure", "-published_at")
        .distinct("committee_id", "figure")
    }
    now = clock.now()
    rows = [
        Published(committee=figure.committee, figure=figure.name, value=number, published_at=now, last_entry=last)
        for figure, number in zip(asked, numbers, strict=True)
        if newest.get((figure.committee.pk, figure.name), "never") != number
    ]
    published = len(Published.objects.bulk_create(rows))
    if published:
        # What was published rests on a checkpoint that a witness can keep.
        seal()
    return published


def publish_all() -> int:
    """Publish every public indicator of every committee, without period and filters."""
    published = 0
    for committee in Committee.objects.select_related("place"):
        published += publish_figures(
            Figure(committee=committee, programme=programme, indicator=id_)
            for programme, edition in scope_of(committee).editions.items()
            for id_, indicator in edition.read.indicator.items()
            if indicator.public
        )
    return published


def published_on(day: date) -> bool:
    """Whether anything was published on a day."""
    return Published.objects.filter(
        published_at__gte=start_of_day(day), published_at__lt=start_of_day(day, after=1)
    ).exists()


def history(figure: Figure, actor: Actor) -> list[Revision]:
    """The publications of a figure that what was entered later has changed, newest first; each change once.

    Looks back upon the last `MOST_PUBLICATIONS`. Raises `NotAllowed` when there is no such indicator.
    """
    figure = _kept(figure)
    found = Published.objects.filter(committee=figure.committee, figure=figure.name)
    shown = list(found.order_by("-last_entry", "-pk")[:MOST_PUBLICATIONS])[::-1]
    late = _late(figure, shown)
    scope = scope_of(figure.committee)
    revisions, adds_up = [], _adds_up(scope, figure)
    for index in sorted(late, reverse=True):
        row = shown[index]
        until = shown[index + 1].last_entry if index + 1 < len(shown) else None
        told = replace(figure, to=_last_day(figure, row), known_to=until)
        if row.value is not None and adds_up:
            added = entries_of(scope, told).filter(pk__gt=row.last_entry).aggregate(added=Sum("quantity"))["added"]
            became: Decimal | None = plain(row.value + added)
        else:
            became = value(told)
        if became != row.value:
            was = None if row.value is None else plain(row.value)
            lines = describe(late[index][:MOST_LINES], actor)
            revisions.append(Revision(row.published_at, was, became, lines, len(late[index])))
    return revisions


def _adds_up(scope: Scope, figure: Figure) -> bool:
    """Whether it is a sum, and always was: what is entered later is then all the difference. Read for each revision."""
    edition = scope.edition(figure.programme)
    asked = Edition.objects.filter(committee=edition.committee_id, programme=figure.programme).order_by("pk")

    def read() -> bool:
        lines = (programme_of(pk).indicator.get(figure.indicator) for pk in asked.values_list("pk", flat=True))
        return all(line is None or line.measure in ("flow", "stock") for line in lines)

    return known.kept(("adds-up", scope.committee.pk, figure.programme, figure.indicator), read)


def _late(figure: Figure, shown: list[Published]) -> dict[int, list[Entry]]:
    """What was entered after each publication, and before the next, for days that it had counted."""
    if not shown:
        return {}
    marks = [row.last_entry for row in shown]
    passed = Q()
    for row, until in zip(shown, [*marks[1:], None], strict=True):
        between = Q(pk__gt=row.last_entry, day__lte=_last_day(figure, row))
        passed |= between if until is None else between & Q(pk__lte=until)
    scope = scope_of(figure.committee)
    late: dict[int, list[Entry]] = defaultdict(list)
    for one in singles(scope, figure):
        changes = entries_of(scope, one).filter(passed, pk__gt=marks[0]).select_related("step", "place")
        for entry in changes.order_by("-pk")[:MOST_ENTRIES]:
            late[bisect_left(marks, entry.pk) - 1].append(entry)
    return late


def _kept(figure: Figure) -> Figure:
    return replace(figure, to=figure.end, as_of=None) if figure.as_of else figure


def _last_day(figure: Figure, row: Published) -> date:
    day = clock.local_day(row.published_at)
    return min(figure.to, day) if figure.to else day


def _settled() -> int:
    for _try in range(_TRIES):
        if (last := settled_to()) is not None:
            return last
    raise Refused(_("Much is being written at the moment. Try again in a minute."))
