"""What an action says when it does not happen. Every message is for the person who tried."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class Refused(Exception):  # noqa: N818  (not an error of the program: an answer)
    """An action did not happen and nothing was written.

    `message` is a translatable sentence that says what to do; `fields` maps the name of an input to
    sentences about that input (empty when the refusal is not about one input).
    """

    status = 409

    def __init__(self, message: Any, *, fields: Mapping[str, Sequence[Any]] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.fields: dict[str, list[Any]] = {name: list(said) for name, said in (fields or {}).items()}

    def __str__(self) -> str:
        return str(self.message)


class Invalid(Refused):
    """Something that was typed cannot be taken: see `fields`."""

    status = 422


class NotAllowed(Refused):
    """The actor may not do this to this object now. Pages answer as if the object were not there."""

    status = 404


class Stale(Refused):
    """Somebody changed the record since the actor saw it; `current` is its version now."""

    def __init__(self, message: Any, *, current: int) -> None:
        super().__init__(message)
        self.current = current


class Conflict(Refused):
    """A client id came again with other content: the first stays, the second is refused, both are kept apart."""
