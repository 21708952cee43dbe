"""A matter with all that belongs to it, in one question: the database answers with a document, here it becomes rows.

Read the usual way, each kind of what belongs to a matter is a question of its own, composed, sent and made into objects
for about a millisecond. The rows are the ordinary ones, linked with each other as if they had been prefetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.models import Model, QuerySet

from yidu.activities.models import Activity
from yidu.ledger.models import Step
from yidu.matters.models import (
    AccessLink,
    Adoption,
    Handling,
    Instruction,
    IssuedText,
    LookBack,
    Matter,
    Pause,
    Reply,
    Request,
)
from yidu.people.models import Committee, Organisation, Person, Project, Station
from yidu.places.models import Place
from yidu.programmes.models import Edition

M = TypeVar("M", bound=Model)
Told = Mapping[str, Any]


@dataclass(frozen=True)
class ReadWith:
    """What was read with a matter and is none of its own relations: its steps, the newest first, every organisation
    that it has to do with, and the matters that are merged with it, that one became, or that are parts of one."""

    steps: list[Step]
    organisations: Mapping[int, Organisation]
    tied: list[Matter]


def read_with(matter: Matter) -> ReadWith | None:
    """None for a matter that was read in another way."""
    return matter.__dict__.get("read_with")


_NOT_READ: dict[type[Model], tuple[str, ...]] = {
    Matter: ("search_text",),
    Activity: ("search",),
    Edition: ("content",),  # a whole programme; `Edition.read` has it already
    Person: ("password", "last_login", "email", "pinyin", "initials"),
}


def whole_matter(pk: UUID) -> Matter | None:
    """The matter with its committee, edition, place, what it is about, its activity, handlings, requests, pauses,
    replies, look-backs, issued texts, adoptions, links and steps. Whoever asks has made sure that the reader may read
    it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_question(), [pk])
        row = cursor.fetchone()
    return _put_together(row[0]) if row else None


_BODIES = """
    VALUES (matter.lead_id), (matter.organisation_id), (activity.organisation_id)
    UNION ALL SELECT lead_id FROM matters_matter WHERE part_of_id = matter.id
    UNION ALL SELECT organisation_id FROM matters_handling WHERE matter_id = matter.id
    UNION ALL SELECT owner_id FROM matters_lookback WHERE matter_id = matter.id
    UNION ALL SELECT organisation_id FROM ledger_step WHERE record_type = 'matter' AND record_id = matter.id::text
"""
_PERSONS = """
    VALUES (matter.supervisor_id), (matter.raised_by_id)
    UNION ALL SELECT raised_by_id FROM matters_matter WHERE merged_into_id = matter.id
    UNION ALL SELECT asked_id FROM matters_lookback WHERE matter_id = matter.id
    UNION ALL SELECT actor_id FROM ledger_step WHERE record_type = 'matter' AND record_id = matter.id::text
"""
_TIED = """
    SELECT id FROM matters_matter WHERE merged_into_id = matter.id UNION ALL
    SELECT id FROM matters_matter WHERE came_from_id = matter.id UNION ALL
    SELECT id FROM matters_matter WHERE part_of_id = matter.id UNION ALL
    VALUES (matter.merged_into_id), (matter.came_from_id), (matter.part_of_id)
"""
_PARTS: dict[str, tuple[type[Model], str]] = {
    "activity": (Activity, "id = matter.activity_id"),
    "edition": (Edition, "id IN (matter.edition_id, activity.edition_id)"),
    "committee": (Committee, "id = matter.committee_id"),
    "place": (Place, "id IN (matter.place_id, activity.place_id)"),
    "project": (Project, "id IN (matter.project_id, activity.project_id)"),
    "station": (Station, "id = activity.station_id"),
    "organisation": (Organisation, f"id IN ({_BODIES})"),
    "person": (Person, f"id IN ({_PERSONS})"),
    "handlings": (Handling, "matter_id = matter.id ORDER BY part, id"),
    "requests": (Request, "matter_id = matter.id ORDER BY asked_at"),
    "pauses": (Pause, "matter_id = matter.id ORDER BY began_at"),
    "replies": (Reply, "matter_id = matter.id ORDER BY written_at"),
    "look_backs": (LookBack, "matter_id = matter.id ORDER BY asks_at, id"),
    "issued_texts": (IssuedText, "matter_id = matter.id ORDER BY version"),
    "adoptions": (Adoption, "matter_id = matter.id ORDER BY adopted_on, recorded_at, id"),
    "instructions": (Instruction, "matter_id = matter.id ORDER BY instructed_on, id"),
    "links": (AccessLink, "matter_id = matter.id ORDER BY id"),
    "tied": (Matter, f"id IN ({_TIED}) ORDER BY raised_at, id"),
    "steps": (Step, "record_type = 'matter' AND record_id = matter.id::text ORDER BY id DESC"),
}
"""What is read with a matter: of which kind, and which of them."""
_BELONGING = (
    "handlings", "requests", "pauses", "replies", "look_backs", "issued_texts", "adoptions", "instructions", "links",
)  # fmt: skip
_POINTED_AT = ("activity", "edition", "committee", "place", "project", "station", "organisation", "person")
_ALSO_CALLED = {
    "lead": "organisation", "owner": "organisation", "actor": "person", "asked": "person", "merged_into": "tied",
    "came_from": "tied", "part_of": "tied", "supervisor": "person", "raised_by": "person",
}  # fmt: skip
"""Names of keys that say what they point at by another word."""


