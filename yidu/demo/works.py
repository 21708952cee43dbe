"""What the members follow: enterprises and the key projects of public benefit, each with its supervising member."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

from yidu.common.actors import SYSTEM
from yidu.demo.cast import County, Enterprise, Supervised, said
from yidu.demo.chance import shuffled, weighted
from yidu.demo.entering import enter_appointment
from yidu.demo.names import Firm
from yidu.demo.prose import read
from yidu.people.actions import add_organisation, add_project
from yidu.people.models import Organisation, Person
from yidu.places.models import Place

BEGINNINGS = ((date(2025, 1, 6), 0.55), (date(2025, 3, 3), 0.25), (date(2025, 5, 6), 0.2))
"""When supervision began, and for which share of the projects."""


def add_enterprises(county: County, number: int) -> None:
    rng = county.at("enterprises")
    places = _by_weight(county, rng)
    for n in range(number):
        county.enterprises.append(
            add_enterprise(county, f"enterprise/{n}", county.names.firm(county.code), rng.choice(places))
        )


def add_enterprise(county: County, path: str, firm: Firm, place: Place) -> Enterprise:
    organisation = add_organisation(
        committee=county.committee, kind="enterprise", name=firm.name, short_name=firm.short, uscc=firm.uscc,
        place=place, line=f"{firm.line}：{firm.product}", actor=SYSTEM,
        client_id=county.seed.id(f"{county.code}/{path}"),
    )  # fmt: skip
    return Enterprise(organisation, firm)


def add_projects(county: County) -> None:
    """Projects of every type in different places, each with one supervising member."""
    rng = county.at("projects")
    supervisors = shuffled(rng, county.members)
    for type_ in read("projects")["type"]:
        for place in _places_for(type_, county, rng):
            supervisor = supervisors[len(county.projects) % len(supervisors)].person
            add_supervised(
                county, type_["name"].format(place=said(place)), type_["id"], place, supervisor,
                about=type_["about"], owner=county.departments[type_["owner"]], since=weighted(rng, BEGINNINGS),
            )  # fmt: skip


def add_supervised(
    county: County, name: str, type_: str, place: Place, supervisor: Person, *,
    about: str, owner: Organisation, since: date,
) -> Supervised:  # fmt: skip
    """A project, and the member who follows it from the day on which it began."""
    project = add_project(
        committee=county.committee, name=name, place=place, starts=since, about=about, owner=owner, actor=SYSTEM,
        client_id=county.seed.id(f"{county.code}/project/{name}"),
    )  # fmt: skip
    enter_appointment(county, name, supervisor, "project-supervisor", starts=since, project=project)
    county.projects.append(Supervised(project, type_, supervisor, since))
    return county.projects[-1]


def _places_for(type_: dict[str, Any], county: County, rng: random.Random) -> list[Place]:
    """As many different places as the type has projects; works for the countryside lie in villages."""
    rural = type_["id"] in ("village-road", "water-village")
    # In some counties two villages have one name; a project has its own.
    by_name = {said(one): one for one in county.villages}
    fitting = [one for one in by_name.values() if one.name.endswith("村民委员会") or not rural]
    return shuffled(rng, fitting)[: type_["count"]]


def _by_weight(county: County, rng: random.Random) -> list[Place]:
    """Villages to choose from: those of the towns with parks more often."""
    townships = list(county.townships.values())
    busy = {one.pk: weight for one, weight in zip(townships[::-1], (4, 5, 4, 2, 2), strict=False)}
    return shuffled(rng, [one for one in county.villages for _ in range(busy.get(one.parent_id or 0, 1))])
