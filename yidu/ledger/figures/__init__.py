"""Figures: sums over entries, their proof, and what became of them since they were published."""

from yidu.ledger.figures.apart import is_told_apart, told_apart
from yidu.ledger.figures.figure import DIMENSIONS, Figure
from yidu.ledger.figures.lines import Scope, scope_of
from yidu.ledger.figures.proof import Proof, ProofLine, entries, proof
from yidu.ledger.figures.published import Revision, history, publish_all, publish_figures, published_on
from yidu.ledger.figures.sets import Row, figure_list, figure_set
from yidu.ledger.figures.shapes import Point, Share, series, split
from yidu.ledger.figures.values import value, values

__all__ = [
    "DIMENSIONS",
    "Figure",
    "Point",
    "Proof",
    "ProofLine",
    "Revision",
    "Row",
    "Scope",
    "Share",
    "entries",
    "figure_list",
    "figure_set",
    "history",
    "is_told_apart",
    "proof",
    "publish_all",
    "publish_figures",
    "published_on",
    "scope_of",
    "series",
    "split",
    "told_apart",
    "value",
    "values",
]
