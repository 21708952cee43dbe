"""What changed between two texts, in pieces that a person can read.

First by sentence, then within the sentences that were changed by character: so a changed word is seen as a word, and a
sentence that was moved away as a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

What = Literal["same", "added", "removed"]
_SENTENCE = re.compile(r"[^。！？；!?;\n]*[。！？；!?;\n]+|[^。！？；!?;\n]+")
_MOST = 1_000
"""Characters. What was changed and is longer is told as a whole: to compare it would take long and help nobody."""
_ALIKE = 0.4


@dataclass(frozen=True)
class Piece:
    what: What
    text: str


def difference(before: str, after: str) -> list[Piece]:
    """The pieces in order. Without what was added they give `before`, without what was removed `after`."""
    return [
        Piece(what, "".join(one.text for one in some))
        for what, some in groupby(_pieces(before, after), key=lambda one: one.what)
    ]


def _pieces(before: str, after: str) -> Iterator[Piece]:
    old, new = _SENTENCE.findall(before), _SENTENCE.findall(after)
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        removed, added = "".join(old[a:b]), "".join(new[c:d])
        if what == "equal":
            yield Piece("same", removed)
        elif what == "replace" and max(len(removed), len(added)) <= _MOST:
            yield from _by_character(removed, added)
        else:
            yield from _whole(removed, added)


def _by_character(before: str, after: str) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        yield from _whole(before, after)
        return
    for what, a, b, c, d in matcher.get_opcodes():
        if what == "equal":
            yield Piece("same", before[a:b])
        else:
            yield from _whole(before[a:b], after[c:d])


def _whole(before: str, after: str) -> Iterator[Piece]:
    if before:
        yield Piece("removed", before)
    if after:
        yield Piece("added", after)
