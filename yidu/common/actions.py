"""The one way to change something: `@action`.

A decorated function checks, changes and returns a `Change`. Around it, in the same transaction, its step and
its ledger entries are written by the book (`yidu.ledger.book`), so no action can forget them: an action that
returns leaves both, an action that raises leaves neither. There is no switch that skips this.

    @action("station.open")
    def open_station(*, committee, name, actor, client_id=None) -> Change[Station]:
        ...
        return Change(station, "station.opened", {"name": name})
"""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from pathlib import PurePath
from typing import Any, Generic, ParamSpec, Protocol, TypeVar
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext_lazy as _

from yidu.common import clock, known
from yidu.common.actors import Actor
from yidu.common.errors import Conflict, Invalid, Refused

P = ParamSpec("P")
T = TypeVar("T")
R = TypeVar("R", bound=models.Model)


@dataclass(frozen=True)
class Change(Generic[R]):
    """What an action did: the record, the step's name in the past tense, what the story needs of it.

    `data` is JSON and never holds protected text. `also` are further records whose facts changed with it.

    `each` are further changes, every one with a step of its own: what an import brings. They are taken a batch at a
    time, so a generator need not hold them all. Whoever gives them has made these records in this transaction, or
    holds the rules of their committee (`yidu.ledger.locks.lock_rules`): they are entered without further locks.

    `further` are changes, likewise with a step each, of nothing that their records state to the ledger (a date that
    moved): they are not counted anew, and hold no rules.

    `new` says that the action itself inserted the record, so nothing was entered for it before.
    """

    record: R
    step: str
    data: Mapping[str, Any] = field(default_factory=dict)
    also: tuple[models.Model, ...] = ()
    each: Iterable[Change[Any]] = ()
    further: tuple[Change[Any], ...] = ()
    new: bool = False


@dataclass(frozen=True)
class Written:
    """A step that was written under a client id."""

    action: str
    fingerprint: str
    record: models.Model


@dataclass(frozen=True)
class Deed:
    """An action that was taken, as the book is told of it."""

    change: Change[Any]
    action: str
    actor: Actor
    client_id: UUID | None
    fingerprint: str


class Book(Protocol):
    """Where steps and ledger entries go. Implemented by the ledger, which stands on a higher floor."""

    def write(self, deeds: Sequence[Deed]) -> None: ...

    def find(self, client_id: UUID) -> Written | None: ...

    def knows(self, client_ids: Sequence[UUID]) -> bool: ...


_book: Book | None = None
_registry: dict[str, Callable[..., Any]] = {}
_deeds: ContextVar[list[Deed] | None] = ContextVar("yidu_deeds", default=None)
"""Of the actions that `in_one_go` takes, what the book is still to be told."""


def use_book(book: Book) -> None:
    """Called once by the ledger when it is ready."""
    global _book  # noqa: PLW0603
    _book = book


def registered_actions() -> Mapping[str, Callable[..., Any]]:
    """Every action by its name, for the tests and the reference."""
    return dict(_registry)


def action(name: str) -> Callable[[Callable[P, Change[R]]], Callable[P, R]]:
    """Make a function the action `name`; callers get the record that it changed.

    With a `client_id`, the same call again returns the record of the first; another call under the same id
    raises `Conflict`. Raises whatever the function raises, after undoing everything.
    """

    def decorate(function: Callable[P, Change[R]]) -> Callable[P, R]:
        if name in _registry:
            raise RuntimeError(f"two actions are called {name}")
        signature = inspect.signature(function)

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            if _book is None:
                raise RuntimeError("no book is open: yidu.ledger must be installed")
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            _require_days(bound.arguments)
            actor, client_id = bound.arguments["actor"], bound.arguments.get("client_id")
            print_ = fingerprint(name, bound.arguments)
            if (deeds := _deeds.get()) is not None:
                change = function(*args, **kwargs)
                deeds.append(Deed(change, name, actor, client_id, print_))
                return change.record
            if client_id and (earlier := _repeated(client_id, name, print_)):
                return earlier
            try:
                with transaction.atomic(), known.changing():
                    change = function(*args, **kwargs)
                    _book.write([Deed(change, name, actor, client_id, print_)])
            except (IntegrityError, Refused):
                # Two requests with one client id at once: the loser waited for the winner's lock, found the record
                # changed, and is refused or meets a constraint. It finds the winner's step.
                if client_id and (earlier := _repeated(client_id, name, print_)):
                    return earlier
                raise
            return change.record

        _registry[name] = run
        return run

    return decorate


