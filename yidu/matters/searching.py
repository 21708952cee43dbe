"""Finding matters by words: in one index with the committee, who may read, and the month (see migration 0008).

The words alone would name ten thousand matters of a city of which the reader may read three: each would be looked at.
The tokens of committee and openness only leave out early what the conditions of the query leave out anyhow.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import timedelta

from django.db.models import BooleanField, F, Func, QuerySet, Value

from yidu.activities.models import OpenTo
from yidu.common import clock
from yidu.common.text import search_query
from yidu.matters.models import Matter
from yidu.people.rules import Standing

_NUMBER = re.compile(r"\d{4}-\d+", re.ASCII)
MOST = 300
"""Of what is found, the newest: whoever wants others asks for more words."""
_NEW, _RECENT = 3, 9
"""Months back: what is common is found among what is new, what is rare is seldom enough to be looked at whole."""


def search(found: QuerySet[Matter], text: str, tokens: Collection[str] = ()) -> QuerySet[Matter]:
    """Those that contain the words, Chinese by characters, and have the tokens; or have the number that is written.

    Never one or the other: the words have one index and the numbers another, and looking for both would read all.
    """
    asked = text.strip()
    if not asked:
        return found
    if is_number(asked):
        return found.filter(number=asked)
    words = search_query(asked)
    if not words:
        return found.none()
    found = found.filter(_FoundBy(Func(Value("simple"), Value(words), template="to_tsquery(%(expressions)s)")))
    return narrow(found, " & ".join(tokens)) if tokens else found


def is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text.strip()))


def narrow(found: QuerySet[Matter], tokens: str) -> QuerySet[Matter]:
    """Those whose committee, openness and month say so."""
    return found.filter(_FoundBy(Func(Value(tokens), template="%(expressions)s::tsquery")))


def newest_first(found: QuerySet[Matter]) -> QuerySet[Matter]:
    """In the order of the list, but never by its index: where the planner guesses wrongly how often a word occurs, it
    would walk through all matters from the newest back and read the words of each.
    """
    return found.order_by((F("raised_at") + Value(timedelta(0))).desc(), "pk")


class _FoundBy(Func):
    """The condition that the index answers."""

    arity = 1
    template = (
        "matter_found_by(matters_matter.search, matters_matter.committee_id, matters_matter.open_to,"
        " matters_matter.raised_at) @@ (%(expressions)s)"
    )
    output_field = BooleanField()


def scope_tokens(committees: Collection[int], standing: Standing) -> list[str]:
    """What a matter of these committees that this reader may read has in the index."""
    tokens = []
    if len(committees) == 1:
        tokens.append(_any([f"@{one}" for one in committees]))
    if standing.actor.kind == "person" and not standing.organisations():
        inside = standing.committees("read", "office", "oversee")
        tokens.append(_any([f"@{OpenTo.PUBLIC}", *(f"@{one}" for one in sorted(inside))]))
    return tokens


def spans() -> Iterator[str]:
    """The months from the newest back, as tokens: new, recent, older. Each month is in one of them."""
    today = clock.today()
    this = today.year * 12 + today.month - 1
    # A month more: the clock of the index is another than ours.
    new = [f"#{this + 1 - back}" for back in range(_NEW + 1)]
    recent = [f"#{this + 1 - back}" for back in range(_NEW + 1, _RECENT + 1)]
    yield _any(new)
    yield _any(recent)
    yield f"!{_any([*new, *recent])}"


def _any(tokens: Collection[str]) -> str:
    return "(" + " | ".join(f"'{token}'" for token in tokens) + ")"
