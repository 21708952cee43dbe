"""The county that does not exist, where examples are played: its places and its people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from yidu.common.actors import SYSTEM
from yidu.people.actions import (
    add_organisation,
    add_person,
    add_project,
    add_sector,
    appoint,
    open_committee,
    open_station,
)
from yidu.people.models import Appointment, Committee, Organisation, Project, Sector, Station
from yidu.places.models import Level, Place
from yidu.programmes.actions import publish
from yidu.programmes.grammar import Example, Kind, Programme
from yidu.programmes.loading import Sheet
from yidu.programmes.models import Edition

NOWHERE = "999999"


@dataclass
class Company:
    """Who and what an example needs, by what the example calls them."""

    programme: Programme
    committee: Committee
    place: Place
    edition: Edition
    people: dict[str, Appointment] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    stations: dict[str, Station] = field(default_factory=dict)

    @classmethod
    def build(cls, sheet: Sheet, example: Example) -> Company:
        """The county with the programme published and everybody in office whom the example names."""
        assert sheet.programme is not None
        place = _county()
        committee = open_committee(place=place, name="示例县政协", short_name="示例县政协", actor=SYSTEM)
        edition = publish(sheet, committee=committee, actor=SYSTEM)
        village = Place.objects.get(code=f"{NOWHERE}001001")
        company = cls(sheet.programme, committee, village, edition)
        for name in dict.fromkeys(_departments(example)):
            company.department(name)
        for given in example.given:
            kind = sheet.programme.kind.get(given.kind or "")
            if given.about and kind:
                company.about(given.about, kind)
        for role in dict.fromkeys(["office", *(given.by for given in example.given)]):
            if role in sheet.programme.role:
                company.person(role)
        company.bystanders(given.does for given in example.given)
        return company

    def bystanders(self, deeds: Iterable[str]) -> None:
        """Somebody who has nothing to do with anything, in each role that may be asked to look back."""
        if "look-back" not in deeds:
            return
        rules = (procedure.look_back for procedure in self.programme.procedure.values())
        for role in dict.fromkeys(role for rule in rules if rule for role in rule.by):
            self._appointed(f"another {role}", role, **self._where(role))

    def department(self, name: str) -> Organisation:
        """A department with a handler and a head, by what the example calls it."""
        if name not in self.organisations:
            body = add_organisation(committee=self.committee, kind="department", name=name, actor=SYSTEM)
            self.organisations[name] = body
            for role, powers in (("handler", {"handle"}), ("head", {"sign"})):
                known = next((id_ for id_, line in self.programme.role.items() if powers <= set(line.powers)), role)
                self.people[f"{role} of {name}"] = self._appointed(f"{name} {role}", known, organisation=body)
        return self.organisations[name]

    def about(self, name: str, line: Kind) -> Organisation | Project:
        """The enterprise, body or project that something is about."""
        if line.about == "project":
            return self.project(name)
        if name not in self.organisations:
            kind = "enterprise" if line.about == "enterprise" else "other"
            self.organisations[name] = add_organisation(
                committee=self.committee, kind=kind, name=name, place=self.place, actor=SYSTEM
            )
        return self.organisations[name]

    def project(self, name: str) -> Project:
        if name not in self.projects:
            self.projects[name] = add_project(
                committee=self.committee, name=name, place=self.place, starts=self.programme.from_, actor=SYSTEM
            )
        return self.projects[name]

    def person(self, role: str) -> Appointment:
        """Somebody in a role, wherever it is held."""
        if role not in self.people:
            self.people[role] = self._appointed(role, role, **self._where(role))
        return self.people[role]

    def _where(self, role: str) -> dict[str, Any]:
        match self.programme.role[role].at:
            case "organisation":
                return {"organisation": self.department(role)}
            case "project":
                return {"project": next(iter(self.projects.values()), None) or self.project(role)}
            case "station":
                return {"station": self._station(role)}
            case "place":
                return {"place": self.place}
        if role != "member":
            return {}
        known = Sector.objects.filter(committee=self.committee).first()
        return {"sector": known or add_sector(committee=self.committee, name="示例界别", actor=SYSTEM)}

    def _station(self, role: str) -> Station:
        kinds = self.programme.station
        kind = next((id_ for id_, line in kinds.items() if line.liaison == role), next(iter(kinds), "station"))
        if kind not in self.stations:
            self.stations[kind] = open_station(
                committee=self.committee,
                kind=kind,
                name=kind,
                place=self.place,
                opened=self.programme.from_,
                actor=SYSTEM,
            )
        return self.stations[kind]

    def _appointed(self, name: str, role: str, **where: Any) -> Appointment:
        person = add_person(committee=self.committee, name=name, actor=SYSTEM)
        return appoint(
            committee=self.committee, person=person, role=role, starts=self.programme.from_, actor=SYSTEM, **where
        )


def _departments(example: Example) -> Iterator[str]:
    for given in example.given:
        told: Mapping[str, Any] = given.with_
        yield from [told["lead"]] if isinstance(told.get("lead"), str) else []
        yield from (*told.get("joint", []), *told.get("departments", []))


def _county() -> Place:
    """A county with one township and one village."""
    place: Place | None = None
    codes = (
        (f"{NOWHERE}000000", Level.COUNTY),
        (f"{NOWHERE}001000", Level.TOWNSHIP),
        (f"{NOWHERE}001001", Level.VILLAGE),
    )
    for (code, level), name in zip(codes, ("示例县", "示例镇", "示例村"), strict=True):
        path = [*place.path, place.code] if place else []
        place = Place(code=code, name=name, level=level, parent=place, valid_from="2000-01-01", path=path)
        place.spell()
        place.save()
    return Place.objects.get(code=f"{NOWHERE}000000")