def in_one_go(client_ids: Sequence[UUID], do: Callable[[], T]) -> T:
    """The actions that `do` takes, which have these client ids, as one change: all of them happen, or none.

    The book is told of all of them at once, after the last: that is half as many journeys to the database. Where one of
    the ids came before, or comes meanwhile, each action finds what it did the first time.
    """
    assert _book is not None
    try:
        with transaction.atomic(), known.changing(), _gathering() as deeds:
            done = do()
            _book.write(deeds)
            return done
    except (IntegrityError, Refused):
        # What came before cannot be done again: its ids are taken.
        if not _book.knows(client_ids):
            raise
    with transaction.atomic():
        return do()


@contextmanager
def _gathering() -> Iterator[list[Deed]]:
    deeds: list[Deed] = []
    token = _deeds.set(deeds)
    try:
        yield deeds
    finally:
        _deeds.reset(token)


def _require_days(arguments: Mapping[str, Any]) -> None:
    """No action is told a day that nobody can have meant: next to it the calendar of the program ends."""
    days = {name: value for name, value in arguments.items() if isinstance(value, date)}
    if wrong := [name for name, value in days.items() if not clock.is_meant(date(value.year, value.month, value.day))]:
        said = _("Write the date like 2025-07-31.")
        raise Invalid(said, fields={name: [said] for name in wrong})


def _repeated(client_id: UUID, name: str, print_: str) -> Any:
    assert _book is not None
    written = _book.find(client_id)
    if written is None:
        return None
    if (written.action, written.fingerprint) != (name, print_):
        raise Conflict(
            _("This was sent before with other content. The first version is kept; nothing was overwritten.")
        )
    _await_replicas()
    return written.record


def _await_replicas() -> None:
    """Commit something empty, and so wait until all that was written before it is where a commit must be.

    The first call may have failed because nobody knew whether its commit reached the other machine. What it wrote can
    be seen here all the same: saying "done" without waiting would be the false answer that the first was spared.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_logical_emit_message(true, 'yidu', '')")


def fingerprint(name: str, arguments: Mapping[str, Any]) -> str:
    """A digest (hex SHA-256) of an action's inputs, the same for the same inputs."""
    told = {key: _plain(value) for key, value in arguments.items() if key not in ("client_id", "version")}
    return hashlib.sha256(json.dumps([name, told], sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _plain(value: Any) -> Any:  # noqa: PLR0911  (one line for each type that an action may take)
    match value:
        case models.Model():
            return f"{value._meta.label_lower}:{value.pk}"
        case Actor():
            return [value.kind, value.person_id, value.organisation_id, str(value.matter_id)]
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case PurePath():
            return str(value)
        case str() | int() | float() | bool() | None:
            return value
        case date() | datetime() | UUID():
            return str(value)
        case bytes():
            return hashlib.sha256(value).hexdigest()
        case list() | tuple():
            return [_plain(item) for item in value]
        case set() | frozenset():
            return sorted(str(_plain(item)) for item in value)
        case _ if hasattr(value, "told_apart_by"):
            return value.told_apart_by
        case _:
            # A repr may hold an address in memory: then the same request would look like another.
            raise TypeError(f"an action cannot be told apart by a {type(value).__name__}")
