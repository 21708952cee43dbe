"""Sessions, who is asked to them, and what prepares them.

Situations: `own` (I convene it, and am asked to nothing), `handed` (my body is asked to it), `plain` (another's),
`public` (announced to everybody), `other` (another committee's), `closed` (called off).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from tests.access import folder
from tests.access.oracle import PARTIES, PUBLIC, Thing
from tests.access.readers import DADUKOU, YUNYANG, Reader
from tests.access.world import HANDED, RECORDED, VILLAGES, World
from tests.cast import actor_of, at
from tests.consultations.conftest import moment
from yidu.activities.actions import record_activity
from yidu.common.actors import Actor
from yidu.consultations.actions import (
    add_paper,
    book_slot,
    call_off_session,
    gather,
    invite,
    keep_words,
    make_subscription,
    open_slots,
    plan_session,
    put_point,
    take_off_seat,
)
from yidu.consultations.actions.subscriptions import subscription_secret
from yidu.consultations.links import door_of, link_of
from yidu.consultations.models import Session
from yidu.matters.actions import raise_matter
from yidu.matters.models import Matter
from yidu.places.queries import place_of

HELD, LONG_AGO = "2025-04-07", "2025-03-20"
SERVES = ("record", "read", "office", "oversee")
PDF = b"%PDF-1.7\n"


def convenes(reader: Reader) -> bool:
    """Whoever holds a role at Dadukou that may convene, today."""
    return reader.served == DADUKOU and reader.role in folder.kind("wuqian", "topic")["consulting"]["conveners"]


def conveners_own(reader: Reader, thing: Thing) -> bool:
    return bool(thing.recorded_by) and thing.recorded_by == reader.me and convenes(reader)


def asked_body(reader: Reader, thing: Thing) -> bool:
    return thing.situation == "handed" and reader.acts_for("economy", "handle", "sign")


def reads_session(reader: Reader, thing: Thing) -> bool:
    """Its topic is open to everybody, so whoever serves the committee reads it; others what is announced to them."""
    serves = any(reader.holds(power, thing.committee) for power in SERVES)
    return thing.open_to == PUBLIC or serves or asked_body(reader, thing)


def reads_inside(reader: Reader, thing: Thing) -> bool:
    """Who is asked, and what is handed out to them."""
    works = any(reader.holds(power, thing.committee) for power in ("read", "office", "oversee"))
    return works or conveners_own(reader, thing) or asked_body(reader, thing)


def prepares(reader: Reader, thing: Thing) -> bool:
    return reader.holds("office", thing.committee) or conveners_own(reader, thing)


def oversees(reader: Reader, thing: Thing) -> bool:
    return reader.holds("oversee", thing.committee)


def books(reader: Reader, thing: Thing) -> bool:
    return reader.holds("record", thing.committee)


def convenes_about(reader: Reader, thing: Thing) -> bool:
    """Whoever may plan a session about the topic, or name what prepares it."""
    here = thing.committee == reader.served
    roles = folder.kind("wuqian", "topic")["consulting"]["conveners"]
    return thing.kind == "topic" and here and (reader.holds("office", thing.committee) or reader.role in roles)


# --- what there is --------------------------------------------------------------------------------------------------


def sessions(world: World, reader: Reader) -> Iterator[Thing]:
    if convenes(reader):
        yield world.once(("session", "own", reader.me), lambda: _session(world, "own", by=reader.me))
    for situation, make in SESSIONS.items():
        yield world.once(("session", situation), lambda m=make: m(world))  # type: ignore[misc]


def topics(world: World, reader: Reader) -> Iterator[Thing]:
    """The topics of these sessions, and a matter about which nobody sits down."""
    for thing in sessions(world, reader):
        key = ("topic", thing.situation, thing.recorded_by)
        yield world.once(key, lambda t=thing: _topic_thing(t))  # type: ignore[misc]


def _topic_thing(thing: Thing) -> Thing:
    topic = thing.row.topic
    blanks = {("conveners", "pk"): topic.pk, ("topics", "pk"): topic.pk}
    return Thing(
        "topic", thing.situation, thing.committee, blanks, kind="topic", row=topic, more=thing.more,
        recorded_by=thing.recorded_by, gone=thing.gone,
    )  # fmt: skip


def topic_of(world: World, committee: str) -> Matter:
    with at(RECORDED):
        return raise_matter(
            committee=world.committees[committee], edition=world.editions[committee, "wuqian"], kind="topic",
            title="电梯常停", text="一起商量怎么换。", place=place_of(VILLAGES[committee]), raised_as="resident",
            actor=Actor(kind="visitor"), client_id=uuid4(),
        )  # fmt: skip


def planned(world: World, committee: str, convener: Any, day: str = HELD) -> dict[str, Any]:
    return {
        "form": "reception-day", "convener": convener, "begins_at": moment(day), "ends_at": moment(day, 21),
        "place": place_of(VILLAGES[committee]),
    }  # fmt: skip


def _session(world: World, situation: str, *, by: str = "", committee: str = DADUKOU, is_public: bool = False) -> Thing:
    cast = world.cast
    convener = world.posts[by] if by else cast.appointments["leader" if committee == DADUKOU else "other_member"]
    topic = topic_of(world, committee)
    with at(RECORDED):
        row = plan_session(
            topic=topic, is_public=is_public, client_id=uuid4(), actor=actor_of(convener.person),
            **planned(world, committee, convener),
        )  # fmt: skip
        invite(row, named=[("resident", "居民代表")], actor=staff_of(world, committee))
        if situation == "handed":
            invite(row, organisations=[world.bodies["economy"]], actor=staff_of(world, committee))
        office = staff_of(world, committee)
        open_slots(row, begins_at=row.begins_at, minutes=20, many=3, actor=office)
        paper = add_paper(row, title="材料", file=PDF, file_name="材料.pdf", actor=office, client_id=uuid4())
        booker = cast.people["second_leader" if committee == DADUKOU else "second_member"]
        first, second, _third = row.slots.all()
        booking = book_slot(first, about="停车", actor=actor_of(booker), client_id=uuid4())
        said = keep_words(row, speaker="居民代表", file=PDF, file_name="发言.pdf", actor=office, client_id=uuid4())
        put = put_point(row, text="先换三栋", actor=office, client_id=uuid4())
        named, other = gather(topic, activity=_visit(world, committee), actor=office), _visit(world, committee)
    seat = row.seats.filter(organisation=None).get()
    of_body = row.seats.exclude(organisation=None).first() or seat
    row = Session.objects.get(pk=row.pk)
    return Thing(
        "session", situation, committee, open_to=PUBLIC if is_public else PARTIES, recorded_by=by, row=row,
        blanks={
            ("sessions", "pk"): row.pk, ("seats", "pk"): of_body.pk, ("s", "secret"): link_of(seat),
            ("papers", "pk"): paper.pk, ("slots", "pk"): second.pk, ("bookings", "pk"): booking.pk,
            ("visits", "pk"): named.pk, ("plan", "year"): 2025, ("words", "pk"): said.pk, ("points", "pk"): put.pk,
            ("at", "pk"): row.pk, ("at", "secret"): door_of(row), ("at", "point"): put.pk,
        },
        more={
            "seat": of_body, "named": seat, "paper": paper, "booking": booking, "gathering": named,
            "visit": other.number, "words": said, "point": put,
        },
    )  # fmt: skip


def staff_of(world: World, committee: str) -> Actor:
    """Somebody of the staff of the committee."""
    return world.actor("office" if committee == DADUKOU else "other-office")


def _visit(world: World, committee: str) -> Any:
    host = world.cast.appointments["member" if committee == DADUKOU else "other_member"]
    return record_activity(
        committee=world.committees[committee], edition=world.editions[committee, "wuqian"], kind="household-visit",
        day=date.fromisoformat(RECORDED), place=place_of(VILLAGES[committee]), host=host, heard="听到的话",
        answers=folder.answers("wuqian", "household-visit", RECORDED), actor=actor_of(host.person), client_id=uuid4(),
    )  # fmt: skip


def _closed(world: World) -> Thing:
    thing = _session(world, "closed")
    with at(HANDED, 8):
        office = staff_of(world, DADUKOU)
        take_off_seat(thing.more["named"], actor=office, version=thing.more["named"].version)
        thing.row = call_off_session(thing.row, reason="下雨", actor=office, version=thing.row.version)
    thing.gone = True
    return thing


SESSIONS: dict[str, Callable[[World], Thing]] = {
    "plain": lambda world: _session(world, "plain"),
    "public": lambda world: _session(world, "public", is_public=True),
    "handed": lambda world: _session(world, "handed"),
    "other": lambda world: _session(world, "other", committee=YUNYANG),
    "closed": _closed,
}


def calendars(world: World, reader: Reader) -> Iterator[Thing]:
    """Whoever has the address reads it, whoever is signed in."""
    yield world.once(("calendar", "plain"), lambda: _calendar(world))


def _calendar(world: World) -> Thing:
    row = make_subscription(actor=actor_of(world.cast.people["second_leader"]))
    return Thing("calendar", "plain", DADUKOU, {("calendar", "secret"): subscription_secret(row)}, row=row)


# --- what is sent ---------------------------------------------------------------------------------------------------


def form(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    """A session as a page sends it."""
    assert thing is not None
    row = thing.row if isinstance(thing.row, Session) else None
    convener = row.convener if row else world.cast.appointments[_leader(thing)]
    own = world.posts.get(reader.me)
    named = f"{convener.person.name} {folder.every_role()[convener.role_id]['title']['zh']}"
    by_office = reader.holds("office", thing.committee)
    return {
        "client_id": str(uuid4()), "version": str(row.version if row else 0), "form": "courtyard",
        "day": (date.fromisoformat(HELD) + timedelta(days=1)).isoformat(), "begins": "19:00", "ends": "21:00",
        "convener": named if by_office else str(own.pk if own else ""), "reason": "下雨",
    }  # fmt: skip


def _leader(thing: Thing) -> str:
    return "leader" if thing.committee == DADUKOU else "other_member"


def of_seat(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    assert thing is not None
    return {"client_id": str(uuid4()), "version": str(thing.more["seat"].version), "answer": "comes"}


NOUNS = {
    ("sessions", "pk"): sessions,
    ("seats", "pk"): sessions,
    ("s", "secret"): sessions,
    ("papers", "pk"): sessions,
    ("slots", "pk"): sessions,
    ("bookings", "pk"): sessions,
    ("visits", "pk"): sessions,
    ("conveners", "pk"): topics,
    ("topics", "pk"): topics,
    ("calendar", "secret"): calendars,
}
