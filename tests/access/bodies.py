"""What a program sends: for each operation that changes something its body, whole and right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access import folder
from tests.access.nouns import documents
from tests.access.nouns.sent_in import list_of
from tests.access.oracle import Thing
from tests.access.programs import kind_raised
from tests.access.readers import CITY, DADUKOU, Reader
from tests.access.sent import Json, cosigned, inputs, year_version
from tests.access.sentences import OFFLINE, PROGRAMMES
from tests.access.world import COUNTY, RECORDED, TODAY, VILLAGES, World, picture
from yidu.matters.actions import receipt_code

Body = Callable[[World, Reader, Thing], dict[str, Any]]
WHOLE = ("days", "quantity", "lead")
"""Inputs that are numbers in JSON."""


def body(world: World, reader: Reader, name: str, thing: Thing | None) -> dict[str, Any]:
    """What is sent to an operation; something, to one that takes nothing."""
    told = BODIES[name](world, reader, thing) if name in BODIES and thing is not None else {}
    if {"photo", "file"} & set(told):
        return {"client_id": str(uuid4()), **told}
    return Json({**({} if name == "POST receipts/read" else {"client_id": str(uuid4())}), **told})


def _is(**told: Any) -> Body:
    return lambda world, reader, thing: dict(told)


def _there(**told: Any) -> Body:
    """For the committee that is asked about."""
    return lambda world, reader, thing: {"committee": thing.committee, **told}


def _changed(**told: Any) -> Body:
    return lambda world, reader, thing: {"version": thing.row.version, **told}


def _village(thing: Thing) -> str:
    return VILLAGES.get(thing.committee, VILLAGES[DADUKOU])


def _record(world: World, reader: Reader, thing: Thing) -> dict[str, Any]:
    programme, kind = OFFLINE.get(thing.committee, OFFLINE[DADUKOU])
    host = world.posts.get(reader.me)
    if reader.holds("office", thing.committee):
        host = world.cast.appointments["member" if thing.committee == DADUKOU else "keeper"]
    return {
        "committee": thing.committee, "programme": programme, "kind": kind, "day": TODAY, "place": _village(thing),
        "host": host.pk if host else 0, "headcount": 2, "answers": folder.answers(programme, kind, RECORDED),
    }  # fmt: skip


def _raise(world: World, reader: Reader, thing: Thing) -> dict[str, Any]:
    programme = (PROGRAMMES[thing.committee] or ("wuqian",))[0]
    kind = kind_raised(reader, thing) or next(iter(folder.kinds(programme, "matter")))
    line = folder.kind(programme, kind)
    body = world.bodies["enterprise" if thing.committee == DADUKOU else "other-enterprise"]
    return {
        "committee": thing.committee, "programme": programme, "kind": kind, "title": "路灯坏了", "text": "坏了三天",
        "place": _village(thing), "raised_as": reader.role or "enterprise",
        "answers": folder.answers(programme, kind, RECORDED),
        **({"organisation": body.pk} if line.get("about") == "enterprise" else {}),
        **({"project": world.cast.project.pk} if line.get("about") == "project" else {}),
    }  # fmt: skip


def _take(world: World, reader: Reader, thing: Thing) -> dict[str, Any]:
    told = {name: value for name, value in inputs(world, thing).items() if not name.startswith("measures")}
    told = {name: int(value) if name in WHOLE else value for name, value in told.items()}
    if "grant" in told:
        told["grant"] = True
    return {"version": thing.row.version, "action": thing.action, "inputs": told}


def _by_receipt(world: World, reader: Reader, thing: Thing) -> dict[str, Any]:
    held = thing.more["receipt"]
    return {**_take(world, reader, held), "receipt": receipt_code(held.row)}


def _appoint(world: World, reader: Reader, thing: Thing) -> dict[str, Any]:
    person = world.made["person", "moved"].row
    return {"committee": thing.committee, "person": person.pk, "role": "leader", "starts": TODAY}


def _open(world: World, reader: Reader, thing: Thing) -> dict[str, Any]:
    return {"parent": thing.committee, "place": COUNTY, "name": "新的政协", "short_name": "新"}


def _placed(**told: Any) -> Body:
    return lambda world, reader, thing: {"committee": thing.committee, "place": _village(thing), **told}


def _station(world: World, reader: Reader, thing: Thing) -> dict[str, Any]:
    kind = "river-post" if thing.committee not in (DADUKOU, CITY) else "consultation-venue"
    return _placed(kind=kind, name="新的阵地", opened=TODAY)(world, reader, thing)


def _named(**told: Any) -> Body:
    """A name of one's own committee: the API takes the one that the program serves."""
    return lambda world, reader, thing: {"version": thing.row.version, **told}


