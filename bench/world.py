"""What stands before the first matter: a city, its 38 counties, everybody around them; and one county's half year.

All of it by the actions that everybody uses. The half year of one county is what the others' matters are stamped
from: see `bench.templates`.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from bench.templates import Watch
from yidu.common import clock
from yidu.common.actors import SYSTEM
from yidu.demo import households, leads, problems, visits
from yidu.demo.cast import County
from yidu.demo.chance import Seed
from yidu.demo.county import PREPARED, Size, open_city, open_county
from yidu.demo.days import moment
from yidu.demo.entering import TERM
from yidu.demo.names import Names
from yidu.demo.schedule import Story, run
from yidu.people.actions import add_person, appoint
from yidu.people.models import Committee, Person
from yidu.places.actions import load_divisions
from yidu.places.models import Level, Place

MODEL = "500104"
"""The county whose half year the others repeat."""
OTHERS = Size(members=0.5, leaders=4, office=3, venues=8, liaisons=20, enterprises=120, projects=True)
PASSWORD = "bench-password-of-everybody"  # noqa: S105
UNTIL = moment(date(2026, 6, 30), 18)

Told = Callable[[str], None]


def build(folder: Path, told: Told) -> None:
    """Fill an empty database; leave the counties and the templates beside it, in `folder`."""
    load_divisions()
    seed = Seed(1)
    city = open_city(seed)
    codes = [place.code[:6] for place in Place.objects.filter(level=Level.COUNTY).order_by("code")]
    counties: dict[str, Any] = {}
    for code in codes:
        told(f"committee {code}, {len(counties) + 1} of {len(codes)}")
        counties[code] = open_county(code, "wuqian", city=city, seed=seed, size=Size() if code == MODEL else OTHERS)
    with clock.at(moment(PREPARED, 17)), transaction.atomic():
        _appoint_city(city, seed)
    told("half a year, by real actions")
    watch = Watch(counties[MODEL])
    run(_half_year(counties[MODEL]), until=UNTIL, told=lambda _moments, _share, at: watch.look(at), chunk=1)
    Person.objects.exclude(username=None).update(password=make_password(PASSWORD))
    (folder / "counties.pickle").write_bytes(pickle.dumps((city.pk, counties)))
    (folder / "templates.pickle").write_bytes(pickle.dumps(watch.templates()))


def _half_year(county: County) -> Iterator[Story]:
    return chain(
        visits.half_year(county, by_leaders=visits.BY_LEADERS, by_members=visits.BY_MEMBERS),
        leads.half_year(county, by_leaders=leads.BY_LEADERS, by_members=leads.BY_MEMBERS),
        problems.half_year(county, solved_by_then=problems.SOLVED),
        households.half_year(county),
    )


def _appoint_city(city: Committee, seed: Seed) -> None:
    names = Names(seed, "city")
    for username, role in (("city", "secretary-general"), ("city-office", "office")):
        person = add_person(
            committee=city, name=names.person(), username=username, actor=SYSTEM, client_id=seed.id(username)
        )
        appoint(
            committee=city, person=person, role=role, starts=TERM, actor=SYSTEM, client_id=seed.id(f"{username}/{role}")
        )
