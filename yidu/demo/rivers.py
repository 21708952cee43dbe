"""The second county: river posts with their keepers, patrols, and what is found, cleared and seen again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from yidu.activities.actions import record_activity
from yidu.common.actors import SYSTEM
from yidu.demo.acts import LAPSE, Act, carry_out
from yidu.demo.cast import Case, County, acting
from yidu.demo.chance import shuffled, weighted
from yidu.demo.days import moment
from yidu.demo.entering import enter_appointment, enter_person
from yidu.demo.prose import Teller, read
from yidu.demo.schedule import Story
from yidu.matters.actions import record_and_raise
from yidu.people.actions import open_station
from yidu.people.models import Appointment

CODE, PROGRAMME = "500235", "huhe"
POSTS = 12
BEGAN = date(2025, 3, 3)
RIVERS = ("yangtze", "pengxi", "tangxi", "modao", "changtan")

Fate = Literal["gone", "still there", "nobody looked", "not ours", "found", "clearing", "seen again"]
FATES: list[tuple[Fate, float]] = [("gone", 70), ("still there", 12), ("nobody looked", 10), ("not ours", 8)]


@dataclass(frozen=True)
class Patrol:
    keeper: Appointment
    at: datetime
    fate: Fate | None = None


def add_keepers(county: County) -> list[Appointment]:
    """A post in each of some townships on the water, with its keeper."""
    keepers = []
    for n, township in enumerate(list(county.townships.values())[:POSTS]):
        villages = [one for one in county.villages if one.parent_id == township.pk]
        post = open_station(
            committee=county.committee, kind="river-post", name=f"{township.name}护河驿站", place=villages[0],
            opened=BEGAN, covers=villages[:6], actor=SYSTEM, client_id=county.seed.id(f"{county.code}/post/{n}"),
        )  # fmt: skip
        person = enter_person(county, f"keeper/{n}", username=f"keeper-{n + 1}")
        keepers.append(enter_appointment(county, f"keeper/{n}", person, "river-keeper", starts=BEGAN, station=post))
    return keepers


def patrols(county: County, keepers: list[Appointment], *, until: date) -> Iterator[Story]:
    """Three patrols a week in the first months, then one; every fourth finds something. Now and then a sample."""
    rng, n, day = county.at("rivers"), 0, BEGAN
    while day < until - timedelta(days=12):
        for _ in range(3 if day < date(2025, 8, 1) else 1):
            at = moment(day + timedelta(days=rng.randrange(6)), rng.randrange(7, 12), rng.randrange(60))
            fate = weighted(rng, FATES) if n % 4 == 1 else None
            yield from patrol(county, f"patrol/{n}", Patrol(rng.choice(keepers), at, fate))
            n += 1
        if n % 2:
            at = moment(day + timedelta(days=rng.randrange(6)), 8, rng.randrange(60))
            yield _sampled(county, f"sample/{n}", rng.choice(keepers), at)
        day += timedelta(days=7)


def present(county: County, keepers: list[Appointment], *, now: datetime) -> Iterator[Story]:
    """What is under way in the hours before the demonstration is opened."""
    open_now: tuple[tuple[Fate, int], ...] = (
        ("found", 2), ("found", 7), ("clearing", 30), ("seen again", 52), ("seen again", 61),
    )  # fmt: skip
    for n, (fate, hours) in enumerate(open_now):
        at = now - timedelta(hours=hours, minutes=12)
        yield from patrol(county, f"patrol/now/{at:%Y-%m-%d}/{n}", Patrol(keepers[0], at, fate))


def _sampled(county: County, path: str, keeper: Appointment, at: datetime) -> Story:
    """A white disc is let down until nobody sees it."""
    rng = county.at(path)
    depth = rng.randrange(40, 260, 5)
    yield at
    record_activity(
        committee=county.committee, edition=county.edition, kind="water-sample", day=at.date(), host=keeper,
        station=keeper.station, headcount=2, actor=acting(keeper.person),
        answers={"river": rng.choice(RIVERS), "transparency": depth, "cloudy": int(depth < 70)},
        client_id=county.seed.id(f"{county.code}/{path}"),
    )  # fmt: skip


def patrol(county: County, path: str, plan: Patrol) -> Iterator[Story]:
    rng, bank = county.at(path), read("rivers")
    teller = Teller(rng)
    case = Case(county, f"{path}/find")
    find = shuffled(rng, bank["find"])[0] if plan.fate else None
    raises: list[dict[str, Any]] = []
    if find:
        told = {"title": teller.tell(find["title"]), "text": teller.tell(find["text"])}
        raises = [{"kind": "river-find", "answers": {"what": find["what"]}, **told}]
    answers = {"river": rng.choice(RIVERS), "kilometres": rng.randrange(3, 14), "outfalls": rng.randrange(0, 7)}

    def walked() -> Story:
        yield plan.at
        _, matters = record_and_raise(
            committee=county.committee, edition=county.edition, kind="river-patrol", day=plan.at.date(),
            host=plan.keeper, station=plan.keeper.station, headcount=rng.randrange(1, 5),
            heard=teller.one_of(bank["heard"]), answers=answers, raises=raises, actor=acting(plan.keeper.person),
            client_id=county.seed.id(f"{county.code}/{path}"),
        )  # fmt: skip
        case.matter = matters[0] if matters else None

    yield walked()
    if find and plan.fate:
        yield carry_out(case, _acts(county, teller, find, plan))


def _acts(county: County, teller: Teller, find: dict[str, Any], plan: Patrol) -> Iterator[Act]:
    """Clocks run in hours here, by night as by day."""
    rng, at = teller.rng, plan.at
    lead, fate = county.departments[find["lead"]], plan.fate

    def after(low: int, high: int) -> datetime:
        nonlocal at
        at += timedelta(hours=rng.randrange(low, high), minutes=rng.randrange(5, 55))
        return at

    if fate == "found":
        return
    if fate == "not ours":
        wrong = county.departments["transport"]
        yield Act(after(0, 3), "send", "office", {"lead": wrong})
        yield Act(after(0, 3), "not-ours", "lead", {"reason": "该河段不在航道管理范围，请改派。"}, wrong)
        yield Act(after(0, 3), "settle", "secretary", {"grant": True, "reason": "情况属实，改派。"})
    yield Act(after(0, 3), "send", "office", {"lead": lead, "note": "请今天到场。"})
    yield Act(after(0, 3), "go", "lead")
    if fate == "clearing":
        return
    yield _report(after(6, 30), teller, find)
    if fate == "seen again":
        return
    if fate == "nobody looked":
        yield Act(at + timedelta(hours=72, minutes=2), LAPSE, "system")
        return
    if fate == "still there":
        yield Act(after(8, 40), "still-there", "recorder", {"what-is-missing": "背后还有一片，麻烦再来一次。"})
        yield _report(after(4, 18), teller, find)
    yield Act(after(8, 50), "gone", "recorder", {"note": "回去看过，干净了。"})


def _report(at: datetime, teller: Teller, find: dict[str, Any]) -> Act:
    return Act(at, "report", "lead", {"text": teller.tell(find["report"]), "class": "cleared"})
