"""A committee is opened, its programme published, and everybody around it entered: by the actions of `people`."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from yidu.common import clock
from yidu.common.actors import SYSTEM
from yidu.demo.cast import County
from yidu.demo.chance import Seed
from yidu.demo.days import moment
from yidu.demo.entering import enter_appointment, enter_person
from yidu.demo.names import Names
from yidu.demo.network import add_studios, add_venues
from yidu.demo.prose import read
from yidu.demo.works import add_enterprises, add_projects
from yidu.people.actions import add_organisation, add_sector, open_committee
from yidu.people.models import Committee
from yidu.places.models import Level
from yidu.places.queries import at_level, place_of
from yidu.programmes.actions import publish
from yidu.programmes.loading import LIBRARY
from yidu.programmes.loading.read import HEADER
from yidu.programmes.models import Edition

PREPARED = date(2024, 12, 16)
"""When the site was set up, before the half year began."""


LEADING = ["中国共产党", "中国共产党", "民盟", "农工党", "无党派人士", "工商联"]
LEAVING = {"经济界": 2, "工商联": 1}
JOINING = {"经济界": 1, "工商联": 1}
LARGE = 6
"""So many members a sector has at least that has a convener."""


@dataclass(frozen=True)
class Size:
    """How much there is of everything."""

    members: float = 1
    leaders: int = 6
    office: int = 4
    venues: int = 19
    liaisons: int = 78
    enterprises: int = 400
    projects: bool = True
    reached: tuple[str, ...] = ()
    """Departments that have accounts here, though elsewhere they work by link."""


@contextmanager
def _prepared(hour: int) -> Iterator[None]:
    with clock.at(moment(PREPARED, hour)), transaction.atomic():
        yield


def open_city(seed: Seed) -> Committee:
    """The municipal committee, whose figures are those of all below it."""
    with _prepared(8):
        return open_committee(
            place=place_of("500000"), name="中国人民政治协商会议重庆市委员会", short_name="重庆市政协",
            name_en="Chongqing Municipal Committee", actor=SYSTEM, client_id=seed.id("500000"),
        )  # fmt: skip


def open_county(code: str, programme: str, *, city: Committee, seed: Seed, size: Size) -> County:
    """Open the committee of a county with all who work there, as they were before the half year began."""
    place = place_of(code)
    with _prepared(9):
        committee = open_committee(
            place=place, name=f"中国人民政治协商会议重庆市{place.name}委员会", short_name=f"{place.name}政协",
            parent=city, actor=SYSTEM, client_id=seed.id(code),
        )  # fmt: skip
        edition = publish_for(committee, programme, seed)
    county = County(
        code=code, name=place.name, seed=seed, names=Names(seed, code), place=place, committee=committee,
        edition=edition, villages=list(at_level(place, Level.VILLAGE).select_related("parent")),
        townships={one.code: one for one in at_level(place, Level.TOWNSHIP)},
    )  # fmt: skip
    with _prepared(10):
        _add_departments(county, size)
        _add_members(county, size)
        _add_office(county, size)
    with _prepared(11):
        if size.venues:
            add_venues(county, size.venues, size.liaisons)
            add_studios(county)
    with _prepared(14):
        add_enterprises(county, size.enterprises)
    with _prepared(16):
        if size.projects:
            add_projects(county)
    return county


def publish_for(committee: Committee, programme: str, seed: Seed) -> Edition:
    """Publish a folder for the committee that it names, or a copy of it for another."""
    client_id = seed.id(f"{committee.code}/{programme}")
    header = (LIBRARY / programme / HEADER).read_text(encoding="utf-8")
    own = f'committee = "{committee.code}"'
    if own in header:
        return publish(str(LIBRARY / programme), committee=committee, actor=SYSTEM, client_id=client_id)
    with TemporaryDirectory() as folder:
        copy = Path(folder) / programme
        shutil.copytree(LIBRARY / programme, copy)
        for file in copy.glob("*.toml"):
            text = file.read_text(encoding="utf-8")
            file.write_text(re.sub(r'(?m)^committee = "\d{6}"', own, text), encoding="utf-8")
        # What was printed of one county was not printed of another.
        (copy / "page.toml").unlink(missing_ok=True)
        return publish(str(copy), committee=committee, actor=SYSTEM, client_id=client_id)


def _add_departments(county: County, size: Size) -> None:
    bank, x = read("county"), county.name[-1]
    names = {key: [part.format(county=county.name, x=x) for part in pair] for key, pair in bank["department"].items()}
    for code, township in county.townships.items():
        office = "办事处" if township.name.endswith("街道") else "人民政府"
        names[code] = [f"{county.name}{township.name}{office}", township.name]
    for key, (name, short) in names.items():
        department = county.departments[key] = add_organisation(
            committee=county.committee, kind="department", name=name, short_name=short,
            place=county.townships.get(key), actor=SYSTEM, client_id=county.seed.id(f"{county.code}/department/{key}"),
        )  # fmt: skip
        if key in set(bank["without-accounts"]["keys"]) - set(size.reached):
            continue
        for role, kept in (("handler", county.handlers), ("head", county.heads)):
            person = enter_person(county, f"{key}/{role}", username=f"{role}-{key}")
            enter_appointment(county, key, person, role, organisation=department)
            kept[department.pk] = person


def _add_members(county: County, size: Size) -> None:
    """The members of every sector; the chair and the vice-chairs are members too and hold both appointments.

    Some leave in February and others follow them: see `yidu.demo.people`.
    """
    leading = LEADING[: size.leaders]
    for line in read("county")["sector"]:
        name, number = line["name"], max(1, round(line["members"] * size.members))
        county.sectors[name] = sector = add_sector(
            committee=county.committee, name=name, actor=SYSTEM, client_id=county.seed.id(f"{county.code}/{name}")
        )
        extra = LEAVING.get(name, 0) if size.members == 1 else 0
        for n in range(number + extra - JOINING.get(name, 0) if extra else number):
            serial = len(county.members) + len(county.leaving) + 1
            person = enter_person(county, f"{name}/{n}", username=f"member-{serial}")
            member = enter_appointment(county, f"{name}/{n}", person, "member", sector=sector)
            if n < extra:
                county.leaving.append(member)
                continue
            county.members.append(member)
            if name in leading:
                leading.remove(name)
                county.leaders.append(enter_appointment(county, f"{name}/{n}", person, "leader"))
    if "proposal" in county.edition.read.kind:
        _add_conveners(county)


def _add_conveners(county: County) -> None:
    """One of each larger sector speaks for it."""
    for name, sector in county.sectors.items():
        own = [one for one in county.members if one.sector == sector]
        if len(own) >= LARGE:
            county.conveners.append(enter_appointment(county, name, own[1].person, "convener", sector=sector))


def _add_office(county: County, size: Size) -> None:
    county.secretary = enter_person(county, "secretary", username="secretary-general")
    enter_appointment(county, "secretary", county.secretary, "secretary-general")
    for n in range(size.office):
        staff = enter_person(county, f"office/{n}", username=f"office-{n + 1}")
        enter_appointment(county, f"office/{n}", staff, "office")
        county.office.append(staff)
