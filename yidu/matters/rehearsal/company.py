"""The county that does not exist, where examples are played: its places, its people, and how they act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import uuid4

from yidu.common import clock
from yidu.common.actors import SYSTEM, VISITOR, Actor
from yidu.matters.actions import raise_matter, record_and_raise
from yidu.matters.engine import take
from yidu.matters.models import Matter
from yidu.people.actions import (
    add_organisation,
    add_person,
    add_project,
    add_sector,
    appoint,
    open_committee,
    open_station,
)
from yidu.people.models import Appointment, Committee, Organisation, Project, Station
from yidu.places.models import Level, Place
from yidu.programmes.actions import publish
from yidu.programmes.grammar import Example, Kind, Programme
from yidu.programmes.grammar.examples import Given
from yidu.programmes.loading import Sheet
from yidu.programmes.models import Edition

NOWHERE = "999999"
HEAD = "head of "
WITHOUT_ACCOUNT = ("enterprise", "resident", "raiser")
OF_THE_ACTIVITY = ("headcount", "heard", "companions")
OF_THE_MATTER = ("title", "text", "contact")
Sort = Literal["enterprise", "department", "project", "station"]


@dataclass
class Stage:
    """Who and what an example needs. `matter` is the one raised last."""

    programme: Programme
    committee: Committee
    place: Place
    edition: Edition
    people: dict[str, Appointment] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    stations: dict[str, Station] = field(default_factory=dict)
    raised: list[Any] = field(default_factory=list)

    @classmethod
    def build(cls, sheet: Sheet, example: Example) -> Stage:
        """The county with the programme published and everybody in office whom the example names."""
        assert sheet.programme is not None
        place = _county()
        committee = open_committee(place=place, name="示例县政协", short_name="示例县政协", actor=SYSTEM)
        edition = publish(sheet, committee=committee, actor=SYSTEM)
        village = Place.objects.get(code=f"{NOWHERE}001001")
        stage = cls(sheet.programme, committee, village, edition)
        for name in dict.fromkeys(_departments(example)):
            stage.department(name)
        for given in example.given:
            kind = sheet.programme.kind.get(given.kind or "")
            if given.about and kind:
                stage.about(given.about, kind)
        for role in dict.fromkeys(["office", *(given.by for given in example.given)]):
            if role in sheet.programme.role:
                stage.person(role)
        return stage

    @property
    def matter(self) -> Matter | None:
        return Matter.objects.select_related("edition", "activity").get(pk=self.raised[-1]) if self.raised else None

    def play(self, given: Given) -> None:
        """Let one thing happen. Raises `Refused` when it cannot."""
        match given.does:
            case "record":
                self.record(given)
            case "raise":
                self.raise_(given)
            case _:
                matter = self.matter
                if matter is not None:
                    inputs = {key: self.input(key, value) for key, value in given.with_.items()}
                    actor = self.actor(given.by)
                    take(matter, given.does, actor=actor, version=matter.version, inputs=inputs, client_id=uuid4())

    def record(self, given: Given) -> None:
        line = self.programme.kind[given.kind or ""]
        host = self.person(given.by)
        asked = {one.id for one in line.field}
        raises = []
        if given.raises:
            fields = {one.id for one in self.programme.kind[given.raises].field}
            told = {key: value for key, value in given.with_.items() if key in OF_THE_MATTER}
            answers = {key: value for key, value in given.with_.items() if key in fields and key not in asked}
            raises = [{"kind": given.raises, "title": given.raises, "text": given.raises, "answers": answers, **told}]
        _activity, matters = record_and_raise(
            raises=raises,
            committee=self.committee,
            edition=self.edition,
            kind=given.kind,
            day=clock.today(),
            place=self.place,
            host=host,
            answers={key: value for key, value in given.with_.items() if key in asked},
            actor=_acting(host),
            client_id=uuid4(),
            **{key: value for key, value in given.with_.items() if key in OF_THE_ACTIVITY},
            **self.named(given, line),
        )
        self.raised += [matter.pk for matter in matters]

    def raise_(self, given: Given) -> None:
        line = self.programme.kind[given.kind or ""]
        told: dict[str, Any] = {"title": given.kind, "text": given.kind}
        told |= {key: value for key, value in given.with_.items() if key in OF_THE_MATTER}
        without = given.by in WITHOUT_ACCOUNT
        matter = raise_matter(
            committee=self.committee,
            edition=self.edition,
            kind=given.kind or "",
            place=self.place,
            raised_as=given.by,
            answers={key: value for key, value in given.with_.items() if key not in OF_THE_MATTER},
            actor=VISITOR if without else _acting(self.person(given.by)),
            client_id=uuid4(),
            **told,
            **self.named(given, line),
        )
        self.raised.append(matter.pk)

    def named(self, given: Given, line: Kind) -> dict[str, Any]:
        """What it is about, as the actions call it."""
        if not given.about or line.about == "none":
            return {}
        about = self.about(given.about, line)
        return {"project": about} if isinstance(about, Project) else {"organisation": about}

    def actor(self, name: str) -> Actor:
        """A role's person, a department's handler or head, or whoever raised the matter."""
        if name in WITHOUT_ACCOUNT:
            matter = self.matter
            assert matter is not None
            if matter.raised_by_id and matter.kind_line.rated_by == "raiser":
                return Actor(kind="person", person_id=matter.raised_by_id)
            return Actor(kind="receipt", matter_id=matter.pk)
        if name in self.programme.role:
            return _acting(self.person(name))
        department, role = (name.removeprefix(HEAD), "head") if name.startswith(HEAD) else (name, "handler")
        self.department(department)
        return _acting(self.people[f"{role} of {department}"])

    def holder(self) -> Actor:
        """Whoever holds the matter now; for a closed one, whoever raised it."""
        matter = self.matter
        assert matter is not None
        match matter.holder:
            case "lead":
                return self.actor(self.name_of_lead() or "")
            case "lead-head":
                return self.actor(f"{HEAD}{self.name_of_lead()}")
            case "office" | "secretary-general":
                return self.actor(matter.holder)
            case "recorder":
                recorded = matter.activity.recorded_by_id if matter.activity else matter.raised_by_id
                return Actor(kind="person", person_id=recorded)
        return self.actor("raiser")

    def name_of_lead(self) -> str | None:
        """What the example calls the department that leads."""
        matter = self.matter
        return next((name for name, one in self.organisations.items() if matter and one.pk == matter.lead_id), None)

    def input(self, key: str, value: Any) -> Any:
        if key == "lead":
            return self.department(value)
        return [self.department(one) for one in value] if key == "joint" else value

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
            match self.programme.role[role].at:
                case "organisation":
                    where: dict[str, Any] = {"organisation": self.department(role)}
                case "project":
                    where = {"project": next(iter(self.projects.values()), None) or self.project(role)}
                case "station":
                    where = {"station": self._station(role)}
                case "place":
                    where = {"place": self.place}
                case _:
                    where = {}
            if role == "member":
                where["sector"] = add_sector(committee=self.committee, name="示例界别", actor=SYSTEM)
            self.people[role] = self._appointed(role, role, **where)
        return self.people[role]

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


def _acting(appointment: Appointment) -> Actor:
    return Actor(kind="person", name=appointment.person.name, person_id=appointment.person_id)


def _departments(example: Example) -> Iterator[str]:
    for given in example.given:
        told: Mapping[str, Any] = given.with_
        yield from [told["lead"]] if isinstance(told.get("lead"), str) else []
        yield from told.get("joint", [])


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
