"""Looking back: promises whose day has come, a sample drawn by lot, and what was found; some wait on the day itself."""

from __future__ import annotations

import heapq
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.demo.acts import Act, carry_out
from yidu.demo.cast import Case, County, acting
from yidu.demo.chance import weighted
from yidu.demo.days import FIRST, later, moment, office_hour, workdays_on, worked
from yidu.demo.present import Present
from yidu.demo.prose import read
from yidu.demo.schedule import Story, Waiting
from yidu.ledger.seals import first_seal_after
from yidu.matters.actions import announce_draw, ask_look_back, find_look_back, make_draw
from yidu.matters.looking import is_asked, to_be_asked
from yidu.matters.models import LookBack, Matter

LINKAGE = "linkage"
ANNOUNCED = date(2025, 9, 1)
DRAWN = 16
NOT_SOLVED, NOBODY_KNOWS = 3, 9
"""Which of those that were drawn is found not solved, and which could not be seen, in the order of the findings."""
LEFT = 15
"""What is asked in the last working days before today waits: some of it is late, the rest is not due yet."""
SETTLED = timedelta(days=21)


def stories(county: County, *, today: date) -> Iterator[Story]:
    """What is looked at in a county up to today; by lot after the day of the printed page."""
    yield _mornings(county, today)
    yield _drawn(county, "draw", moment(ANNOUNCED, 9, 30), FIRST, date(2025, 6, 30))


def promised(now: Present) -> Iterator[Story]:
    """Promises that are open today: late, waiting for somebody who is asked, not due yet. And a draw just announced."""
    for lead, due in (("market", -13), ("economy", -4), ("housing", 6), ("health", 18)):
        it, enterprise = now.difficulty(lead)
        signed = now.hour(workdays_on(now.today, -32), 15)
        at = now.hour(workdays_on(signed.date(), -8), 9)
        yield now.visited(it, enterprise, now.hour(workdays_on(at.date(), -1), 16))
        acts, words = now.handed_over(it, at), read("words")
        measure = {"text": now.rng.choice(words["measures"]), "day": workdays_on(now.today, due).isoformat()}
        acts.do(signed - timedelta(hours=2), "reply", "lead", text=it.subject.plan, measures=[measure], class_="B")
        acts.do(signed, "sign", "head")
        rated = now.hour(workdays_on(signed.date(), 3), 10)
        acts.do(rated, "rate", "raiser", satisfaction="understands", attitude="satisfied", note=words["rated_fair"][1])
        yield carry_out(it.case, acts.acts)
    last_year = now.today - timedelta(days=365)
    yield _announced(now.county, "draw/now", now.before(0, 16), last_year, now.before(9).date() - timedelta(days=1))


def _mornings(county: County, today: date) -> Story:
    """Each working morning somebody is asked where a day has come; some days later they say what they found."""
    rng, agenda, known = county.at("look-backs"), list[Waiting](), set[UUID]()
    last, day = workdays_on(today, -LEFT), worked(FIRST)
    while day <= today:
        yield from _before(moment(day, 9, 5), agenda)
        yield moment(day, 9, 5)
        for waiting in to_be_asked().filter(committee=county.committee):
            path = f"look-back/{waiting.pk}/asked-{waiting.version}"
            ask_look_back(waiting, client_id=county.seed.id(f"{county.code}/{path}"))
            known.discard(waiting.pk)
        asked = LookBack.objects.filter(committee=county.committee, found_at=None, asked__isnull=False)
        for row in asked.exclude(pk__in=known).order_by("asks_at", "matter__number", "measure"):
            known.add(row.pk)
            at = later(rng, clock.now(), rng.randrange(1, 8))
            if day <= last and at.date() <= today:
                heapq.heappush(agenda, (at, len(known), _finding(county, row, rng)))
        day = workdays_on(day, 1)


def _before(morning: datetime, agenda: list[Waiting]) -> Story:
    """What is told before a morning, in order."""
    while agenda and agenda[0][0] < morning:
        at, number, story = heapq.heappop(agenda)
        yield at
        if (following := next(story, None)) is not None:
            heapq.heappush(agenda, (following, number, story))


def _finding(county: County, row: LookBack, rng: random.Random) -> Story:
    """What somebody finds; what is not solved is answered once more. It begins at its moment."""
    row.refresh_from_db()
    asked = Actor(kind="person", person_id=row.asked_id)
    if not is_asked(row, asked):
        return
    bank, path = read("look_backs"), f"look-back/{row.pk}"
    found, seen = _what(row, rng)
    matter = find_look_back(
        row, found=found, seen=seen, actor=asked, version=row.version, client_id=county.seed.id(f"{county.code}/{path}")
    )
    if matter.is_open and found == "unsolved":
        again = workdays_on(clock.now().date(), rng.randrange(3, 7))
        inputs = {"text": rng.choice(bank["again"]), "class": "A"}
        if row.why == LookBack.Why.PROMISED and rng.random() < 0.5:
            measures = [{"text": row.measure, "day": workdays_on(again, 15).isoformat()}]
            inputs = {"text": bank["planned_again"], "class": "B", "measures": measures}
        rated = office_hour(rng, workdays_on(again, rng.randrange(2, 6)))
        acts = [
            Act(moment(again, 9, 40), "reply", "lead", inputs),
            Act(moment(again, 16, 20), "sign", "head"),
            Act(rated, "rate", "raiser", {"satisfaction": "mostly-satisfied", "note": ""}),
        ]
        case = Case(county, path, matter)
        yield from carry_out(case, acts)


def _what(row: LookBack, rng: random.Random) -> tuple[str, str]:
    """Found how, and in which words. Only what came to rest long ago in the linkage is found not solved."""
    bank, matter = read("look_backs"), Matter.objects.select_related("edition").get(pk=row.matter_id)
    rests = matter.closed_at is not None and matter.closed_at < clock.now() - SETTLED
    if row.draw_id:
        nth = LookBack.objects.filter(draw=row.draw_id, found_at__isnull=False).count() + 1
        found = {NOT_SOLVED: "unsolved", NOBODY_KNOWS: "could-not-look"}.get(nth, "solved")
    else:
        found = weighted(rng, [("solved", 86), ("unsolved", 10), ("could-not-look", 4)])
    if found == "unsolved" and not (rests and matter.kind_line.procedure == LINKAGE):
        found = "solved"
    kept = ("solved", "not_solved") if row.draw_id else ("kept", "not_kept")
    name = {"solved": kept[0], "unsolved": kept[1], "could-not-look": "could_not"}[found]
    return found, rng.choice(bank[name])


def _drawn(county: County, path: str, at: datetime, begins: date, ends: date) -> Story:
    """Announced, and drawn on the first morning after there is a seal."""
    yield from _announced(county, path, at, begins, ends)
    draw = county.committee.draws.get(pk=county.seed.id(f"{county.code}/{path}"))
    while first_seal_after(draw.seed_after) is None:
        at = moment(workdays_on(at.date(), 1), 10, 15)
        yield at
    make_draw(draw, actor=acting(county.office[0]), client_id=county.seed.id(f"{county.code}/{path}/made"))


def _announced(county: County, path: str, at: datetime, begins: date, ends: date) -> Story:
    yield at
    announce_draw(
        committee=county.committee, edition=county.edition, procedure=LINKAGE, begins=begins, ends=ends, number=DRAWN,
        actor=acting(county.office[0]), client_id=county.seed.id(f"{county.code}/{path}"),
    )  # fmt: skip
