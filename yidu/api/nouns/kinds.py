"""What activities and matters share: the kind of a programme, and the answers to its own questions."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StrictBool, StrictInt

from yidu.api.finding import unknown
from yidu.people.models import Committee
from yidu.programmes.grammar import Kind
from yidu.programmes.models import Edition
from yidu.programmes.queries import current_edition

Answers = Annotated[dict[str, str | StrictBool | StrictInt | list[str]], Field(max_length=100)]
"""Answers to a kind's own questions, by the ids of its fields."""


def edition_of(committee: Committee, programme: str, kind: str, *, is_: str) -> tuple[Edition, Kind]:
    """The edition of today and its kind. Raises `Invalid` when the committee has no such thing."""
    edition = current_edition(committee.pk, programme)
    if edition is None:
        raise unknown("programme")
    line = edition.read.kind.get(kind)
    if line is None or line.is_ != is_:
        raise unknown("kind")
    return edition, line
