"""What is talked over in the courtyards of the half year: the lifts of Ganghua estate, and what else there is."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any

from yidu.common import clock
from yidu.common.actors import VISITOR
from yidu.consultations.actions.outcomes import record_outcome
from yidu.consultations.models import Point
from yidu.demo.acts import Act, carry_out
from yidu.demo.asked import asked
from yidu.demo.cast import Case, County, acting, said
from yidu.demo.chance import fixed_id, shuffled
from yidu.demo.days import PRINTED, later, moment, office_hour, some_day, told_at, workdays_on, worked
from yidu.demo.prose import Teller, read
from yidu.demo.schedule import Story
from yidu.demo.sitting import Put, Said, Sitting, carried_out
from yidu.matters.actions import raise_matter
from yidu.people.models import Appointment, Organisation
from yidu.places.models import Place

PEOPLE = 2300
"""D17 of the printed page: people who took part, in all sessions together."""
TOPICS, TWICE = 36, 8
"""Topics beside the lifts; so many of them need a second session."""
LAST = date(2025, 6, 20)
"""The last day on which a topic is proposed that is talked over in the half year."""
LONG = timedelta(hours=2)
SETTLED = timedelta(days=110)
"""A topic proposed so long ago is carried out by now."""
MOMENTS = ("proposed", "chosen", "concluded", "done")
AGREED, DISAGREED = Point.Stands.AGREED, Point.Stands.DISAGREED


def half_year(county: County) -> Iterator[Story]:
    """The lifts, all other topics, and those that were not chosen."""
    yield from _lifts(county)
    rng, entries = county.at("table"), cycle(shuffled(county.at("table/topics"), read("table")["topic"]))
    there = sum(one["people"] for one in read("table")["lifts"]["session"])
    counts = iter(_headcounts(rng, PEOPLE - there, TOPICS + TWICE))
    venues, twice = cycle(shuffled(rng, county.venues)), set(rng.sample(range(TOPICS), TWICE))
    for n in range(TOPICS):
        venue = next(venues)
        convener = rng.choice([one for one in county.liaisons if one.station == venue])
        people = [next(counts) for _session in range(1 + (n in twice))]
        yield _courtyard(county, f"table/{n}", next(entries), convener, some_day(rng, last=LAST), people)
    for n, entry in enumerate(read("table")["not-chosen"]):
        yield _not_chosen(county, f"table/not-chosen/{n}", entry, some_day(rng, last=PRINTED - timedelta(days=14)))


def since_then(county: County, *, today: date) -> Iterator[Story]:
    """One topic every few weeks after the printed page, so long ago that what was agreed has been done."""
    rng, entries = county.at("table/tail"), cycle(shuffled(county.at("table/tail/topics"), read("table")["topic"]))
    day, n = PRINTED + timedelta(days=12), 0
    while day < today - SETTLED:
        n, convener = n + 1, rng.choice(county.liaisons)
        people = [rng.randrange(18, 70) for _session in range(rng.choice((1, 1, 2)))]
        yield _courtyard(county, f"table/tail/{n}", next(entries), convener, worked(day), people)
        day += timedelta(days=rng.randrange(16, 30))


def proposed(case: Case, at: datetime, place: Place, *, title: str, text: str, fixed: str = "") -> Story:
    """A resident without an account proposes a topic."""
    county = case.county
    yield at
    case.matter = raise_matter(
        committee=county.committee, edition=county.edition, kind="topic", title=title, text=text, place=place,
        raised_as="resident", contact=f"{said(place)}网格员转达", actor=VISITOR,
        client_id=fixed_id(fixed) if fixed else county.seed.id(f"{county.code}/{case.path}"),
    )  # fmt: skip


def sitting_of(
    case: Case,
    path: str,
    entry: Mapping[str, Any],
    convener: Appointment,
    begins: datetime,
    people: int,
    *,
    settles: bool,
) -> Sitting:
    """One evening about a topic of the file: what everybody agrees, if it `settles` that, and what they do not."""
    county, rng, words = case.county, case.county.at(path), read("table")["words"]
    hands = (people - people // 3, people // 5, people // 12) if settles else (people // 2, people // 5, people // 4)
    owner = county.departments[entry["owner"]]
    day = workdays_on(begins.date(), rng.randrange(12, 26)) if settles else None
    first = Put(
        entry["agreed"], AGREED if settles else DISAGREED, entry["says"] if settles else words["not-yet"],
        owner=owner if settles else None, day=day, hands=hands,
    )  # fmt: skip
    second = Put(entry["disagreed"], DISAGREED, entry["because"])
    speakers = rng.sample(words["residents"], 3)
    return Sitting(
        topic=case, path=path, convener=convener, form="courtyard", title="", begins=begins, ends=begins + LONG,
        people=people, conclusion=conclusion_of(entry) if settles else words["not-yet"],
        concluded=moment(workdays_on(begins.date(), 1), 9, rng.randrange(60)), agenda=entry["agenda"],
        station=convener.station, room="院坝", members=[rng.choice(county.members)], bodies=[owner],
        named=[("resident", one) for one in speakers], points=[first, second] if settles else [first],
        words=[Said(speaker, text) for speaker, text in zip(speakers, entry["words"], strict=True)],
    )  # fmt: skip


def place_of(convener: Appointment) -> Place:
    """Where the venue of a liaison stands."""
    assert convener.station is not None, "a liaison has a venue"
    assert convener.station.place is not None, "a venue stands somewhere"
    return convener.station.place


def _courtyard(
    county: County, path: str, entry: Mapping[str, Any], convener: Appointment, day: date, people: Sequence[int]
) -> Story:
    """A topic from the proposal to what was done: one session, or two where the first does not settle it."""
    case, rng, place, words = Case(county, path), county.at(path), place_of(convener), read("table")["words"]
    teller = Teller(rng, place=said(place))
    raised = office_hour(rng, day)
    yield from proposed(case, raised, place, title=f"{said(place)}：{entry['title']}", text=teller.tell(entry["text"]))
    chosen = later(rng, raised, rng.randrange(1, 5))
    yield from carry_out(case, [Act(chosen, "choose", "office", {"text": teller.tell(entry["why"])})])
    evening, planned = _evening(rng, workdays_on(chosen.date(), rng.randrange(5, 8))), later(rng, chosen, 1)
    for n, count in enumerate(people):
        sitting = sitting_of(case, f"{path}/{n}", entry, convener, evening, count, settles=n + 1 == len(people))
        yield from sitting.prepared(planned)
        if n == 0:
            yield from carry_out(case, [Act(moment(evening.date(), 9, 10), "begin", "office")])
        yield from sitting.held()
        yield from sitting.is_concluded()
        planned, evening = later(rng, sitting.concluded, 1), _evening(rng, workdays_on(evening.date(), 8))
    said_of = {"text": conclusion_of(entry)}
    yield from carry_out(case, [Act(sitting.concluded + timedelta(hours=2), "conclude", "office", said_of)])
    yield from carried_out(sitting, 0, teller.tell(entry["reply"]))
    yield clock.now() + timedelta(hours=3)
    sitting.echoes(0, words["echoes"])
    if sitting.became(0).stage == "kept":
        yield from carry_out(case, [Act(later(rng, clock.now(), 2), "done", "office", {"text": words["done"]})])


def _not_chosen(county: County, path: str, entry: Mapping[str, Any], day: date) -> Story:
    case, rng = Case(county, path), county.at(path)
    raised = office_hour(rng, day)
    yield from proposed(case, raised, rng.choice(county.villages), title=entry["title"], text=entry["text"])
    yield from carry_out(case, [Act(later(rng, raised, 3), "not-chosen", "office", {"reason": entry["reason"]})])


def _lifts(county: County) -> Iterator[Story]:
    """Three sessions, with a disagreement in the first that is none in the third; each point is kept by its day."""
    bank = read("table")["lifts"]
    case, place = (
        Case(county, "table/lifts"),
        next(one for one in county.townships.values() if one.name == bank["place"]),
    )
    convener = next(one for one in county.liaisons if place in (place_of(one), place_of(one).parent))
    member = next(one for one in county.members if one.sector == county.sectors[bank["sector"]])
    bodies = [county.department(key, place) for key in bank["bodies"]]
    sittings = [_lift_sitting(case, n, line, convener, member, bodies) for n, line in enumerate(bank["session"])]
    yield _lifts_talked_over(case, place, bank, sittings)
    yield asked(case, acting(county.office[0]), bank["asking"], bank["asking"]["opens"], bank["asking"]["closes"])
    for sitting, line in zip(sittings, bank["session"], strict=True):
        for n, point in enumerate(line["points"]):
            if point["stands"] == AGREED:
                yield carried_out(sitting, n, point["reply"], kept=point["kept"])
                yield _echoed(sitting, n, point["kept"])


def _lifts_talked_over(case: Case, place: Place, bank: Mapping[str, Any], sittings: Sequence[Sitting]) -> Story:
    said_at, rng = (
        {one: told_at(bank[one]) for one in ("proposed", "chosen", "concluded", "done")},
        case.county.at(case.path),
    )
    yield from proposed(case, said_at["proposed"], place, title=bank["title"], text=bank["text"], fixed="lifts")
    yield from carry_out(case, [Act(said_at["chosen"], "choose", "office", {"text": bank["why"]})])
    for n, sitting in enumerate(sittings):
        yield from sitting.prepared(office_hour(rng, workdays_on(sitting.begins.date(), -7)))
        if n == 0:
            yield from carry_out(case, [Act(moment(sitting.begins.date(), 9, 30), "begin", "office")])
        yield from sitting.held()
        yield from sitting.is_concluded()
    conclusion = {"text": bank["session"][-1]["conclusion"]}
    yield from carry_out(case, [Act(said_at["concluded"], "conclude", "office", conclusion)])
    for n, line in enumerate(bank["outcome"]):
        yield moment(line["day"], 16, 10 + 5 * n)
        record_outcome(
            case.there, session=sittings[-1].there, item=line["item"], quantity=line["quantity"], day=line["day"],
            confirmed_by=line["confirmed"], confirmed_says=line["says"], actor=sittings[-1].keeper,
            client_id=case.county.seed.id(f"{case.county.code}/{case.path}/outcome-{n}"),
        )  # fmt: skip
    yield from carry_out(case, [Act(said_at["done"], "done", "office", {"text": bank["what-was-done"]})])


def _lift_sitting(
    case: Case, n: int, line: Mapping[str, Any], convener: Appointment, member: Appointment, bodies: list[Organisation]
) -> Sitting:
    bank, begins, departments = read("table")["lifts"], told_at(line["at"]), case.county.departments
    speakers = {"委员": member.person.name, "协商联络员": convener.person.name}
    hands = tuple(line["hands"].values())
    points = [
        Put(
            one["text"], one["stands"], one["says"], owner=departments[one["owner"]] if "owner" in one else None,
            day=one.get("day"), hands=hands if k + 1 == len(line["points"]) else None,
        )
        for k, one in enumerate(line["points"])
    ]  # fmt: skip
    return Sitting(
        topic=case, path=f"{case.path}/{n}", convener=convener, form="courtyard", title=line["title"], begins=begins,
        ends=begins + LONG, people=line["people"], conclusion=line["conclusion"],
        concluded=moment(workdays_on(begins.date(), 1), 9, 20), agenda=line["agenda"], station=convener.station,
        room="港华小区中心花园", members=[member], bodies=bodies, points=points,
        named=[*(("resident", one) for one in bank["residents"]), *(("guest", one) for one in bank["guests"])],
        words=[Said(speakers.get(one["speaker"], one["speaker"]), one["text"]) for one in line["words"]],
    )  # fmt: skip


def _echoed(sitting: Sitting, n: int, text: str) -> Story:
    day = sitting.points[n].day
    assert day is not None, "what is agreed has a day"
    yield moment(workdays_on(day, 3), 20, 15)
    sitting.echoes(n, [text, "", "", ""])


def conclusion_of(entry: Mapping[str, Any]) -> str:
    told: str = read("table")["words"]["concluded"]
    return told.format(agreed=entry["agreed"], disagreed=entry["disagreed"])


def _headcounts(rng: random.Random, people: int, sessions: int) -> list[int]:
    """So many people in so many sessions, 20 or more in each."""
    shares = [rng.uniform(1, 3) for _session in range(sessions)]
    counts = [20 + int((people - 20 * sessions) * share / sum(shares)) for share in shares]
    counts[0] += people - sum(counts)
    return counts


def _evening(rng: random.Random, day: date) -> datetime:
    return moment(day, 19, rng.choice((0, 30)))
