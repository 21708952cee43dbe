"""From a folder to a programme: read → parse → join → check. Every error, each with file, line and hint, at once.

    read    files into plain values, each with its line
    parse   plain values into frozen objects of the grammar
    join    with the folders that it uses
    check   a plain list of small validators

What is published is `load(folder).programme` of a folder without problems. Examples are run on a higher floor
(`yidu.matters.rehearsal`), where there is an engine to run them.
"""

from __future__ import annotations

from pathlib import Path

from yidu.programmes.grammar import FigureSet
from yidu.programmes.loading.check import check
from yidu.programmes.loading.join import LIBRARY, join, with_problems
from yidu.programmes.loading.parse import parse, parse_figure_set
from yidu.programmes.loading.problems import Faulty, Problem, Spot
from yidu.programmes.loading.read import read_folder
from yidu.programmes.loading.sheet import Sheet

__all__ = ["LIBRARY", "Faulty", "Problem", "Sheet", "Spot", "load", "load_figure_set"]


def load(folder: Path | str) -> Sheet:
    """The folder with everything that it uses, checked: `.programme`, `.figure_sets`, `.problems` (in order)."""
    sheet = join(parse(read_folder(Path(folder))))
    # What an unreadable file declares would be missed everywhere: its one error would bring a hundred.
    return with_problems(sheet, [] if sheet.unread else check(sheet))


def load_figure_set(file: Path | str) -> FigureSet:
    """One figure set by itself. Raises `Faulty` with every error of its form; what it names is not looked up."""
    figures, problems = parse_figure_set(Path(file))
    if figures is None or problems:
        raise Faulty(problems)
    return figures
