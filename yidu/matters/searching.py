"""Finding matters by words, the newest first, and no further back than the page that is asked for.

The index (migration 0009) holds each word with the fortnight in which its matters were raised, and whether the public
may read them. It is asked for the newest fortnights first, then for ever more of them at once: a frequent word fills
the page from the first, a rare one names few matters whenever they were raised. The index only leaves out early; what
is found is decided by the words themselves, and by the conditions of the query that say who may read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from yidu.common.text import search_phrases
from yidu.matters.models import Matter
from yidu.people.rules import Standing

_NUMBER = re.compile(r"\d{4}-\d+", re.ASCII)
MOST = 300
"""Of what is found, the newest: whoever wants others asks for more words."""
_PUBLIC, _OTHERS = "+", "-"
_FEW = 3
"""Of more committees than these it costs more to ask the index for each than to look at what it names."""


@dataclass(frozen=True)
class _Side:
    """Matters that the index is asked for: those that are public, or those that are not, or both; of few committees."""

    marks: tuple[str, ...]
    committees: tuple[int, ...] = ()

    def keys(self, word: str) -> str:
        return " ".join(word + mark for mark in self.marks)

    def scope(self, word: str) -> str:
        """The committees; the word again where they narrow nothing."""
        return " ".join(self.keys(f"@{one}") for one in self.committees) or self.keys(word)


@dataclass(frozen=True)
class Sought:
    """What is looked for, and where. Every phrase must occur."""

    phrases: tuple[tuple[str, ...], ...]
    committees: tuple[int, ...]
    sides: tuple[_Side, ...]

    def newest(self, among: QuerySet[Matter], most: int) -> list[UUID]:
        """The keys of so many of the matters as contain the words, the newest first."""
        if not self.phrases:
            return []
        try:
            conditions, asked = among.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            return []
        with connection.cursor() as cursor:
            cursor.execute(_NEWEST.format(conditions), [*self._asked(most), *asked])
            return [key for (key,) in cursor.fetchall()]

    def _asked(self, most: int) -> list[Any]:
        one, other = self.phrases[0][0], self.phrases[-1][-1]
        return [
            [side.keys(one) for side in self.sides],
            [side.keys(other) for side in self.sides],
            [side.scope(one) for side in self.sides],
            list(self.committees),
            [f"% {' '.join(phrase)} %" for phrase in self.phrases],
            most,
        ]


def sought(text: str, committees: Collection[int], standing: Standing) -> Sought:
    """What was typed, Chinese by characters, among the matters of these committees that this reader may read."""
    phrases = tuple(tuple(phrase) for phrase in search_phrases(text))
    return Sought(phrases, tuple(committees), _sides(set(committees), standing))


def is_number(text: str) -> bool:
    """Whether it is looked for by its number: there is another index for that."""
    return bool(_NUMBER.fullmatch(text.strip()))


def _sides(committees: set[int], standing: Standing) -> tuple[_Side, ...]:
    few, both = _few(committees), (_PUBLIC, _OTHERS)
    if standing.actor.kind != "person" or standing.organisations():
        return (_Side(both, few),)
    inside = standing.committees("read", "office", "oversee") & committees
    if inside == committees:
        return (_Side(both, few),)
    public = _Side((_PUBLIC,), few)
    return (public, _Side((_OTHERS,), _few(inside))) if inside else (public,)


def _few(committees: set[int]) -> tuple[int, ...]:
    return tuple(sorted(committees)) if len(committees) <= _FEW else ()


def _spans() -> Iterator[tuple[int, int]]:
    """So many fortnights back, from and to: each of a century is in one. Each is a quarter as long as all before it."""
    near = 0
    while near < 26 * 100:
        far = near + near // 4
        yield near, far
        near = far + 1


_SPANS = [near for near, _ in _spans()], [far for _, far in _spans()]

# OFFSET 0: each part is done as it is written, and no further than it is asked for. The first span is looked through
# and put in order, the next only while the page is not full; of each matter the words are compared before the rights.
# All that is asked comes in one row, so that the plan is the same for all questions and is made once.
_KEYS = """matters_words_keys(words, committee_id, is_public, raised_at) && ARRAY(
                SELECT word || fortnight
                FROM unnest(string_to_array(side.{}, ' ')) AS word, generate_series(first, last) AS fortnight)"""
_QUESTION = """
    WITH asked AS MATERIALIZED (
        SELECT ARRAY{near} AS near, ARRAY{far} AS far, %s::text[] AS one, %s::text[] AS other, %s::text[] AS scope,
            %s::bigint[] AS committees, %s::text[] AS patterns, %s::int AS most
    )
    SELECT matter_id FROM asked, LATERAL (
        SELECT greatest(newest - span.far, oldest) AS first, newest - span.near AS last
        FROM (
            SELECT (SELECT matters_fortnight(max(raised_at)) FROM matters_matter) AS newest,
                (SELECT matters_fortnight(min(raised_at)) FROM matters_matter) AS oldest OFFSET 0
        ) AS known, unnest(asked.near, asked.far) WITH ORDINALITY AS span (near, far, place)
        WHERE newest - span.near >= oldest ORDER BY place OFFSET 0
    ) AS span, LATERAL (
        SELECT matter_id, words
        FROM unnest(asked.one, asked.other, asked.scope) AS side (one, other, scope), LATERAL (
            SELECT * FROM matters_words
            WHERE {one} AND {other} AND {scope} OFFSET 0
        ) AS marked
        WHERE committee_id = ANY (asked.committees) ORDER BY raised_at DESC, matter_id OFFSET 0
    ) AS named
    WHERE ' ' || words || ' ' LIKE ALL (asked.patterns)
        AND (SELECT true FROM ({}) AS readable (id) WHERE id = matter_id)
    LIMIT (SELECT most FROM asked)
"""
_NEWEST = _QUESTION.format(
    "{}", near=_SPANS[0], far=_SPANS[1], **{part: _KEYS.format(part) for part in ("one", "other", "scope")}
)
