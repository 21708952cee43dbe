"""Something for everybody who signs in: about thirty matters under way, from two days late to two weeks ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from yidu.demo.acts import carry_out, reported
from yidu.demo.cast import County
from yidu.demo.course import LINKAGE, SUPERVISION
from yidu.demo.days import workdays_on
from yidu.demo.difficulties import Told, told
from yidu.demo.households import suggestion_of
from yidu.demo.leads import Steps, entries_of, lead_of
from yidu.demo.look_backs import promised
from yidu.demo.present import Present
from yidu.demo.prose import read
from yidu.demo.schedule import Story
from yidu.people.models import Appointment

OWN = "housing"
"""The department whose handler and head a visitor may sign in as."""


def stories(county: County, now: datetime) -> Iterator[Story]:
    it = Present(county, now)
    handling = (_to_be_handed_over, _to_be_decided, _in_hand, _elsewhere, _to_be_signed)
    for desk in (*handling, _to_be_rated, _investors, promised):
        yield from desk(it)


def _to_be_handed_over(now: Present) -> Iterator[Story]:
    for lead, due in (("labour", -2), ("economy", 0), ("market", 1)):
        it, enterprise = now.difficulty(lead)
        yield now.visited(it, enterprise, now.hour(now.ended(2, due), 16))
    problem, supervisor = now.problem("city")
    yield reported(problem.case, now.before(0, 15), supervisor, "project-supervisor", problem.raises)
    case, raises = suggestion_of(now.county, f"{now.path}/suggestion", read("suggestions")["suggestion"][17])
    author = now.rng.choice(now.members)
    yield reported(case, now.before(2, 11), author.person, author.role_id, raises)


def _to_be_decided(now: Present) -> Iterator[Story]:
    words = read("words")
    it, enterprise = now.difficulty("economy")
    at = now.hour(now.ended(10, 3), 9)
    yield now.visited(it, enterprise, _the_day_before(now, at))
    acts = now.handed_over(it, at)
    acts.do(now.before(0, 10), "extend", "lead", reason=words["extend_reasons"][1], days=8)
    yield carry_out(it.case, acts.acts)
    problem, supervisor = now.problem("city")
    at = now.before(1, 9)
    yield reported(problem.case, _the_day_before(now, at), supervisor, "project-supervisor", problem.raises)
    acts = now.handed_over(problem, at, accepted=False)
    acts.do(now.before(0, 14), "contest", "lead", reason=words["contest_reasons"][1])
    yield carry_out(problem.case, acts.acts)


def _in_hand(now: Present) -> Iterator[Story]:
    """With one's own department: late, due tomorrow, due next week; paused; come back because it was not solved."""
    words = read("words")
    for due in (-2, 7):
        yield from _problem_in_hand(now, OWN, due)
    yield from _difficulty_in_hand(now, OWN, 1)
    it, enterprise = now.difficulty(OWN)
    at = now.before(7, 9)
    yield now.visited(it, enterprise, _the_day_before(now, at))
    acts = now.handed_over(it, at)
    acts.do(now.before(3, 15), "pause", "lead", reason="waiting-for-the-raiser", note=words["pause_notes"][0])
    yield carry_out(it.case, acts.acts)
    it, enterprise = now.difficulty(OWN)
    came_back = now.hour(now.ended(10, 8), 10)
    at = now.hour(workdays_on(came_back.date(), -12), 9)
    yield now.visited(it, enterprise, _the_day_before(now, at))
    acts = now.answered(now.handed_over(it, at), now.hour(workdays_on(at.date(), 7), 15))
    acts.do(came_back, "reopen", "raiser", what_is_missing=words["missing"][1], satisfaction="unsatisfied")
    yield carry_out(it.case, acts.acts)


def _elsewhere(now: Present) -> Iterator[Story]:
    """With other departments; one's own joins in some of them, and departments without accounts in others."""
    for lead, due in (("water", 5), ("education", 3)):
        yield from _problem_in_hand(now, lead, due)
    yield from _difficulty_in_hand(now, "health", 6)
    by_id = {one["id"]: one for one in read("difficulties")["difficulty"]}
    for id_, due in (("tax-superdeduct", 9), ("inspection", 7), ("plant-cert", 8), ("planning-change", 6)):
        entry = by_id[id_]
        now.told.add(entry["title"])
        yield from _difficulty_in_hand(now, entry["lead"], due, entry=entry)


