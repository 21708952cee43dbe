"""The author's own words, and those in which the office issues them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yidu.matters.models import IssuedText, Matter
from yidu.programmes.grammar import Programme


def own_text(matter: Matter) -> str:
    """What its author wrote: the text, and the answers in words to the kind's own questions, in their order."""
    asked = [field.id for field in matter.kind_line.field if field.type in ("text", "long-text")]
    answers = (str(matter.answers.get(id_) or "") for id_ in asked)
    return "\n\n".join(part for part in (matter.text, *answers) if part)


def went_out_in(matter: Matter) -> Matter:
    """The matter in whose issue it went out: another, with which it was issued together, or itself."""
    main = matter.merged_into
    return main if main is not None and not matter.is_open and matter.answered_at is None else matter


def latest(matter: Matter) -> IssuedText | None:
    return max(matter.issued_texts.all(), key=lambda one: one.version, default=None)


def word(matter: Matter, *, title: str, text: str, person_id: int | None, at: datetime) -> IssuedText:
    """The next version. The matter is locked."""
    before = latest(matter)
    return IssuedText.objects.create(
        committee_id=matter.committee_id,
        matter=matter,
        version=before.version + 1 if before else 1,
        title=title,
        text=text,
        written_by_id=person_id,
        written_at=at,
    )


def issue_words(programme: Programme, series: str, year: Any, number: Any) -> str:
    """An issue as it is quoted; empty while there is none."""
    if not number:
        return ""
    words = {"series": programme.item("issue-series", series), "year": year, "number": number}
    return _("%(series)s, %(year)s no. %(number)s") % words
