"""Visits to courtyards, what residents tell there, and the advice that members hand in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from yidu.demo.acts import Act, carry_out, reported
from yidu.demo.cast import Case, County, acting, said
from yidu.demo.chance import shuffled, weighted
from yidu.demo.course import draw
from yidu.demo.days import later, office_hour, some_day, workdays_on
from yidu.demo.difficulties import Told, any_ending, told
from yidu.demo.prose import Teller, read
from yidu.demo.schedule import Story
from yidu.matters.actions import record_and_raise
from yidu.people.models import Appointment
from yidu.places.models import Place

VISITS, CONCERNS, SUGGESTIONS = 96, 42, 64


def half_year(county: County) -> Iterator[Story]:
    rng = county.at("households")
    entries = concerns(county)
    raising = set(rng.sample(range(VISITS), CONCERNS))
    for n in range(VISITS):
        host = rng.choice(county.liaisons) if rng.random() < 0.55 else rng.choice(county.members)
        at = office_hour(rng, some_day(rng), since=15, until=20)
        yield from courtyard(county, f"household/{n}", host, at, next(entries) if n in raising else None)
    advice = shuffled(rng, read("suggestions")["suggestion"]) * 3
    for n in range(SUGGESTIONS):
        at = office_hour(rng, some_day(rng, first=date(2025, 2, 10)))
        yield from suggestion(county, f"suggestion/{n}", advice[n], rng.choice(county.members), at)


def concerns(county: County) -> Iterator[dict[str, Any]]:
    rng = county.at("concerns")
    while True:
        yield from shuffled(rng, read("concerns")["concern"])


def courtyard(
    county: County, path: str, host: Appointment, at: datetime, entry: dict[str, Any] | None
) -> Iterator[Story]:
    """A visit to a courtyard; with an entry, a resident tells something that becomes a matter."""
    rng = county.at(path)
    place = rng.choice(county.villages)
    it = concern(county, f"{path}/concern", entry, place) if entry else None
    yield _recorded(county, path, host, place, at, it)
    if it:
        yield carry_out(it.case, it.acts(at, draw(it.teller.rng, any_ending(it))))


def concern(county: County, path: str, entry: dict[str, Any], place: Place) -> Told:
    """What a resident without an account says: the resident rates the answer with the receipt."""
    it = told(county, path, entry, place)
    it.raises |= {"kind": "resident-concern", "raised_as": "resident", "contact": f"{said(place)}网格员转达"}
    return it


def suggestion(county: County, path: str, entry: dict[str, Any], author: Appointment, at: datetime) -> Iterator[Story]:
    """A piece of advice: examined, passed on, adopted or kept."""
    rng, bank = county.at(path), read("suggestions")
    case, raises = suggestion_of(county, path, entry)
    yield reported(case, at, author.person, author.role_id, raises)
    examined = later(rng, at, rng.randrange(1, 5))
    fate = weighted(rng, [("adopted", 42), ("kept later", 28), ("kept", 30)])
    if fate == "kept":
        yield carry_out(case, [Act(examined, "keep", "office", {"reason": rng.choice(bank["kept"])})])
        return
    echo = office_hour(rng, workdays_on(examined.date(), rng.randrange(12, 55)))
    last = Act(echo, "keep", "office", {"reason": rng.choice(bank["kept"])})
    if fate == "adopted":
        last = Act(echo, "adopt", "office", {"note": rng.choice(bank["adopted"])})
    yield carry_out(case, [Act(examined, "take-up", "office", {"note": rng.choice(bank["taken"])}), last])


def suggestion_of(county: County, path: str, entry: dict[str, Any]) -> tuple[Case, dict[str, Any]]:
    """A piece of advice in words: what it asks of `raise_matter`."""
    place = county.at(f"{path}/place").choice(list(county.townships.values()))
    raises = {"kind": "suggestion", "title": entry["title"], "text": entry["text"], "place": place}
    return Case(county, path), raises


def _recorded(county: County, path: str, host: Appointment, place: Place, at: datetime, brings: Told | None) -> Story:
    rng = county.at(f"{path}/heard")
    yield at
    _, matters = record_and_raise(
        committee=county.committee, edition=county.edition, kind="household-visit", day=at.date(), host=host,
        place=place, headcount=rng.randrange(1, 5), answers={"households": rng.randrange(3, 15)},
        heard=Teller(rng).one_of(read("concerns")["heard"]), raises=[brings.raises] if brings else [],
        actor=acting(host.person), client_id=county.seed.id(f"{county.code}/{path}"),
    )  # fmt: skip
    if brings:
        brings.case.matter = matters[0]
