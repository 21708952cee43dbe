"""What each answer must say to a browser, so that a page can do no more than it should."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from tests.bad.html import Page, read

SAID = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
OURS = ("'none'", "'self'", "data:", "blob:")
"""Sources that a policy may name: nobody else's, and nothing that runs what stands in a page."""


def faults(response: Any, *, signed_in: bool, page: Page | None = None) -> Iterator[str]:
    """In words, each thing that the answer allows and should not."""
    yield from (f"{name}: {response.get(name)}" for name, value in SAID.items() if response.get(name) != value)
    yield from _of_policy(response.get("Content-Security-Policy", ""))
    given = {name: cookie for name, cookie in response.cookies.items() if cookie["max-age"] != 0}
    for name, cookie in given.items():
        yield from (f"the cookie {name} lacks {flag}" for flag in ("httponly", "samesite") if not cookie[flag])
    if signed_in and not response.get("Content-Type", "").startswith(
        ("image/", "application/javascript", "text/javascript")
    ):
        keeps = response.get("Cache-Control", "")
        if "no-store" not in keeps:
            yield f"a cache may keep it: {keeps or 'nothing is said'}"
    if response.get("Content-Type", "").startswith("text/html"):
        seen = page or read(response.content.decode())
        yield from seen.inline
        yield from (f"it loads {url}" for url in seen.loads if _is_foreign(url))


def _of_policy(policy: str) -> Iterator[str]:
    rules = {name: sources for name, *sources in (one.split() for one in policy.split(";") if one.strip())}
    for needed in ("default-src", "script-src", "style-src", "form-action", "frame-ancestors", "base-uri"):
        if needed not in rules:
            yield f"the policy says nothing of {needed}"
    for name, sources in rules.items():
        yield from (f"the policy allows {source} as {name}" for source in sources if source not in OURS)


def _is_foreign(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.netloc) or parts.scheme not in ("", "data", "blob")
