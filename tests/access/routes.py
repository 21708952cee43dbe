"""Every route of the site, from the resolver: who it declares, and which objects its address names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.oracle import Thing

_BLANK = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")

UNKNOWN = {"uuid": "7d2c1d0e-6e0b-4a43-8c1c-5ac1a1a3f001", "int": "999999999", "slug": "nothing", "str": "nothing"}
"""Something for a blank that is nobody's."""

Key = tuple[str, str]


@dataclass(frozen=True)
class Route:
    """An address with blanks. A blank is known by the word before it and its name: ("matters", "pk")."""

    path: str
    name: str
    words: tuple[str, ...]

    @cached_property
    def blanks(self) -> tuple[Key, ...]:
        found = []
        for blank in _BLANK.finditer(self.path):
            before = _BLANK.sub("", self.path[: blank.start()])
            found.append((re.split(r"[/.]+", before.rstrip("/."))[-1], blank["name"]))
        return tuple(found)

    @property
    def noun(self) -> Key | None:
        """The blank that says what the route is about: its first."""
        return self.blanks[0] if self.blanks else None

    def address(self, thing: Thing | None, *, but: dict[Key, Any] | None = None) -> str:
        """The address of a thing; `but` puts something else into some of its blanks."""
        filled = {**(thing.blanks if thing else {}), **(but or {})}
        keys = iter(self.blanks)
        return "/" + _BLANK.sub(lambda _blank: str(filled[next(keys)]), self.path)

    def unknown(self) -> dict[Key, str]:
        """Each blank with something that does not exist."""
        return {
            key: UNKNOWN[blank["converter"] or "str"]
            for key, blank in zip(self.blanks, _BLANK.finditer(self.path), strict=True)
        }


def _walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        at = f"{prefix}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from _walk(one, at)
        else:
            yield at, one


def routes() -> list[Route]:
    """All of them, by path."""
    found = [
        Route(path, one.name or path.strip("/"), getattr(one.callback, "who", ()))
        for path, one in _walk(get_resolver())
    ]
    return sorted(found, key=lambda route: route.path)
