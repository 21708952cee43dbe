"""`{% load yidu %}`: the pieces of a page. Each is shown with sample text on the page `look/`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yidu.web import words
from yidu.web.drawing import charts
from yidu.web.templatetags import pictures

register = template.Library()
register.filter("day", words.short_day)
register.filter("moment", words.short_moment)
register.filter("whole_day", words.whole_day)
register.filter("number", charts.said)

register.inclusion_tag("components/deadline.html")(pictures.deadline)
register.inclusion_tag("components/bars.html")(pictures.bars)
register.inclusion_tag("components/line.html")(pictures.line)
register.inclusion_tag("components/progress.html")(pictures.progress)
register.inclusion_tag("components/map.html")(pictures.map)
register.inclusion_tag("components/procedure.html", takes_context=True)(pictures.procedure_diagram)

_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_.-]+)\}")


@register.simple_tag
def seal(url: str, title: str = "") -> str:
    """The vermilion seal: the link to a figure's proof. Nothing without an address."""
    if not url:
        return ""
    said = _("Proof of this figure: %(title)s") % {"title": title} if title else _("Proof of this figure")
    return format_html('<a class="seal" href="{}" title="{}" aria-label="{}">印</a>', url, said, said)


@register.simple_tag
def figure(value: Any, url: str = "", unit: str = "", title: str = "") -> str:
    """A number with its seal and its unit: 2,300 印 次."""
    number = charts.said(value)
    of = title or f"{number} {unit}".strip()
    after = format_html('<span class="unit">{}</span>', unit) if unit else ""
    return format_html('<span class="figure"><b class="num">{}</b>{}</span>{}', number, seal(url, of), after)


@register.simple_tag
def prose(text: str, figures: Mapping[str, Any]) -> str:
    """A sentence whose `{D03}` are replaced by the figures of that name (`.value`, `.url`, perhaps `.unit`)."""

    def put(found: re.Match[str]) -> str:
        named = figures.get(found[1])
        if named is None:
            return found[0]
        return figure(named.value, getattr(named, "url", ""), getattr(named, "unit", ""))

    return mark_safe(_PLACEHOLDER.sub(put, str(conditional_escape(text))))  # noqa: S308 - escaped before, figures escape themselves


@register.simple_tag
def tag(text: str, tone: str = "plain") -> str:
    """A word on a pale ground. Tones: plain, late, ok, wait, off. The word must say it without the colour."""
    return format_html('<span class="tag {}">{}</span>', tone, text)


@register.inclusion_tag("components/truths.html")
def truths(answered: Any = None, solved: Any = None, satisfied: Any = None) -> dict[str, Any]:
    """Answered, solved, satisfied: three facts side by side, each a boolean, a day, or None for "nothing said"."""
    said = _("Satisfied") if satisfied else _("Not rated yet") if satisfied is None else _("Not satisfied")
    return {
        "truths": [
            _truth(answered, _("Answered") if answered else _("Not answered")),
            _truth(solved, _("Solved") if solved else _("Not solved")),
            _truth(satisfied, said, denied=satisfied is not None),
        ]
    }


def _truth(fact: Any, word: str, *, denied: bool = False) -> dict[str, str]:
    mark, tone = ("✓", "ok") if fact else ("×", "wait") if denied else ("○", "plain")
    return {"mark": mark, "tone": tone, "word": word, "day": words.short_day(fact) if isinstance(fact, date) else ""}


@register.inclusion_tag("components/story.html")
def story(steps: Iterable[Any]) -> dict[str, Any]:
    """What happened, newest first. A step has title, who, at, and perhaps text, is_now, tag."""
    return {"steps": steps}


@register.simple_block_tag
def next_step(content: SafeString, title: str, lead: str = "") -> str:
    """The box on top of a matter: whose turn it is (`lead`), what to do (`title`), and within it the buttons."""
    return render_to_string("components/next_step.html", {"content": content, "title": title, "lead": lead})


@register.inclusion_tag("components/table.html")
def table(heads: Sequence[str], rows: Iterable[Sequence[Any]], caption: str = "") -> dict[str, Any]:
    """A table whose rows become cards on a phone. Numbers by thousands; a cell may be safe HTML.

    To write one out: <table class="rows">, and on each cell data-label, the word that a phone shows before it.
    """
    cells = [
        [
            (head, charts.said(cell) if not isinstance(cell, str) else cell)
            for head, cell in zip(heads, row, strict=True)
        ]
        for row in rows
    ]
    return {"heads": heads, "rows": cells, "caption": caption}


@register.simple_tag
def today_line() -> str:
    """Today with its weekday, for the line below the masthead."""
    return words.whole_day(words.clock.today())


@register.filter
def at(mapping: Mapping[Any, Any], key: Any) -> Any:
    """`mapping[key]` for a key that is itself a variable."""
    return mapping.get(key, "")
