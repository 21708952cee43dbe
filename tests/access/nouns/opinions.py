"""What people are asked before and after they sit down: who reads it, who looks after it, and that votes have no name.

Situations: `own` (I asked), `plain` (another did, and only who serves the committee answers), `public` (everybody
answers), `other` (another committee's), `closed` (for good). Each has one statement that is shown and one that waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import uuid4

from tests.access import folder
from tests.access.oracle import PARTIES, PUBLIC, Thing
from tests.access.readers import DADUKOU, YUNYANG, Reader
from tests.access.world import HANDED, LATER, RECORDED, VILLAGES, World
from tests.cast import actor_of, at
from yidu.common.actors import SYSTEM, VISITOR, Actor
from yidu.consultations.actions import close_asking, open_asking, say_opinion
from yidu.consultations.models import Asking
from yidu.matters.actions import raise_matter
from yidu.matters.models import Matter
from yidu.places.queries import place_of

SERVES = ("record", "read", "office", "oversee")


def reads_asking(reader: Reader, thing: Thing) -> bool:
    """Everybody where everybody answers; else whoever serves the committee, since its topic is open to all."""
    return thing.open_to == PUBLIC or any(reader.holds(power, thing.committee) for power in SERVES)


def looks_after(reader: Reader, thing: Thing) -> bool:
    """The office, and whoever asked while they may still record."""
    own = thing.recorded_by == reader.me and reader.holds("record", thing.committee)
    return reader.holds("office", thing.committee) or own


def asks_about(reader: Reader, thing: Thing) -> bool:
    """The office of the committee, and whoever may convene there."""
    own = thing.committee == reader.served and convenes(reader)
    return reader.holds("office", thing.committee) or own


def convenes(reader: Reader) -> bool:
    return reader.role in folder.kind("wuqian", "topic")["consulting"]["conveners"]


# --- what there is --------------------------------------------------------------------------------------------------


def askings(world: World, reader: Reader) -> Iterator[Thing]:
    if convenes(reader) and reader.served == DADUKOU:
        yield world.once(("asking", "own", reader.me), lambda: _asking(world, "own", by=reader.me))
    for situation, make in ASKINGS.items():
        yield world.once(("asking", situation), lambda m=make: m(world))  # type: ignore[misc]


def _asking(world: World, situation: str, *, by: str = "", committee: str = DADUKOU, is_public: bool = False) -> Thing:
    person = world.persons[by] if by else world.cast.people["second_leader" if committee == DADUKOU else "other_member"]
    topic = _topic(world, committee)
    with at(RECORDED):
        row = open_asking(topic=topic, is_public=is_public, actor=actor_of(person), **asked())
        shown = say_opinion(asking=row, text="按楼层分摊", actor=SYSTEM)
        waiting = say_opinion(asking=row, text="政府补助一半", actor=VISITOR)
    return Thing(
        "asking", situation, committee, {("askings", "pk"): row.pk, ("about", "pk"): topic.pk}, row=row,
        recorded_by=by, open_to=PUBLIC if is_public else PARTIES, more={"shown": shown, "waiting": waiting},
    )  # fmt: skip


def _topic(world: World, committee: str) -> Matter:
    with at(RECORDED):
        return raise_matter(
            committee=world.committees[committee], edition=world.editions[committee, "wuqian"], kind="topic",
            title="电梯常停", text="一起商量怎么换。", place=place_of(VILLAGES[committee]), raised_as="resident",
            actor=Actor(kind="visitor"), client_id=uuid4(),
        )  # fmt: skip


def _closed(world: World) -> Thing:
    thing = _asking(world, "closed", is_public=True)
    with at(HANDED, 8):
        thing.row = close_asking(thing.row, version=1, actor=SYSTEM)
    thing.gone = True
    return thing


ASKINGS: dict[str, Callable[[World], Thing]] = {
    "plain": lambda world: _asking(world, "plain"),
    "public": lambda world: _asking(world, "public", is_public=True),
    "other": lambda world: _asking(world, "other", committee=YUNYANG),
    "closed": _closed,
}


# --- what is sent ---------------------------------------------------------------------------------------------------


def asked() -> dict[str, Any]:
    return {
        "question": "钱怎么分摊？",
        "opens_on": date.fromisoformat(RECORDED),
        "closes_on": date.fromisoformat(LATER),
    }


def form(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    """A question as a page sends it."""
    assert thing is not None
    row: Asking = thing.row
    days = {name: str(value) for name, value in asked().items()}
    return {**days, "when": "after", "is_public": "on", "version": str(row.version), "client_id": str(uuid4())}


def decision(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    assert thing is not None
    opinion = thing.more["waiting"]
    return {"opinion": str(opinion.pk), "version": "1", "decided": "show", "client_id": str(uuid4())}


def vote(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    assert thing is not None
    return {"opinion": str(thing.more["shown"].pk), "says": "agree"}


NOUNS = {("askings", "pk"): askings, ("about", "pk"): askings}
