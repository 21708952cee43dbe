"""Fill a copy of the base with so many matters, and three times as many activities.

The present is the same at every size: each county raised about as many matters in the last ten weeks. What grows is
the history behind it. So a desk holds as much at a million as at ten thousand, and what is measured is the history.
"""

from __future__ import annotations

import pickle
import queue
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from django.db import connection
from django.db.models import Model

from bench import words
from bench.cast import Cast, Chosen
from bench.stamp import Making, Press, random_id
from bench.templates import OF_A_MATTER, Template, columns
from yidu.activities.models import Activity
from yidu.common import clock
from yidu.ledger.models import Entry, Step
from yidu.matters.models import Matter

FIRST = date(2025, 1, 6)
RECENT_WEEKS = 10
RECENT = 160
"""Matters of a county in the last ten weeks."""
ACTIVITIES = 3
"""Activities for each matter."""
TABLES: tuple[type[Model], ...] = (Activity, Matter, *OF_A_MATTER, Step, Entry)
BATCH = 20_000
_BY_TABLE = {model._meta.db_table: columns(model) for model in TABLES}

Progress = Callable[[str], None]


@dataclass
class Writer:
    """Lines for COPY, by table. What is full goes to the database beside the making."""

    lines: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    written: int = 0

    def __post_init__(self) -> None:
        self._waiting: queue.Queue[tuple[str, list[str]] | None] = queue.Queue(maxsize=4)
        self._failed: list[BaseException] = []
        self._thread = threading.Thread(target=self._copy_all, daemon=True)
        self._thread.start()

    def add(self, table: str, line: str) -> None:
        lines = self.lines[table]
        lines.append(line)
        if len(lines) >= BATCH:
            self._pass_on(table)

    def finish(self) -> None:
        for table in list(self.lines):
            self._pass_on(table)
        self._waiting.put(None)
        self._thread.join()
        if self._failed:
            raise self._failed[0]

    def _pass_on(self, table: str) -> None:
        if self._failed:
            raise self._failed[0]
        lines = self.lines.pop(table)
        self.written += len(lines)
        self._waiting.put((table, lines))

    def _copy_all(self) -> None:
        try:
            while (batch := self._waiting.get()) is not None:
                table, lines = batch
                with connection.cursor() as cursor:
                    cursor.execute("SET session_replication_role = replica")
                    with cursor.copy(f"COPY {table} ({', '.join(_BY_TABLE[table])}) FROM STDIN") as copy:
                        copy.write(("\n".join(lines) + "\n").encode())
        except BaseException as error:  # noqa: BLE001  (told to the thread that makes the lines)
            self._failed.append(error)
            while self._waiting.get() is not None:
                pass
        finally:
            connection.close()


@dataclass
class Numbers:
    """The numbers of records, by committee, series and year."""

    last: dict[tuple[int, str], int] = field(default_factory=lambda: defaultdict(int))

    def next(self, committee: int, series: str, year: int) -> str:
        key = committee, f"{series}-{year}"
        self.last[key] += 1
        return f"{year}-{self.last[key]:04d}"


def load(folder: Path, matters: int, progress: Progress) -> None:
    """Make the rows of so many matters and write them. Indexes, totals and seals come after: see `bench.finish`."""
    _city, counties = pickle.loads((folder / "counties.pickle").read_bytes())  # noqa: S301  (our own file)
    with_matters, alone = pickle.loads((folder / "templates.pickle").read_bytes())  # noqa: S301
    casts = [Cast(one) for one in counties.values()]
    model = next(one for one in casts if one.county.code == "500104")
    press = Press(model, _first_ids())
    mint = Mint(press, model, casts, with_matters, alone)
    progress(f"{len(mint.matters)} courses and {len(mint.alone)} activities to choose from")
    writer, began = Writer(), time.monotonic()
    for done, lines in enumerate(mint.make(matters)):
        for table, line in lines:
            writer.add(table, line)
        if done % 20_000 == 0:
            progress(f"{done:>9,} records, {writer.written:>10,} rows, {time.monotonic() - began:5.0f} s")
    writer.finish()
    _keep_numbers(mint.numbers)
    progress(f"{writer.written:,} rows")


