"""A template's rows, made into those of another matter: other people, other words, another day.

Every column of a row is looked at once, when the template is read: most of them are fixed text from then on, the others
a small function of the matter that is being made. What the ledger would count is not computed again: the entries are
those that the real engine made, with other names; the audit proves that it comes to the same.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import count
from random import Random
from typing import Any

from django.db import models

from bench import words
from bench.cast import Cast, Chosen, Symbol
from bench.templates import OF_A_MATTER, Row, Template, Told, columns
from yidu.activities.models import Activity
from yidu.common.ids import digest, receipt_from
from yidu.ledger.models import Entry, Step
from yidu.matters.models import Matter
from yidu.people.models import Appointment, Committee, Organisation, Person, Project
from yidu.places.models import Place
from yidu.programmes.models import Edition

NULL = r"\N"
Lines = Iterator[tuple[str, str]]
"""(table, line of COPY)."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass
class Making:
    """One matter, or one activity, that is being made. `at` is when the matter was raised."""

    chosen: Chosen
    place: Place
    delta: timedelta
    rng: Random
    activity_id: str = ""
    matter_id: str = ""
    activity_number: str = ""
    matter_number: str = ""
    title: str = ""
    text: str = ""
    heard: str = ""
    companions: str = ""
    sector: str = ""
    old_title: str = ""
    about: str = ""
    record: str = ""
    record_number: str = ""
    ids: dict[tuple[str, int], int] = field(default_factory=dict)

    @property
    def committee(self) -> int:
        return self.chosen.cast.county.committee.pk


Write = Callable[[Making], str]
Compiled = tuple[list[str], list[tuple[int, Write]]]


