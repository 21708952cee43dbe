"""The closed vocabulary: what each effect of a procedure does. One file for each group of words."""

from yidu.matters.effects import answering, asking, assigning, ending, merging, pausing, rating, rewriting

__all__ = ["answering", "asking", "assigning", "ending", "merging", "pausing", "rating", "rewriting"]
