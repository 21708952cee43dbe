"""Earlier matters that are like what somebody writes just now, with the passages in common and what became of them.

First the database names those that share most of the pairs of characters which tell most (an index of pairs, see
`yidu.matters.pairs`); then these few are compared with all that was written. Only matters are named that the reader may
read whole: of what is not shown nobody learns, by trying words, what stands in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from yidu.matters.commitments import open_commitments_of
from yidu.matters.models import LookBack, Matter, Pairs
from yidu.matters.pairs import pairs_of, shares_of, waiting, weight
from yidu.matters.passages import Passage, clauses, common
from yidu.matters.queries import listed
from yidu.matters.rules import readable_whole
from yidu.people.models import Committee
from yidu.people.rules import Standing

SHOWN = 5
PASSAGES = 3
ALIKE = 0.22
"""So alike at least. Measured: the same in other words is, another text on the same subject is not (docs/alike.md)."""
FEWEST = 6
"""Pairs that must have been written: of fewer nobody can say what it is about."""
LONGEST = 5_000
"""Characters that are compared; a proposal has 1,500."""
COMPARED = 40
"""So many of those that the index names are compared."""
WAITING = 50
"""So many that were written in the last seconds are compared besides: no index has them yet."""
LOOKS = 8_000
"""So often the index may name a matter for one text, however long it is and however many matters there are."""
_BEGUN = 0.55
"""How much it counts that all of a short text stands in a long one: somebody may have begun to write the same."""


@dataclass(frozen=True)
class Alike:
    """One earlier matter: how much it is like it (0 to 1), why, and what was promised there and is not kept yet."""

    matter: Matter
    likeness: float
    passages: tuple[Passage, ...]
    commitments: tuple[LookBack, ...]


def said(matter: Matter) -> list[str]:
    """What stands in a matter in words, as it is compared: title, text and its longer answers."""
    answers = [matter.answers.get(field.id) for field in matter.kind_line.field]
    return [matter.title, matter.text, *(one for one in answers if isinstance(one, str) and len(one) >= 20)]


def alike(texts: Iterable[str], committee: Committee, standing: Standing) -> list[Alike]:
    """The matters of the committee and those below it that are most like these texts, the most alike first."""
    written = _joined(texts)
    telling = _telling(written)
    nearest = _nearest(telling, committee, standing, most=SHOWN, least=ALIKE)
    if not nearest:
        return []
    matters = {one.pk: one for one in listed(Matter.objects.filter(pk__any=list(nearest)))}
    promised = open_commitments_of(nearest)
    wanted = clauses(written)
    return [
        Alike(
            matter=matters[pk],
            likeness=likeness,
            passages=_passages(wanted, matters[pk], telling),
            commitments=tuple(promised.get(pk, ())),
        )
        for pk, likeness in nearest.items()
    ]


def nearest_to(matter: Matter, standing: Standing, *, most: int, least: float) -> dict[UUID, float]:
    """The keys of matters like this one, with how much they are, the most alike first."""
    telling = _telling(_joined(said(matter)))
    return _nearest(telling, matter.committee, standing, most=most, least=least, without=matter.pk)


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(one for one in texts if one)[:LONGEST]


def _telling(written: str) -> dict[int, float]:
    """Its pairs, each with the share of matters in which it stands; none when it is too little to compare."""
    pairs = pairs_of(written)
    return shares_of(pairs) if len(pairs) >= FEWEST else {}


def _nearest(
    shares: Mapping[int, float],
    committee: Committee,
    standing: Standing,
    *,
    most: int,
    least: float,
    without: UUID | None = None,
) -> dict[UUID, float]:
    if not shares:
        return {}
    named = _named(shares, committee, standing)
    of_each = dict(Pairs.objects.filter(matter__any=named).values_list("matter", "pairs")) if named else {}
    of_each |= waiting(_readable(standing, committee.family()), most=WAITING)
    all_ = sum(map(weight, shares.values()))
    found = {pk: _likeness(shares, all_, pairs) for pk, pairs in of_each.items() if pk != without}
    best = sorted((one for one in found.items() if one[1] >= least), key=lambda one: (-one[1], one[0]))
    return dict(best[:most])


def _likeness(shares: Mapping[int, float], all_: float, pairs: list[int]) -> float:
    """How much of what tells something stands in both; in a much longer text it tells less, by chance it has more."""
    both = sum(weight(shares[one]) for one in pairs if one in shares)
    return min(1.0, both / all_ * max(sqrt(len(shares) / len(pairs)), _BEGUN)) if all_ and pairs else 0.0


def _named(shares: Mapping[int, float], committee: Committee, standing: Standing) -> list[UUID]:
    """Those that share most of what tells most, of all that the reader may read whole."""
    within = committee.family()
    try:
        conditions, asked = _readable(standing, within).order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return []
    pairs = list(shares)
    told: list[Any] = [
        pairs,
        [shares[one] for one in pairs],
        [weight(shares[one]) for one in pairs],
        LOOKS,
        list(within),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_NAMED.format(rarest=_RAREST, readable=conditions), [*told, *asked, COMPARED])
        return [pk for (pk,) in cursor.fetchall()]


def _readable(standing: Standing, within: Sequence[int]) -> QuerySet[Matter]:
    """Of what is divided the whole alone: the words of its parts are the same."""
    return readable_whole(standing, within=within).filter(part_of=None)


# The rarest pairs, as many as may be looked for: how many matters there are about is known without counting them.
_RAREST = """
    SELECT pair, weight FROM (
        SELECT pair, weight, sum(share) OVER (ORDER BY share, pair) AS so_far
        FROM unnest(%s::int[], %s::float[], %s::float[]) AS asked (pair, share, weight)
    ) AS asked
    WHERE so_far * (SELECT reltuples FROM pg_class WHERE oid = 'matters_pairs'::regclass) <= %s
"""
# OFFSET 0: each part is done as it is written. Whether the reader may read it is asked of the best, one by one.
_NAMED = """
    WITH asked AS MATERIALIZED ({rarest})
    SELECT matter_id FROM (
        SELECT matter_id, sum(weight) AS together
        FROM asked, LATERAL (
            SELECT matter_id FROM matters_pairs
            WHERE pairs @> ARRAY[asked.pair] AND committee_id = ANY (%s::bigint[]) OFFSET 0
        ) AS holds
        GROUP BY matter_id ORDER BY together DESC, matter_id OFFSET 0
    ) AS ranked
    WHERE (SELECT true FROM ({readable}) AS readable (id) WHERE id = matter_id)
    LIMIT %s
"""


def _passages(wanted: list[str], matter: Matter, shares: Mapping[int, float]) -> tuple[Passage, ...]:
    """Of what both say those that tell most, in the order in which they were written."""
    theirs = "\n".join(said(matter))
    found = [(_tells(one, shares), n, one) for n, one in enumerate(common(wanted, theirs))]
    best = sorted(found, key=lambda one: (-one[0], one[1]))[:PASSAGES]
    return tuple(passage for _told, _n, passage in sorted(best, key=lambda one: one[1]))


def _tells(passage: Passage, shares: Mapping[int, float]) -> float:
    same = {pair for text, is_same in passage.here if is_same for pair in pairs_of(text)}
    return sum(weight(shares[one]) for one in same if one in shares)
