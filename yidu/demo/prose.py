"""Sentences from the files in `prose/`, with their gaps filled in."""

from __future__ import annotations

import random
import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "prose"
_GAP = re.compile(r"\{(?P<name>[a-z0-9]+)(?::(?P<bank>[a-z]+)|:(?P<low>\d+)\.\.(?P<high>\d+)(?:/(?P<step>\d+))?)?\}")


@lru_cache(maxsize=16)
def read(name: str) -> dict[str, Any]:
    """The file `prose/NAME.toml`."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


class Teller:
    """Fills gaps: {firm} as given, {n:3..9} a number, {road:road} a word of slots.toml; a name keeps what it got."""

    def __init__(self, rng: random.Random, **known: object) -> None:
        self.rng = rng
        self.known = {name: str(value) for name, value in known.items()}

    def tell(self, template: str) -> str:
        """The sentence. Raises KeyError for a gap that nobody fills."""
        return _GAP.sub(self._fill, template)

    def one_of(self, templates: list[str]) -> str:
        return self.tell(self.rng.choice(templates))

    def _fill(self, gap: re.Match[str]) -> str:
        name = gap["name"]
        if name not in self.known:
            self.known[name] = self._draw(gap)
        return self.known[name]

    def _draw(self, gap: re.Match[str]) -> str:
        if gap["bank"]:
            word: str = self.rng.choice(read("slots")[gap["bank"]])
            return word
        if gap["low"]:
            return str(self.rng.randrange(int(gap["low"]), int(gap["high"]) + 1, int(gap["step"] or 1)))
        raise KeyError(f"nobody says what {{{gap['name']}}} is")
