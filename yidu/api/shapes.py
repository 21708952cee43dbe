"""What goes in and out. Unknown fields are refused; numbers are numbers and not texts that look like one."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)

from yidu.common import clock

Item = TypeVar("Item")


def _day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and len(value) == 10:
            return clock.read_day(value)
    except ValueError:
        pass
    raise ValueError(_("Write the date like 2025-07-31."))


def _moment(value: datetime) -> datetime:
    if not clock.is_meant(value.date()):
        raise ValueError(_("Write the moment like 2025-07-31T09:00:00+08:00."))
    return value


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
"""A day as "2025-07-31", from 1900 to 2199."""
Moment = Annotated[AwareDatetime, AfterValidator(_moment)]
"""A moment with its zone, as "2025-07-31T09:00:00+08:00"."""
Id = Annotated[int, Field(strict=True, ge=1, le=2**63 - 1)]
Version = Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)]
VersionOrNone = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
"""The version that the client saw; 0 where there is nothing yet."""
Count = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
"""A committee, by the six digits of its place."""
PlaceCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{12}$")]


def _typed(value: str) -> str:
    if "\0" in value:
        raise ValueError(_("A text has a character that is none: NUL, or half of a pair."))
    return value


Typed = Annotated[str, StringConstraints(max_length=100), AfterValidator(_typed)]
"""What one looks for, in the address."""


class In(Schema):
    """What a client sends."""

    model_config = ConfigDict(extra="forbid")


class Write(In):
    """A change. `client_id` is made by the client: sent twice, it happens once."""

    client_id: UUID


class Change(Write):
    """A change of something that has a version: the one that the client saw."""

    version: Version


class Out(Schema):
    """What is answered."""


class Ref(Out):
    """Something else, by its id and its name."""

    id: int
    name: str


class PlaceRef(Out):
    code: str
    name: str


class StepOut(Out):
    """One step of the story: its name in the past tense, and the version that it left."""

    step: str
    at: datetime
    version: int


class Problem(Out):
    """Why something did not happen (RFC 9457). `fields` says it field by field."""

    type: str
    title: str
    status: int
    detail: str
    fields: dict[str, list[str]] = {}
    current: int | None = None
    meanwhile: list[StepOut] | None = None


class Page(Out, Generic[Item]):
    """A part of a list; `next` is the cursor of the part that follows, null at the end."""

    items: list[Item]
    next: str | None = None
