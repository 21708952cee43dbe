"""Which indicators count for whom, and where places lie. Both are read once per process: neither ever changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from django.db import connection

from yidu.ledger.facts import PLACES, Rule
from yidu.places.models import Place
from yidu.programmes.models import Edition

# Plain SQL, because this is asked in every action: composing it anew takes longer than running it.
_NEWEST = """
    SELECT DISTINCT ON (committee_id, programme) committee_id, id FROM programmes_edition
    WHERE committee_id = ANY(%s) ORDER BY committee_id, programme, number DESC
"""


def rules_of(committees: Collection[int]) -> dict[int, list[Rule]]:
    """The indicators of the newest edition of each programme, by committee. One query."""
    found: dict[int, list[Rule]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, [list(committees)])
        for committee_id, edition_id in cursor.fetchall():
            found[committee_id].extend(_rules(edition_id))
    return found


class Placed:
    """The codes of the county, township and village of places, by the place's id.

    A place never moves: when a division is redrawn, its row ends and another begins.
    """

    _known: dict[int, Mapping[str, str]] = {}

    def load(self, ids: Iterable[int]) -> None:
        """Read those that are not known yet, with one query."""
        if unknown := {id_ for id_ in ids if id_ not in self._known}:
            for place in Place.objects.filter(pk__in=unknown).select_related("parent__parent"):
                chain = (place, place.parent, place.parent and place.parent.parent)
                self._known[place.pk] = {one.level: one.code for one in chain if one and one.level in PLACES}

    def __call__(self, place_id: int) -> Mapping[str, str]:
        if place_id not in self._known:
            self.load([place_id])
        return self._known[place_id]


placed = Placed()


@lru_cache(maxsize=256)
def _rules(edition_id: int) -> tuple[Rule, ...]:
    # An edition never changes.
    edition = Edition.objects.defer("content").get(pk=edition_id)
    return tuple(
        Rule(edition.committee_id, edition.programme, edition.number, id_, indicator)
        for id_, indicator in edition.read.indicator.items()
    )
