"""Examples: given these records, these steps are open and these figures result. They run as tests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from yidu.programmes.grammar.base import Line, Text, Word


class Given(Line):
    """One thing that somebody of a small cast does on a day. `with` holds what the action asks for."""

    on: date | datetime
    by: str  # a role, or the id of an organisation of the cast
    does: Word  # "record", "raise", or an action of the procedure
    kind: Word | None = None
    about: str | None = None
    raises: Word | None = None
    inputs: dict[str, Any] = {}


class Expect(Line):
    on: date | datetime
    stage: Word | None = None
    holder: str | None = None
    due: date | None = None
    open: tuple[Word, ...] | None = None
    figures: dict[Word, int] = {}


class Example(Line):
    title: Text
    given: tuple[Given, ...]
    expect: tuple[Expect, ...]
