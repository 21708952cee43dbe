"""What one county's half year left behind, taken down moment by moment: every matter as it stood after each step.

A template is rows, as they are in the tables. `bench.stamp` makes as many like it as are wanted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, models

from yidu.activities.models import Activity
from yidu.demo.cast import County
from yidu.ledger.models import Entry, Step
from yidu.matters.models import Handling, Matter, Pause, Rating, Reply, Request

Row = dict[str, Any]

OF_A_MATTER: tuple[type[models.Model], ...] = (Handling, Request, Pause, Reply, Rating)
"""What hangs on a matter, in the order in which the rows name each other."""


@dataclass(frozen=True)
class State:
    """A matter with all that hangs on it, as it stood from a moment on."""

    at: datetime
    last_step: int
    matter: Row
    parts: dict[str, list[Row]]


@dataclass(frozen=True)
class Told:
    """The steps of one record, and the entries that came with them."""

    steps: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Template:
    """An activity, or a matter (with the activity that raised it) through its whole course."""

    at: datetime
    activity: Row | None = None
    recorded: Told = field(default_factory=Told)
    states: list[State] = field(default_factory=list)
    moved: Told = field(default_factory=Told)

    @property
    def is_over(self) -> bool:
        return not self.states or self.states[-1].matter["closed_at"] is not None


class Watch:
    """Looks at a county after each moment of its half year."""

    def __init__(self, county: County) -> None:
        self._committee = county.committee.pk
        self._seen = _last_step()
        self._states: dict[str, list[State]] = {}

    def look(self, at: datetime) -> None:
        """Take down every matter on which something happened since the last look."""
        last = _last_step()
        moved = Step.objects.filter(pk__gt=self._seen, record_type="matter", committee=self._committee)
        ids = list(moved.order_by().values_list("record_id", flat=True).distinct())
        if not ids:
            return
        parts = {model._meta.db_table: rows(model, "matter_id", ids) for model in OF_A_MATTER}
        for matter in rows(Matter, "id", ids):
            own = {table: [one for one in found if one["matter_id"] == matter["id"]] for table, found in parts.items()}
            self._states.setdefault(str(matter["id"]), []).append(State(at, last, matter, own))
        self._seen = last

    def templates(self) -> tuple[list[Template], list[Template]]:
        """Those of matters that came to their end, and those of activities alone."""
        activities = {str(one["id"]): one for one in rows(Activity, "committee_id", [self._committee])}
        told = {kind: _told(kind, self._committee) for kind in ("activity", "matter")}
        matters = []
        for id_, states in self._states.items():
            first = states[0].matter
            from_ = str(first["activity_id"]) if first["activity_id"] else ""
            matters.append(
                Template(
                    first["raised_at"], activities.get(from_), told["activity"].get(from_, Told()), states,
                    told["matter"][id_],
                )
            )  # fmt: skip
        raising = {str(one.activity["id"]) for one in matters if one.activity}
        alone = [
            Template(one["recorded_at"], one, told["activity"][id_])
            for id_, one in activities.items()
            if id_ not in raising
        ]
        return [one for one in matters if one.is_over], alone


def columns(model: type[models.Model]) -> list[str]:
    """The columns that are written; the database makes the others itself."""
    return [str(one.column) for one in model._meta.concrete_fields if not one.generated]


def rows(model: type[models.Model], column: str, values: Sequence[Any]) -> list[Row]:
    """The rows of a table in which a column has one of the values, in the order of their keys."""
    names = columns(model)
    found = model._default_manager.filter(**{f"{column}__in": list(values)}).order_by("pk")
    return [
        {name: getattr(one, field.attname) for name, field in zip(names, _fields(model), strict=True)} for one in found
    ]


def _fields(model: type[models.Model]) -> list[Any]:
    return [one for one in model._meta.concrete_fields if not one.generated]


def _told(kind: str, committee: int) -> dict[str, Told]:
    found: dict[str, Told] = {}
    of_step: dict[int, str] = {}
    for step in rows(Step, "committee_id", [committee]):
        if step["record_type"] == kind:
            found.setdefault(step["record_id"], Told()).steps.append(step)
            of_step[step["id"]] = step["record_id"]
    for entry in rows(Entry, "committee_id", [committee]):
        if entry["step_id"] in of_step and entry["record"].startswith(f"{kind}/"):
            found[entry["record"].partition("/")[2]].entries.append(entry)
    return found


def _last_step() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM ledger_step")
        (last,) = cursor.fetchone()
    return int(last)