def _to_be_signed(now: Present) -> Iterator[Story]:
    for due in (-1, 4):
        problem, supervisor = now.problem(OWN)
        at = now.hour(now.ended(SUPERVISION.lead, due), 9)
        yield reported(problem.case, _the_day_before(now, at), supervisor, "project-supervisor", problem.raises)
        acts = now.handed_over(problem, at)
        acts.reply(now.before(0, 14), "A")
        yield carry_out(problem.case, acts.acts)
    it, enterprise = now.difficulty(OWN)
    at = now.hour(now.ended(LINKAGE.lead, 2), 9)
    yield now.visited(it, enterprise, _the_day_before(now, at))
    acts = now.handed_over(it, at)
    acts.reply(now.before(0, 15), "B")
    yield carry_out(it.case, acts.acts)


def _to_be_rated(now: Present) -> Iterator[Story]:
    county = now.county
    own = next(one for one in county.members if one.person.username == "member")
    for appointment, lead, due in (
        (own, "city", 1), (own, "transport", 4), (own, "civil", 8), (county.leaders[0], "water", 2),
        (county.leaders[0], "city", 6),
    ):  # fmt: skip
        problem, _ = now.problem(lead)
        signed = now.hour(now.ended(SUPERVISION.rating, due), 14)
        yield from _answered(now, problem, appointment, signed)
    for due in (5, 11):
        place = now.rng.choice(county.villages)
        entry = now.unused(read("concerns")["concern"])
        concern = told(county, f"{now.path}/{now.next()}", entry, place)
        concern.raises["kind"] = "resident-concern"
        yield from _answered(now, concern, county.liaisons[0], now.hour(now.ended(LINKAGE.rating, due), 14))
    for lead, due in (("commerce", 12), ("science", 15)):
        it, enterprise = now.difficulty(lead)
        signed = now.hour(now.ended(LINKAGE.rating, due), 14)
        at = now.hour(workdays_on(signed.date(), -8), 9)
        yield now.visited(it, enterprise, _the_day_before(now, at), host=own if lead == "commerce" else None)
        yield carry_out(it.case, now.answered(now.handed_over(it, at), signed).acts)


def _investors(now: Present) -> Iterator[Story]:
    entries = entries_of(now.county, f"{now.path}/leads")
    for n, stage in enumerate(("clue", "contact", "visit", "negotiation")):
        path = f"{now.path}/lead/{n}"
        referrer = now.rng.choice(now.members)
        case, teller, raises = lead_of(now.county, path, next(entries))
        yield reported(case, now.before(n * 6, 15), referrer.person, referrer.role_id, raises)
        steps = Steps(now.county, teller)
        if stage != "clue":
            steps.do(now.before(n * 6 - 1, 9), "assign", "office", lead=now.county.departments["investment"])
        if stage in ("visit", "negotiation"):
            steps.do(now.before(n * 6 - 6, 10), "visit", "lead", note=steps.say("survey"))
        if stage == "negotiation":
            steps.do(now.before(5, 10), "negotiate", "lead", note=steps.say("talks"))
        yield carry_out(case, steps.acts)


def _problem_in_hand(now: Present, lead: str, due: int) -> Iterator[Story]:
    problem, supervisor = now.problem(lead)
    at = now.hour(now.ended(SUPERVISION.lead, due), 9)
    yield reported(problem.case, _the_day_before(now, at), supervisor, "project-supervisor", problem.raises)
    yield carry_out(problem.case, now.handed_over(problem, at).acts)


def _difficulty_in_hand(now: Present, lead: str, due: int, *, entry: dict[str, Any] | None = None) -> Iterator[Story]:
    """Where an entry is given, those who join in have not said anything yet."""
    it, enterprise = now.difficulty(lead, entry)
    at = now.hour(now.ended(LINKAGE.lead, due), 9)
    yield now.visited(it, enterprise, _the_day_before(now, at))
    yield carry_out(it.case, now.handed_over(it, at, joined=entry is None).acts)


def _answered(now: Present, it: Told, raiser: Appointment, signed: datetime) -> Iterator[Story]:
    """Raised by somebody with an account, who now has to look whether it is solved."""
    at = now.hour(workdays_on(signed.date(), -9), 9)
    yield reported(it.case, _the_day_before(now, at), raiser.person, raiser.role_id, it.raises)
    yield carry_out(it.case, now.answered(now.handed_over(it, at), signed).acts)


def _the_day_before(now: Present, at: datetime) -> datetime:
    return now.hour(workdays_on(at.date(), -1), 16)
