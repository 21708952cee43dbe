"""Days and years of the calendar, look-backs, draws."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from tests.access.oracle import Thing
from tests.access.readers import DADUKOU, YUNYANG, Reader
from tests.access.routes import Key
from tests.access.world import HANDED, KINDS, PUBLIC, RECORDED, World, row_thing
from tests.cast import at
from yidu.common.actors import SYSTEM, Actor
from yidu.ledger.seals import seal
from yidu.matters.actions import announce_draw, ask_look_back, find_look_back, hand_back_look_back, make_draw
from yidu.matters.models import Draw, LookBack
from yidu.people.actions import add_organisation

STAFF, CAST = "staff", "cast"
"""Who is asked: the committee's staff while nobody is, somebody who is no reader, or (their id) a reader."""
ANSWERED, ANNOUNCED, SEALED, DRAWN = "2025-03-20", "2025-04-01", "2025-04-02", "2025-04-03"


# --- the calendar ---------------------------------------------------------------------------------------------------


def years(world: World, reader: Reader) -> Iterator[Thing]:
    for situation, year in (("plain", 2025), ("moved", 2027), ("closed", 1999)):
        yield Thing("year", situation, "", {("calendar", "year"): year}, gone=year < 2001)


def days(world: World, reader: Reader) -> Iterator[Thing]:
    for situation, day in (("plain", "2025-06-11"), ("moved", "2027-06-11"), ("closed", "1999-06-11")):
        yield Thing("day", situation, "", {("days", "day"): day}, gone=day < "2001")


# --- look-backs -----------------------------------------------------------------------------------------------------


def look_backs(world: World, reader: Reader) -> Iterator[Thing]:
    """`more` says who is asked, who was, and whether it is settled or too early."""
    if reader.post and reader.post.committee == DADUKOU and reader.post.role in ("member", "leader", "liaison"):
        yield world.once(("look-back", "own", reader.me), lambda: _asked(world, "own", reader.me))
    for situation, make in LOOK_BACKS.items():
        yield world.once(("look-back", situation), lambda m=make: m(world))  # type: ignore[misc]


def _promised(world: World, situation: str, *, committee: str = DADUKOU, day: str = HANDED) -> Thing:
    """A promise whose day is today, and nobody is asked yet."""
    thing = world.matter(situation, KINDS[PUBLIC], committee=committee)
    lead = "economy" if committee == DADUKOU else "water"
    world.hand_over(thing, lead)
    world.answer(thing, class_="B", measures=[{"text": "交付厂房", "day": day}])
    row = LookBack.objects.select_related("matter").get(matter=thing.row)
    return row_thing("look-back", situation, committee, ("look-backs", "pk"), row)


def _asked(world: World, situation: str, whom: str, *, committee: str = DADUKOU) -> Thing:
    """Somebody is asked by lot; here it fell on this reader (or on the leader of the cast)."""
    thing = _promised(world, situation, committee=committee)
    ask_look_back(thing.row, actor=SYSTEM)
    _falls_on(world, thing, whom)
    return thing


def _falls_on(world: World, thing: Thing, whom: str) -> None:
    person = world.cast.people["leader"] if whom == CAST else world.persons[whom]
    LookBack.objects.filter(pk=thing.row.pk).update(asked=person)
    thing.row, thing.more["asked"] = LookBack.objects.select_related("matter").get(pk=thing.row.pk), whom


def _plain(world: World) -> Thing:
    """It fell on somebody who is no reader."""
    return _asked(world, "plain", CAST)


def _handed(world: World) -> Thing:
    """Nobody is asked yet: meanwhile the staff may look themselves."""
    thing = _promised(world, "handed")
    thing.more = {"asked": STAFF}
    return thing


def _taken(world: World) -> Thing:
    """The member gave it back, and it fell on somebody else."""
    thing = _asked(world, "taken", "member")
    hand_back_look_back(thing.row, reason="我参与过", actor=world.actor("member"), version=thing.row.version)
    _falls_on(world, thing, CAST)
    thing.more["was"] = "member"
    return thing


def _closed(world: World) -> Thing:
    thing = _asked(world, "closed", "leader")
    find_look_back(thing.row, found="solved", actor=world.actor("leader"), version=thing.row.version)
    thing.row.refresh_from_db()
    thing.gone, thing.more = True, {"was": "leader"}
    return thing


def _early(world: World) -> Thing:
    """Its day has not come: nobody is to know of it."""
    thing = _promised(world, "moved", day="2025-05-07")
    _falls_on(world, thing, "member")
    thing.more["asked"] = ""
    return thing


def _other(world: World) -> Thing:
    return _asked(world, "other", "other-member", committee=YUNYANG)


LOOK_BACKS: dict[str, Callable[[World], Thing]] = {
    "plain": _plain, "handed": _handed, "taken": _taken, "closed": _closed, "moved": _early, "other": _other,
}  # fmt: skip


# --- draws ----------------------------------------------------------------------------------------------------------


def draws(world: World, reader: Reader) -> Iterator[Thing]:
    """What was drawn, and what is announced."""
    yield world.once(("draw", "plain"), lambda: _draw(world, "plain"))
    yield world.once(("draw", "moved"), lambda: _draw(world, "moved"))


def answered_long_ago(world: World) -> Thing:
    """A matter that was solved in March: what is drawn from."""
    thing = world.matter("closed", KINDS[PUBLIC], raised_as="enterprise")
    world.hand_over(thing, "economy", on=ANSWERED)
    world.answer(thing, on=ANSWERED)
    world.take(
        thing, "rate", Actor(kind="receipt", matter_id=thing.row.pk), on=ANSWERED, satisfaction="satisfied"
    )  # fmt: skip
    return thing


def announced(world: World, *, begins: str, on: str = ANNOUNCED) -> Draw:
    world.once(("matter", "solved in March"), lambda: answered_long_ago(world))
    with at(on):
        seal()  # what is known by now can be no seed
        return announce_draw(
            committee=world.committees[DADUKOU], edition=world.editions[DADUKOU, "wuqian"], procedure="linkage",
            begins=date.fromisoformat(begins), ends=date(2025, 3, 31), number=1, actor=SYSTEM,
        )  # fmt: skip


def _draw(world: World, situation: str) -> Thing:
    draw = announced(world, begins=RECORDED if situation == "plain" else "2025-03-11")
    if situation == "plain":
        seal_something(world)
        with at(DRAWN):
            draw = make_draw(draw, actor=SYSTEM)
    return row_thing("draw", situation, DADUKOU, ("draws", "pk"), draw)


def seal_something(world: World) -> None:
    """After the announcement something is entered, and sealed."""
    with at(SEALED):
        add_organisation(committee=world.committees[DADUKOU], kind="enterprise", name="后来的公司", actor=SYSTEM)
        world.activity("plain", PUBLIC)
        seal()


NOUNS: dict[Key, Callable[[World, Reader], Iterator[Thing]]] = {
    ("calendar", "year"): years,
    ("days", "day"): days,
    ("look-backs", "pk"): look_backs,
    ("draws", "pk"): draws,
}
