"""What an enterprise cannot solve alone, handed to departments that can."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yidu.demo.acts import Act, carry_out
from yidu.demo.cast import Case, County, Enterprise, said
from yidu.demo.chance import shuffled, weighted
from yidu.demo.course import LINKAGE, Course, Ending, Frame, Handlings, Subject, draw
from yidu.demo.prose import Teller, read
from yidu.demo.schedule import Story
from yidu.places.models import Place

ENDINGS: list[tuple[Ending, float]] = [
    ("solved", 66), ("reopened", 9), ("unrated", 13), ("seen", 10), ("diverted", 2),
]  # fmt: skip


@dataclass
class Told:
    """A matter in words, before it is raised: what it asks of `raise_matter`, and how it will be handled."""

    case: Case
    subject: Subject
    teller: Teller
    frame: Frame
    departments: dict[str, Any]
    raises: dict[str, Any] = field(default_factory=dict)

    def acts(self, raised: datetime, course: Course) -> list[Act]:
        return Handlings(self.teller, self.subject, self.frame, self.departments).run(raised, course)

    def goes_on(self, raised: datetime, ending: Ending) -> Story:
        """The story of its handling, from the hand-over on."""
        return carry_out(self.case, self.acts(raised, draw(self.teller.rng, ending)))


def difficulties(county: County, path: str) -> Iterator[dict[str, Any]]:
    """Entries of the prose file in a shuffled order, for ever; all of them before one comes again."""
    rng = county.at(path)
    while True:
        yield from shuffled(rng, read("difficulties")["difficulty"])


def told(
    county: County, path: str, entry: dict[str, Any], place: Place, *, frame: Frame = LINKAGE, **known: object
) -> Told:
    """An entry of a prose file, with its gaps filled in for this place."""
    teller = Teller(county.at(path), place=said(place), village=said(place), township=_township(county, place), **known)
    title, text = teller.tell(entry["title"]), teller.tell(entry["text"])
    keys = [entry["lead"], *entry["joint"]]
    departments = {key: county.department(key, place) for key in (*keys, "city", "housing", "economy")}
    subject = Subject(
        title=title,
        solved=teller.tell(entry["solved"]),
        plan=teller.tell(entry["plan"]),
        lead=keys[0],
        joint=tuple(keys[1:]),
    )
    raises = {"title": title, "text": text, "place": place}
    return Told(Case(county, path), subject, teller, frame, departments, raises)


def difficulty(county: County, path: str, entry: dict[str, Any], enterprise: Enterprise) -> Told:
    it = told(county, path, entry, enterprise.place, firm=enterprise.firm.short, product=enterprise.firm.product)
    it.raises |= {
        "kind": "enterprise-difficulty",
        "organisation": enterprise.organisation,
        "answers": {"field": entry["field"]},
    }
    return it


def any_ending(it: Told) -> Ending:
    return weighted(it.teller.rng, ENDINGS)


def _township(county: County, place: Place) -> str:
    codes = (place.code, *place.path)
    return next((one.name for code, one in county.townships.items() if code in codes), county.name)
