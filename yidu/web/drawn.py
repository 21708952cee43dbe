"""Pieces of pages that are drawn once for what they show, and kept in the process.

The key is all that the piece shows, so a kept one cannot be stale: other data are another key. Where the clock alone
changes what is shown, `until` says up to which moment it stands. Nothing is looked up by what it is about, and no right
is decided here: what may be shown is asked of the database for each request as ever.

What each request fills in anew (the token against forgery, the ids of forms) is a hole in the piece: see `filled`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from secrets import token_hex
from threading import Lock
from typing import Any, TypeVar
from uuid import uuid4

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from yidu.common import clock

K = TypeVar("K", bound=Hashable)
Context = Mapping[str, Any]
Until = Callable[[Context, datetime], datetime]


def hole() -> str:
    """A place in a piece that is filled in afterwards. Nobody can guess it, so no text holds it."""
    return token_hex(16)


_TOKEN, _NEW_ID = hole(), hole()
HOLES = {"csrf_token": _TOKEN, "new_id": _NEW_ID}
"""For the context of a piece with forms."""


_ALL: list[Drawn] = []


def forget() -> None:
    """Keep nothing: for tests that look at what was drawn from."""
    for one in _ALL:
        one._kept.clear()


class Drawn:
    """The last `most` drawings of a template.

    `until(context, now)` is the first moment after `now` with which the piece would look otherwise; without it the
    clock changes nothing.
    """

    def __init__(self, template: str, *, most: int, until: Until | None = None) -> None:
        self.template, self.most, self.until = template, most, until
        self._kept: dict[Hashable, tuple[SafeString, datetime, datetime | None]] = {}
        self._lock = Lock()
        _ALL.append(self)

    def __call__(self, shows: Hashable, context: Callable[[], Context]) -> SafeString:
        """What was drawn for the same data in the same language, or else drawn now from `context`."""
        return self.each([shows], lambda _missing: [context()])[0]

    def each(self, shows: Sequence[K], contexts: Callable[[list[K]], Iterable[Context]]) -> list[SafeString]:
        """The same of many: `contexts` is told all that are missing, and gives that of each, in their order."""
        language, now, kept = get_language(), clock.now(), self._kept
        found: dict[K, SafeString] = {}
        with self._lock:
            for one in shows:
                if (known := kept.pop((language, one), None)) is not None:
                    piece, since, until = known
                    if until is None or since <= now <= until:
                        kept[language, one] = known
                        found[one] = piece
        missing = [one for one in dict.fromkeys(shows) if one not in found]
        if missing:
            made: dict[Hashable, tuple[SafeString, datetime, datetime | None]] = {}
            template = get_template(self.template)
            for one, context in zip(missing, contexts(missing), strict=True):
                told = dict(context)
                found[one] = SafeString(template.render(told))
                made[language, one] = found[one], now, self.until(told, now) if self.until else None
            with self._lock:
                kept.update(made)
                while len(kept) > self.most:
                    del kept[next(iter(kept))]
        return [found[one] for one in shows]


def filled(piece: SafeString, token: str) -> SafeString:
    """The piece with what belongs into its `HOLES` for this request, of which `token` is the one against forgery."""
    if _TOKEN not in piece:
        return piece
    first, *others = piece.replace(_TOKEN, token).split(_NEW_ID)
    return SafeString(first + "".join(f"{uuid4()}{other}" for other in others))
