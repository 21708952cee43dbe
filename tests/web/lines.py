"""Lines of the desk or of a list, read as a person reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape

from yidu.web.lines import Line


def read(drawn: Iterable[str]) -> list[Line]:
    return [_line(one) for one in drawn]


def _line(html: str) -> Line:
    (told,) = re.findall(r"<article.*?</article>", html, re.DOTALL)
    tone, tag = _found(r'<span class="tag (\w+)">(.*?)</span>', told, 2)
    url, title = _found(r'<h3><a href="(.*?)">(.*?)</a></h3>', told, 2)
    act_url, act = _found(r'<a class="btn quiet act" href="(.*?)" aria-label=".*?">(.*?)</a>', told, 2)
    (reason,) = _found(r'<div class="why-and-act">\s*<small>(.*?)</small>', told, 1)
    context = tuple(unescape(one) for one in re.findall(r'<span class="whole">(.*?)</span>', told))
    return Line(url, title, tag, tone, context, reason, act, act_url)


def _found(pattern: str, text: str, many: int) -> tuple[str, ...]:
    match = re.search(pattern, text, re.DOTALL)
    return tuple(unescape(one) for one in match.groups()) if match else ("",) * many
