"""The audit: count everything again from the records. The difference must be nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from django.db import connection
from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from yidu.ledger.closing import closings
from yidu.ledger.enter import BATCH, fact_of, standing, stated_facts
from yidu.ledger.facts import Fact
from yidu.ledger.figures.balances import NOTHING
from yidu.ledger.kept import KEPT
from yidu.ledger.models import Closing, Entry, Watermark
from yidu.ledger.snapshots import one_snapshot
from yidu.ledger.statements import Source, all_sources
from yidu.people.models import Committee

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


@dataclass(frozen=True)
class Difference:
    """What is counted otherwise than it should be. `record` is empty for a difference between totals and entries."""

    record: str
    programme: str
    indicator: str
    counted: Decimal
    entered: Decimal
    about: str

    def __str__(self) -> str:
        return _("%(about)s: %(record)s %(programme)s/%(indicator)s counts %(counted)s, entered %(entered)s") % {
            "about": self.about,
            "record": self.record or "–",
            "programme": self.programme,
            "indicator": self.indicator,
            "counted": self.counted.normalize(),
            "entered": self.entered.normalize(),
        }


def audit(progress: Progress | None = None) -> list[Difference]:
    """Every difference between what the records state now and what stands entered, and between totals and entries.

    All is read as it stood at one moment, while others go on writing. Empty: all is well.
    """
    sources = all_sources()
    with one_snapshot():
        total = sum(source.model._default_manager.count() for source in sources)
        found: list[Difference] = []
        done = 0
        for source in sources:
            records = source.all().iterator(chunk_size=BATCH)
            while batch := list(islice(records, BATCH)):
                found.extend(_differences(batch))
                done += len(batch)
                if progress:
                    progress(done, total)
            found.extend(_gone(source))
        totals = list(_totals())
        # Wrong totals would be told again for each day since.
        return [*found, *_unknown(), *_reversals(), *_counted(), *totals, *([] if totals else _closings())]


def _differences(records: list[Model]) -> Iterator[Difference]:
    stated = stated_facts(records)
    entered = standing(stated)
    for key, facts in stated.items():
        wanted, there = Counter(facts), Counter(map(fact_of, entered[key]))
        for fact in sorted((wanted - there) + (there - wanted), key=repr):
            yield _difference(key, fact, wanted[fact], there[fact])


def _difference(key: str, fact: Fact, wanted: int, there: int) -> Difference:
    about = _("not entered") if wanted > there else _("entered, but not stated")
    return Difference(key, fact.programme, fact.indicator, fact.quantity * wanted, fact.quantity * there, about)


def _gone(source: Source) -> Iterator[Difference]:
    """Lines of records that are not there any more."""
    prefix = f"{source.record_type}/"
    keys = source.model._default_manager.order_by().values_list(
        Concat(Value(prefix), Cast("pk", CharField())), flat=True
    )
    lines = _net().filter(record__startswith=prefix).exclude(record__in=keys)
    yield from (_stray(entry, _("the record is gone")) for entry in lines)


def _unknown() -> Iterator[Difference]:
    """Lines of records of no known type."""
    known = Q()
    for source in all_sources():
        known |= Q(record__startswith=f"{source.record_type}/")
    yield from (_stray(entry, _("nothing states such records")) for entry in _net().exclude(known))


def _reversals() -> Iterator[Difference]:
    """Reversals that are not the opposite of what they reverse."""
    same = ("committee", "programme", "indicator", "day", "record", "place", "host", "sector", "value", "dims")
    agrees = Q(quantity=-F("reverses__quantity"))
    for column in same:
        one = Q(**{column: F(f"reverses__{column}")})
        if column == "place":
            one |= Q(place=None, reverses__place=None)
        agrees &= one
    wrong = Entry.objects.filter(reverses__isnull=False).exclude(agrees)
    yield from (_stray(entry, _("a reversal differs from what it reverses")) for entry in wrong)


def _totals() -> Iterator[Difference]:
    """Totals against the entries up to the watermark."""
    keys = "committee_id, programme, indicator, day, entered_on, place_id, host, sector, value"
    with connection.cursor() as cursor:
        cursor.execute(f"""
            SELECT programme, indicator, sum(entered), sum(folded)
            FROM (
                SELECT {keys}, 0 AS entered, quantity AS folded FROM ledger_total
                UNION ALL
                SELECT committee_id, programme, indicator, day, (entered_at AT TIME ZONE 'Asia/Shanghai')::date,
                    place_id, host, sector, value, quantity, 0
                FROM ledger_entry WHERE id <= ledger_folded_to()
            ) AS line
            GROUP BY {keys}
            HAVING sum(entered) <> sum(folded)
            ORDER BY {keys}
        """)  # noqa: S608
        for programme, indicator, entered, folded in cursor.fetchall():
            yield Difference("", programme, indicator, entered, folded, _("totals differ from the entries"))


def _closings() -> Iterator[Difference]:
    """Closed days against the totals up to them."""
    closed_to = Watermark.objects.values_list("closed_to", flat=True).first()
    if closed_to is None:
        return
    for committee in Committee.objects.only("pk", "parent_id"):
        kept = {
            (day, programme, indicator): (quantity, distinct)
            for day, programme, indicator, quantity, distinct in Closing.objects.filter(
                committee=committee
            ).values_list("day", "programme", "indicator", "quantity", "distinct")
        }
        told = {
            (day, programme, indicator): (quantity, distinct)
            for day, closed in closings(committee, None, closed_to)
            for programme, indicator, quantity, distinct in closed
        }
        for key in sorted(kept.keys() | told.keys()):
            counted, entered = told.get(key, NOTHING), kept.get(key, NOTHING)
            if counted != entered:
                shown = 0 if counted[0] != entered[0] else 1
                numbers = Decimal(counted[shown]), Decimal(entered[shown])
                yield Difference("", key[1], key[2], *numbers, _("a closed day differs from the totals"))
    yield from _kept(closed_to)


def _kept(closed_to: date) -> Iterator[Difference]:
    """What is kept of the closed days, against the totals."""
    with connection.cursor() as cursor:
        for one in KEPT:
            keys = ", ".join(one.columns)
            cursor.execute(
                f"""
                SELECT programme, indicator, sum(counted), sum(kept)
                FROM (
                    SELECT {keys}, 0 AS counted, quantity AS kept FROM {one.table}
                    UNION ALL
                    SELECT {keys}, quantity, 0 FROM ({one.told()}) AS told
                ) AS line
                GROUP BY {keys}
                HAVING sum(counted) <> sum(kept)
                ORDER BY {keys}
                """,  # noqa: S608
                {"after": date.min, "upto": closed_to},
            )
            for programme, indicator, counted, kept in cursor.fetchall():
                yield Difference("", programme, indicator, counted, kept, _("a closed day differs from the totals"))


def _counted() -> Iterator[Difference]:
    """How many entries are said to be folded, against how many are."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT sum(counted), sum(kept)
            FROM (
                SELECT committee_id, 0 AS counted, entries AS kept FROM ledger_counted
                UNION ALL
                SELECT committee_id, count(*), 0 FROM ledger_entry WHERE id <= ledger_folded_to() GROUP BY 1
            ) AS line
            GROUP BY committee_id
            HAVING sum(counted) <> sum(kept)
        """)
        for counted, kept in cursor.fetchall():
            yield Difference("", "", "", counted, kept, _("totals differ from the entries"))


def _net() -> QuerySet[Entry]:
    return Entry.objects.filter(reverses=None, reversed_by=None)


def _stray(entry: Entry, about: str) -> Difference:
    return Difference(entry.record, entry.programme, entry.indicator, Decimal(0), entry.quantity, about)
