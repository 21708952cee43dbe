"""Pieces of pages that are drawn once for what they show, and kept in the process.

The key is all that the piece shows, so a kept one cannot be stale: other data are another key. Nothing is looked up by
what it is about, and no right is decided here: what may be shown is asked of the database for each request as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Any, TypeVar

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

K = TypeVar("K", bound=Hashable)
Context = Mapping[str, Any]


class Drawn:
    """The last `most` drawings of a template."""

    def __init__(self, template: str, *, most: int) -> None:
        self.template, self.most = template, most
        self._kept: dict[Hashable, SafeString] = {}
        self._lock = Lock()

    def __call__(self, shows: Hashable, context: Callable[[], Context]) -> SafeString:
        """What was drawn for the same data in the same language, or else drawn now from `context`."""
        return self.each([shows], lambda _missing: [context()])[0]

    def each(self, shows: Sequence[K], contexts: Callable[[list[K]], Iterable[Context]]) -> list[SafeString]:
        """The same of many: `contexts` is told all that are missing, and gives that of each, in their order."""
        language, kept = get_language(), self._kept
        found: dict[K, SafeString] = {}
        with self._lock:
            for one in shows:
                if (known := kept.pop((language, one), None)) is not None:
                    kept[language, one] = found[one] = known
        missing = [one for one in dict.fromkeys(shows) if one not in found]
        if missing:
            for one, context in zip(missing, contexts(missing), strict=True):
                found[one] = render_to_string(self.template, dict(context))
            with self._lock:
                kept.update({(language, one): found[one] for one in missing})
                while len(kept) > self.most:
                    del kept[next(iter(kept))]
        return [found[one] for one in shows]
