"""A small named cast, built by real actions: a district below its city, two departments, one enterprise, ten people.

Ask for the fixture `cast`; its day is 2025-02-17, a Monday. Names are invented.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from yidu.common import clock
from yidu.common.actors import SYSTEM, Actor
from yidu.people.actions import (
    add_organisation,
    add_person,
    add_project,
    add_sector,
    appoint,
    open_committee,
    open_station,
)
from yidu.people.models import Appointment, Committee, Organisation, Person, Project, Sector, Station
from yidu.places.actions import CHONGQING, load_divisions
from yidu.places.models import Place
from yidu.places.queries import place_of
from yidu.programmes.actions import publish
from yidu.programmes.loading import LIBRARY
from yidu.programmes.models import Edition

BEGINS = date(2025, 1, 2)
DADUKOU, YUNYANG = "500104", "500235"


def at(day: str, hour: int = 9) -> Any:
    """The clock at an hour of a day in China: `with at("2025-03-03"): …`."""
    return clock.at(datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=clock.SHANGHAI))


def actor_of(person: Person) -> Actor:
    """The person, acting with what their appointments let them."""
    return Actor(kind="person", name=person.name, person_id=person.pk)


@dataclass
class Cast:
    """Who there is. `office`, `leader` … are actors; `people` and `appointments` are the rows behind them, by name."""

    city: Committee
    committee: Committee
    edition: Edition
    economy: Organisation
    land: Organisation
    enterprise: Organisation
    project: Project
    sector: Sector
    venue: Station
    place: Place
    people: dict[str, Person] = field(default_factory=dict)
    appointments: dict[str, Appointment] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        people = self.__dict__.get("people", {})
        if name not in people:
            raise AttributeError(f"the cast has no {name}: {', '.join(people)}")
        return actor_of(people[name])

    def add(self, called: str, name: str, role: str, *, committee: Committee | None = None, **more: Any) -> Person:
        """One more person with one appointment."""
        committee = committee or self.committee
        person = add_person(committee=committee, name=name, username=called.replace("_", "-"), actor=SYSTEM)
        self.people[called] = person
        self.appointments[called] = appoint(
            committee=committee, person=person, role=role, starts=BEGINS, actor=SYSTEM, **more
        )
        return person


def load_some_divisions(folder: Path) -> None:
    """The city, two of its counties, three townships of each and four villages of each township."""
    with CHONGQING.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    kept = [row for row in rows if row["level"] not in ("county", "township", "village")]
    for county in (DADUKOU, YUNYANG):
        kept += [row for row in rows if row["code"] == county.ljust(12, "0")]
        towns = [row for row in rows if row["level"] == "township" and row["code"].startswith(county)][:3]
        for town in towns:
            kept.append(town)
            villages = (row for row in rows if row["level"] == "village" and row["code"].startswith(town["code"][:9]))
            kept += [village for village, _number in zip(villages, range(4), strict=False)]
    target = folder / "divisions.csv"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(kept)
    load_divisions(source=target)


def open_county(code: str, name: str, *, city: Committee) -> Committee:
    """A committee below the city's."""
    return open_committee(place=place_of(code), name=name, short_name=name, parent=city, actor=SYSTEM)


def build(folder: Path) -> Cast:
    """Dadukou with the programme wuqian published, and its people. Call it with the clock set."""
    load_some_divisions(folder)
    city = open_committee(
        place=place_of("500000"), name="中国人民政治协商会议重庆市委员会", short_name="市政协", actor=SYSTEM
    )
    committee = open_county(DADUKOU, "大渡口区政协", city=city)
    edition = publish(LIBRARY / "wuqian", committee=committee, actor=SYSTEM)
    village = place_of("500104001001")

    def body(kind: str, name: str, short: str, **more: Any) -> Organisation:
        return add_organisation(committee=committee, kind=kind, name=name, short_name=short, actor=SYSTEM, **more)

    cast = Cast(
        city=city,
        committee=committee,
        edition=edition,
        economy=body("department", "大渡口区经济和信息化委员会", "区经济信息委"),
        land=body("department", "大渡口区规划和自然资源局", "区规资局"),
        enterprise=body("enterprise", "重庆义渡机械制造有限公司", "义渡机械", place=village, line="机械制造"),
        project=add_project(
            committee=committee, name="双山隧道至金家湾立交道路工程", place=village, starts=BEGINS, actor=SYSTEM
        ),
        sector=add_sector(committee=committee, name="经济界", actor=SYSTEM),
        venue=open_station(
            committee=committee, kind="consultation-venue", name="新山村街道协商阵地", place=village,
            covers=[place_of("500104001004")], opened=BEGINS, actor=SYSTEM,
        ),
        place=village,
    )  # fmt: skip
    cast.add("office", "陈思远", "office")
    cast.add("secretary", "林国安", "secretary-general")
    cast.add("leader", "周明华", "leader")
    cast.add("member", "王晓岚", "member", sector=cast.sector)
    cast.add("economy_handler", "李建国", "handler", organisation=cast.economy)
    cast.add("economy_head", "赵德成", "head", organisation=cast.economy)
    cast.add("land_handler", "孙文静", "handler", organisation=cast.land)
    cast.add("land_head", "何志强", "head", organisation=cast.land)
    cast.add("supervisor", "吴海燕", "project-supervisor", project=cast.project)
    cast.add("liaison", "郑小梅", "liaison", station=cast.venue)
    return cast
