"""Which indicators count for whom, and where places lie. Neither an edition nor where a place lies ever changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from yidu.common import known
from yidu.ledger.facts import PLACES, Rule
from yidu.places.models import Place
from yidu.programmes.models import Edition
from yidu.programmes.queries import current_editions


def rules_of(committee: int) -> list[Rule]:
    """The indicators of the newest edition of each programme of a committee."""
    return known.kept(
        ("rules", committee), lambda: [rule for edition in current_editions(committee) for rule in _rules(edition.pk)]
    )


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
