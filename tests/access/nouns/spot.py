"""What hangs on a session while people sit at it: words, points, and the door that hangs at its place.

Of each session one piece of words, one point that is open, and its door; besides a point that is settled (`handed`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.access.nouns import sessions
from tests.access.oracle import Thing
from tests.access.readers import DADUKOU, READERS, Reader
from tests.access.sentences import Answer
from tests.access.world import World
from tests.cast import at
from yidu.consultations.actions import put_point, settle_point


def points(world: World, reader: Reader) -> Iterator[Thing]:
    yield from sessions.sessions(world, reader)
    yield world.once(("point", "settled"), lambda: _settled(world))


def _settled(world: World) -> Thing:
    """Another point of a table that is nobody's own."""
    thing = next(one for one in sessions.sessions(world, READERS[0]) if one.situation == "plain")
    office = sessions.staff_of(world, DADUKOU)
    with at(sessions.HELD, 8):
        row = put_point(thing.row, text="分摊比例", actor=office)
        row = settle_point(row, stands="disagreed", says="底层不同意", actor=office, version=row.version)
    more = {**thing.more, "point": row}
    return replace(thing, situation="settled", blanks={("points", "pk"): row.pk}, more=more)


def settles(reader: Reader, thing: Thing | None) -> Answer:
    """What is settled or over is not settled again: the form says so."""
    return "reached" if thing is not None and (thing.gone or thing.situation == "settled") else "written"


def unsettles(reader: Reader, thing: Thing | None) -> Answer:
    """Only what is settled."""
    return "written" if thing is not None and thing.situation == "settled" else "reached"


NOUNS = {
    ("words", "pk"): sessions.sessions,
    ("points", "pk"): points,
    ("at", "pk"): sessions.sessions,
}
