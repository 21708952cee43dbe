"""The lines of a list of matters: the same for everybody who may read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yidu.common import clock, known
from yidu.matters.keys import Brief, Key, brief
from yidu.web.due import words_until
from yidu.web.lines import LINES, Line, matter_url
from yidu.web.naming import in_hands_of


class _Shown(NamedTuple):
    """All that a line shows."""

    key: Key
    due: tuple[str, str] | None
    revision: int


def matter_lines(keys: Sequence[Key]) -> list[SafeString]:
    """Each matter as a line: those that nobody was shown before are read and drawn now, all at once."""
    revision, now = known.revision(), clock.now()
    shown = [_Shown(one, words_until(one.due_at, now) if one.due_at else None, revision) for one in keys]

    def contexts(missing: list[_Shown]) -> Iterator[dict[str, Line]]:
        matters = brief(one.key.pk for one in missing)
        return ({"item": _line(matters[one.key.pk], one.due)} for one in missing)

    return LINES.each(shown, contexts)


def _line(matter: Brief, due: tuple[str, str] | None) -> Line:
    tag, tone = due or (str(matter.stage_line.title), "ok" if matter.is_solved else "off")
    stands = f"{matter.stage_line.title}：{in_hands_of(matter.holder, matter.lead)}" if due else ""
    return Line(
        url=matter_url(matter.pk),
        title=matter.title,
        tag=tag,
        tone=tone,
        context=(
            _("key %(kind)s") % {"kind": matter.kind_line.title} if matter.is_key else str(matter.kind_line.title),
            matter.place,
            _("no. %(number)s") % {"number": matter.number},
        ),
        reason=" · ".join(part for part in (stands, matter.about) if part),
    )
