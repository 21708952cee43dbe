"""Pieces of pages that are drawn once for what they show, and kept in the process.

The key is all that the piece shows, so a kept one cannot be stale: other data are another key. Nothing is looked up by
what it is about, and no right is decided here: what may be shown is asked of the database for each request as ever.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language


class Drawn:
    """The last `most` drawings of a template."""

    def __init__(self, template: str, *, most: int) -> None:
        self.template, self.most = template, most
        self._kept: dict[Hashable, SafeString] = {}
        self._lock = Lock()

    def __call__(self, shows: Hashable, context: Callable[[], Mapping[str, Any]]) -> SafeString:
        """What was drawn for the same data in the same language, or else drawn now from `context`."""
        key = get_language(), shows
        with self._lock:
            if (known := self._kept.pop(key, None)) is not None:
                self._kept[key] = known
                return known
        made = render_to_string(self.template, dict(context()))
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self.most:
                del self._kept[next(iter(self._kept))]
        return made
