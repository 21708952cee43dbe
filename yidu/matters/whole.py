"""A matter with all that belongs to it, in one question: the database answers with a document, here it becomes rows.

Read the usual way, each kind of what belongs to a matter is a question of its own, composed, sent and made into objects
for about a millisecond. The rows are the ordinary ones, linked with each other as if they had been prefetched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.models import Model, QuerySet

from yidu.activities.models import Activity
from yidu.ledger.models import Step
from yidu.matters.models import AccessLink, Handling, LookBack, Matter, Pause, Reply, Request
from yidu.people.models import Committee, Organisation, Person, Project, Station
from yidu.places.models import Place
from yidu.programmes.models import Edition

M = TypeVar("M", bound=Model)
Told = Mapping[str, Any]

STEPS = "told_steps"
"""Where a matter keeps its steps, the newest first."""
_NOT_READ: dict[type[Model], tuple[str, ...]] = {
    Matter: ("search", "search_text"),
    Activity: ("search",),
    Edition: ("content",),  # a whole programme; `Edition.read` has it already
    Person: ("password", "last_login", "email", "pinyin", "initials"),
}


def whole_matter(pk: UUID) -> Matter | None:
    """The matter with its committee, edition, place, what it is about, its activity, handlings, requests, pauses,
    replies, look-backs, links and steps. Whoever asks has made sure that the reader may read it."""
    with connection.cursor() as cursor:
        cursor.execute(_question(), [pk])
        row = cursor.fetchone()
    return _put_together(row[0]) if row else None


@cache
def _question() -> str:
    def some(model: type[Model], where: str, order: str = "id") -> str:
        return f"(SELECT json_agg(to_json(one)) FROM ({_rows(model)} WHERE {where} ORDER BY {order}) AS one)"

    mine = "matter_id = matter.id"
    told = "record_type = 'matter' AND record_id = matter.id::text"
    bodies = " UNION ALL ".join(
        (
            "VALUES (matter.lead_id), (matter.organisation_id), (activity.organisation_id)",
            f"SELECT organisation_id FROM matters_handling WHERE {mine}",
            f"SELECT owner_id FROM matters_lookback WHERE {mine}",
            f"SELECT organisation_id FROM ledger_step WHERE {told}",
        )
    )
    persons = (
        f"SELECT asked_id FROM matters_lookback WHERE {mine} UNION ALL SELECT actor_id FROM ledger_step WHERE {told}"
    )
    parts = {
        "activity": some(Activity, "id = matter.activity_id"),
        "editions": some(Edition, "id IN (matter.edition_id, activity.edition_id)"),
        "committees": some(Committee, "id = matter.committee_id"),
        "places": some(Place, "id IN (matter.place_id, activity.place_id)"),
        "projects": some(Project, "id IN (matter.project_id, activity.project_id)"),
        "stations": some(Station, "id = activity.station_id"),
        "organisations": some(Organisation, f"id IN ({bodies})"),
        "persons": some(Person, f"id IN ({persons})"),
        "handlings": some(Handling, mine, "part, id"),
        "requests": some(Request, mine, "asked_at"),
        "pauses": some(Pause, mine, "began_at"),
        "replies": some(Reply, mine, "written_at"),
        "look_backs": some(LookBack, mine, "asks_at, id"),
        "links": some(AccessLink, mine),
        "steps": some(Step, told, "id DESC"),
    }
    listed = ", ".join(f"{part} AS {name}" for name, part in parts.items())
    return (
        f"SELECT to_json(found) FROM (SELECT {_columns(Matter, 'matter.')}, {listed} FROM matters_matter AS matter "
        "LEFT JOIN activities_activity AS activity ON activity.id = matter.activity_id WHERE matter.id = %s) AS found"
    )


def _put_together(told: Told) -> Matter:
    def rows(model: type[M], name: str) -> list[M]:
        return [_row(model, one) for one in told[name] or ()]

    matter = _row(Matter, told)
    bodies, persons = _by_id(rows(Organisation, "organisations")), _by_id(rows(Person, "persons"))
    handlings = rows(Handling, "handlings")
    around = {
        "organisation": bodies,
        "lead": bodies,
        "owner": bodies,
        "actor": persons,
        "asked": persons,
        "handling": _by_id(handlings),
        "activity": _by_id(rows(Activity, "activity")),
        "edition": _by_id(rows(Edition, "editions")),
        "committee": _by_id(rows(Committee, "committees")),
        "place": _by_id(rows(Place, "places")),
        "project": _by_id(rows(Project, "projects")),
        "station": _by_id(rows(Station, "stations")),
        "matter": {matter.pk: matter},
    }
    belonging: dict[str, list[Any]] = {
        "handlings": handlings,
        "requests": rows(Request, "requests"),
        "pauses": rows(Pause, "pauses"),
        "replies": rows(Reply, "replies"),
        "look_backs": rows(LookBack, "look_backs"),
        "links": rows(AccessLink, "links"),
    }
    steps = rows(Step, "steps")
    _link([matter, *around["activity"].values(), *steps, *(one for some in belonging.values() for one in some)], around)
    matter.__dict__["_prefetched_objects_cache"] = {name: _read_already(matter, name, belonging[name]) for name in belonging}
    matter.__dict__[STEPS] = steps
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


def _by_id(rows: Iterable[M]) -> dict[Any, M]:
    return {row.pk: row for row in rows}


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


def _rows(model: type[Model]) -> str:
    return f"SELECT {_columns(model)} FROM {model._meta.db_table}"
