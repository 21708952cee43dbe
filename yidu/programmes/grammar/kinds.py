"""Kinds of activities and matters, with their forms."""

from __future__ import annotations

from typing import Literal

from pydantic import Field as Default

from yidu.programmes.grammar.base import Line, Text, Word

FieldType = Literal["text", "long-text", "number", "choice", "choices", "date", "yes-no"]


class Field(Line):
    """One question of a form. It says why it is asked; a number can be counted by an indicator (`how-much`)."""

    id: Word
    type: FieldType
    ask: Text
    why: Text
    required: bool = False
    options: Word | None = None  # the id of a list in lists.toml, for choice and choices
    least: int | None = None
    most: int | None = None  # of a number; of a text, the characters


class Writing(Line):
    """How a text of the kind is written, before it is handed in: its length in characters (a guide, never a refusal),
    whether others sign it too, and the roles that sign for their sector."""

    about: int | None = None
    most: int | None = None
    co_signed: bool = False
    conveners: tuple[Word, ...] = ()


class Consulting(Line):
    """That people sit down about matters of this kind: who convenes, and what becomes of what is settled there.

    `agreed` and `recommended` are the kinds of matter that an agreed point and a recommendation become.
    """

    conveners: tuple[Word, ...]
    agreed: Word
    recommended: Word | None = None

    @property
    def becomes(self) -> tuple[str, ...]:
        """The kinds of matter that what was settled becomes."""
        return (self.agreed, self.recommended) if self.recommended else (self.agreed,)


class Kind(Line):
    """What sort of activity or matter. `about` names what it is about besides its place.

    For activities: `hosts` are the roles that may host one, the first in force counts as the host's role;
    `may-raise` the kinds of matter that it may raise. For matters: `procedure`, who may raise one, who rates it.
    """

    is_: Literal["activity", "matter"] = Default(alias="is")
    title: Text
    about: Literal["enterprise", "project", "organisation", "none"] = "none"
    open_to: Literal["public", "committee", "parties"] = "committee"
    field: tuple[Field, ...] = ()
    # activities
    hosts: tuple[Word, ...] = ()
    may_raise: tuple[Word, ...] = ()
    # matters
    procedure: Word | None = None
    raised_by: tuple[Word, ...] = ()  # roles; "enterprise" and "resident" for those without an account
    rated_by: Literal["raiser", "enterprise", "nobody"] = "raiser"
    writing: Writing | None = None  # it is written as a draft first
    consulting: Consulting | None = None  # people sit down about it: it is a topic
    divert_words: tuple[str, ...] = ()  # words that suggest a petition, lawsuit … (a notice, never a refusal)
