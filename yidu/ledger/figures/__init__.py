"""Figures: sums over entries, their proof, and what became of them since they were published."""

from yidu.ledger.figures.figure import Figure
from yidu.ledger.figures.lines import Scope, scope_of
from yidu.ledger.figures.shapes import Point, Share, series, split
from yidu.ledger.figures.values import value, values

__all__ = ["Figure", "Point", "Scope", "Share", "scope_of", "series", "split", "value", "values"]
