"""Actions at the table: who may prepare a session, answer an invitation, book a slot. And all deeds together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.access import deeds
from tests.access.deeds import STAFF_MAY, VISITS, Call, Deed, Doer, changed_of, first_of, row_of, with_account
from tests.access.nouns import conclusions, opinions, sessions
from tests.access.readers import DADUKOU
from tests.access.world import World
from yidu.common import clock
from yidu.common.actions import registered_actions
from yidu.common.actors import Actor
from yidu.consultations.actions.opinions import Ballot
from yidu.consultations.models import Point, Session, Words

SITTINGS, ASKINGS = ("sessions", "pk"), ("askings", "pk")


def _hangs(world: World, called: str, situation: str = "plain", **told: Any) -> dict[str, Any]:
    """Something that hangs on a session, with its version."""
    row = first_of(world, SITTINGS, situation).more[called]
    row = type(row)._default_manager.get(pk=row.pk)
    return {called: row, "version": row.version, **told}


def _opinion(world: World) -> dict[str, Any]:
    """A statement that waits to be read."""
    row = first_of(world, ASKINGS, "plain").more["waiting"]
    return {"opinion": row, "version": row.version}


def _gathers(doer: Doer) -> bool:
    """The office, and whoever may convene about the topic."""
    return doer.holds("office") or (doer.reader is not None and sessions.convenes(doer.reader) and doer.serves)


def _subscribed(doer: Doer, actor: Actor) -> dict[str, Any]:
    """Ended by whoever has an address."""
    if doer.has_account:
        registered_actions()["subscription.make"](actor=actor)
    return {}


def _on_its_day(world: World) -> Session:
    """The session of another, on the day on which people sit there. What is asked here is undone again."""
    row: Session = row_of(world, SITTINGS)
    Session.objects.filter(pk=row.pk).update(begins_at=clock.now(), ends_at=clock.now() + timedelta(hours=2))
    return Session.objects.get(pk=row.pk)


def _concluded_with_nothing(world: World) -> Session:
    """One of which no matter came. What is asked here is undone again."""
    row: Session = row_of(world, SITTINGS)
    Session.objects.filter(pk=row.pk).update(held_at=clock.now(), headcount=3, concluded_at=clock.now())
    return Session.objects.get(pk=row.pk)


def _there(**told: Any) -> Call:
    """Called with the session itself."""
    return lambda world, doer, actor: {"session": _on_its_day(world), **told}


def _put(world: World, stands: str = "open") -> Point:
    """A point that was put to this table."""
    settled = None if stands == "open" else clock.now()
    return Point.objects.create(session=_on_its_day(world), text="先换三栋", stands=stands, settled_at=settled)


def _of_point(stands: str = "open", **told: Any) -> Call:
    return lambda world, doer, actor: {"point": _put(world, stands), "version": 1, **told}


def _said(world: World) -> Words:
    return Words.objects.create(session=_on_its_day(world), speaker="居民", text="先换三栋", kept_at=clock.now())


def _seated(world: World, doer: Doer, actor: Actor) -> dict[str, Any]:
    _on_its_day(world)
    return _hangs(world, "named")


def _nobody(doer: Doer) -> bool:
    """Only by the link that hangs at the place of the session."""
    return False


SPOT: dict[str, Deed] = {
    "seat.add": Deed(_there(part="expert", name="张工"), STAFF_MAY),
    "seat.confirm": Deed(
        lambda world, doer, actor: {"seat": (told := _seated(world, doer, actor))["named"], "version": told["version"]},
        STAFF_MAY,
    ),
    "seat.sign-in": Deed(_there(part="resident", name="刘桂英"), _nobody),
    "session.hold": Deed(
        lambda world, doer, actor: {"session": (row := _on_its_day(world)), "version": row.version, "headcount": 30},
        STAFF_MAY,
    ),
    "words.keep": Deed(_there(speaker="居民", text="先换三栋"), STAFF_MAY),
    "words.withdraw": Deed(lambda world, doer, actor: {"words": _said(world), "version": 1}, STAFF_MAY),
    "point.put": Deed(_there(text="先换三栋"), STAFF_MAY),
    "point.withdraw": Deed(_of_point(), STAFF_MAY),
    "point.settle": Deed(
        lambda world, doer, actor: {"point": _put(world), "version": 1, "stands": "disagreed", "says": "底层不同意"},
        STAFF_MAY,
    ),
    "point.unsettle": Deed(_of_point("disagreed"), STAFF_MAY),
    "stance.say": Deed(lambda world, doer, actor: {"point": _put(world), "phone": "a", "says": "agree"}, _nobody),
    "stance.count": Deed(_of_point(agree=12), STAFF_MAY),
}

TABLE: dict[str, Deed] = {
    # opinions before and after: statements and votes have no name, so nobody gives one under theirs
    "asking.open": Deed(
        lambda world, doer, actor: {"topic": row_of(world, ASKINGS).topic, **opinions.asked()},
        lambda doer: (
            doer.holds("office") or (doer.reader is not None and doer.serves and opinions.convenes(doer.reader))
        ),
    ),
    "asking.change": Deed(
        lambda world, doer, actor: {**changed_of(ASKINGS, "asking")(world, doer, actor), **opinions.asked()}, STAFF_MAY
    ),
    "asking.close": Deed(changed_of(ASKINGS, "asking"), STAFF_MAY),
    "opinion.say": Deed(
        lambda world, doer, actor: {"asking": row_of(world, ASKINGS), "text": "一户一票"},
        lambda doer: doer.id == "visitor" or STAFF_MAY(doer),
    ),
    "opinion.show": Deed(lambda world, doer, actor: _opinion(world), STAFF_MAY),
    "opinion.refuse": Deed(lambda world, doer, actor: {**_opinion(world), "because": "said-already"}, STAFF_MAY),
    "vote.cast": Deed(
        lambda world, doer, actor: {
            "asking": row_of(world, ASKINGS),
            "ballot": Ballot(first_of(world, ASKINGS, "plain").more["shown"], "a-secret", 1),
        },
        lambda doer: doer.id == "visitor",
    ),
    "session.conclude": Deed(
        lambda world, doer, actor: {
            "session": (row := conclusions.to_conclude(world)),
            "version": row.version,
            "conclusion": "四月三日前换好。",
        },
        STAFF_MAY,
    ),
    "session.reopen": Deed(
        lambda world, doer, actor: {
            "session": (row := _concluded_with_nothing(world)),
            "version": row.version,
            "reason": "点错了",
        },
        lambda doer: doer.holds("oversee"),
    ),
    "outcome.record": Deed(
        lambda world, doer, actor: {"topic": conclusions.concluded(world).row.topic, **conclusions.outcome()},
        STAFF_MAY,
    ),
    "outcome.withdraw": Deed(
        lambda world, doer, actor: {
            "outcome": conclusions.concluded(world).more["outcome"],
            "version": 1,
            "reason": "数错了",
        },
        STAFF_MAY,
    ),
    "echo.say": Deed(
        lambda world, doer, actor: {
            "point": conclusions.concluded(world).more["point"],
            "seat": conclusions.concluded(world).more["seat"],
            "kept": "yes",
        },
        lambda doer: doer.reader is not None and doer.reader.acts_for("economy", "handle", "sign"),
    ),
    "session.plan": Deed(
        lambda world, doer, actor: {
            "topic": row_of(world, SITTINGS).topic,
            **sessions.planned(world, DADUKOU, world.cast.appointments["leader"]),
        },
        STAFF_MAY,
    ),
    "session.change": Deed(
        lambda world, doer, actor: {
            **changed_of(SITTINGS, "session")(world, doer, actor),
            **sessions.planned(world, DADUKOU, world.cast.appointments["leader"], "2025-05-22"),
        },
        STAFF_MAY,
    ),
    "session.call-off": Deed(changed_of(SITTINGS, "session", reason="下雨"), STAFF_MAY),
    "session.invite": Deed(
        lambda world, doer, actor: {"session": row_of(world, SITTINGS), "named": [("expert", "张工")]}, STAFF_MAY
    ),
    "seat.answer": Deed(
        lambda world, doer, actor: _hangs(world, "seat", "handed", answer="comes"),
        lambda doer: doer.reader is not None and doer.reader.acts_for("economy", "handle", "sign"),
    ),
    "seat.take-off": Deed(lambda world, doer, actor: _hangs(world, "seat"), STAFF_MAY),
    "paper.add": Deed(
        lambda world, doer, actor: {
            "session": row_of(world, SITTINGS),
            "title": "材料",
            "file": sessions.PDF,
            "file_name": "材料.pdf",
        },
        STAFF_MAY,
    ),
    "paper.withdraw": Deed(lambda world, doer, actor: _hangs(world, "paper"), STAFF_MAY),
    "gathering.add": Deed(
        lambda world, doer, actor: {"topic": row_of(world, SITTINGS).topic, "activity": row_of(world, VISITS)}, _gathers
    ),
    "gathering.withdraw": Deed(lambda world, doer, actor: _hangs(world, "gathering"), _gathers),
    "plan-line.write": Deed(
        lambda world, doer, actor: {
            "topic": row_of(world, SITTINGS).topic,
            "year": 2025,
            "form": "topical",
            "version": 0,
        },
        STAFF_MAY,
    ),
    "slot.open": Deed(
        lambda world, doer, actor: {
            "session": row_of(world, SITTINGS),
            "begins_at": row_of(world, SITTINGS).begins_at + timedelta(hours=1),
            "minutes": 20,
            "many": 2,
        },
        STAFF_MAY,
    ),
    "slot.book": Deed(
        lambda world, doer, actor: {"slot": list(row_of(world, SITTINGS).slots.all())[1], "about": "停车"},
        lambda doer: doer.reader is not None and doer.holds("record"),
    ),
    "slot.give-back": Deed(lambda world, doer, actor: _hangs(world, "booking"), STAFF_MAY),
    "slot.tie": Deed(
        lambda world, doer, actor: {**_hangs(world, "booking"), "matter": row_of(world, SITTINGS).topic}, STAFF_MAY
    ),
    "subscription.make": Deed(lambda world, doer, actor: {}, with_account),
    "subscription.end": Deed(lambda world, doer, actor: _subscribed(doer, actor), with_account),
}

DEEDS = {**deeds.DEEDS, **TABLE, **SPOT}
"""All of them, by the name of the action."""
