"""Visits to enterprises, with what was heard there and what was brought back."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import cycle
from uuid import UUID

from yidu.demo.cast import County, Enterprise, acting
from yidu.demo.chance import shuffled
from yidu.demo.days import PRINTED, later, moment, office_hour, some_day
from yidu.demo.difficulties import Told, any_ending, difficulties, difficulty
from yidu.demo.prose import Teller, read
from yidu.demo.schedule import Story
from yidu.matters.actions import record_and_raise
from yidu.people.models import Appointment, Person

BY_LEADERS, BY_MEMBERS = 116, 698
"""D03 and D05 of the printed page."""
WITH_DIFFICULTY = 220
PUBLISHED = date(2025, 7, 25)


@dataclass
class Visit:
    """One visit, before it happens."""

    county: County
    path: str
    host: Appointment
    enterprise: Enterprise
    day: date
    recorded: datetime
    heard: str = ""
    companions: str = ""
    headcount: int = 2
    brings: list[Told] = field(default_factory=list)
    recorder: Person | None = None
    client_id: UUID | None = None

    def story(self) -> Story:
        """It is recorded, with what it brings back."""
        yield self.recorded
        _, matters = record_and_raise(
            committee=self.county.committee,
            edition=self.county.edition,
            kind="enterprise-visit",
            day=self.day,
            host=self.host,
            organisation=self.enterprise.organisation,
            companions=self.companions,
            headcount=self.headcount,
            heard=self.heard,
            raises=[one.raises for one in self.brings],
            actor=acting(self.recorder or self.host.person),
            client_id=self.client_id or self.county.seed.id(f"{self.county.code}/{self.path}"),
        )
        for told, matter in zip(self.brings, matters, strict=True):
            told.case.matter = matter


def half_year(county: County, *, by_leaders: int, by_members: int) -> Iterator[Story]:
    """The visits of the half year; some bring back a difficulty. The leaders' are all made before the last week."""
    rng = county.at("visits")
    others = [one for one in county.members if one.person_id not in {leader.person_id for leader in county.leaders}]
    hosts = _in_turn(rng, county.leaders, by_leaders) + _in_turn(rng, others, by_members)
    enterprises, entries = cycle(shuffled(rng, county.enterprises)), difficulties(county, "difficulties")
    raising = set(rng.sample(range(len(hosts)), WITH_DIFFICULTY))
    for n, host in enumerate(hosts):
        visit = plan(county, f"visit/{n}", host, next(enterprises), some_day(rng, last=_last(host)))
        if n in raising:
            it = difficulty(county, f"visit/{n}/difficulty", next(entries), visit.enterprise)
            visit.brings.append(it)
            yield it.goes_on(visit.recorded, any_ending(it))
        visit.heard = heard(visit)
        yield visit.story()


def _last(host: Appointment) -> date:
    # On 25 July their number was published, and on the 28th corrected: it must not grow in between.
    return PUBLISHED - timedelta(days=2) if host.role_id == "leader" else PRINTED


def plan(county: County, path: str, host: Appointment, enterprise: Enterprise, day: date) -> Visit:
    """A visit on a day, recorded in the evening or the next morning."""
    rng = county.at(path)
    recorded = moment(day, rng.randrange(15, 21), rng.randrange(60), rng.randrange(60))
    if rng.random() < 0.2 and day + timedelta(days=4) < PRINTED:
        recorded = later(rng, office_hour(rng, day), 1)
    # Most leaders tell the office, which writes it down.
    told_to = rng.choice(county.office) if host.role_id == "leader" and rng.random() < 0.7 else None
    return Visit(
        county, path, host, enterprise, day, recorded, recorder=told_to, headcount=rng.randrange(2, 8),
        companions=_companions(county, rng, enterprise),
    )  # fmt: skip


def heard(visit: Visit) -> str:
    """What the host wrote down."""
    bank, rng, firm = read("visits"), visit.county.at(f"{visit.path}/heard"), visit.enterprise.firm
    teller = Teller(rng, firm=firm.short, product=firm.product)
    sentences = [rng.choice(bank["openings"]), teller.one_of(bank["seen"][firm.trade])]
    sentences += [teller.one_of(bank["told"])] if rng.random() < 0.8 else []
    if visit.brings:
        return "".join([*sentences, rng.choice(bank["raising"])])
    sentences += [rng.choice(bank["policies"])] if rng.random() < 0.6 else []
    return "".join([*sentences, rng.choice(bank["endings"])])


def _companions(county: County, rng: random.Random, enterprise: Enterprise) -> str:
    offices = [county.department("township", enterprise.place).called]
    offices += [county.departments[rng.choice(("economy", "investment", "science", "labour", "market"))].called]
    return "、".join(offices[: rng.choice((0, 1, 1, 2))])


def _in_turn(rng: random.Random, people: Sequence[Appointment], number: int) -> list[Appointment]:
    """So many hosts, everybody about equally often."""
    order = cycle(shuffled(rng, people))
    return [next(order) for _ in range(number)]
