"""The closed vocabulary: what each effect of a procedure does. One file for each group of words."""

from yidu.matters.effects import (
    adopting,
    answering,
    asking,
    assigning,
    dividing,
    ending,
    featuring,
    issuing,
    merging,
    pausing,
    rating,
    rewriting,
)

__all__ = [
    "adopting",
    "answering",
    "asking",
    "assigning",
    "dividing",
    "ending",
    "featuring",
    "issuing",
    "merging",
    "pausing",
    "rating",
    "rewriting",
]
