"""What is sent: for each route that changes something its form, whole and right, so that only the right decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access import folder
from tests.access.nouns import conclusions, documents, opinions, sessions
from tests.access.nouns.sent_in import list_of, visit
from tests.access.nouns.writing import kind_for
from tests.access.oracle import Thing
from tests.access.readers import CITY, DADUKOU, Reader
from tests.access.sentences import OFFLINE, PROGRAMMES
from tests.access.world import HANDED, RECORDED, TODAY, VILLAGES, World
from tests.web.envelopes import Phone
from yidu.common import clock
from yidu.common.models import CalendarYear
from yidu.ledger.models import Seal
from yidu.ledger.notes import COSIGNS, PrivateKey
from yidu.matters.actions import receipt_code
from yidu.places.queries import place_of

WITNESS = PrivateKey("witness.example", bytes(range(32)), COSIGNS)
DIVIDED = ("economy", "education")
"""The departments that answer a part each."""
Form = Callable[[World, Reader, "Thing | None"], dict[str, Any]]


class Json(dict[str, Any]):
    """A form that is sent as JSON."""


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
    if ask == "reason" and "reasons" in line:
        return folder.first_of(thing.programme, line["reasons"])
    of_things: dict[str, Callable[[], str]] = {
        "supervisor": lambda: str(world.persons["leader"].pk),
        "into": lambda: str(another_of(world, thing).row.number),
        "adoption": lambda: str(thing.row.adoptions.get(withdrawn_at=None).pk),
    }
    if ask in of_things:
        return of_things[ask]()
    lists = {
        "class": replies.get(folder.kind(thing.programme, thing.kind)["procedure"], "reply-class"),
        "satisfaction": "satisfaction",
        "attitude": "satisfaction",
        "where": "diverted-to",
        "period": "proposal-period",
        "subject": "subject",
        "publication": "publication",
        "series": "issue-series",
        "level": "adoption-level",
        "carrier": "adoption-carrier",
        "instruction": "instruction",
    }
    if ask in lists:
        return folder.first_of(thing.programme, lists[ask])
    body = world.bodies["education" if thing.committee == DADUKOU else "water"]
    day = HANDED if line["effect"].startswith("record-") else "2025-05-06"  # what was adopted was adopted by now
    if ask == "departments":
        return [str(world.bodies[one].pk) for one in DIVIDED]
    return {"lead": str(body.pk), "grant": "yes", "days": "3", "quantity": "3", "day": day}.get(ask, "写一句")


def another_of(world: World, thing: Thing) -> Thing:
    """Another matter of the kind, into which one may be merged. One for all who ask."""
    make = lambda: world.matter("plain", thing.kind, programme=thing.programme, committee=thing.committee)  # noqa: E731
    return world.once(("matter", "to-merge-into", thing.programme, thing.kind, thing.committee), make)


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


def _change_of(called: str, **told: str) -> Form:
    """Of what hangs on a thing, at its own version."""

    def form(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
        assert thing is not None
        return {"client_id": str(uuid4()), "version": str(thing.more[called].version), **told}

    return form


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


def _channel(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    told = {"kind": "off", "address": "", "hour": "", "language": "zh-hans"}
    return {"client_id": str(uuid4()), "version": "0", **told}


def _day(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    assert thing is not None
    year = str(thing.blanks["days", "day"])[:4]
    version = str(year_version(int(year))) if year.isdecimal() else "0"
    return {"client_id": str(uuid4()), "version": version, "kind": "holiday", "zh": "城市日"}


def _announce(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    assert thing is not None
    version = str(year_version(int(thing.blanks["calendar", "year"])))
    return {"client_id": str(uuid4()), "version": version, "announced": "yes", "source": "国办发明电〔2026〕1号"}


def year_version(year: int) -> int:
    return CalendarYear.objects.filter(pk=year).values_list("version", flat=True).first() or 0


def _sheet(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    name = f"名单 {reader.id}"
    return {
        "client_id": str(uuid4()),
        "file": SimpleUploadedFile(f"{name}.csv", list_of(world, name).path.read_bytes()),
    }


def cosigned() -> dict[str, Any]:
    """The newest seal, signed by the witness that the site knows."""
    seal = Seal.objects.order_by("-number").first()
    assert seal is not None
    told = seal.note.partition("\n\n")[0] + "\n"
    return {"size": seal.size, "line": WITNESS.cosign(told, time=int(clock.now().timestamp()))}


def _envelope(world: World, reader: Reader, thing: Thing | None) -> Json:
    """A visit by whoever has an account, a rating by whoever has none."""
    if reader.account:
        here = reader.served if reader.served != CITY else DADUKOU
        answers = folder.answers(*OFFLINE[here], RECORDED)
        fields = {f"answer-{name}": value for name, value in answers.items()}
        place = place_of(VILLAGES[here]).name
        told = visit(world, world.persons[reader.me].pk, here, heard="听到的话", headcount="2", place=place, **fields)
    else:
        told = Phone().rating(receipt_code(world.made["receipt", "own"].row))
    return Json({**told, "now": clock.now().isoformat()})


def _start(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    return {"client_id": str(uuid4()), "kind": f"wuqian.{kind_for(reader.role) or 'proposal'}"}


def _draft(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    assert thing is not None
    answers = {f"answer-{name}": value for name, value in folder.answers("wuqian", thing.kind, RECORDED).items()}
    return {**_version(world, reader, thing), "title": "改过的题目", "text": "改过的话", **answers}


def _quote(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    assert thing is not None
    return {"client_id": str(uuid4()), "number": thing.more["number"]}


def _name(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    """Somebody of the committee who was not asked yet."""
    assert thing is not None
    called = "second_leader" if thing.committee == DADUKOU else "second_member"
    return {"client_id": str(uuid4()), "person": world.cast.people[called].name}


def _confirm(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    assert thing is not None
    return {"version": str(thing.row.draft.version)}


FORMS: dict[str, Form] = {
    "choose-committee": lambda world, reader, thing: {"committee": reader.served},
    "session-reopen": _change(reason="点错了"),
    "session-conclude": _change(conclusion="四月三日前换好。"),
    "session-echo": conclusions.echo_form,
    "seat-echo": conclusions.echo_form,
    "outcome-record": lambda world, reader, thing: {
        "client_id": str(uuid4()),
        **conclusions.outcome(day=HANDED),
    },
    "outcome-withdraw": lambda world, reader, thing: {"client_id": str(uuid4()), "version": "1", "reason": "数错了"},
    "session-plan": sessions.form,
    "session-change": sessions.form,
    "session-call-off": _change(reason="下雨"),
    "plan-line": _new(version="0", year="2025", form="topical", lead="", month=""),
    "gather": lambda world, reader, thing: {
        "client_id": str(uuid4()),
        "number": thing.more["visit"] if thing else "",
    },
    "gathering-withdraw": _change_of("gathering"),
    "seats-ask": _new(members="", bodies="", residents="5 栋老李", experts="", guests=""),
    "seat-answer": sessions.of_seat,
    "seat-take-off": _change_of("seat"),
    "seat": _change_of("named", answer="comes"),
    "paper-add": lambda world, reader, thing: {
        "client_id": str(uuid4()),
        "title": "材料",
        "file": SimpleUploadedFile("材料.pdf", sessions.PDF),
    },
    "paper-withdraw": _change_of("paper"),
    "slots": _new(begins="20:00", minutes="20", many="2"),
    "slot-book": _new(about="停车"),
    "booking-give-back": _change_of("booking"),
    "booking-tie": lambda world, reader, thing: {
        **_change_of("booking")(world, reader, thing),
        "number": thing.row.topic.number if thing else "",
    },
    "my-calendar": _new(do="make"),
    "session-held": _change(headcount="30"),
    "seat-add": _new(part="expert", name="张工"),
    "seat-confirm": _change_of("seat"),
    "words-keep": _new(speaker="刘桂英", text="先换三栋"),
    "words-withdraw": _change_of("words"),
    "point-put": _new(text="先换三栋"),
    "point-settle": _change_of("point", stands="disagreed", says="底层不同意"),
    "point-hands": _change_of("point", agree="12", live_with="3", against="1"),
    "point-unsettle": _change_of("point"),
    "point-withdraw": _change_of("point"),
    "at": _new(part="resident", name="刘桂英"),
    "at-point": _new(says="agree"),
    "matter-take": _take,
    "link-take": _take,
    "receipt-take": _take,
    "matter-new": _raise,
    "alike": lambda world, reader, thing: {"title": "停车难", "text": "老旧小区没有车库，居民把车停在消防通道上。"},
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
    "person-file": _new(),
    "asking-open": opinions.form,
    "asking-change": opinions.form,
    "asking-close": _change(),
    "asking-read": opinions.decision,
    "asking-vote": opinions.vote,
    "asking-say": _new(text="一户一票"),
    "document-add": lambda world, reader, thing: {"client_id": str(uuid4()), **documents.form(world, reader, thing)},
    "document-correct": lambda world, reader, thing: {
        "client_id": str(uuid4()),
        **documents.form(world, reader, thing),
    },
    "document-withdraw": _change(reason="重复登记"),
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
    "reminders": _channel,
    "calendar-day": _day,
    "calendar-announce": _announce,
    "look-back": _change(found="solved"),
    "look-back-withdraw": _change(reason="规划变了"),
    "sheet": _sheet,
    "import-confirm": _change(),
    "import-discard": _new(),
    "outbox-send": _envelope,
    "outbox-look": _record,
    "outbox-drop": _new(),
    "outbox-rated": _new(),
    "seal-cosign": lambda world, reader, thing: cosigned(),
    "token-new": _new(name="新令牌", reads="places:read", expires_on=TODAY),
    "token-end": _new(),
    "webhook-new": lambda world, reader, thing: {
        "client_id": str(uuid4()),
        "url": "https://example.org/news",
        "events": "matter.*",
    },
    "webhook-end": _change(),
    "webhook-on": _change(),
    "webhook-again": lambda world, reader, thing: {
        **_version(world, reader, thing),
        "step": str(thing.more["step"]) if thing else "",
    },
    "service-add": _new(name="新的程序"),
    "draft-start": _start,
    "draft": _draft,
    "draft-save": _draft,
    "draft-hand-in": _change(),
    "draft-put-aside": _change(),
    "draft-quote": _quote,
    "draft-source-drop": _new(),
    "draft-names": _name,
    "signature-confirm": _confirm,
    "signature-decline": _change(reason="数据还要核实"),
    "signature-withdraw": _change(),
}
"""By the name of the route. One that takes a form and has none here fails until somebody writes it."""

QUERIES = {"appoint": "?role=leader"}
"""A form that comes in two pages: the address of the second."""

ANYTHING: dict[str, str] = {"client_id": str(uuid4()), "version": "1", "name": "x", "text": "x"}
"""What is sent to a page that takes nothing."""