@cache
def _question() -> str:
    parts = ", ".join(_part(name, model, which) for name, (model, which) in _PARTS.items())
    return f"""
        SELECT to_json(found) FROM (
            SELECT {_columns(Matter, "matter.")}, {parts}
            FROM matters_matter AS matter LEFT JOIN activities_activity AS activity ON activity.id = matter.activity_id
            WHERE matter.id = %s
        ) AS found
    """  # noqa: S608 - names of our own columns


def _part(name: str, model: type[Model], which: str) -> str:
    rows = f"SELECT {_columns(model)} FROM {model._meta.db_table} WHERE {which}"  # noqa: S608
    return f"(SELECT json_agg(to_json(one)) FROM ({rows}) AS one) AS {name}"  # noqa: S608


def _put_together(told: Told) -> Matter:
    matter = _row(Matter, told)
    read: dict[str, list[Any]] = {
        name: [_row(model, one) for one in told[name] or ()] for name, (model, _which) in _PARTS.items()
    }
    around: dict[str, dict[Any, Model]] = {name: {one.pk: one for one in read[name]} for name in _POINTED_AT}
    around["tied"] = {one.pk: one for one in read["tied"]}
    around |= {name: around[as_] for name, as_ in _ALSO_CALLED.items()}
    around |= {"matter": {matter.pk: matter}, "handling": {one.pk: one for one in read["handlings"]}}
    for rows in ([matter], read["tied"], read["activity"], read["steps"], *(read[name] for name in _BELONGING)):
        _link(rows, around)
    matter.__dict__["_prefetched_objects_cache"] = {
        name: _read_already(matter, name, read[name]) for name in _BELONGING
    }
    matter.__dict__["read_with"] = ReadWith(read["steps"], {one.pk: one for one in read["organisation"]}, read["tied"])
    return matter


def _link(rows: Iterable[Model], around: Mapping[str, Mapping[Any, Model]]) -> None:
    """Give each row what its keys point to, of what was read."""
    for row in rows:
        known = row._state.fields_cache
        for name, attname in _relations(type(row)):
            key = getattr(row, attname)
            if key is None:
                known[name] = None
            elif (found := around.get(name, {}).get(key)) is not None:
                known[name] = found


def _read_already(matter: Matter, name: str, rows: list[Any]) -> QuerySet[Any]:
    """Rows as a related manager keeps them once they were prefetched."""
    found: QuerySet[Any] = getattr(matter, name).get_queryset()
    found._result_cache = rows
    found._prefetch_done = True  # type: ignore[attr-defined]
    return found


def _row(model: type[M], told: Told) -> M:
    names, makers = _making(model)
    values = [None if (value := told[column]) is None else make(value) for column, make in makers]
    return model.from_db("default", names, values)


@cache
def _making(model: type[Model]) -> tuple[list[str], list[tuple[str, Callable[[Any], Any]]]]:
    """The names of the fields that are read, and for each its column and how it becomes what the field holds."""
    fields = _fields(model)
    return [field.attname for field in fields], [(str(field.column), _maker(field)) for field in fields]


def _maker(field: Any) -> Callable[[Any], Any]:
    while field.remote_field:
        field = field.target_field
    match field:
        case models.DateTimeField():
            return datetime.fromisoformat
        case models.DateField():
            return date.fromisoformat
        case models.UUIDField():
            return UUID
        case _:
            return lambda value: value


@cache
def _relations(model: type[Model]) -> list[tuple[str, str]]:
    return [(field.name, field.attname) for field in model._meta.concrete_fields if field.remote_field]


def _fields(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.name not in _NOT_READ.get(model, ())]


def _columns(model: type[Model], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{field.column}"' for field in _fields(model))
