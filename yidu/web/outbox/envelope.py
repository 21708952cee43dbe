"""An envelope as it arrives: what is readable outside, and what it says inside."""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.errors import Invalid
from yidu.common.ids import digest, digests
from yidu.common.sealing import CannotOpen, seal, unseal

MOST_BYTES = 256 * 1024
"""Of an envelope as it is sent. The longest form is some sixty thousand characters."""
MOST_FIELDS = 1000
TYPES = ("visit", "rating", "table")


class Unreadable(Invalid):
    """What arrived is no envelope of this site, or was changed on its way."""

    status = 400


@dataclass(frozen=True)
class Outside:
    """What everybody may read of an envelope. The seal holds it together with what is inside.

    `id` is the client id of the record; `number` its place in the phone's order; `at` the moment of recording by
    the phone's own clock, as the phone wrote it.
    """

    id: UUID
    number: int
    at: str
    type: str
    key: str
    sealed: bytes

    @property
    def bound(self) -> bytes:
        return "\n".join(("yidu-envelope-1", self.key, str(self.id), str(self.number), self.at, self.type)).encode()

    @property
    def told_apart_by(self) -> list[str]:
        return [str(self.id), sha256(self.sealed).hexdigest()]

    @property
    def moment(self) -> datetime:
        return _moment(self.at)


@dataclass(frozen=True)
class Inside:
    """What an envelope says: who wrote it where, when the form had come from the site, and the form as filled in.

    `author` is a mark that only this site can match with a person, empty for a rating. `committee`, `programme` and
    `kind` say which form it was; at the table `programme` is the session or the point that it is about.
    """

    author: str
    committee: str
    programme: str
    kind: str
    made: str
    fields: tuple[tuple[str, str], ...]

    def form(self) -> QueryDict:
        """What the phone would have sent with signal."""
        data = QueryDict(mutable=True)
        for name, value in self.fields:
            data.appendlist(name, value)
        return data

    def mark(self) -> str:
        """A keyed digest that tells one content from another and says nothing of either."""
        return digest(json.dumps(_plain(self), ensure_ascii=False), "envelope")

    def was_written_by(self, person_id: int) -> bool:
        return self.author in digests(str(person_id), "outbox-author")


def author_mark(person_id: int) -> str:
    """Whose phone it is, in a word that says nothing to anybody else. Kept on the phone until one signs out."""
    return digest(str(person_id), "outbox-author")


def read(body: bytes) -> tuple[Outside, str]:
    """The envelope, and the phone's present time as it says. Raises `Unreadable`."""
    told = _object(body)
    try:
        id_, at, type_, key, now = (_text(told[name]) for name in ("id", "at", "type", "key", "now"))
        sealed = b64decode(_text(told["sealed"]), validate=True)
        outside = Outside(UUID(id_), told["number"], at, type_, key, sealed)
    except (KeyError, ValueError, NotBase64):
        raise _unreadable() from None
    if type_ not in TYPES or type(outside.number) is not int or not 0 < outside.number < 2**31:
        raise _unreadable()
    # As the phone wrote it, or the seal would not fit.
    if str(outside.id) != id_:
        raise _unreadable()
    _moment(at), _moment(now)
    return outside, now


def opened(outside: Outside) -> Inside:
    """What the envelope says. Raises `Unreadable`."""
    try:
        told = _object(unseal(outside.sealed, key_id=outside.key, bound=outside.bound))
        fields = tuple((_text(name), _text(value)) for name, value in told["fields"])
        names = {name: _text(told.get(name, "")) for name in ("author", "committee", "programme", "kind", "made")}
    except CannotOpen as error:
        raise _unreadable() from error
    except (KeyError, TypeError, ValueError):
        raise _unreadable() from None
    if len(fields) > MOST_FIELDS:
        raise _unreadable()
    return Inside(fields=fields, **names)


def recorded_at(outside: Outside, phone_now: str) -> datetime:
    """The moment of recording by the site's clock: the phone's, moved by how wrong it goes now."""
    return clock.now() - (_moment(phone_now) - outside.moment)


def day_of(inside: Inside, recorded: datetime) -> str:
    """The day, for a form that names none; empty when the phone's clock cannot have been right.

    It cannot have been before the form came from the site, nor is it in the future.
    """
    try:
        made = _moment(inside.made)
    except Unreadable:
        return ""
    fits = made - timedelta(minutes=5) <= recorded <= clock.now() + timedelta(minutes=5)
    return min(clock.local_day(recorded), clock.today()).isoformat() if fits else ""


def sealed_as_a_phone_does(outside: Outside, inside: Inside) -> bytes:
    """For whoever writes a phone of their own, and for tests."""
    return seal(json.dumps(_plain(inside), ensure_ascii=False).encode(), bound=outside.bound)


def _plain(inside: Inside) -> dict[str, Any]:
    return {
        "author": inside.author,
        "committee": inside.committee,
        "programme": inside.programme,
        "kind": inside.kind,
        "made": inside.made,
        "fields": [list(one) for one in inside.fields],
    }


def _object(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if not isinstance(told, dict):
        raise _unreadable()
    return told


def _text(value: Any) -> str:
    """Raises ValueError for what is no text, or none that a database can keep."""
    if not isinstance(value, str):
        raise ValueError("no text")
    value.encode()  # a lone surrogate
    return value.replace("\0", "")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        # A year at the edge of the calendar has no other time zones.
        fits = moment.tzinfo is not None and clock.is_meant(moment.date())
    except ValueError:
        fits = False
    if not fits:
        raise _unreadable()
    return moment


def _unreadable() -> Unreadable:
    return Unreadable(_("This envelope cannot be opened: it was changed on its way, or is not for this site."))
