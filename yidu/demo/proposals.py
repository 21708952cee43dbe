"""Proposals: in words, and through their examination. What departments do with them: `yidu.demo.answers`."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any, Literal

from yidu.demo.acts import Act
from yidu.demo.cast import Case, County, said
from yidu.demo.chance import shuffled, weighted
from yidu.demo.course import Course, Subject
from yidu.demo.prose import Teller, read
from yidu.people.models import Appointment

Fate = Literal["filed", "merged", "converted", "passed-on", "not-filed", "withdrawn"]
Saying = Literal["rated", "silent", "redone", "met"]

PLENARY = ((1, 2), (1, 21))
"""From which to which day of a year what is handed in belongs to the plenary session."""
NUMERALS = "一二三四五"


@dataclass(frozen=True)
class Way:
    """What happens to a proposal: where the examination leads, how it is handled, what its proposer says."""

    fate: Fate = "filed"
    returned: bool = False
    course: Course = field(default_factory=Course)
    saying: Saying = "rated"
    confirmed: bool = False
    supervisor: Appointment | None = None


def draw(rng: random.Random, fate: Fate = "filed") -> Way:
    """A way as it commonly is: most are filed as they stand, answered in time, and found good enough."""
    reply: Literal["A", "B", "C"] = weighted(rng, [("A", 62), ("B", 28), ("C", 10)])
    saying: Saying = weighted(rng, [("rated", 76), ("silent", 15), ("redone", 7), ("met", 2)])
    return Way(
        fate=fate,
        returned=fate == "withdrawn" or (fate == "filed" and rng.random() < 0.09),
        course=Course(
            contest=weighted(rng, [("", 91), ("granted", 6), ("declined", 3)]),
            extension=weighted(rng, [("", 89), ("granted", 9), ("declined", 2)]),
            pause=rng.random() < 0.03,
            sent_back=rng.random() < 0.05,
            late=rng.random() < 0.05,
            reply=reply,
        ),
        saying=saying,
        confirmed=reply == "A" and saying == "rated" and rng.random() < 0.3,
    )


@dataclass
class Proposal:
    """A proposal in words, before it is handed in. `whole` is its situation once it was completed."""

    case: Case
    teller: Teller
    subject: Subject
    measures: list[str]
    author: Appointment
    raises: dict[str, Any]
    whole: str


def entries(county: County, path: str) -> Iterator[dict[str, Any]]:
    """Entries of the prose file in a shuffled order, for ever; all of them before one comes again."""
    yield from in_turn(county, path, read("proposals")["subject"])


def in_turn(county: County, path: str, bank: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """All entries before one comes again, then under its next title."""
    rng = county.at(path)
    for turn in count():
        yield from ({**entry, "turn": turn} for entry in shuffled(rng, bank))


def proposal(
    county: County, path: str, entry: Mapping[str, Any], author: Appointment, *, brief: bool = False
) -> Proposal:
    """An entry in words. `brief` leaves out a part of the situation, for which it will be returned."""
    teller = teller_at(county, path)
    title = title_of(teller, entry)
    if "{place}" in str(entry["situation"]) and teller.rng.random() < 0.5 and not _names_a_place(teller, title):
        title = title.replace("关于", f"关于在{teller.known['township']}", 1)
    heard = teller.one_of(read("proposals")["words"]["heard"])
    situation = [teller.tell(one) for one in shuffled(teller.rng, entry["situation"])]
    whole = heard + "".join(situation)
    analysis = [teller.tell(one) for one in shuffled(teller.rng, entry["analysis"])]
    advice = numbered(teller, entry["advice"], teller.rng.choice((3, 4, 4)))
    answers = {"analysis": "".join(analysis), "advice": advice}
    raises = {
        "kind": "proposal", "title": title, "text": heard + situation[0] if brief else whole, "place": county.place,
        "answers": answers,
    }  # fmt: skip
    # What was done has numbers of its own.
    solved = Teller(teller.rng, place=teller.known["place"]).one_of(entry["done"])
    subject = Subject(title=title, solved=solved, plan="", lead=entry["lead"], joint=tuple(entry["joint"]))
    return Proposal(Case(county, path), teller, subject, entry["measures"], author, raises, whole)


def teller_at(county: County, path: str) -> Teller:
    """Tells of a village of the county and of the township in which it lies."""
    rng = county.at(path)
    village = rng.choice(county.villages)
    township = county.department("township", village).called
    return Teller(rng, place=said(village), township=township)


def _names_a_place(teller: Teller, title: str) -> bool:
    return any(teller.known[word] in title for word in ("place", "township"))


def title_of(teller: Teller, entry: Mapping[str, Any]) -> str:
    """One of its titles: the next one each time that the entry comes."""
    titles = entry["title"]
    return teller.tell(titles[entry["turn"] % len(titles)] if "turn" in entry else teller.rng.choice(titles))


def numbered(teller: Teller, advice: list[str], number: int) -> str:
    """Some of the advice, in its order, each point on a line of its own."""
    chosen = sorted(teller.rng.sample(range(len(advice)), min(number, len(advice))))
    points = [teller.tell(advice[n]) for n in chosen]
    return "\n".join(f"{NUMERALS[n]}、{point}。" for n, point in enumerate(points))


def is_plenary(raised: date) -> bool:
    """Whether what is handed in on this day belongs to the plenary session."""
    first, last = PLENARY
    return first <= (raised.month, raised.day) <= last


def accepted_at(acts: list[Act]) -> datetime | None:
    """When it is accepted: filed, or handled together with another."""
    return next((one.at for one in acts if one.action in ("file", "merge")), None)


def signed_at(acts: list[Act]) -> datetime | None:
    """When the head signs the answer for the first time."""
    return next((one.at for one in acts if one.action == "sign"), None)
