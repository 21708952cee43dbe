"""Which matters are on a page of a list, in which version. What one line shows of each is read only where it is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from yidu.matters.models import Matter
from yidu.programmes.grammar import Kind
from yidu.programmes.grammar.procedures import Stage
from yidu.programmes.models import programme_of


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


class Brief(NamedTuple):
    """What one line of a list shows of a matter, and nothing else: no row that is made into an object."""

    pk: UUID
    number: str
    title: str
    kind: str
    edition: int
    stage: str
    holder: str
    is_solved: bool
    is_key: bool
    lead: str
    """As it is called; empty for none."""
    about: str
    """The enterprise or project that it is about; empty for none."""
    place: str

    @property
    def kind_line(self) -> Kind:
        return programme_of(self.edition).kind[self.kind]

    @property
    def stage_line(self) -> Stage:
        return programme_of(self.edition).procedure[self.kind_line.procedure or ""].stage[self.stage]


def brief(ids: Iterable[UUID]) -> dict[UUID, Brief]:
    """Of these matters."""
    with connection.cursor() as cursor:
        cursor.execute(_BRIEF, [list(ids)])
        return {row[0]: Brief(*row) for row in cursor.fetchall()}


_BRIEF = """
    SELECT m.id, m.number, m.title, m.kind, m.edition_id, m.stage, m.holder, m.solved_at IS NOT NULL,
        m.featured_at IS NOT NULL,
        coalesce(nullif(lead.short_name, ''), lead.name, ''), coalesce(organisation.name, project.name, ''), place.name
    FROM matters_matter m
        JOIN places_place place ON place.id = m.place_id
        LEFT JOIN people_organisation lead ON lead.id = m.lead_id
        LEFT JOIN people_organisation organisation ON organisation.id = m.organisation_id
        LEFT JOIN people_project project ON project.id = m.project_id
    WHERE m.id = ANY(%s::uuid[])"""
