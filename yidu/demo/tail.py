"""From the day of the printed page to today: a few things each week, so that charts and lists live."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle

from yidu.demo import proposals, reports, voice
from yidu.demo.acts import carry_out
from yidu.demo.answers import Answers
from yidu.demo.cast import County
from yidu.demo.chance import shuffled, weighted
from yidu.demo.course import draw
from yidu.demo.days import PRINTED, office_hour, worked
from yidu.demo.difficulties import any_ending, difficulties, difficulty
from yidu.demo.households import concerns, courtyard, suggestion
from yidu.demo.leads import ENDS, entries_of, lead
from yidu.demo.problems import INSPECTIONS, found, general, inspection, problem
from yidu.demo.prose import read
from yidu.demo.reports import Issues
from yidu.demo.schedule import Story
from yidu.demo.visits import heard, plan
from yidu.people.models import Appointment

MATTERS_UNTIL = timedelta(days=95)
"""No matter begins in so many days before today: all of these are closed, what is open is in `yidu.demo.present`."""


FATES: list[tuple[proposals.Fate, float]] = [("filed", 92), ("not-filed", 5), ("passed-on", 3)]


def stories(county: County, *, today: date) -> Iterator[Story]:
    rng = county.at("tail")
    enterprises, entries = cycle(shuffled(rng, county.enterprises)), difficulties(county, "tail/difficulties")
    problems, told, advice = general(county), concerns(county), cycle(read("suggestions")["suggestion"])
    leads = entries_of(county, "tail/leads")
    monday, n = PRINTED + timedelta(days=4), 0
    while monday < today - timedelta(days=3):
        n += 1
        settled = monday < today - MATTERS_UNTIL
        for k in range(rng.choice((2, 3, 3, 4))):
            day = _day(rng, monday, today)
            visit = plan(county, f"tail/visit/{n}-{k}", _anybody(county, rng), next(enterprises), day)
            if settled and rng.random() < 0.2:
                it = difficulty(county, f"{visit.path}/difficulty", next(entries), visit.enterprise)
                visit.brings.append(it)
                yield it.goes_on(visit.recorded, any_ending(it))
            visit.heard = heard(visit)
            yield visit.story()
        at = office_hour(rng, _day(rng, monday, today))
        project = rng.choice(county.projects)
        if settled and rng.random() < 0.5:
            it = problem(county, f"tail/problem/{n}", problems, project)
            yield from found(county, it, project, at)
            yield carry_out(it.case, it.acts(at, draw(rng, any_ending(it))))
        elif rng.random() < INSPECTIONS:
            yield inspection(county, f"tail/inspection/{n}", project, _anybody(county, rng), at)
        if settled and rng.random() < 0.5:
            reaches = weighted(rng, ENDS[:2])
            yield from lead(county, f"tail/lead/{n}", next(leads), rng.choice(county.members), at, reaches)
        if rng.random() < 0.5:
            tells = next(told) if settled and rng.random() < 0.4 else None
            yield from courtyard(county, f"tail/household/{n}", rng.choice(county.liaisons), at, tells)
        if settled and rng.random() < 0.25:
            yield from suggestion(county, f"tail/suggestion/{n}", next(advice), rng.choice(county.members), at)
        monday += timedelta(days=7)


def suggestions(county: County, *, today: date) -> Iterator[Story]:
    """Proposals, most of them around the plenary session, and opinion reports; what is not at its end is under way."""
    rng = county.at("tail/voice")
    people, entries = voice.proposers(county, "tail/proposers"), proposals.entries(county, "tail/proposals")
    writers, news = voice.authors(county, "tail/authors"), reports.entries(county, "tail/reports")
    monday, n = PRINTED + timedelta(days=4), 0
    while monday < today - timedelta(days=3):
        n += 1
        for k in range(8 if proposals.is_plenary(monday) else rng.choice((0, 0, 1, 1, 1))):
            path = f"tail/proposal/{n}-{k}"
            way = proposals.draw(rng, weighted(rng, FATES))
            it = proposals.proposal(county, path, next(entries), next(people), brief=way.returned)
            at = office_hour(rng, _day(rng, monday, today))
            yield voice.told_by(it.case, it.author, it.raises, at, Answers(it).tell(at, way))
        for k in range(rng.choice((0, 1, 1, 2, 2))):
            brief = reports.report(county, f"tail/report/{n}-{k}", next(news), next(writers))
            at = office_hour(rng, _day(rng, monday, today))
            fate = "kept" if rng.random() < 0.12 else reports.draw(rng)
            yield voice.told_by(brief.case, brief.author, brief.raises, at, Issues(brief).tell(at, fate))
        monday += timedelta(days=7)


def _anybody(county: County, rng: random.Random) -> Appointment:
    return rng.choice(county.leaders) if rng.random() < 0.15 else rng.choice(county.members)


def _day(rng: random.Random, monday: date, today: date) -> date:
    """A working day of the week (or the next one, after a long holiday), never today."""
    return min(worked(monday + timedelta(days=rng.randrange(5))), today - timedelta(days=1))
