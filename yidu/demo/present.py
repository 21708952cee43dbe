"""How matters come to be under way on the day on which the demonstration is opened. Which ones: `yidu.demo.desks`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from yidu.demo.cast import County, Enterprise
from yidu.demo.course import SUPERVISION, Handlings
from yidu.demo.days import moment, workdays_on, worked, worked_before
from yidu.demo.difficulties import Told, difficulty, told
from yidu.demo.prose import read
from yidu.demo.schedule import Story
from yidu.demo.visits import Visit, heard
from yidu.people.models import Appointment, Person


class Present:
    """Matters that stop where they are. `due` is a number of working days from today; negative, it is late."""

    def __init__(self, county: County, now: datetime) -> None:
        self.county, self.today = county, now.date()
        self.eve = worked_before(self.today - timedelta(days=1))
        self.path = f"present/{self.today}"
        self.rng = county.at(self.path)
        self.number = 0
        self.told: set[str] = set()
        leading = {one.person_id for one in county.leaders}
        self.members = [one for one in county.members if one.person_id not in leading]

    # --- when ---

    def ended(self, length: int, due: int) -> date:
        """The day on which a period of so many working days began if it ends on the day `due`."""
        last = workdays_on(self.today, due) if due else worked(self.today)
        return min(workdays_on(last, -length), self.eve)

    def before(self, days: int, hour: int = 10) -> datetime:
        """So many working days before the last one."""
        return self.hour(workdays_on(self.eve, -days) if days else self.eve, hour)

    def hour(self, day: date, hour: int) -> datetime:
        return moment(day, hour, self.rng.randrange(60), self.rng.randrange(60))

    # --- what ---

    def difficulty(self, lead: str, entry: dict[str, Any] | None = None) -> tuple[Told, Enterprise]:
        """A difficulty that this department leads, and the enterprise that has it."""
        entry = entry or self.unused([one for one in read("difficulties")["difficulty"] if one["lead"] == lead])
        enterprise = self.rng.choice(self.county.enterprises)
        return difficulty(self.county, f"{self.path}/{self.next()}", entry, enterprise), enterprise

    def problem(self, lead: str) -> tuple[Told, Person]:
        """A problem that this department leads, and the supervisor of its project."""
        bank = read("projects")
        by_type = [(one["id"], entry) for one in bank["type"] for entry in one["problem"] if entry["lead"] == lead]
        general = [("", entry) for entry in bank["general"] if entry["lead"] == lead]
        entry = self.unused([entry for _, entry in by_type + general])
        type_ = next((id_ for id_, one in by_type if one is entry), "")
        project = self.rng.choice([one for one in self.county.projects if type_ in ("", one.type)])
        it = told(
            self.county, f"{self.path}/{self.next()}", entry, project.project.place, frame=SUPERVISION,
            project=project.project.name,
        )  # fmt: skip
        it.raises |= {"kind": "project-problem", "project": project.project}
        return it, project.supervisor

    def unused(self, entries: list[dict[str, Any]]) -> dict[str, Any]:
        fresh = [one for one in entries if str(one["title"]) not in self.told] or entries
        entry = self.rng.choice(fresh)
        self.told.add(str(entry["title"]))
        return entry

    def next(self) -> int:
        self.number += 1
        return self.number

    # --- how it comes, and how far it goes ---

    def visited(self, it: Told, enterprise: Enterprise, at: datetime, host: Appointment | None = None) -> Story:
        host = host or self.rng.choice(self.members)
        visit = Visit(self.county, f"{it.case.path}/visit", host, enterprise, at.date(), at, brings=[it])
        visit.heard = heard(visit)
        return visit.story()

    def handed_over(self, it: Told, at: datetime, *, accepted: bool = True, joined: bool = True) -> Handlings:
        """With the lead since `at`; whoever joins in has said so, unless it is only from yesterday."""
        acts = Handlings(it.teller, it.subject, it.frame, it.departments)
        joint = [it.departments[key] for key in it.subject.joint]
        note = self.rng.choice(read("words")["assign_notes"])
        acts.do(at, "assign", "office", lead=it.departments[it.subject.lead], joint=joint, note=note)
        if accepted and at.date() < self.eve:
            acts.do(self.hour(workdays_on(at.date(), 1), 9), "accept", "lead")
        if joined and at.date() < self.eve:
            for n, key in enumerate(it.subject.joint):
                when = min(workdays_on(at.date(), 1 + n), self.eve)
                text = it.teller.one_of(read("words")["opinions"])
                acts.do(self.hour(when, 11), "opinion", "joint", department=it.departments[key], text=text)
        return acts

    def answered(self, acts: Handlings, at: datetime) -> Handlings:
        """Written and signed on the day of `at`."""
        acts.do(acts.reply(at, "A") + timedelta(minutes=40), "sign", "head")
        return acts
