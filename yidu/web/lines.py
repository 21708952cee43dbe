"""One line of the desk or of a list: what, by when, why it is there, one tap to act. Drawn by `desk/line.html`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yidu.web.drawn import Drawn
from yidu.web.templatetags.yidu import tag

LINES = Drawn("desk/line.html", most=20_000)
_BLANK = UUID(int=0)


@lru_cache(maxsize=1)
def _of_a_matter() -> tuple[str, str]:
    before, _blank, after = reverse("matter", args=[_BLANK]).partition(str(_BLANK))
    return before, after


def matter_url(pk: UUID) -> str:
    """The address of a matter, for lists of many."""
    before, after = _of_a_matter()
    return f"{before}{pk}{after}"


@dataclass(frozen=True)
class Line:
    """`act` is what is one tap away; empty where the line is only read."""

    url: str
    title: str
    tag: str
    tone: str
    context: tuple[str, ...]
    reason: str
    act: str = ""
    act_url: str = ""

    @property
    def head(self) -> SafeString:
        """The tag and the context, of which no part is torn apart: made here, since a list has hundreds of parts."""
        parts = format_html_join(" · ", '<span class="whole">{}</span>', ((one,) for one in self.context))
        return format_html(
            "{} {}",
            tag(self.tag, self.tone) if self.tag else "",
            format_html("<small>{}</small>", parts) if parts else "",
        )