BODIES: dict[str, Body] = {
    "POST activities/": _record,
    "POST activities/<uuid:pk>/correct": _changed(reason="人数记错", headcount=3),
    "POST activities/<uuid:pk>/withdraw": _changed(reason="重复记录"),
    "POST activities/<uuid:pk>/photos": lambda world, reader, thing: {
        "photo": SimpleUploadedFile("照片.jpg", picture(), "image/jpeg")
    },
    "POST documents/": lambda world, reader, thing: {
        "committee": thing.committee,
        **documents.body(world, reader, thing),
    },
    "POST documents/<uuid:pk>/correct": lambda world, reader, thing: {
        "version": thing.row.version,
        "reason": "登记有误",
        **documents.body(world, reader, thing),
    },
    "POST documents/<uuid:pk>/withdraw": _changed(reason="重复登记"),
    "POST matters/": _raise,
    "POST matters/<uuid:pk>/take": _take,
    "POST matters/<uuid:pk>/links": _is(),
    "POST matters/<uuid:pk>/links/<int:number>/end": _is(),
    "POST receipts/read": lambda world, reader, thing: {"receipt": receipt_code(thing.more["receipt"].row)},
    "POST receipts/take": _by_receipt,
    "POST people/": _there(name="新来的人"),
    "POST people/<int:pk>/rename": _named(name="改过的名字"),
    "POST appointments/": _appoint,
    "POST appointments/<int:pk>/end": _changed(ends=TODAY),
    "POST appointments/<int:pk>/withdraw": _changed(reason="记错了"),
    "POST organisations/": _there(kind="other", name="新的单位"),
    "POST organisations/<int:pk>/rename": _changed(name="改过的名称"),
    "POST organisations/<int:pk>/close": _changed(on=TODAY),
    "POST sectors/": _there(name="科技界"),
    "POST projects/": _placed(name="新的工程", starts=TODAY),
    "POST projects/<int:pk>/end": _changed(ends=TODAY),
    "POST stations/": _station,
    "POST stations/<int:pk>/close": _changed(closed=TODAY),
    "POST stations/<int:pk>/cover": _changed(villages=[]),
    "POST committees/": _open,
    "POST people/services": _there(name="新的程序"),
    "POST people/<int:pk>/correct": _named(name="改过的名字"),
    "POST organisations/<int:pk>/correct": _changed(name="改过的名称"),
    "POST stations/<int:pk>/correct": lambda world, reader, thing: {
        "version": thing.row.version,
        "place": _village(thing),
        "opened": "2025-01-02",
    },
    "POST calendar/<int:year>/announce": lambda world, reader, thing: {
        "version": year_version(thing.blanks["calendar", "year"]),
        "source": "国办发明电〔2026〕1号",
    },
    "POST calendar/set-day": lambda world, reader, thing: {
        "version": year_version(2027),
        "day": "2027-06-11",
        "kind": "holiday",
        "zh": "城市日",
    },
    "POST draws/": _there(programme="wuqian", procedure="linkage", begins="2025-03-12", ends="2025-03-31", number=1),
    "POST draws/<uuid:pk>/make": _is(),
    "POST look-backs/<uuid:pk>/find": _changed(found="solved"),
    "POST look-backs/<uuid:pk>/withdraw": _changed(reason="规划变了"),
    "POST look-backs/<uuid:pk>/hand-back": _changed(reason="我参与过"),
    "POST sheets/<slug:kind>/imports": lambda world, reader, thing: {
        "file": SimpleUploadedFile(f"名单 {reader.id}.csv", list_of(world, f"名单 {reader.id}").path.read_bytes())
    },
    "POST sheets/imports/<uuid:pk>/confirm": _changed(),
    "POST sheets/imports/<uuid:pk>/discard": _is(),
    "POST reminders/": _is(kind="off", version=0),
    "POST tokens/<int:pk>/end": _is(),
    "POST seals/cosign": lambda world, reader, thing: cosigned(),
    "POST views/": _is(name="我的清单", query="late=on"),
    "POST views/<int:pk>/remove": _is(),
    "POST webhooks/": _there(url="https://example.org/news", events=["matter.*"]),
    "POST webhooks/<int:pk>/end": _changed(),
    "POST webhooks/<int:pk>/switch-on": _changed(),
    "POST webhooks/<int:pk>/send-again": lambda world, reader, thing: {
        "version": thing.row.version,
        "step": thing.more["step"],
    },
}
"""By the name of the operation. One that changes something and has none here fails until somebody writes it."""