class Press:
    """Makes rows. Holds the numbers that were given out."""

    def __init__(self, model: Cast, first: dict[str, int]) -> None:
        self.people, self.appointments = model.people(), model.appointments()
        self.organisations = model.organisations()
        self.projects = {one.project.pk: n for n, one in enumerate(model.county.projects)}
        self._next = {table: count(number) for table, number in first.items()}
        self.entry = Entry._meta.db_table
        self._ready: dict[int, Any] = {}

    # --- Activities and matters -------------------------------------------------------------------------------------

    def activity(self, template: Template, making: Making) -> Lines:
        """The activity of a template, its step and its entries."""
        assert template.activity is not None
        ready = self._once(template.activity, lambda row: self._compile(Activity, row))
        making.companions = template.activity["companions"]
        making.sector = self._sector(template.activity, making.chosen)
        yield Activity._meta.db_table, _line(ready, making)
        making.record, making.record_number = f"activity/{making.activity_id}", making.activity_number
        yield from self._told(template.recorded, making, last_step=None)

    def matter(self, template: Template, making: Making, *, until: datetime) -> Lines:
        """A matter as it stands at a moment, with all that hangs on it."""
        states = template.states
        state = next((one for one in reversed(states) if one.at + making.delta <= until), states[0])
        making.old_title = state.matter["title"]
        making.sector = self._sector(state.matter, making.chosen)
        yield Matter._meta.db_table, _line(self._once(state.matter, lambda row: self._compile(Matter, row)), making)
        for model in OF_A_MATTER:
            for row in state.parts[model._meta.db_table]:
                making.ids[model._meta.db_table, row["id"]] = next(self._next[model._meta.db_table])
                ready = self._once(row, lambda one, model=model: self._compile(model, one))  # type: ignore[misc]
                yield model._meta.db_table, _line(ready, making)
        making.record, making.record_number = f"matter/{making.matter_id}", making.matter_number
        yield from self._told(template.moved, making, last_step=state.last_step)

    def _told(self, told: Told, making: Making, *, last_step: int | None) -> Lines:
        steps, entries = Step._meta.db_table, self.entry
        for row in told.steps:
            if last_step is not None and row["id"] > last_step:
                break
            making.ids[steps, row["id"]] = next(self._next[steps])
            yield steps, _line(self._once(row, lambda one: self._compile(Step, one)), making)
        for row in told.entries:
            if (steps, row["step_id"]) not in making.ids:
                break
            making.ids[entries, row["id"]] = next(self._next[entries])
            yield entries, self._once(row, self._compile_entry)(making)

    def _once(self, row: Row, compile_: Callable[[Row], Any]) -> Any:
        if (ready := self._ready.get(id(row))) is None:
            ready = self._ready[id(row)] = compile_(row)
        return ready

    # --- Rows ---------------------------------------------------------------------------------------------------------

    def _compile(self, model: type[models.Model], row: Row) -> Compiled:
        texts, writes = [], []
        fields = [one for one in model._meta.concrete_fields if not one.generated]
        # A column that is younger than the templates holds what it holds without a word.
        row = {str(one.column): one.get_default() for one in fields} | row
        for n, (name, one) in enumerate(zip(columns(model), fields, strict=True)):
            write = self._column(model, name, one, row)
            texts.append(_text(row[name]) if write is None else "")
            if write is not None:
                writes.append((n, write))
        return texts, writes

    def _column(self, model: type[models.Model], name: str, column: Any, row: Row) -> Write | None:
        value, table = row[name], model._meta.db_table
        special = _SPECIAL.get((table, name))
        if special is not None and value is not None:
            return special
        if value in (None, "", {}, []):
            return None
        if column.primary_key:
            return lambda m: str(m.ids[table, value])
        if isinstance(column, models.ForeignKey):
            return self._foreign(column.related_model, value)
        match column:
            case models.DateTimeField():
                return _moment(value)
            case models.DateField():
                return _day(value)
            case models.JSONField():
                return self._json(value, _escaped)
        if name == "sector":
            return lambda m: m.sector
        if name == "client_id":
            first = row["name"] in ("activity.recorded", "matter.raised")
            return _client if first else lambda m: random_id(m.rng)
        if name == "text" and table == "matters_reply":
            said = str(value)
            return lambda m: _escaped(said.replace(m.old_title, m.title))
        return None

    def _foreign(self, model: type[models.Model], pk: Any) -> Write:
        def fixed(m: Making) -> str:
            return str(m.ids[model._meta.db_table, pk])

        if model is Committee:
            return lambda m: str(m.committee)
        if model is Edition:
            return lambda m: str(m.chosen.cast.county.edition.pk)
        if model is Place:
            return lambda m: str(m.place.pk)
        if model is Person:
            return self._by(self.people[pk], lambda m, who: str(m.chosen.person(who).pk))
        if model is Appointment:
            return self._by(self.appointments[pk], lambda m, who: str(m.chosen.appointment(who).pk))
        if model is Organisation:
            return self._by(self.organisations[pk], lambda m, who: str(m.chosen.organisation(who).pk))
        if model is Project:
            number = self.projects[pk]
            return lambda m: str(m.chosen.project(number).project.pk)
        if model is Activity:
            return lambda m: m.activity_id
        if model is Matter:
            return lambda m: m.matter_id
        return fixed

    def _by(self, symbol: Symbol, write: Callable[[Making, Symbol], str]) -> Write:
        return lambda m: write(m, symbol)

    def _sector(self, row: Row, chosen: Chosen) -> str:
        """The sector of the host, or of whoever raised it in that role."""
        host, person = row.get("host_id"), row.get("raised_by_id")
        if not host and not row["sector"]:
            return ""
        return chosen.sector(self.appointments[host] if host else self.people[person or 0])

    # --- JSON -----------------------------------------------------------------------------------------------------------

    def _json(self, value: Any, spell: Callable[[str], str]) -> Write | None:
        """JSON in one spelling, with the names of organisations, projects, days and numbers replaced."""
        holes: list[Write] = []
        marked = self._mark("", value, holes)
        if not holes:
            return None
        text = json.dumps(marked, sort_keys=True, ensure_ascii=False, separators=(",", ":")).replace("\\u0001", "\x01")
        pieces = re.split('"?\x01"?', spell(text).replace("%", "%%"))
        if len(pieces) != len(holes) + 1:
            raise ValueError(f"holes of {text} are not found again")
        # Holes are marked in the order of the dictionary, and spelt in the order of their keys: see `_mark`.
        form = "%s".join(pieces)
        return lambda m: form % tuple(hole(m) for hole in holes)

    def _mark(self, key: str, value: Any, holes: list[Write]) -> Any:
        if isinstance(value, dict):
            return {name: self._mark(name, value[name], holes) for name in sorted(value)}
        if isinstance(value, list):
            return [self._mark(key, one, holes) for one in value]
        hole = self._hole(key, value)
        if hole is None:
            return value
        holes.append(hole)
        return "\x01"

    def _hole(self, key: str, value: Any) -> Write | None:
        if key in ("lead", "joint", "organisation", "enterprise") and str(value).isdecimal():
            write = self._foreign(Organisation, int(value))
        elif key == "project" and str(value).isdecimal():
            write = self._foreign(Project, int(value))
        elif key == "number":
            return lambda m: f'"{m.record_number}"'
        elif isinstance(value, str) and _DAY.match(value):
            day = _day(date.fromisoformat(value))
            return lambda m: f'"{day(m)}"'
        else:
            return None
        return write if isinstance(value, int) else lambda m: f'"{write(m)}"'

    # --- Entries --------------------------------------------------------------------------------------------------------

    def _compile_entry(self, row: Row) -> Write:
        """An entry with its leaf: the bytes that `leaf_of` would hash, put together from what is in the row."""
        dims = self._json(row["dims"], str)
        fixed_dims = json.dumps(row["dims"], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        entered, day, value = _utc(row["entered_at"]), _day(row["day"]), self._value(row["value"])
        programme, indicator, host = row["programme"], row["indicator"], row["host"]
        quantity, edition, step_id, table, pk = row["quantity"], row["edition"], row["step_id"], self.entry, row["id"]
        step_table, reverses = Step._meta.db_table, row["reverses_id"]

        def write(m: Making) -> str:
            said, at, on, what = dims(m) if dims else fixed_dims, entered(m), day(m), value(m)
            of = m.sector if row["sector"] else ""
            step = m.ids[step_table, step_id]
            back = m.ids[table, reverses] if reverses else None
            leaf = hashlib.sha256(
                (
                    f'\x00{{"committee":{m.committee},"day":"{on}","dims":{said},"edition":{edition},'
                    f'"entered-at":"{at}","host":"{host}","indicator":"{indicator}","place":{m.place.pk},'
                    f'"programme":"{programme}","quantity":"{quantity}","record":"{m.record}",'
                    f'"reverses":{back or "null"},"sector":"{of}","step":{step},"value":"{what}"}}'
                ).encode()
            ).hexdigest()
            return (
                f"{m.ids[table, pk]}\t{m.committee}\t{programme}\t{indicator}\t{on}\t{quantity}\t{m.record}\t{m.place.pk}"
                f"\t{host}\t{of}\t{what}\t{said}\t{at}\t{step}\t{back or NULL}\t{edition}\t\\\\x{leaf}"
            )

        return write

    def _value(self, value: str) -> Write:
        """What a distinct count counts: a township, or an enterprise."""
        if not value:
            return lambda _m: ""
        if len(value) == 12:
            return lambda m: township_of(m.place).code
        return self._foreign(Organisation, int(value))


def township_of(place: Place) -> Place:
    return place if place.level == "township" else place.parent  # type: ignore[return-value]


def _line(ready: Compiled, making: Making) -> str:
    texts, writes = ready
    row = texts.copy()
    for n, write in writes:
        row[n] = write(making)
    return "\t".join(row)


def _text(value: Any) -> str:
    match value:
        case None:
            return NULL
        case bool():
            return "t" if value else "f"
        case dict() | list():
            return _escaped(json.dumps(value, ensure_ascii=False))
        case _:
            return _escaped(str(value))


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _moment(value: datetime) -> Write:
    return lambda m: (value + m.delta).isoformat()


@lru_cache(maxsize=100_000)
def _shifted(value: date, delta: timedelta) -> str:
    return (value + delta).isoformat()


def _day(value: date) -> Write:
    return lambda m: _shifted(value, m.delta)


def _utc(value: datetime) -> Write:
    at = value.astimezone(UTC)
    clock_time = at.strftime("T%H:%M:%S.%fZ")
    return lambda m: _shifted(at.date(), m.delta) + clock_time


def _matter_document(m: Making) -> str:
    about = [name for name in (m.about,) if name]
    return words.document("\n".join([m.title, m.text, *about, m.place.name]))


def _activity_document(m: Making) -> str:
    about = [name for name in (m.about,) if name]
    return words.document("\n".join([*about, m.place.name, m.heard, m.companions]))


def _client(m: Making) -> str:
    return m.record.partition("/")[2]


_SPECIAL: dict[tuple[str, str], Write] = {
    ("activities_activity", "id"): lambda m: m.activity_id,
    ("activities_activity", "number"): lambda m: m.activity_number,
    ("activities_activity", "heard"): lambda m: m.heard,
    ("activities_activity", "search"): _activity_document,
    ("matters_matter", "id"): lambda m: m.matter_id,
    ("matters_matter", "number"): lambda m: m.matter_number,
    ("matters_matter", "title"): lambda m: m.title,
    ("matters_matter", "text"): lambda m: m.text,
    ("matters_matter", "receipt"): lambda m: digest(receipt_from(m.matter_id), "receipt"),
    ("matters_matter", "search_text"): _matter_document,
    ("ledger_step", "record_id"): _client,
}


def random_id(rng: Random) -> str:
    """A version-4 UUID as text, from this chance."""
    bits = f"{rng.getrandbits(128):032x}"
    return f"{bits[:8]}-{bits[8:12]}-4{bits[13:16]}-a{bits[17:20]}-{bits[20:]}"
