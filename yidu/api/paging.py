"""Lists by cursor: the next part begins after the last line of this one, whatever was added meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from pydantic import Field

from yidu.api.problems import ApiProblem
from yidu.api.shapes import In, Page

M = TypeVar("M", bound=Model)

MOST = 200


class Cursor(In):
    """Where in a list. `limit` is the number of lines; `cursor` is the `next` of the part before."""

    cursor: Annotated[str, Field(max_length=400)] = ""
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50


Pick = Callable[[QuerySet[M], int], Sequence[Any]]
"""The keys of so many of the rows, in the order of the list: for what a condition of the query does not say well."""


def part(
    found: QuerySet[M], at: Cursor, *, order: Sequence[str], pick: Pick[M] | None = None
) -> tuple[list[M], str | None]:
    """The rows of one part of a list, and the cursor of the part that follows.

    The order ends with something unique, like ("-raised_at", "pk"). Raises `ApiProblem` for a cursor that is none.
    """
    if at.cursor:
        found = _after(found, order, _read(at.cursor, len(order)))
    if pick:
        found = found.filter(pk__any=pick(found, at.limit + 1))
    rows = list(found.order_by(*order)[: at.limit + 1])
    more = len(rows) > at.limit
    rows = rows[: at.limit]
    return rows, _write(rows[-1], order) if more else None


def page(
    found: QuerySet[M], at: Cursor, *, order: Sequence[str], shape: Callable[[M], Any], pick: Pick[M] | None = None
) -> Page[Any]:
    """One part of a list, as it is answered. As `part`."""
    rows, following = part(found, at, order=order, pick=pick)
    return Page(items=[shape(row) for row in rows], next=following)


def _after(found: QuerySet[M], order: Sequence[str], values: list[Any]) -> QuerySet[M]:
    after, same = Q(), Q()
    for name, value in zip(order, values, strict=True):
        column = name.lstrip("-")
        after |= same & Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value})
        same &= Q(**{column: value})
    try:
        return found.filter(after)
    except (ValueError, TypeError, ValidationError):
        raise _unknown() from None


def _write(row: Model, order: Sequence[str]) -> str:
    told = [_plain(getattr(row, name.lstrip("-"))) for name in order]
    return base64.urlsafe_b64encode(json.dumps(told, ensure_ascii=False).encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case _:
            return value


def _read(cursor: str, many: int) -> list[Any]:
    try:
        told = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        raise _unknown() from None
    good = isinstance(told, list) and len(told) == many
    if not good or not all(isinstance(one, str | int) and "\0" not in str(one) for one in told):
        raise _unknown()
    return list(told)


def _unknown() -> ApiProblem:
    return ApiProblem("invalid", fields={"cursor": [_("This cursor is none. Begin without one.")]})
