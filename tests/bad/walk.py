"""Somebody goes through the site from link to link, as far as their pages lead, and notes each form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.bad.html import Form, Page, read
from tests.bad.world import World

MOST = {"matter": 9}
"""Pages of a route of which more than one is looked at by each person: what they offer depends on where it stands."""


@dataclass
class Visited:
    """A page that somebody saw, and where the link to it stood. `page` is empty for what is no page."""

    called: str
    link: str
    url: str
    route: str
    response: Any
    page: Page

    def address(self, form: Form) -> str:
        return urljoin(self.url, form.action)


ENOUGH = 2
"""So many people see a kind of page; it is no other for a third."""


def walk(world: World, called: str, known: Counter[str]) -> Iterator[Visited]:
    """Each kind of address once, unless enough others have been there (`known`)."""
    client, seen, waits = world.clients[called], Counter[str](), [(url, "") for url in world.begins[called]]
    while waits:
        url, link = waits.pop(0)
        key, route = kind_of(url)
        if route is None or seen[key] >= MOST.get(route, 1) or known[key] >= ENOUGH * MOST.get(route, 1):
            continue
        seen[key] += 1
        known[key] += 1
        response: Any = client.get(url)
        if response.status_code in (301, 302):
            waits.append((urljoin(url, response["Location"]), url))
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        page = read(response.content.decode()) if is_page else Page()
        yield Visited(called, link, url, route, response, page)
        waits += [(urljoin(url, to).split("#")[0], url) for to in page.links if _is_ours(to)]


def kind_of(url: str) -> tuple[str, str | None]:
    """An address as one of its kind (the route, the action, the names of the query), and the name of its route."""
    parts = urlsplit(url)
    try:
        found = resolve(parts.path)
    except Resolver404:
        return url, None
    names = [name for name, _value in parse_qsl(parts.query, keep_blank_values=True)]
    key = " ".join([found.url_name or parts.path, found.kwargs.get("action", ""), found.kwargs.get("kind", ""), *names])
    return key, found.url_name if len(names) < 2 else None


def _is_ours(link: str) -> bool:
    return not urlsplit(link).netloc and urlsplit(link).scheme in ("", "http", "https")
