"""Markdown of a folder as HTML that is safe to show: no raw HTML, no scripts, no pictures from elsewhere."""

from __future__ import annotations

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip

_READER = MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=512)
def render(text: str) -> SafeString:
    """The text as HTML. Links lead to web, mail and own addresses only; what is not allowed is left out."""
    cleaned = nh3.clean(
        _READER.render(text),
        tags=TAGS,
        attributes={"a": {"href", "title"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow",
    )
    return mark_safe(cleaned)  # noqa: S308  (nh3 has just cleaned it)
