"""What is different between two texts, as people read it: clause by clause, and within a clause where it is alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

What = Literal["same", "removed", "added"]
Run = tuple[bool, str, str]
"""Whether both sides are the same here, and what stands on each."""

_CLAUSE = re.compile(r"[^，。；：！？、,.;:!?\n]*[，。；：！？、,.;:!?\n]?")
_ALIKE = 0.5
_LONGEST = 400
"""A passage of more characters that stands for another is shown whole: within it nothing would be found quickly."""
_LEAST = 2
"""Fewer characters in common between two changes are chance, and only make them hard to read."""


@dataclass(frozen=True)
class Piece:
    what: What
    text: str


def difference(old: str, new: str) -> list[Piece]:
    """Both texts in the order of reading: what was kept, what was taken out of `old`, what was put into `new`."""
    pieces = list(_pieces(_runs(_clauses(old), _clauses(new))))
    grouped = groupby(pieces, key=lambda piece: piece.what)
    return [Piece(what, "".join(piece.text for piece in some)) for what, some in grouped]


def _clauses(text: str) -> list[str]:
    return [clause for clause in _CLAUSE.findall(text) if clause]


def _runs(before: Sequence[str], after: Sequence[str]) -> Iterator[Run]:
    for what, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        yield what == "equal", "".join(before[i:j]), "".join(after[k:m])


def _pieces(runs: Iterator[Run]) -> Iterator[Piece]:
    for same, old, new in runs:
        if same:
            yield Piece("same", new)
        elif max(len(old), len(new)) <= _LONGEST and SequenceMatcher(None, old, new, autojunk=False).ratio() >= _ALIKE:
            for alike, one, other in _without_strays(list(_runs(old, new))):
                yield from (Piece("same", other),) if alike else _swapped(one, other)
        else:
            yield from _swapped(old, new)


def _swapped(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield Piece("removed", old)
    if new:
        yield Piece("added", new)


def _without_strays(runs: list[Run]) -> Iterator[Run]:
    """What lies between two changes and is hardly anything belongs to them."""
    last = len(runs) - 1
    told = [(same and (len(new) >= _LEAST or n in (0, last)), old, new) for n, (same, old, new) in enumerate(runs)]
    for same, some in groupby(told, key=lambda run: run[0]):
        together = list(some)
        yield same, "".join(old for _same, old, _new in together), "".join(new for _same, _old, new in together)
