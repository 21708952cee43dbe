"""Which matters are on a page of a list, in which version. What one line shows of each is read only where it is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from yidu.matters.models import Matter


class Key(NamedTuple):
    """All that changes of a matter changes its version. `due_at`: None when it is closed."""

    pk: UUID
    version: int
    due_at: datetime | None


_PAGE = """
    WITH found AS MATERIALIZED ({}), page AS (
        SELECT m.id, m.version, m.due_at, these.raised_at
        FROM (SELECT * FROM found OFFSET %s LIMIT %s) AS these (id, raised_at) JOIN matters_matter m ON m.id = these.id
    )
    SELECT id, version, due_at, many.count
    FROM (SELECT count(*) FROM found) AS many LEFT JOIN page ON true ORDER BY raised_at DESC, id"""
_OF = "SELECT id, version, due_at FROM matters_matter WHERE id = ANY(%s::uuid[])"


def newest(found: QuerySet[Matter], start: int, end: int, *, most: int) -> tuple[list[Key], int]:
    """Those from `start` to before `end`, the newest first, and how many there are in all, counted up to `most`.

    One question: an index is walked once, and no wide row is read before the page.
    """
    inner, asked = found.values_list("pk", "raised_at")[:most].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_PAGE.format(inner), [*asked, start, end - start])
        rows = cursor.fetchall()
    return [Key(*row[:3]) for row in rows if row[0]], rows[0][3]


def keys_of(ids: Sequence[UUID]) -> list[Key]:
    """The same of those that were found otherwise, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(_OF, [list(ids)])
        known = {row[0]: Key(*row) for row in cursor.fetchall()}
    return [known[pk] for pk in ids if pk in known]


def brief(ids: Iterable[UUID]) -> dict[UUID, Matter]:
    """With what one line of a list shows of each, and nothing else."""
    return _BRIEF.in_bulk(list(ids))


_BRIEF = Matter.objects.select_related("lead", "organisation", "project", "place").only(
    "number", "title", "kind", "edition_id", "stage", "holder", "due_at", "closed_at", "solved_at", "lead__name",
    "lead__short_name", "organisation__name", "organisation__short_name", "project__name", "place__name",
)  # fmt: skip
