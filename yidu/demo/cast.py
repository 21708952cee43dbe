"""Who and what there is in a county of the demonstration, at hand for the stories."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from yidu.common.actors import Actor
from yidu.demo.chance import Seed
from yidu.demo.names import Firm, Names
from yidu.matters.models import Matter
from yidu.people.models import Appointment, Committee, Organisation, Person, Project, Sector, Station
from yidu.places.models import Place
from yidu.programmes.models import Edition


def acting(person: Person) -> Actor:
    return Actor(kind="person", person_id=person.pk, name=person.name)


@dataclass(frozen=True)
class Enterprise:
    organisation: Organisation
    firm: Firm

    @property
    def place(self) -> Place:
        assert self.organisation.place is not None
        return self.organisation.place


@dataclass(frozen=True)
class Supervised:
    """A project with the member who follows it from a day on; `type` is its entry in prose/projects.toml."""

    project: Project
    type: str
    supervisor: Person
    since: date


@dataclass
class County:
    """A committee with everybody around it. Filled by `yidu.demo.county`."""

    code: str
    name: str
    seed: Seed
    names: Names
    place: Place
    committee: Committee
    edition: Edition
    villages: Sequence[Place]
    townships: dict[str, Place]
    sectors: dict[str, Sector] = field(default_factory=dict)
    departments: dict[str, Organisation] = field(default_factory=dict)
    handlers: dict[int, Person] = field(default_factory=dict)
    heads: dict[int, Person] = field(default_factory=dict)
    leaders: list[Appointment] = field(default_factory=list)
    members: list[Appointment] = field(default_factory=list)
    leaving: list[Appointment] = field(default_factory=list)
    conveners: list[Appointment] = field(default_factory=list)
    office: list[Person] = field(default_factory=list)
    secretary: Person | None = None
    venues: list[Station] = field(default_factory=list)
    liaisons: list[Appointment] = field(default_factory=list)
    studios: dict[str, Appointment] = field(default_factory=dict)
    enterprises: list[Enterprise] = field(default_factory=list)
    projects: list[Supervised] = field(default_factory=list)

    def at(self, path: str) -> random.Random:
        return self.seed.at(f"{self.code}/{path}")

    def department(self, key: str, place: Place) -> Organisation:
        """The department with a key; "township" is the office of the township in which a place lies."""
        if key != "township":
            return self.departments[key]
        return self.departments[next(code for code in (place.code, *place.path) if code in self.departments)]

    def village(self, name: str) -> Place:
        """The village or community with this name, as people say it: 钢花社区."""
        return next(one for one in self.villages if one.name.startswith(name))


@dataclass
class Case:
    """A matter under way, shared by the story that raises it and the one that moves it."""

    county: County
    path: str
    matter: Matter | None = None

    @property
    def there(self) -> Matter:
        assert self.matter is not None, f"{self.path} was not raised yet"
        return self.matter


def said(place: Place) -> str:
    """The name of a place as people say it: 钢花社区, not 钢花社区居民委员会."""
    return place.name.removesuffix("居民委员会").removesuffix("村民委员会")
