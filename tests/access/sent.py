"""What is sent: for each route that changes something its form, whole and right, so that only the right decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from tests.access import folder
from tests.access.expected import PROGRAMMES
from tests.access.oracle import Thing
from tests.access.readers import DADUKOU, Reader
from tests.access.world import RECORDED, TODAY, VILLAGES, World
from yidu.matters.actions import receipt_code
from yidu.places.queries import place_of

Form = Callable[[World, Reader, "Thing | None"], dict[str, Any]]


def inputs(world: World, thing: Thing) -> dict[str, Any]:
    """What the thing's action asks for."""
    line = dict(folder.actions(thing.programme, thing.kind))[thing.action]
    told: dict[str, Any] = {ask: ask_for(world, thing, line, ask) for ask in line.get("asks", ())}
    if "measures" in (*line.get("asks", ()), *line.get("optional", ())):
        told |= {"measures-TOTAL_FORMS": "0", "measures-INITIAL_FORMS": "0"}
    return told


def ask_for(world: World, thing: Thing, line: Any, ask: str) -> Any:
    """Something that is right for an input."""
    stage = folder.procedure(thing.programme, thing.kind)["stage"][thing.stage]
    if ask == "reason" and line["effect"] == "pause":
        return folder.first_of(thing.programme, stage.get("pausable", "pause-reason"))
    replies = folder.read(thing.programme, "programme").get("replies", {})
    lists = {
        "class": replies.get(folder.kind(thing.programme, thing.kind)["procedure"], "reply-class"),
        "satisfaction": "satisfaction",
        "attitude": "satisfaction",
        "where": "diverted-to",
    }
    if ask in lists:
        return folder.first_of(thing.programme, lists[ask])
    body = world.bodies["education" if thing.committee == DADUKOU else "water"]
    return {"lead": str(body.pk), "grant": "yes", "days": "3", "quantity": "3", "day": "2025-05-06"}.get(ask, "写一句")


def _take(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    assert thing is not None
    return {**_version(world, reader, thing), **inputs(world, thing)}


def _version(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    assert thing is not None
    return {"client_id": str(uuid4()), "version": str(thing.row.version)}


def _new(**told: str) -> Form:
    return lambda world, reader, thing: {"client_id": str(uuid4()), **told}


def _change(**told: str) -> Form:
    return lambda world, reader, thing: {**_version(world, reader, thing), **told}


def _here(reader: Reader) -> str:
    return place_of(VILLAGES.get(reader.served, VILLAGES[DADUKOU])).name


def _placed(**told: str) -> Form:
    return lambda world, reader, thing: {"client_id": str(uuid4()), "place": _here(reader), **told}


def _about(world: World, reader: Reader, is_: str) -> dict[str, Any]:
    """Something for each field of each kind that the committee's programmes have, more than any one form asks."""
    body = world.bodies["enterprise" if reader.served == DADUKOU else "other-enterprise"]
    told = {"organisation": body.name, "project": world.cast.project.name, "place": _here(reader)}
    for programme in PROGRAMMES[reader.served]:
        for id_ in folder.kinds(programme, is_):
            told |= {f"answer-{name}": value for name, value in folder.answers(programme, id_, RECORDED).items()}
    return told


def _raise(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    words = {"title": "路灯坏了", "text": "路灯坏了三天", "client_id": str(uuid4())}
    raised_as = {"raised_as": reader.role} if reader.role else {"raised_as": "enterprise"}
    return {**_about(world, reader, "matter"), **words, **raised_as}


def _say(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    return {**_raise(world, reader, thing), "raised_as": "enterprise"}


def _record(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    post = world.posts.get(reader.id)
    if reader.holds("office", reader.served):
        post = world.cast.appointments["member" if reader.served == DADUKOU else "other_member"]
    sets = {
        f"raise-{id_}-{name}_FORMS": "0"
        for programme in PROGRAMMES[reader.served]
        for id_ in folder.kinds(programme, "matter")
        for name in ("TOTAL", "INITIAL")
    }
    told = {"headcount": "2", "host": str(post.pk) if post else "", "day": TODAY, "client_id": str(uuid4())}
    return {**_about(world, reader, "activity"), **told, **sets}


def _appoint(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    return {"client_id": str(uuid4()), "starts": "2025-04-07", "project": "双山隧道至金家湾立交道路工程"}


def _cover(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    return _version(world, reader, thing)


FORMS: dict[str, Form] = {
    "choose-committee": lambda world, reader, thing: {"committee": reader.served},
    "matter-take": _take,
    "link-take": _take,
    "receipt-take": _take,
    "matter-new": _raise,
    "say": _say,
    "link-make": _new(),
    "link-end": _new(),
    "view-save": _new(name="我的清单", query="late=on"),
    "view-remove": _new(),
    "receipt": lambda world, reader, thing: {"receipt": receipt_code(world.made["receipt", "own"].row)},
    "receipt-put-away": _new(),
    "activity-correct": _change(day=RECORDED, headcount="3", heard="改过的话", reason="人数记错"),
    "activity-withdraw": _change(reason="重复记录"),
    "record": _record,
    "record-kind": _record,
    "person-add": _new(name="新来的人"),
    "sector-add": _new(name="科技界"),
    "appoint": _appoint,
    "appointment-end": _change(ends=TODAY),
    "appointment-withdraw": _change(reason="记错了"),
    "organisation-add": _new(kind="other", name="新的单位"),
    "project-add": _placed(name="新的工程", starts=TODAY),
    "project-end": _change(ends=TODAY),
    "station-add": _placed(kind="consultation-venue", name="新的阵地", opened=TODAY),
    "station-close": _change(closed=TODAY),
    "station-cover": _cover,
}
"""By the name of the route. One that takes a form and has none here fails until somebody writes it."""

QUERIES = {"appoint": "?role=leader"}
"""A form that comes in two pages: the address of the second."""

ANYTHING: dict[str, str] = {"client_id": str(uuid4()), "version": "1", "name": "x", "text": "x"}
"""What is sent to a page that takes nothing."""
