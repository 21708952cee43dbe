"""Whom to tell of the names that are asked for below a text, and whom of what their owners said.

A text is private until it is handed in: a message says of what kind it is, and where to read it, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch, Q

from yidu.common import clock, in_force
from yidu.common.reminding import Reminding
from yidu.notices.posts import TOLD_FOR, Due, Posts
from yidu.proposals.models import Draft, Signature

ONCE_MORE = Reminding.parse("3 working days after")
"""Whoever has not answered by then is asked once more, with the day's digest."""
ASKED_FOR = timedelta(days=30)
"""Of a name that was asked for longer ago nobody is reminded any more: it still stands on the desk."""


def names_due(posts: Posts) -> Iterator[Due]:
    """Names that wait for one of these persons, and what became of those that one of them asked for."""
    for draft in _drafts(posts):
        names = list(draft.signatures.all())
        for name in names:
            name.draft = draft
            yield from _asked(name, posts)
        if draft.author_id in posts.own_name.get(draft.committee_id, ()):
            yield from _answered(draft, names)


def waits(name: Signature) -> bool:
    """Whether its owner has not answered yet, or not the text as it is now."""
    return name.is_open and name.confirmed_at is None


def _drafts(posts: Posts) -> Iterator[Draft]:
    """What is being written where one of them serves or signs, and for which names were asked or given lately."""
    now = clock.now()
    lately = Q(invited_at__gt=now - ASKED_FOR) | Q(draft__saved_at__gt=now - ASKED_FOR, confirmed_at=None)
    lately |= Q(declined_at__gt=now - TOLD_FOR) | Q(confirmed_at__gt=now - TOLD_FOR)
    there = Q(committee__in=[*posts.own_name]) | Q(signatures__organisation__in=[*posts.sign])
    names = Signature.objects.filter(lately, draft=OuterRef("pk"))
    found = Draft.objects.filter(there, Exists(names), matter=None, discarded_at=None).distinct()
    asked = Prefetch("signatures", Signature.objects.order_by("pk"))
    return found.defer("title", "text", "answers").prefetch_related(asked).iterator(chunk_size=500)


def _asked(name: Signature, posts: Posts) -> Iterator[Due]:
    """At once when it is asked for, and when the text that was signed has changed; once more after some days."""
    if not waits(name):
        return
    since = name.draft.saved_at if name.signed else name.invited_at
    now = clock.now()
    if now - since > ASKED_FOR:
        return
    why = "asked-again" if name.signed else "asked"
    for person in posts.giving(name):
        yield _due(person, name.draft, f"name-{name.pk}", f"asked {name.signed or 0}", since, why, at_once=True)
        if ONCE_MORE.at(since, calendar=in_force.calendar()) <= now:
            yield _due(person, name.draft, f"name-{name.pk}", f"{ONCE_MORE} {name.signed or 0}", since, why)


def _answered(draft: Draft, names: list[Signature]) -> Iterator[Due]:
    """The author learns that somebody declined, and that nobody is waited for any more."""
    recent = clock.now() - TOLD_FOR
    for name in names:
        if name.declined_at is not None and name.declined_at > recent:
            yield _due(
                draft.author_id, draft, f"name-{name.pk}", "declined", name.declined_at, "declined", at_once=True
            )
    given = [name.confirmed_at for name in names if name.is_open]
    if given and all(given) and (last := max(one for one in given if one)) > recent:
        occasion = f"confirmed {last.astimezone(clock.SHANGHAI):%Y-%m-%dT%H:%M:%S}"
        yield _due(draft.author_id, draft, "names", occasion, last, "confirmed", at_once=True)


def _due(person: int, draft: Draft, what: str, occasion: str, at: datetime, why: str, *, at_once: bool = False) -> Due:
    return Due(person, None, what, occasion, at, why, at_once, draft)
