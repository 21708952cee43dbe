"""The words of a programme folder, as frozen objects. The vocabulary is closed: an unknown word is an error."""

from yidu.programmes.grammar.base import Text, Word
from yidu.programmes.grammar.examples import Example
from yidu.programmes.grammar.figures import FigureLine, FigureSet
from yidu.programmes.grammar.indicators import Indicator
from yidu.programmes.grammar.kinds import Field, Kind
from yidu.programmes.grammar.procedures import Action, LookBackRule, Procedure, Stage
from yidu.programmes.grammar.programme import (
    Campaign,
    DatedList,
    Heading,
    Law,
    ListItem,
    Programme,
    RoleLine,
    StationKind,
    Target,
)

__all__ = [
    "Action",
    "Campaign",
    "DatedList",
    "Example",
    "Field",
    "FigureLine",
    "FigureSet",
    "Heading",
    "Indicator",
    "Kind",
    "Law",
    "ListItem",
    "LookBackRule",
    "Procedure",
    "Programme",
    "RoleLine",
    "Stage",
    "StationKind",
    "Target",
    "Text",
    "Word",
]
