"""Consultation venues with their liaisons, and the studios of the sectors."""

from __future__ import annotations

from datetime import date

from yidu.common.actors import SYSTEM
from yidu.demo.cast import County, said
from yidu.demo.entering import enter_appointment, enter_person
from yidu.people.actions import open_station
from yidu.people.models import Station
from yidu.places.models import Place

STUDIOS = ("科学技术界", "医药卫生界", "教育界", "工商联", "农业和农村界", "经济界", "九三学社", "民建", "妇联")
OPENED = date(2023, 9, 5)


def add_venues(county: County, venues: int, liaisons: int) -> None:
    """So many venues, shared out among the townships, which together serve every village; each with its liaisons."""
    for township, groups in zip(county.townships.values(), _shares(county, venues), strict=True):
        for n, served in enumerate(groups):
            county.venues.append(_open_venue(county, township, n, served))
    for n in range(liaisons):
        venue = county.venues[n % len(county.venues)]
        person = enter_person(county, f"liaison/{n}", username=f"liaison-{n + 1}")
        county.liaisons.append(
            enter_appointment(county, f"liaison/{n}", person, "liaison", starts=date(2024, 3, 1), station=venue)
        )


def add_studios(county: County) -> None:
    """A studio of each of some sectors, led by a member of it."""
    rng = county.at("studios")
    for sector in STUDIOS:
        lead = next((one for one in county.members if one.sector == county.sectors[sector]), None)
        if lead is None:
            continue
        studio = open_station(
            committee=county.committee, kind="studio", name=f"{sector}委员工作室", place=rng.choice(county.villages),
            opened=OPENED, actor=SYSTEM, client_id=county.seed.id(f"{county.code}/studio/{sector}"),
        )  # fmt: skip
        county.studios[sector] = enter_appointment(
            county, f"studio/{sector}", lead.person, "studio-lead", starts=OPENED, station=studio
        )


def _shares(county: County, venues: int) -> list[list[list[Place]]]:
    """The villages of each township in as many groups as it has venues: one at least, more where there are more."""
    by_township = [
        [one for one in county.villages if one.parent_id == township.pk] for township in county.townships.values()
    ]
    numbers = [1] * len(by_township)
    while sum(numbers) < venues:
        crowded = max(range(len(numbers)), key=lambda n: len(by_township[n]) / numbers[n])
        numbers[crowded] += 1
    return [[villages[n::number] for n in range(number)] for villages, number in zip(by_township, numbers, strict=True)]


def _open_venue(county: County, township: Place, n: int, served: list[Place]) -> Station:
    seat = served[0] if served else township
    name = f"渝事好商量·义渡360{township.name}协商驿站" if n == 0 else f"渝事好商量·义渡360{said(seat)}协商点"
    return open_station(
        committee=county.committee,
        kind="consultation-venue",
        name=name if county.code == "500104" else name.replace("义渡360", ""),
        place=seat,
        opened=OPENED,
        covers=served,
        actor=SYSTEM,
        client_id=county.seed.id(f"{county.code}/venue/{township.code}/{n}"),
    )
