"""What is wrong with a folder: where it stands, what it is, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from django.utils.translation import gettext as _

from yidu.common.errors import Invalid


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A line of a file."""

    file: Path
    line: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One error. `hint` is a sentence that says what to write instead."""

    spot: Spot
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.spot}: {self.message}" + (f"\n    {self.hint}" if self.hint else "")


class Faulty(Invalid):
    """A folder has errors; `problems` are all of them, by file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems))
        message = _("The folder has %(count)d errors; nothing was published.") % {"count": len(self.problems)}
        super().__init__(message, fields={"folder": [str(problem) for problem in self.problems]})


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint for an unknown word: the nearest of the known ones, or all of them where they are few."""
    words = sorted(set(known))
    if near := get_close_matches(word, words, n=1, cutoff=0.6):
        return _("Did you mean “%(word)s”?") % {"word": near[0]}
    if not words:
        return ""
    if len(words) > 24:
        return _("There is no such word in this folder or in those that it uses.")
    return _("Known here: %(words)s.") % {"words": ", ".join(words)}
