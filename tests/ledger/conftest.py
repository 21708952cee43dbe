"""A district with two towns and its city above; one short programme; a small cast of members."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper

from tests.cast import at
from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import SYSTEM, Actor
from yidu.ledger.figures import Figure
from yidu.people.actions import add_person, add_sector, appoint, open_committee, open_station
from yidu.people.models import Appointment, Committee, Role, Sector, Station
from yidu.places.models import Place
from yidu.programmes.actions import content_of
from yidu.programmes.grammar import Programme
from yidu.programmes.models import Edition

LONG_AGO = date(2000, 1, 1)


def _indicator(title: str, measure: str, **more: Any) -> dict[str, Any]:
    text = {"zh": title, "en": title}
    return {"title": text, "unit": {"zh": "个", "en": "pieces"}, "measure": measure, **more}


INDICATORS = {
    "members": _indicator("Members", "stock", counts="appointment", where={"role": "member"}),
    "liaisons": _indicator("Liaisons", "stock", counts="appointment", where={"role": "liaison"}),
    "appointed": _indicator("Members appointed", "flow", counts="appointment", where={"role": "member"}),
    "venues": _indicator("Venues", "stock", counts="station", where={"station-kind": "venue"}),
    "villages-with-a-venue": _indicator(
        "Villages with a venue", "distinct", counts="station", where={"station-kind": "venue"}, of="village"
    ),
    "villages": _indicator("Villages", "places", level="village"),
    "coverage": _indicator("Coverage", "ratio", part="villages-with-a-venue", whole="villages"),
    "projects-followed": _indicator(
        "Projects followed", "distinct", counts="appointment", where={"role": "supervisor"}, of="project"
    ),
}


@dataclass
class District:
    """大渡口区 in small: two townships with two villages each, below the city."""

    city: Committee
    committee: Committee
    places: dict[str, Place]
    sector: Sector
    people: int = 0
    stations: int = 0

    def publish(self, indicators: dict[str, Any] = INDICATORS, *, committee: Committee | None = None) -> Edition:
        return publish(committee=committee or self.committee, indicators=indicators, actor=SYSTEM)

    def appoint(self, role: str = "member", *, starts: date = date(2025, 1, 10), **more: Any) -> Appointment:
        """Somebody new, in a role."""
        self.people += 1
        person = add_person(committee=self.committee, name=f"委员{self.people}", actor=SYSTEM)
        if role == "member":
            more.setdefault("sector", self.sector)
        committee = more.pop("committee", self.committee)
        return appoint(committee=committee, person=person, role=role, starts=starts, actor=SYSTEM, **more)

    def open_station(self, place: str, *covers: str, kind: str = "venue", opened: date = date(2025, 1, 10)) -> Station:
        """A new station at a place, for further villages."""
        self.stations += 1
        return open_station(
            committee=self.committee, kind=kind, name=f"阵地{self.stations}", place=self.places[place], opened=opened,
            covers=[self.places[name] for name in covers], actor=SYSTEM,
        )  # fmt: skip

    def figure(self, indicator: str, **more: Any) -> Figure:
        return Figure(committee=more.pop("committee", self.committee), programme="short", indicator=indicator, **more)


@action("test.publish")
def publish(*, committee: Committee, indicators: dict[str, Any], actor: Actor) -> Change[Edition]:
    """As `yidu.programmes.actions.publish` does, without a folder."""
    content = {
        "id": "short", "title": {"zh": "短", "en": "Short"}, "committee": committee.code, "from": "2025-01-01",
        "indicator": indicators,
    }  # fmt: skip
    edition = Edition.objects.create(
        committee=committee,
        programme="short",
        number=Edition.objects.filter(committee=committee).count() + 1,
        digest="",
        content=content_of(Programme.model_validate(content)),
        published_at=clock.now(),
    )
    return Change(edition, "edition.published", {"number": edition.number})


def _place(code: str, name: str, level: str, parent: Place | None) -> Place:
    place = Place(
        code=code, name=name, level=level, parent=parent, valid_from=LONG_AGO,
        path=[*parent.path, parent.code] if parent else [],
    )  # fmt: skip
    place.spell()
    place.save()
    return place


def build_district() -> District:
    city = _place("500000000000", "重庆市", "province", None)
    county = _place("500104000000", "大渡口区", "county", city)
    places = {"city": city, "county": county}
    for number, town in enumerate(("跳磴镇", "建胜镇"), start=1):
        places[town] = _place(f"50010410{number}000", town, "township", county)
        for village in ("甲", "乙"):
            code = f"50010410{number}20{'甲乙'.index(village)}"
            places[town[0] + village] = _place(code, f"{town[:2]}{village}村", "village", places[town])
    for role, where in (
        ("member", "committee"),
        ("liaison", "station"),
        ("supervisor", "project"),
        ("leader", "committee"),
    ):
        Role.objects.create(
            id=role, title_zh=role, title_en=role, at=where, powers=["read"] if role == "member" else []
        )
    above = open_committee(place=city, name="重庆市政协", short_name="市政协", actor=SYSTEM)
    committee = open_committee(place=county, name="大渡口区政协", short_name="区政协", parent=above, actor=SYSTEM)
    sector = add_sector(committee=committee, name="经济界", actor=SYSTEM)
    return District(above, committee, places, sector)


@pytest.fixture
def district(db: None) -> District:
    with at("2025-01-01"):
        built = build_district()
        built.publish()
    return built


@contextmanager
def tampering(*tables: str) -> Iterator[CursorWrapper]:
    """What an administrator of the database could do: the triggers of the tables are off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
