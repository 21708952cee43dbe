"""Who stands for whom: a person, a department, an enterprise of the model county, and the one in another county."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from yidu.demo.cast import County
from yidu.people.models import Appointment, Organisation, Person
from yidu.places.models import Place

Symbol = tuple[str, int | str]
"""What somebody is in any county, e.g. ("member", 17) or ("handler", "housing")."""


class Cast:
    """Everybody of a county by symbol."""

    def __init__(self, county: County) -> None:
        self.county = county
        townships = list(county.townships)
        self.townships = list(county.townships.values())
        self.departments = {
            townships.index(key) if key in townships else key: one for key, one in county.departments.items()
        }
        by_pk = {one.pk: key for key, one in self.departments.items()}
        self.lists: dict[str, list[Appointment]] = {
            "member": county.members, "leader": county.leaders, "liaison": county.liaisons,
        }  # fmt: skip
        self.handlers = {by_pk[pk]: person for pk, person in county.handlers.items()}
        self.heads = {by_pk[pk]: person for pk, person in county.heads.items()}

    def people(self) -> dict[int, Symbol]:
        """Of the model county: what each person is. A leader is a member too and acts as a leader."""
        found: dict[int, Symbol] = {}
        for kind in ("liaison", "member", "leader"):
            found |= {one.person_id: (kind, n) for n, one in enumerate(self.lists[kind])}
        found |= {one.pk: ("office", n) for n, one in enumerate(self.county.office)}
        found |= {one.pk: ("handler", key) for key, one in self.handlers.items()}
        found |= {one.pk: ("head", key) for key, one in self.heads.items()}
        if self.county.secretary:
            found[self.county.secretary.pk] = ("secretary", 0)
        return found

    def appointments(self) -> dict[int, Symbol]:
        return {one.pk: (kind, n) for kind, many in self.lists.items() for n, one in enumerate(many)}

    def organisations(self) -> dict[int, Symbol]:
        found: dict[int, Symbol] = {one.pk: ("department", key) for key, one in self.departments.items()}
        return found | {one.organisation.pk: ("enterprise", n) for n, one in enumerate(self.county.enterprises)}


@dataclass
class Chosen:
    """For one matter: who of another county takes which part. The same symbol is always the same person."""

    cast: Cast
    turn: int

    def appointment(self, symbol: Symbol) -> Appointment:
        many = self.cast.lists[symbol[0]]
        return many[(int(symbol[1]) + self.turn) % len(many)]

    def person(self, symbol: Symbol) -> Person:
        kind, which = symbol
        county = self.cast.county
        match kind:
            case "office":
                return county.office[(int(which) + self.turn) % len(county.office)]
            case "secretary":
                assert county.secretary is not None
                return county.secretary
            case "handler":
                return self.cast.handlers[self._department(which)]
            case "head":
                return self.cast.heads[self._department(which)]
            case _:
                return self.appointment(symbol).person

    def organisation(self, symbol: Symbol) -> Organisation:
        kind, which = symbol
        if kind == "enterprise":
            return self.enterprise(int(which)).organisation
        return self.cast.departments[self._department(which)]

    def enterprise(self, which: int):  # type: ignore[no-untyped-def]
        many = self.cast.county.enterprises
        return many[(which + self.turn) % len(many)]

    def project(self, which: int):  # type: ignore[no-untyped-def]
        many = self.cast.county.projects
        return many[(which + self.turn) % len(many)]

    def sector(self, symbol: Symbol) -> str:
        sector = self.appointment(symbol).sector
        return sector.name if sector else ""

    def village(self, rng: Random) -> Place:
        return rng.choice(self.cast.county.villages)

    def _department(self, which: int | str) -> int | str:
        return which % len(self.cast.townships) if isinstance(which, int) else which
