"""The world as a whole: who is opened first, whose stories are told, what the public saw on which day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import chain

from django.db import transaction

from yidu.common import clock
from yidu.common.actors import SYSTEM
from yidu.demo import (
    desks,
    households,
    leads,
    look_backs,
    people,
    problems,
    rivers,
    standing,
    stories,
    table,
    table_desks,
    tail,
    visits,
    voice,
    voice_desks,
)
from yidu.demo.accounts import department_link, let_in, let_remind, sign_ins, ways_in
from yidu.demo.cast import County
from yidu.demo.centres import enter_centres
from yidu.demo.chance import Seed, fixed_id
from yidu.demo.county import PREPARED, Size, open_city, open_county
from yidu.demo.days import PRINTED, moment
from yidu.demo.entering import TERM
from yidu.demo.names import Names
from yidu.demo.schedule import Story, run
from yidu.ledger.figures import figure_set, publish_all, publish_figures
from yidu.ledger.fold import fold
from yidu.ledger.models import Step
from yidu.ledger.seals import seal
from yidu.matters.actions.calendar import seed_calendar
from yidu.people.actions import add_person, appoint
from yidu.people.models import Committee
from yidu.places.actions import load_divisions
from yidu.programmes.loading import LIBRARY, load_figure_set

__all__ = ["is_loaded", "load", "sign_ins", "ways_in"]

DADUKOU = "500104"
OTHERS = ("500113", "500114", "500119", "500155", "500231", "500236", "500110", "500116", "500118")
"""Counties that a larger world gives work of the same size to, in turn."""
SMALL = Size(members=0.12, leaders=2, office=2, venues=0, enterprises=0, projects=False)
COMPLETE = fixed_id("complete")

Progress = Callable[[str], None]


def is_loaded() -> bool:
    """Whether the world was loaded to its end."""
    return Step.objects.filter(client_id=COMPLETE).exists()


def load(*, scale: int = 1, seed: int = 1, progress: Progress = lambda _line: None, until: date | None = None) -> None:
    """Make the world in an empty database, by the actions that everybody uses, each on its own day.

    The same seed, scale and day make the same world; when it is there, nothing happens. `scale` − 1 further counties
    get work of Dadukou's size, and the figures of Dadukou stay. With `until` the world ends with that day.
    """
    if is_loaded():
        return
    now = moment(until, 23, 59) if until else clock.now()
    seed_calendar()
    progress("the divisions of Chongqing")
    load_divisions()
    progress("committees, departments, people")
    told = _opened(Seed(seed), scale, now)
    progress("what happened since January 2025")

    said = 0

    def so_far(moments: int, share: float, at: datetime) -> None:
        nonlocal said
        if moments >= said + 500:
            said = moments
            progress(f"{share:4.0%}  {moments:>6,} events, {at:%Y-%m-%d}")

    moments = run(told, until=now, evening=_evening, told=so_far)
    progress(f"100%  {moments:>6,} events; totals, seals, passwords")
    let_in()
    let_remind()
    fold()
    publish_all()
    seal()
    if until is None:
        department_link(client_id=COMPLETE)


def _opened(seed: Seed, scale: int, now: datetime) -> list[Story]:
    """Every committee, as it was before the half year, and the stories that wait to be told."""
    city = open_city(seed)
    dadukou = open_county(DADUKOU, "wuqian", city=city, seed=seed, size=Size())
    yunyang = open_county(rivers.CODE, rivers.PROGRAMME, city=city, seed=seed, size=SMALL)
    sitting = standing.open_both(city=city, seed=seed)
    others = [open_county(code, "wuqian", city=city, seed=seed, size=Size()) for code in OTHERS[: scale - 1]]
    with clock.at(moment(PREPARED, 17)), transaction.atomic():
        enter_centres(dadukou)
        stage = stories.set_up(dadukou)
        keepers = rivers.add_keepers(yunyang)
        _appoint_city(city, seed)
    told = chain(
        stories.half_year(dadukou, stage),
        people.half_year(dadukou),
        _half_year(dadukou, elsewhere=True),
        rivers.patrols(yunyang, keepers, until=now.date()),
        table.half_year(dadukou),
        standing.stories(sitting),
        *(_half_year(county) for county in others),
        look_backs.stories(dadukou, today=now.date()),
    )
    present = chain(
        tail.stories(dadukou, today=now.date()),
        tail.suggestions(dadukou, today=now.date()),
        table.since_then(dadukou, today=now.date()),
        desks.stories(dadukou, now),
        voice_desks.stories(dadukou, now),
        table_desks.stories(dadukou, now),
        rivers.present(yunyang, keepers, now=now),
    )
    return [*told, *(present if now.date() > PRINTED else ())]


def _half_year(county: County, *, elsewhere: bool = False) -> Iterator[Story]:
    """What the printed page counts, less what is told `elsewhere`: by the stories, and by the visit recorded twice."""
    told = int(elsewhere)
    yield from visits.half_year(
        county,
        by_leaders=visits.BY_LEADERS - told * (1 + stories.told_visits("leader")),
        by_members=visits.BY_MEMBERS - told * stories.told_visits("member"),
    )
    yield from leads.half_year(
        county,
        by_leaders=leads.BY_LEADERS - told * stories.told("investor-lead", "leader"),
        by_members=leads.BY_MEMBERS - told * stories.told("investor-lead", "member"),
    )
    solved = problems.SOLVED - told * stories.told_solved("project-problem")
    yield from problems.half_year(county, solved_by_then=solved)
    yield from households.half_year(county)
    yield from voice.half_year(county, told=told * stories.told_accepted())


def _evening(day: date, last: datetime) -> None:
    """What was entered is sealed; on some days the public is shown how far things are."""
    with clock.at(max(last, moment(day, 18)) + timedelta(seconds=30)):
        seal()
        if day in (visits.PUBLISHED, people.NOTICED, PRINTED):
            fold()
            publish_all()
            page = figure_set(load_figure_set(LIBRARY / "wuqian" / "page.toml"))
            publish_figures(replace(row.figure, to=PRINTED, as_of=None) for row in page)


def _appoint_city(city: Committee, seed: Seed) -> None:
    """Somebody who oversees all counties."""
    person = add_person(
        committee=city, name=Names(seed, "city").person(), username="city", actor=SYSTEM, client_id=seed.id("city")
    )
    appoint(
        committee=city, person=person, role="secretary-general", starts=TERM, actor=SYSTEM,
        client_id=seed.id("city/secretary-general"),
    )  # fmt: skip
