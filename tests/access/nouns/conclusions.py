"""What comes of sessions. Situation `concluded`: held, concluded, and the body economy sat there; nobody's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

from tests.access.nouns import sessions
from tests.access.oracle import PARTIES, Thing
from tests.access.readers import DADUKOU, Reader
from tests.access.world import HANDED, RECORDED, World
from tests.cast import actor_of, at
from tests.consultations.settled import held, point, seat
from yidu.consultations.actions import conclude_session, plan_session, record_outcome
from yidu.consultations.links import link_of
from yidu.consultations.models import Session

LONG_AGO, DUE = "2025-03-20", date(2025, 4, 3)


def sat_there(reader: Reader, thing: Thing) -> bool:
    """Whoever acts for the body that sat there."""
    return thing.situation == "concluded" and reader.acts_for("economy", "handle", "sign")


def reads_session(reader: Reader, thing: Thing) -> bool:
    return sessions.reads_session(reader, thing) or sat_there(reader, thing)


def reads_conclusion(reader: Reader, thing: Thing) -> bool:
    return thing.situation == "concluded" and reads_session(reader, thing)


def tells_outcomes(reader: Reader, thing: Thing) -> bool:
    """The office of the committee that one serves, and whoever convened about the topic."""
    return thing.committee == reader.served and sessions.prepares(reader, thing)


def with_concluded(world: World, reader: Reader) -> Iterator[Thing]:
    yield from sessions.sessions(world, reader)
    yield concluded(world)


def of_concluded(world: World, reader: Reader) -> Iterator[Thing]:
    yield concluded(world)


def concluded(world: World) -> Thing:
    return world.once(("session", "concluded"), lambda: _concluded(world))


def _concluded(world: World) -> Thing:
    row, office = settled(world), sessions.staff_of(world, DADUKOU)
    with at(HANDED, 7):
        row = conclude_session(row, conclusion="四月三日前换好。", actor=office, version=row.version)
        outcome = record_outcome(
            row.topic, session=row, item="lifts-replaced", quantity=1, day=date.fromisoformat(LONG_AGO),
            confirmed_by="paper", confirmed_says="验收单", actor=office,
        )  # fmt: skip
    of_body, resident = row.seats.order_by("pk")
    agreed = row.points.get(stands="agreed")
    return Thing(
        "session", "concluded", DADUKOU, open_to=PARTIES, row=row, gone=True,
        blanks={
            ("sessions", "pk"): row.pk, ("outcomes", "pk"): outcome.pk, ("kept", "secret"): link_of(resident),
        },
        more={"seat": of_body, "point": agreed, "outcome": outcome, "settled": settled(world)},
    )  # fmt: skip


def settled(world: World) -> Session:
    """Held, with everything settled: agreed with education, recommended to land."""
    convener = world.cast.appointments["leader"]
    with at(RECORDED):
        row = plan_session(
            topic=sessions.topic_of(world, DADUKOU), actor=actor_of(convener.person), client_id=uuid4(),
            **sessions.planned(world, DADUKOU, convener, LONG_AGO),
        )  # fmt: skip
    row = held(row)
    seat(row, "department", organisation=world.bodies["economy"])
    seat(row, "resident", name="居民代表")
    point(row, owner=world.bodies["education"], day=DUE)
    point(row, "设专户", "recommended", owner=world.bodies["land"])
    return row


def to_conclude(world: World) -> Session:
    """The same, not concluded yet."""
    return Session.objects.get(pk=concluded(world).more["settled"].pk)


def outcome(**more: Any) -> dict[str, Any]:
    """An outcome that nobody recorded yet."""
    told = {"item": "households", "quantity": 3, "confirmed_by": "paper", "confirmed_says": "验收单"}
    return {**told, "day": date.fromisoformat(HANDED), **more}


def echo_form(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    """As whoever sat there sends it."""
    assert thing is not None
    if "point" not in thing.more:
        return {"point": str(uuid4())}
    key = str(thing.more["point"].pk)
    return {"point": key, f"{key}-client_id": str(uuid4()), f"{key}-kept": "yes", f"{key}-text": ""}


NOUNS = {
    ("sessions", "pk"): with_concluded,
    ("outcomes", "pk"): of_concluded,
    ("kept", "secret"): of_concluded,
}
