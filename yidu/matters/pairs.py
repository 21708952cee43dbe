"""Pairs of neighbouring characters, as numbers, and how much each tells: what stands everywhere tells nothing.

PostgreSQL makes the same numbers of a matter (migration 0017); here they are made of what somebody writes just now.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise
from math import log
from string import ascii_lowercase, ascii_uppercase

from django.db import connection, transaction

from yidu.matters.models import Frequency

SAMPLE = 10_000
"""So many matters are counted. Their keys are random, so the first by key are as good as any."""
SELDOM = 1 / SAMPLE
"""The share of a pair of which nothing is known."""
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_RUN = re.compile("[0-9a-z\u3400-\u9fff]{2,}")
_SHIFT = 2**31


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


def count_pairs() -> int:
    """Count anew in what share of the matters each pair stands. Returns how many pairs are worth knowing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM matters_frequency")
        cursor.execute(_COUNT, [SAMPLE])
        return int(cursor.rowcount)


_COUNT = """
    WITH sample AS MATERIALIZED (SELECT pairs FROM matters_pairs ORDER BY matter_id LIMIT %s)
    INSERT INTO matters_frequency (pair, share)
    SELECT pair, count(*)::float / (SELECT count(*) FROM sample) FROM sample, unnest(pairs) AS pair
    GROUP BY pair HAVING count(*) > 1
"""
