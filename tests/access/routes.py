"""Every route of the site, from the resolver: who it declares, and which objects its address names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.oracle import Thing

_BLANK = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")

UNKNOWN = {"uuid": "7d2c1d0e-6e0b-4a43-8c1c-5ac1a1a3f001", "int": "999999999", "slug": "nothing", "str": "nothing"}
"""Something for a blank that is nobody's."""

API = "api/v1/"
Key = tuple[str, str]


@dataclass(frozen=True)
class Route:
    """An address with blanks. A blank is known by the word before it and its name: ("matters", "pk").

    An operation of the API is a route by itself: one address may be two of them, of which each knows its `method`.
    A page answers both; `method` is then empty.
    """

    path: str
    name: str
    words: tuple[str, ...]
    method: str = ""
    is_catch_all: bool = field(default=False, compare=False)

    @property
    def api(self) -> bool:
        return bool(self.method)

    @cached_property
    def blanks(self) -> tuple[Key, ...]:
        found = []
        for blank in _BLANK.finditer(self.path):
            before = _BLANK.sub("", self.path[: blank.start()])
            found.append((re.split(r"[/.]+", before.rstrip("/."))[-1], blank["name"]))
        return tuple(found)

    @property
    def noun(self) -> Key | None:
        """The blank that says what the route is about: its first. Of a list of the API, the committee that it is of."""
        if self.blanks:
            return self.blanks[0]
        return (API, "committee") if self.api else None

    def address(self, thing: Thing | None, *, but: dict[Key, Any] | None = None) -> str:
        """The address of a thing; `but` puts something else into some of its blanks."""
        if self.is_catch_all:
            return "/api/v1/nothing"
        filled = {**(thing.blanks if thing else {}), **(but or {})}
        keys = iter(self.blanks)
        path = "/" + _BLANK.sub(lambda _blank: str(filled[next(keys)]), self.path)
        return f"{path}?{thing.query}" if thing and thing.query and self.method != "POST" else path

    def unknown(self) -> dict[Key, str]:
        """Each blank with something that does not exist."""
        return {
            key: UNKNOWN[blank["converter"] or "str"]
            for key, blank in zip(self.blanks, _BLANK.finditer(self.path), strict=True)
        }

    def __str__(self) -> str:
        return f"{self.method} {self.path}".strip() or "front"


def walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        at = f"{prefix}{one.pattern}"
        if isinstance(one, URLResolver):
            yield from walk(one, at)
        else:
            yield at, one


def _told(path: str, one: URLPattern) -> Iterator[Route]:
    name = one.name or path.strip("/")
    operations = getattr(one.callback, "who_by_method", {})
    if not operations:
        yield Route(path, name, tuple(getattr(one.callback, "who", ())), is_catch_all=path.startswith("^"))
    for method, words in operations.items():
        yield Route(path, f"{method} {path.removeprefix(API)}", words, method)


def routes() -> list[Route]:
    """All of them, by path. Of the API each operation once: Django names an address that two share twice."""
    found = {route for path, one in walk(get_resolver()) for route in _told(path, one)}
    return sorted(found, key=lambda route: (route.path, route.method))
