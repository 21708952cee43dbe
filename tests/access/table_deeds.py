"""Actions at the table: who may prepare a session, answer an invitation, book a slot. And all deeds together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.access import deeds
from tests.access.deeds import STAFF_MAY, VISITS, Deed, Doer, changed_of, first_of, row_of, with_account
from tests.access.nouns import conclusions, opinions, sessions
from tests.access.readers import DADUKOU
from tests.access.world import World
from yidu.common.actions import registered_actions
from yidu.common.actors import Actor
from yidu.consultations.actions.opinions import Ballot

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

DEEDS = {**deeds.DEEDS, **TABLE}
"""All of them, by the name of the action."""
