"""The stories of the printed page, read from prose/stories.toml and told through the engine like all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from yidu.demo.acts import Act, carry_out, reported
from yidu.demo.cast import Case, County, Enterprise, Supervised, acting
from yidu.demo.chance import fixed_id
from yidu.demo.days import PRINTED, told_at
from yidu.demo.prose import read
from yidu.demo.reports import first_adoption
from yidu.demo.schedule import Story
from yidu.demo.works import add_enterprise, add_supervised
from yidu.documents.actions import record_document
from yidu.matters.actions import record_and_raise
from yidu.matters.models import Matter
from yidu.people.models import Appointment
from yidu.places.models import Place

_HEAD = ("id", "kind", "title", "text", "act", "at", "host", "sector", "place", "raised-as")


@dataclass
class Stage:
    """Enterprises and projects that only the stories know, by their name in the file."""

    enterprises: dict[str, Enterprise] = field(default_factory=dict)
    projects: dict[str, Supervised] = field(default_factory=dict)


def set_up(county: County) -> Stage:
    """Enter the enterprises and projects of the stories, beside all others."""
    bank, stage = read("stories"), Stage()
    for id_, line in bank["enterprise"].items():
        firm = county.names.firm(county.code, line["trade"], line["product"], line["syllables"])
        stage.enterprises[id_] = add_enterprise(county, f"story/{id_}", firm, county.village(line["place"]))
    for n, (id_, line) in enumerate(bank["project"].items()):
        stage.projects[id_] = add_supervised(
            county, line["name"], line["type"], county.village(line["place"]), county.members[-1 - n].person,
            about=line["about"], owner=county.departments[line["owner"]], since=line["since"],
        )  # fmt: skip
    return stage


def half_year(county: County, stage: Stage) -> Iterator[Story]:
    bank = read("stories")
    known = {one["id"]: Case(county, f"story/{one['id']}") for one in _matters()}
    for line in bank["activity"]:
        yield _activity(county, stage, line, {one["id"]: known[one["id"]] for one in line.get("matter", ())})
        for one in line.get("matter", ()):
            yield carry_out(known[one["id"]], _acts(county, one["act"], known))
    for line in bank["matter"]:
        case, host = known[line["id"]], _host(county, line)
        raises = {**_raises(line), "place": _place(county, line["place"])}
        yield reported(case, told_at(line["at"]), host.person, host.role_id, raises)
        yield carry_out(case, _acts(county, line["act"], known))
    for line in bank["document"]:
        yield _document(county, line, known)


def told(kind: str, role: str = "") -> int:
    """How many matters of a kind the stories raise in a role (as far as they say it)."""
    return sum(one["kind"] == kind and role in ("", one.get("host", "")) for one in _matters())


def told_solved(kind: str) -> int:
    """How many of them are confirmed as solved by the day of the printed page."""
    return sum(
        any(act["do"] == "rate" and act["at"].date() <= PRINTED for act in one["act"])
        for one in _matters()
        if one["kind"] == kind
    )


def told_accepted() -> int:
    """How many suggestions of value they tell: proposals filed and opinion reports issued by that day."""
    return sum(
        any(act["do"] in ("file", "merge", "issue") and act["at"].date() <= PRINTED for act in one["act"])
        for one in _matters()
        if one["kind"] in ("proposal", "opinion-report")
    )


def told_visits(role: str) -> int:
    """How many visits to enterprises the stories tell that are led in a role."""
    return sum(one["kind"] == "enterprise-visit" and one["host"] == role for one in read("stories")["activity"])


def _matters() -> Iterator[dict[str, Any]]:
    bank = read("stories")
    for line in bank["activity"]:
        yield from line.get("matter", ())
    yield from bank["matter"]


def _activity(county: County, stage: Stage, line: Mapping[str, Any], cases: Mapping[str, Case]) -> Story:
    at = told_at(line["at"])
    host = _host(county, line)
    enterprise = stage.enterprises.get(line.get("enterprise", ""))
    project = stage.projects.get(line.get("project", ""))
    studio = county.studios.get(line.get("studio", ""))
    yield at
    _, matters = record_and_raise(
        committee=county.committee,
        edition=county.edition,
        kind=line["kind"],
        day=at.date(),
        host=host,
        place=_place(county, line["place"]) if "place" in line else None,
        organisation=enterprise.organisation if enterprise else None,
        project=project.project if project else None,
        station=studio.station if studio else None,
        companions=line.get("companions", ""),
        headcount=line["people"],
        heard=line["heard"],
        answers=line.get("answers"),
        raises=[{**_raises(one), "raised_as": one.get("raised-as", "")} for one in line.get("matter", ())],
        actor=acting(host.person),
        client_id=fixed_id(line["id"]) if line.get("fixed") else county.seed.id(f"{county.code}/story/{line['id']}"),
    )
    for case, matter in zip(cases.values(), matters, strict=True):
        case.matter = matter


def _document(county: County, line: Mapping[str, Any], known: Mapping[str, Case]) -> Story:
    """The office records what departments issued, and what it took up of which matters."""
    yield told_at(line["at"])
    record_document(
        committee=county.committee,
        edition=county.edition,
        kind=line["kind"],
        title=line["title"],
        number=line["number"],
        issued_on=line["issued-on"],
        issuers=[county.departments[key] for key in line["issuers"]],
        read_at=line["read-at"],
        takes=[{**one, "matter": known[one["matter"]].there} for one in line["takes"]],
        is_public=True,
        actor=acting(county.office[0]),
        client_id=county.seed.id(f"{county.code}/story/{line['id']}"),
    )


def _raises(line: Mapping[str, Any]) -> dict[str, Any]:
    told = {key.replace("-", "_"): value for key, value in line.items() if key not in _HEAD}
    return {**told, "kind": line["kind"], "title": line["title"], "text": line["text"]}


def _acts(county: County, lines: list[dict[str, Any]], known: Mapping[str, Case]) -> Iterator[Act]:
    for line in lines:
        inputs = {key: value for key, value in line.items() if key not in ("at", "by", "do", "department")}
        if "lead" in inputs:
            inputs["lead"] = county.departments[inputs["lead"]]
        if "joint" in inputs:
            inputs["joint"] = [county.departments[key] for key in inputs["joint"]]
        if "into" in inputs:
            inputs["into"] = partial(_there, known[inputs["into"]])
        if line["do"] == "instruct":
            inputs["adoption"] = first_adoption
        department = county.departments[line["department"]] if "department" in line else None
        yield Act(told_at(line["at"]), line["do"], line["by"], inputs, department)


def _there(case: Case, _matter: Matter) -> Matter:
    return case.there


def _host(county: County, line: Mapping[str, Any]) -> Appointment:
    """The last of a sector who does not lead the committee, the first leader, or the liaison of the place."""
    match line["host"]:
        case "leader":
            return county.leaders[0]
        case "liaison":
            place = _place(county, line["place"])
            return next(one for one in county.liaisons if one.station and place in one.station.covers.all())
        case _:
            leading = {one.person_id for one in county.leaders}
            sector = county.sectors[line["sector"]]
            return [one for one in county.members if one.sector == sector and one.person_id not in leading][-1]


def _place(county: County, name: str) -> Place:
    return next((one for one in county.townships.values() if one.name == name), None) or county.village(name)
