"""People and appointments as the stories enter them."""

from __future__ import annotations

from datetime import date
from typing import Any

from yidu.common.actors import SYSTEM
from yidu.demo.cast import County
from yidu.people.actions import add_person, appoint
from yidu.people.models import Appointment, Person

USERNAMES = {
    "500104/经济界/18": "member",
    "500104/中国共产党/0": "leader",
    "500104/office/0": "office",
    "500104/secretary": "secretary-general",
    "500104/housing/handler": "handler",
    "500104/housing/head": "head",
    "500104/liaison/0": "liaison",
    "500108/office/0": "nanan-office",
    "500235/office/0": "yunyang-office",
    "500235/keeper/0": "yunyang-keeper",
}
"""Short names for those with whom a visitor may sign in: see `yidu.demo.accounts`."""

TERM = date(2022, 1, 12)
"""The first day of the committee's term."""


def enter_person(county: County, path: str, *, username: str | None = None) -> Person:
    """Somebody new, with an invented name."""
    return add_person(
        committee=county.committee,
        name=county.names.person(),
        username=USERNAMES.get(f"{county.code}/{path}") or (f"{username}-{county.code}" if username else None),
        actor=SYSTEM,
        client_id=county.seed.id(f"{county.code}/person/{path}"),
    )


def enter_appointment(
    county: County, path: str, person: Person, role: str, *, starts: date = TERM, **where: Any
) -> Appointment:
    """`where` names the sector, organisation, station or project."""
    return appoint(
        committee=county.committee,
        person=person,
        role=role,
        starts=starts,
        actor=SYSTEM,
        client_id=county.seed.id(f"{county.code}/appointment/{path}/{role}"),
        **where,
    )
