"""Passages that two texts have in common, wherever they stand: they explain why one is said to be like the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

LEAST, MOST = 6, 60
"""Characters of a passage: fewer say nothing, of more only a part is alike."""
NEAR = 60.0
"""How much of a passage must be the same, in percent: other words for half of it make it another."""
_END = re.compile(r"(?<=[。！？；!?;\n])")
_PAUSE = re.compile(r"(?<=[，、：,:])")

Piece = tuple[str, bool]


@dataclass(frozen=True)
class Passage:
    """The same in both, a piece at a time: its characters, and whether the other says them too, in this order."""

    ratio: float
    here: tuple[Piece, ...]
    there: tuple[Piece, ...]


def clauses(text: str) -> list[str]:
    """The text in parts of a length that can be compared: sentences, or what stands between the commas of long ones."""
    found: list[str] = []
    for sentence in _END.split(text):
        for part in _PAUSE.split(sentence) if len(sentence) > MOST else (sentence,):
            found += [part[n : n + MOST].strip() for n in range(0, len(part), MOST)]
    return [one for one in found if len(one) >= LEAST]


def common(wanted: Sequence[str], text: str) -> Iterator[Passage]:
    """For each clause that is in the text in other words at most, both wordings."""
    for clause in wanted:
        near = fuzz.partial_ratio_alignment(clause, text, score_cutoff=NEAR)
        if near is not None and near.dest_end - near.dest_start >= LEAST:
            here, there = clause[near.src_start : near.src_end], text[near.dest_start : near.dest_end]
            yield _compared(near.score, here, there)


def _compared(ratio: float, here: str, there: str) -> Passage:
    """Single characters that happen to be the same are no piece in common."""
    same = [one for one in Indel.opcodes(here, there) if one.tag == "equal" and one.src_end - one.src_start > 1]
    return Passage(
        ratio,
        tuple(_pieces(here, [(one.src_start, one.src_end) for one in same])),
        tuple(_pieces(there, [(one.dest_start, one.dest_end) for one in same])),
    )


def _pieces(text: str, same: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    done = 0
    for start, end in same:
        if start > done:
            yield text[done:start], False
        yield text[start:end], True
        done = end
    if done < len(text):
        yield text[done:], False
