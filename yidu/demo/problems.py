"""Site inspections of projects, and the problems that are found there and mended."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from yidu.demo.acts import carry_out, reported
from yidu.demo.cast import County, Supervised, acting
from yidu.demo.chance import shuffled, weighted
from yidu.demo.course import SUPERVISION, Ending, draw
from yidu.demo.days import PRINTED, moment, office_hour, some_day, workdays_on, worked_before
from yidu.demo.difficulties import Told, told
from yidu.demo.prose import Teller, read
from yidu.demo.schedule import Story
from yidu.matters.actions import record_and_raise
from yidu.people.models import Appointment

SOLVED = 282
"""D10 of the printed page."""
OTHERS: list[tuple[Ending, float]] = [("unrated", 58), ("seen", 24), ("reopened", 12), ("diverted", 6)]
UNSOLVED = 62
INSPECTED = 0.22
"""Share of the problems that are found on an inspection; the others are reported by the project's supervisor."""
INSPECTIONS = 0.6
"""How likely it is that a week without a problem has an inspection."""
LATEST = moment(PRINTED, 17, 30)


def half_year(county: County, *, solved_by_then: int) -> Iterator[Story]:
    """The problems of the half year: so many confirmed as solved by its last day, and others that were not."""
    rng = county.at("problems")
    entries = general(county)
    for n in range(solved_by_then + UNSOLVED):
        solved = n < solved_by_then
        ending: Ending = weighted(rng, [("solved", 88), ("reopened", 9), ("seen", 3)] if solved else OTHERS)
        project = rng.choice(county.projects)
        it = problem(county, f"problem/{n}", entries, project)
        raised = office_hour(rng, _first_day(rng, project))
        if solved:
            yield from _in_time(county, it, project, raised, ending)
        else:
            yield from _not_in_time(county, it, project, raised, ending)


def problem(county: County, path: str, entries: Iterator[dict[str, Any]], project: Supervised) -> Told:
    """A problem of this project's type, or one that any project may have."""
    rng = county.at(f"{path}/entry")
    types = {one["id"]: one["problem"] for one in read("projects")["type"]}
    entry = rng.choice(types[project.type]) if rng.random() < 0.62 else next(entries)
    it = told(county, path, entry, project.project.place, frame=SUPERVISION, project=project.project.name)
    it.raises |= {"kind": "project-problem", "project": project.project}
    if hurdle := read("projects")["hurdle"].get(entry["lead"]):
        it.raises["answers"] = {"stuck-at": hurdle}
    return it


def found(county: County, it: Told, project: Supervised, raised: datetime) -> Iterator[Story]:
    """How the problem comes to be known: on an inspection, or by its supervisor's report."""
    rng = county.at(f"{it.case.path}/found")
    if rng.random() < INSPECTED:
        host = rng.choice(county.leaders) if rng.random() < 0.2 else rng.choice(county.members)
        yield inspection(county, f"{it.case.path}/inspection", project, host, raised, brings=it)
    else:
        yield reported(it.case, raised, project.supervisor, "project-supervisor", it.raises)


def inspection(
    county: County, path: str, project: Supervised, host: Appointment, at: datetime, *, brings: Told | None = None
) -> Story:
    """Members look at a project on site; with or without a problem that they bring back."""
    rng, bank = county.at(path), read("visits")["inspections"]
    teller = Teller(rng)
    yield at
    _, matters = record_and_raise(
        committee=county.committee, edition=county.edition, kind="site-inspection", day=at.date(), host=host,
        project=project.project, headcount=rng.randrange(3, 15),
        companions=project.project.owner.called if project.project.owner else "",
        heard=teller.one_of(bank["openings"]) + teller.one_of(bank["told"]),
        raises=[brings.raises] if brings else [], actor=acting(host.person),
        client_id=county.seed.id(f"{county.code}/{path}"),
    )  # fmt: skip
    if brings:
        brings.case.matter = matters[0]


def _in_time(county: County, it: Told, project: Supervised, raised: datetime, ending: Ending) -> Iterator[Story]:
    """A problem that is confirmed as solved by the last day: raised as much earlier as it takes."""
    course = draw(it.teller.rng, ending)
    earliest = moment(project.since, 9)
    for _attempt in range(40):
        acts = it.acts(raised, course)
        if acts[-1].at <= LATEST:
            yield from found(county, it, project, raised)
            yield carry_out(it.case, acts)
            return
        over = acts[-1].at - LATEST
        raised = max(earliest, office_hour(it.teller.rng, worked_before((raised - over - timedelta(days=1)).date())))
    raise ValueError(f"{it.case.path} cannot be solved by {LATEST}")


def _not_in_time(county: County, it: Told, project: Supervised, raised: datetime, ending: Ending) -> Iterator[Story]:
    """A problem that is not confirmed as solved by the last day: if it is ever solved, it was found so much later."""
    course = draw(it.teller.rng, ending)
    last = moment(worked_before(PRINTED), 9)
    while (acts := it.acts(raised, course))[-1].at <= LATEST and ending in ("seen", "reopened"):
        raised = min(last, office_hour(it.teller.rng, workdays_on(raised.date(), 6)))
    yield from found(county, it, project, raised)
    yield carry_out(it.case, acts)


def _first_day(rng: random.Random, project: Supervised) -> date:
    return some_day(rng, first=workdays_on(project.since, 2), last=date(2025, 7, 24))


def general(county: County) -> Iterator[dict[str, Any]]:
    """What goes wrong at any project, in a shuffled order, for ever."""
    rng = county.at("problems/entries")
    while True:
        yield from shuffled(rng, read("projects")["general"])