class Mint:
    """Chooses what is made, when, where and by whom."""

    def __init__(
        self, press: Press, model: Cast, casts: list[Cast], matters: list[Template], alone: list[Template]
    ) -> None:
        self.rng = Random(20_260_101)
        self.press, self.casts, self.numbers = press, casts, Numbers(_last_numbers())
        self.enterprises = {one.organisation.pk: n for n, one in enumerate(model.county.enterprises)}
        self.departments = {one.pk: key for key, one in model.departments.items()}
        self.now = clock.now()
        leading = {one.person_id for one in model.county.leaders}
        self.matters = [one for one in matters if self._fits(one, leading)]
        self.alone = [one for one in alone if self._fits(one, leading)]
        self.heard: dict[str, list[str]] = {}

    def make(self, matters: int) -> Iterator[Iterator[tuple[str, str]]]:
        """The lines of each record in turn, week by week."""
        today = clock.today()
        weeks = [FIRST + timedelta(weeks=n) for n in range((today - timedelta(days=8) - FIRST).days // 7 + 1)]
        recent = min(matters, RECENT * len(self.casts))
        plan = _spread(matters - recent, len(weeks) - RECENT_WEEKS) + _spread(recent, RECENT_WEEKS)
        for week, number in zip(weeks, plan, strict=True):
            for n in range(number):
                cast = self.casts[(n + self.rng.randrange(3)) % len(self.casts)]
                template = self.rng.choice(self.matters)
                yield self._matter(template, cast, week)
                for _ in range(ACTIVITIES - bool(template.activity)):
                    cast = self.rng.choice(self.casts)
                    yield self._activity(self.rng.choice(self.alone), cast, week)

    def _matter(self, template: Template, cast: Cast, week: date) -> Iterator[tuple[str, str]]:
        first = template.states[0].matter
        making = self._making(template, cast, week, first)
        kind, lead = first["kind"], self.departments.get(template.states[-1].matter["lead_id"], "")
        known = self._known(making, first)
        making.title, making.text = words.title_and_text(self.rng, kind, str(lead), making.place, **known)
        year = (template.at + making.delta).year
        making.matter_id = random_id(self.rng)
        if template.activity:
            making.heard = making.text
            making.activity_id = random_id(self.rng)
            making.activity_number = self.numbers.next(making.committee, "activity", year)
            yield from self.press.activity(template, making)
        making.matter_number = self.numbers.next(making.committee, "matter", year)
        yield from self.press.matter(template, making, until=self.now)

    def _activity(self, template: Template, cast: Cast, week: date) -> Iterator[tuple[str, str]]:
        assert template.activity is not None
        making = self._making(template, cast, week, template.activity)
        self._known(making, template.activity)
        making.heard = self._heard(template.activity["kind"])
        making.activity_id = random_id(self.rng)
        making.activity_number = self.numbers.next(making.committee, "activity", (template.at + making.delta).year)
        yield from self.press.activity(template, making)

    def _making(self, template: Template, cast: Cast, week: date, row: dict[str, Any]) -> Making:
        """Moved by whole weeks, so that a working day stays one (but for holidays)."""
        day = clock.local_day(template.at)
        chosen = Chosen(cast, self.rng.randrange(1000))
        return Making(chosen, self._place(chosen, row), week - (day - timedelta(days=day.weekday())), self.rng)

    def _place(self, chosen: Chosen, row: dict[str, Any]) -> Any:
        if (pk := row["organisation_id"]) is not None:
            return chosen.enterprise(self.enterprises[pk]).place
        if (pk := row["project_id"]) is not None:
            return chosen.project(self.press.projects[pk]).project.place
        if row.get("kind") in ("suggestion", "investor-lead"):
            return self.rng.choice(chosen.cast.townships)
        return chosen.village(self.rng)

    def _known(self, making: Making, row: dict[str, Any]) -> dict[str, object]:
        """What the words call by name; and what the record is about."""
        firm = self.rng.choice(making.chosen.cast.county.enterprises).firm
        project = ""
        if (pk := row["organisation_id"]) is not None:
            enterprise = making.chosen.enterprise(self.enterprises[pk])
            firm, making.about = enterprise.firm, enterprise.organisation.name
        if (pk := row["project_id"]) is not None:
            making.about = project = making.chosen.project(self.press.projects[pk]).project.name
        return {"firm": firm.short, "product": firm.product, "project": project or "该项目"}

    def _heard(self, kind: str) -> str:
        known = self.heard.setdefault(kind, [])
        if len(known) < 20_000:
            known.append(words.heard(self.rng, kind))
            return known[-1]
        return self.rng.choice(known)

    def _fits(self, template: Template, leading: set[int]) -> bool:
        """Leaves out who acts as a member although a leader, and what names somebody who has no part elsewhere."""
        rows = [one for one in (template.activity, *(state.matter for state in template.states)) if one]
        for row in rows:
            if row.get("sector") and row.get("raised_by_id") in leading:
                return False
            host = self.press.appointments.get(row.get("host_id") or 0)
            if "host_id" in row and (host is None or (host[0] == "member" and row["recorded_by_id"] in leading)):
                return False
        try:
            making = self._making(template, self.casts[0], FIRST, rows[-1])
            making.matter_id = making.activity_id = "tried"
            if template.activity:
                list(self.press.activity(template, making))
            if template.states:
                list(self.press.matter(template, making, until=self.now))
        except KeyError:
            return False
        return True


def _spread(number: int, weeks: int) -> list[int]:
    return [number * (n + 1) // weeks - number * n // weeks for n in range(weeks)]


def _first_ids() -> dict[str, int]:
    """The next id of each table."""
    first = {}
    with connection.cursor() as cursor:
        for model in TABLES[2:]:
            cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {model._meta.db_table}")
            (first[model._meta.db_table],) = cursor.fetchone()
    return first


def _last_numbers() -> dict[tuple[int, str], int]:
    last: dict[tuple[int, str], int] = defaultdict(int)
    with connection.cursor() as cursor:
        cursor.execute("SELECT committee_id, series, last FROM people_counter")
        last.update(((committee, series), number) for committee, series, number in cursor.fetchall())
    return last


def _keep_numbers(numbers: Numbers) -> None:
    with connection.cursor() as cursor:
        for (committee, series), last in numbers.last.items():
            cursor.execute(
                "INSERT INTO people_counter (committee_id, series, last) VALUES (%s, %s, %s)"
                " ON CONFLICT (committee_id, series) DO UPDATE SET last = greatest(people_counter.last, excluded.last)",
                [committee, series, last],
            )
