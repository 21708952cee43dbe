"""Investors whom leaders and members bring: from a clue to a project on the ground, or to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any, Literal

from yidu.demo.acts import Act, carry_out, reported
from yidu.demo.cast import Case, County
from yidu.demo.chance import shuffled, weighted
from yidu.demo.days import PRINTED, later, office_hour, some_day, workdays_on
from yidu.demo.prose import Teller, read
from yidu.demo.schedule import Story
from yidu.people.models import Appointment

BY_LEADERS, BY_MEMBERS = 82, 427
"""D04 and D06 of the printed page."""

Reaches = Literal["contact", "visit", "negotiation", "signed", "landed"]
ENDS: list[tuple[Reaches, float]] = [
    ("contact", 46), ("visit", 28), ("negotiation", 20), ("signed", 2), ("landed", 4),
]  # fmt: skip
NOT_BEFORE = workdays_on(PRINTED, 2)
"""The first day on which another investor signs: the printed page knows of three, and the stories tell them."""


def half_year(county: County, *, by_leaders: int, by_members: int) -> Iterator[Story]:
    rng = county.at("leads")
    leaders = {one.person_id for one in county.leaders}
    members = shuffled(rng, [one for one in county.members if one.person_id not in leaders])
    referrers = list(_turns(county.leaders, by_leaders)) + list(_turns(members, by_members))
    entries = entries_of(county, "leads/entries")
    for n, referrer in enumerate(referrers):
        reaches = weighted(rng, ENDS)
        # Who is to sign after the page was printed was not met long before.
        first = date(2025, 5, 6) if reaches in ("signed", "landed") else date(2025, 1, 2)
        at = office_hour(rng, some_day(rng, first=first))
        yield from lead(county, f"lead/{n}", next(entries), referrer, at, reaches)


def lead(
    county: County, path: str, entry: dict[str, Any], referrer: Appointment, at: datetime, reaches: Reaches
) -> Iterator[Story]:
    """A lead that its referrer raises at a moment, and what becomes of it."""
    case, teller, raises = lead_of(county, path, entry)
    yield reported(case, at, referrer.person, referrer.role_id, raises)
    yield carry_out(case, Steps(county, teller).run(at, reaches))


def lead_of(county: County, path: str, entry: dict[str, Any]) -> tuple[Case, Teller, dict[str, Any]]:
    """A lead in words: what it asks of `raise_matter`."""
    bank, rng = read("leads"), county.at(path)
    investor = rng.choice(bank["investors"][entry["line"]])
    place = rng.choice(list(county.townships.values()))
    teller = Teller(rng, investor=investor, city=rng.choice(read("slots")["city"]), township=place.name)
    title = teller.tell(entry["title"])
    text = "".join([teller.one_of(bank["channels"]), teller.tell(entry["text"]), rng.choice(bank["asks"])])
    answers = {"intends": bank["field"][entry["line"]]}
    raises = {"kind": "investor-lead", "title": title, "text": text, "place": place, "answers": answers}
    return Case(county, path), teller, raises


class Steps:
    """The acts of one lead."""

    def __init__(self, county: County, teller: Teller) -> None:
        self.county, self.teller, self.rng = county, teller, teller.rng
        self.bank = read("leads")["progress"]
        self.acts: list[Act] = []

    def run(self, raised: datetime, reaches: Reaches) -> list[Act]:
        rng = self.rng
        at = later(rng, raised, rng.choice((0, 0, 1)))
        joint = [self.county.departments["economy"]] if rng.random() < 0.25 else None
        given = self.do(at, "assign", "office", lead=self.county.departments["investment"], joint=joint)
        if rng.random() < 0.2:
            given = self.do(later(rng, given, rng.choice((0, 1))), "accept", "lead")
        if rng.random() < 0.2:
            given = self.do(later(rng, given, 1), "note", "lead", note=self.say("contact"))
        at = office_hour(rng, workdays_on(given.date(), rng.randrange(2, 8)))
        if reaches == "contact":
            return self.drop(at)
        at = self.do(at, "visit", "lead", note=self.say("survey"))
        at = office_hour(rng, workdays_on(at.date(), rng.randrange(4, 17)))
        if reaches == "visit":
            return self.drop(at)
        at = self.do(at, "negotiate", "lead", note=self.say("talks"))
        at = office_hour(rng, workdays_on(at.date(), rng.randrange(12, 50)))
        if reaches == "negotiation":
            return self.drop(at)
        signed = max(at, office_hour(rng, workdays_on(NOT_BEFORE, rng.randrange(0, 12))))
        self.do(signed, "sign-agreement", "lead", note=self.say("signed"))
        at = office_hour(rng, workdays_on(signed.date(), rng.randrange(60, 200)))
        if reaches == "signed":
            return self.drop(at)
        self.do(at, "land", "lead", note=self.say("landed"))
        return self.acts

    def drop(self, at: datetime) -> list[Act]:
        self.do(at, "drop", self.rng.choice(("lead", "lead", "office")), reason=self.say("ended"))
        return self.acts

    def say(self, what: str) -> str:
        return self.teller.one_of(self.bank[what])

    def do(self, at: datetime, action: str, by: str, **inputs: Any) -> datetime:
        if self.acts and at <= self.acts[-1].at:
            at = self.acts[-1].at + timedelta(minutes=self.rng.randrange(5, 45))
        self.acts.append(Act(at, action, by, {name: value for name, value in inputs.items() if value}))
        return at


def entries_of(county: County, path: str) -> Iterator[dict[str, Any]]:
    """Entries of the prose file in a shuffled order, for ever."""
    rng = county.at(path)
    while True:
        yield from shuffled(rng, read("leads")["lead"])


def _turns(people: list[Appointment], number: int) -> Iterator[Appointment]:
    order = cycle(people)
    for _ in range(number):
        yield next(order)
