"""Examples: given these records, these steps are open and these figures result. They run as tests."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field as Default

from yidu.programmes.grammar.base import Line, Text, Word


class Given(Line):
    """One thing that somebody of a small cast does on a day. `with` holds what the form or the action asks for.

    The cast needs no list: a role is a person who holds it; a department is named where it becomes lead or joint, and
    then acts through its handler ("economy") or its head ("head of economy"); "raiser" has the receipt. Actions move
    the matter raised last, or the one raised as number `of`, counted from one: the parts of one that is divided in
    the order of its departments. What a date that passes in silence
    brings about happens by itself. A "draw" draws lots of all that was answered before; a "look-back" is said by
    whoever is asked, so `by` is only a word there.
    """

    on: date | datetime
    by: str
    does: Word  # "record", "raise", "draw", "look-back", or an action of the procedure
    kind: Word | None = None
    about: str | None = None
    raises: Word | None = None
    of: int | None = None
    with_: dict[str, Any] = Default(default={}, alias="with")


class Expect(Line):
    """What is then so. `holder` is a word of `procedures.Holder`, or the department that leads; `open` is open to it.

    `figures` are the programme's indicators as of that day, over everything that the example has done.
    """

    on: date | datetime
    of: int | None = None
    stage: Word | None = None
    holder: str | None = None
    due: date | None = None
    open: tuple[Word, ...] | None = None
    outcome: str | None = None
    figures: dict[Word, float] = {}


class Example(Line):
    title: Text
    given: tuple[Given, ...]
    expect: tuple[Expect, ...]
