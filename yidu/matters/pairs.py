"""Pairs of neighbouring characters, as numbers, and how much each tells: what stands everywhere tells nothing.

PostgreSQL makes the same numbers of a matter (migration 0016), soon after it was written; here they are made of what
somebody writes just now.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise
from math import log
from string import ascii_lowercase, ascii_uppercase
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import Func, IntegerField, QuerySet, TextField

from yidu.matters.models import Frequency, Matter, Unpaired

SAMPLE = 10_000
"""So many matters are counted. Their keys are random, so the first by key are as good as any."""
SELDOM = 1 / SAMPLE
"""The share of a pair of which nothing is known."""
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_RUN = re.compile("[0-9a-z\u3400-\u9fff]{2,}")
_SHIFT = 2**31
_KEEPING = 7206  # of PostgreSQL's advisory locks; see yidu.ledger.locks for the others


def pairs_of(text: str) -> set[int]:
    """Two neighbours that are each a Chinese character, a Latin letter or a digit; in small letters."""
    found: set[int] = set()
    for run in _RUN.findall(text.translate(_LOWER)):
        codes = [ord(letter) for letter in run]
        found.update(one * 65536 + other - _SHIFT for one, other in pairwise(codes))
    return found


def shares_of(pairs: Collection[int]) -> dict[int, float]:
    """In what share of the matters each stands."""
    known = dict(Frequency.objects.filter(pair__any=list(pairs)).values_list("pair", "share"))
    # What was not met twice is half as frequent as what was.
    seldom = min(known.values(), default=2 * SELDOM) / 2
    return {pair: known.get(pair, seldom) for pair in pairs}


def weight(share: float) -> float:
    """How much a pair tells that stands in this share of the matters: 0 for all, 10 for one of twenty thousand."""
    return -log(share)


def keep_pairs(*, most: int = 500) -> int:
    """Make the pairs of what was written since; so many at a time. Returns of how many matters.

    That they are to be made is noted in the transaction that writes. What commits late is there later, and its note
    with it: no order of ids is relied on. A matter that is written meanwhile has a note that is not seen yet.
    """
    kept = 0
    while some := _keep_some(most):
        kept += some
    return kept


def _keep_some(most: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        # One at a time: of two, the slower would write what was said before over what is said now.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_KEEPING])
        cursor.execute(_TAKE, [most])
        written = list({pk for (pk,) in cursor.fetchall()})
        # A statement of its own: it sees whatever the notes that were taken are about.
        cursor.execute(_KEEP, [written])
        return len(written)


def waiting(matters: QuerySet[Matter], *, most: int) -> dict[UUID, list[int]]:
    """The pairs of those that were written just now, the newest, made for this question; keys with pairs."""
    newest = Unpaired.objects.order_by("-pk").values("matter_id")[:most]
    said = Func("title", "text", "answers", function="matters_said", output_field=TextField())
    made = Func(said, function="matters_pairs_of", output_field=ArrayField(IntegerField()))
    return dict(matters.filter(pk__in=newest).order_by().annotate(made=made).values_list("pk", "made"))


def count_pairs() -> int:
    """Count anew in what share of the matters each pair stands. Returns how many pairs are worth knowing."""
    keep_pairs()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM matters_frequency")
        cursor.execute(_COUNT, [SAMPLE])
        return int(cursor.rowcount)


_TAKE = """
    DELETE FROM matters_unpaired WHERE id IN (SELECT id FROM matters_unpaired ORDER BY id LIMIT %s) RETURNING matter_id
"""
_KEEP = """
    INSERT INTO matters_pairs (matter_id, committee_id, pairs)
    SELECT id, committee_id, made
    FROM matters_matter, LATERAL (SELECT matters_pairs_of(matters_said(title, text, answers)) AS made OFFSET 0) AS its
    WHERE id = ANY(%s)
    ON CONFLICT (matter_id) DO UPDATE SET committee_id = excluded.committee_id, pairs = excluded.pairs
"""
_COUNT = """
    WITH sample AS MATERIALIZED (SELECT pairs FROM matters_pairs ORDER BY matter_id LIMIT %s)
    INSERT INTO matters_frequency (pair, share)
    SELECT pair, count(*)::float / (SELECT count(*) FROM sample) FROM sample, unnest(pairs) AS pair
    GROUP BY pair HAVING count(*) > 1
"""
