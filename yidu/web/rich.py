"""Texts of a programme: Markdown made safe, with figures and their seals where it says {D03}."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from yidu.ledger.figures import Row
from yidu.web.templatetags.yidu import figure

_FIGURE = re.compile(r"\{([A-Za-z0-9_.-]+)\}")
_TAGS = {"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br"}


@dataclass(frozen=True)
class Article:
    """A text with its headline: the first line, when it begins with #."""

    title: str
    text: str


def article(markdown: str) -> Article:
    head, _, rest = markdown.strip().partition("\n")
    return Article(head.removeprefix("# ").strip(), rest.strip()) if head.startswith("# ") else Article("", markdown)


def rich(markdown: str, figures: Mapping[str, Row] | None = None) -> SafeString:
    """Safe HTML. A name in braces that is no figure stays as it is written."""
    return _with_figures(_html(markdown), figures or {})


def line(text: str, figures: Mapping[str, Row]) -> SafeString:
    """One line of plain text with figures in it."""
    return _with_figures(escape(text), figures)


def _with_figures(html: str, figures: Mapping[str, Row]) -> SafeString:
    def put(found: re.Match[str]) -> str:
        row = figures.get(found[1])
        return figure(row.value, row.link, title=row.title) if row else found[0]

    return mark_safe(_FIGURE.sub(put, html))  # noqa: S308 - cleaned or escaped before; figures escape themselves


@lru_cache(maxsize=256)
def _html(markdown: str) -> str:
    rendered = MarkdownIt("commonmark", {"html": False}).render(markdown)
    return nh3.clean(rendered, tags=_TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https"}, link_rel=None)
