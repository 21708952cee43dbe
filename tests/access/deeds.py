"""Every action of the site that is not one of a procedure: what is done, and who may do it, whatever page offers it.

The pages ask before an action does; here the action is called by itself, because a page may forget to ask. The objects
are those of Dadukou, or of the reader where they are one's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction

from tests.access import folder
from tests.access.nouns.documents import told
from tests.access.nouns.sent_in import list_of
from tests.access.nouns.time import announced
from tests.access.nouns.writing import kind_for, signs, writes
from tests.access.oracle import Thing
from tests.access.readers import DADUKOU, READERS, SERVICE, Reader
from tests.access.sent import WITNESS
from tests.access.things import NOUNS
from tests.access.world import COUNTY, HANDED, LATER, RECORDED, VILLAGES, World, picture
from tests.cast import at
from yidu.common import clock
from yidu.common.actions import registered_actions
from yidu.common.actors import SYSTEM, VISITOR, Actor
from yidu.common.errors import NotAllowed, Refused
from yidu.ledger.models import Seal
from yidu.ledger.seals import seal
from yidu.places.queries import place_of
from yidu.services.models import Token
from yidu.sheets.actions import check_import, send_import
from yidu.sheets.models import Import

Call = Callable[[World, "Doer", Actor], dict[str, Any]]
May = Callable[["Doer"], bool]
ELSEWHERE = ("matter.take", "matter.lapse", "envelope.keep")
"""Asked in acting.py, at every stage; and at the one address to which a phone sends."""


ANOTHERS = " of another"
"""Of what is one's own: the same with somebody else's."""


@dataclass(frozen=True)
class Doer:
    """Somebody who may try: a reader with an account, the system, or somebody without either."""

    id: str
    reader: Reader | None = None

    def holds(self, *powers: str) -> bool:
        """At Dadukou. The system holds all."""
        return self.id == "system" or (
            self.reader is not None and any(self.reader.holds(power, DADUKOU) for power in powers)
        )

    @property
    def has_account(self) -> bool:
        return self.reader is not None

    @property
    def serves(self) -> bool:
        post = self.reader.post if self.reader else None
        return post is not None and not post.ended and post.committee == DADUKOU


def doers() -> Iterator[Doer]:
    yield from (Doer(reader.id, reader) for reader in (*READERS, SERVICE) if reader.account)
    yield Doer("visitor")
    yield Doer("system")


def actor_for(world: World, doer: Doer) -> Actor:
    return world.actor(doer.id) if doer.reader else SYSTEM if doer.id == "system" else VISITOR


@dataclass(frozen=True)
class Deed:
    """What an action is called with, and who may."""

    told: Call
    may: May


def is_done(world: World, name: str, deed: Deed, doer: Doer) -> bool:
    """Whether the action is done. It is undone again; a refusal for another reason than the right is a fault here."""
    actor = actor_for(world, doer)
    try:
        with transaction.atomic():
            told = deed.told(world, doer, actor)
            registered_actions()[action_of(name)](**told, **({} if "actor" in told else {"actor": actor}))
            transaction.set_rollback(True)
    except NotAllowed:
        return False
    except Refused as error:
        if action_of(name) in SAYS_OTHERWISE and doer.id != "system":
            return False
        raise AssertionError(f"{name} by {doer.id}: {error} {error.fields}") from error
    return True


def action_of(name: str) -> str:
    return name.partition(ANOTHERS)[0]


SAYS_OTHERWISE = ("look-back.ask", "activity.record")
"""Where whoever may not is told so in other words: there is nobody to ask; choose somebody who may lead it."""


# --- what they are called with --------------------------------------------------------------------------------------


def first_of(world: World, key: tuple[str, str], situation: str, **like: Any) -> Thing:
    """A thing of the matrix that is nobody's in particular."""
    visitor = READERS[0]
    return next(
        one
        for one in NOUNS[key](world, visitor)
        if one.situation == situation and all(getattr(one, name) == value for name, value in like.items())
    )


def row_of(world: World, key: tuple[str, str], situation: str = "plain") -> Any:
    row = first_of(world, key, situation).row
    return type(row)._default_manager.get(pk=row.pk)  # as it is now


def _own(world: World, doer: Doer, key: tuple[str, str]) -> Any:
    """One's own; somebody else's for whoever has none."""
    own = doer.reader or READERS[0]
    found = next((one for one in NOUNS[key](world, own) if one.situation == "own"), None)
    row = found.row if found else first_of(world, key, "plain").row
    return type(row)._default_manager.get(pk=row.pk)


def _here(world: World) -> dict[str, Any]:
    return {"committee": world.committees[DADUKOU]}


def _village() -> Any:
    return place_of(VILLAGES[DADUKOU])


def changed_of(key: tuple[str, str], called: str, /, **told: Any) -> Call:
    def call(world: World, doer: Doer, actor: Actor) -> dict[str, Any]:
        row = row_of(world, key)
        return {called: row, "version": row.version, **told}

    return call


def _new(**told: Any) -> Call:
    return lambda world, doer, actor: {**_here(world), **told}


def _record(world: World, doer: Doer, actor: Actor) -> dict[str, Any]:
    """Hosted by the member of the cast, but for whoever has hosted it themselves."""
    mine = world.posts.get(doer.id) if doer.serves and not doer.holds("office") else None
    host = mine if mine and mine.role_id in folder.kind("wuqian", "household-visit")["hosts"] else None
    return {
        **_here(world), "edition": world.editions[DADUKOU, "wuqian"], "kind": "household-visit",
        "day": date.fromisoformat(RECORDED), "place": _village(), "host": host or world.cast.appointments["member"],
        "answers": folder.answers("wuqian", "household-visit", RECORDED), "client_id": uuid4(),
    }  # fmt: skip


def _raise(world: World, doer: Doer, actor: Actor) -> dict[str, Any]:
    role = doer.reader.role if doer.reader else ""
    return {
        **_here(world), "edition": world.editions[DADUKOU, "wuqian"], "kind": "resident-concern", "title": "路灯",
        "text": "坏了", "place": _village(), "raised_as": role or "resident", "client_id": uuid4(),
        "answers": folder.answers("wuqian", "resident-concern", RECORDED),
    }  # fmt: skip


def _raises(doer: Doer) -> bool:
    raised_by = folder.kind("wuqian", "resident-concern")["raised-by"]
    if doer.reader is None or not doer.reader.role:
        return True
    return doer.holds("record", "office") and doer.reader.role in raised_by


def _seal_of_now(world: World, doer: Doer, actor: Actor) -> dict[str, Any]:
    found = Seal.objects.order_by("-number").first()
    assert found is not None
    body = found.note.partition("\n\n")[0] + "\n"
    return {"size": found.size, "line": WITNESS.cosign(body, time=int(clock.now().timestamp()))}


def _draw_again(world: World, doer: Doer, actor: Actor) -> dict[str, Any]:
    return {
        **_here(world), "edition": world.editions[DADUKOU, "wuqian"], "procedure": "linkage", "number": 1,
        "begins": date(2025, 3, 12), "ends": date(2025, 3, 31),
    }  # fmt: skip


def _drawn(world: World, doer: Doer, actor: Actor) -> dict[str, Any]:
    draw = announced(world, begins="2025-03-13")
    with at(HANDED, 8):
        world.activity("plain", "public")
        seal()
    return {"draw": draw}


def _look_back(world: World, doer: Doer, **told: Any) -> dict[str, Any]:
    """One that the doer is asked for; the staff's for everybody else."""
    reader = doer.reader or READERS[0]
    key = ("look-backs", "pk")
    own = next((one for one in NOUNS[key](world, reader) if one.more.get("asked") == doer.id), None)
    row = (own or first_of(world, key, "handed")).row
    row = type(row)._default_manager.get(pk=row.pk)
    return {"look_back": row, "version": row.version, **told}


ASKED = ("member", "leader", "liaison", "other-member")


def _looks(doer: Doer) -> bool:
    return doer.id in ASKED or (doer.reader is not None and doer.reader.holds("office", DADUKOU))


def _import(world: World, doer: Doer, state: str = "") -> dict[str, Any]:
    """A list that the doer sent while they could; looked at and confirmed, as far as its state says.

    Of the visitor, who cannot send one, that of the staff.
    """
    row = send_import(
        **_here(world), sheet="organisations", sent=list_of(world, f"名单{doer.id}"), actor=world.actor("office")
    )
    if state:
        row = check_import(row)
    person = None if doer.id == "system" else world.persons.get(doer.id, world.cast.people["office"])
    Import.objects.filter(pk=row.pk).update(sent_by=person, **({"state": state} if state else {}))
    row = Import.objects.get(pk=row.pk)
    return {"import_": row, **({"version": row.version} if state == Import.State.CHECKED else {})}


def _token(world: World, doer: Doer, actor: Actor) -> dict[str, Any]:
    person = world.persons[doer.id] if doer.reader else world.cast.people["member"]
    return {
        "person": person, "name": "新令牌", "scopes": ["places:read"], "expires_on": date.fromisoformat(LATER),
    }  # fmt: skip


def _own_token(world: World, doer: Doer, actor: Actor) -> dict[str, Any]:
    owner = world.persons[doer.id] if doer.reader else world.persons["member"]
    return {"token": Token.objects.filter(person=owner, name=doer.id if doer.reader else "member").latest("pk")}


def _webhook(world: World, doer: Doer, actor: Actor) -> dict[str, Any]:
    owner = world.persons[doer.id] if doer.reader else world.cast.people["office"]
    return {**_here(world), "owner": owner, "url": "https://example.org/x", "events": ["*"]}


def _own_webhook(world: World, doer: Doer, **told: Any) -> dict[str, Any]:
    row = _own(world, doer, ("webhooks", "pk"))
    return {"subscription": row, "version": row.version, **told}


def _step_told(world: World, doer: Doer) -> int:
    own = _own(world, doer, ("webhooks", "pk"))
    return int(own.deliveries.values_list("step_id", flat=True).first())


def _has_webhook(doer: Doer) -> bool:
    """One's own was made while one served."""
    return doer.reader is not None and doer.reader is not SERVICE and bool(doer.reader.role)


def _settled(row: Any) -> dict[str, Any]:
    return {"envelope": row, "record": None}


def _asked_of_another(world: World, **told: Any) -> dict[str, Any]:
    row = row_of(world, ("look-backs", "pk"))
    return {"look_back": row, "version": row.version, **told}


def _start(world: World, doer: Doer, actor: Actor) -> dict[str, Any]:
    kind = kind_for(doer.reader.role if doer.reader else "") or "proposal"
    return {**_here(world), "edition": world.editions[DADUKOU, "wuqian"], "kind": kind, "client_id": uuid4()}


def _text(world: World, doer: Doer, **told: Any) -> dict[str, Any]:
    """One's own text; another's for whoever writes none."""
    return {"draft": _own(world, doer, ("write", "pk")), **told}


def _whole_text(world: World, doer: Doer, **told: Any) -> dict[str, Any]:
    return {**_text(world, doer, **told), "version": _text(world, doer)["draft"].version}


def _words(world: World, row: Any) -> dict[str, Any]:
    return {"draft": row, "version": row.version, "title": "改过", "text": "改过的话", "answers": {}}


def _name(world: World, doer: Doer) -> Any:
    """The name that is asked of the doer; another's for everybody else."""
    found = list(NOUNS["signatures", "pk"](world, doer.reader or READERS[0]))
    thing = next((one for one in found if one.situation == "handed"), None)
    row = (thing or next(one for one in found if one.situation == "plain")).row
    return type(row).objects.select_related("draft").get(pk=row.pk)


def _said(row: Any, **told: Any) -> dict[str, Any]:
    return {"signature": row, "version": row.version, **told}


def _read(row: Any) -> dict[str, Any]:
    return {"signature": row, "version": row.draft.version}


def _somebody_else(world: World, doer: Doer) -> Any:
    there = doer.reader.served if doer.reader else DADUKOU
    return world.cast.people["second_leader" if there == DADUKOU else "second_member"]


def _writes(doer: Doer) -> bool:
    return doer.reader is not None and writes(doer.reader)


def _signs(doer: Doer) -> bool:
    return doer.reader is not None and doer.reader is not SERVICE and signs(doer.reader)


CAST = Doer("cast")
"""Somebody who is no reader."""


def _nobody(doer: Doer) -> bool:
    return False


def _system(doer: Doer) -> bool:
    return doer.id == "system"


def _own_or_system(doer: Doer) -> bool:
    return doer.has_account or _system(doer)


def with_account(doer: Doer) -> bool:
    return doer.has_account


def _person(doer: Doer) -> bool:
    return doer.has_account and doer.reader is not SERVICE


def _anybody(doer: Doer) -> bool:
    return True


def _with(*powers: str) -> May:
    return lambda doer: doer.holds(*powers)


def _hosts(doer: Doer) -> bool:
    kinds = folder.kind("wuqian", "household-visit")["hosts"]
    return doer.holds("office") or (doer.serves and doer.reader is not None and doer.reader.role in kinds)


def _anywhere(power: str) -> May:
    """The calendar is one for the whole site."""
    return lambda doer: (
        _system(doer) or (doer.reader is not None and doer.reader.post is not None and power in doer.reader.post.powers)
    )


PEOPLE, POSTS, BODIES = ("people", "pk"), ("appointments", "pk"), ("organisations", "pk")
PAPERS = ("documents", "pk")
STATIONS, PROJECTS, VISITS = ("stations", "pk"), ("projects", "pk"), ("activities", "pk")
TODAY = date.fromisoformat(HANDED)
KEEPS, STAFF_MAY = _with("people"), _with("office")

DEEDS: dict[str, Deed] = {
    # activities
    "activity.record": Deed(_record, _hosts),
    "activity.correct": Deed(changed_of(VISITS, "activity", reason="记错", headcount=3), STAFF_MAY),
    "activity.withdraw": Deed(changed_of(VISITS, "activity", reason="记错"), STAFF_MAY),
    "activity.add-photo": Deed(
        lambda world, doer, actor: {"activity": row_of(world, VISITS), "picture": picture()}, STAFF_MAY
    ),
    # matters
    "matter.raise": Deed(_raise, _raises),
    "link.make": Deed(lambda world, doer, actor: {"matter": row_of(world, ("matters", "pk"))}, STAFF_MAY),
    "link.end": Deed(
        lambda world, doer, actor: {"link": row_of(world, ("matters", "pk")).links.latest("pk")}, STAFF_MAY
    ),
    # documents
    "document.record": Deed(
        lambda world, doer, actor: {**_here(world), "edition": world.cast.edition, **told(world, DADUKOU, "economy")},
        STAFF_MAY,
    ),
    "document.correct": Deed(
        lambda world, doer, actor: {
            **changed_of(PAPERS, "document", reason="登记有误")(world, doer, actor),
            **told(world, DADUKOU, "economy"),
        },
        STAFF_MAY,
    ),
    "document.withdraw": Deed(changed_of(PAPERS, "document", reason="重复登记"), STAFF_MAY),
    # people
    "person.add": Deed(_new(name="新来的人"), KEEPS),
    "file.open": Deed(
        lambda world, doer, actor: {**_here(world), "person": row_of(world, PEOPLE), "year": 2025}, STAFF_MAY
    ),
    "service.add": Deed(_new(name="新的程序"), KEEPS),
    "person.rename": Deed(
        lambda world, doer, actor: {**changed_of(PEOPLE, "person")(world, doer, actor), **_here(world), "name": "改名"},
        KEEPS,
    ),
    "person.correct": Deed(
        lambda world, doer, actor: {**changed_of(PEOPLE, "person")(world, doer, actor), **_here(world), "name": "改名"},
        KEEPS,
    ),
    "appointment.make": Deed(
        lambda world, doer, actor: {
            **_here(world),
            "person": row_of(world, PEOPLE, "moved"),
            "role": "leader",
            "starts": TODAY,
        },
        KEEPS,
    ),
    "appointment.end": Deed(changed_of(POSTS, "appointment", ends=TODAY), KEEPS),
    "appointment.withdraw": Deed(changed_of(POSTS, "appointment", reason="记错"), KEEPS),
    "sector.add": Deed(_new(name="科技界"), KEEPS),
    "organisation.add": Deed(_new(kind="other", name="新的单位"), KEEPS),
    "organisation.rename": Deed(changed_of(BODIES, "organisation", name="改名"), KEEPS),
    "organisation.correct": Deed(changed_of(BODIES, "organisation", name="改名"), KEEPS),
    "organisation.close": Deed(changed_of(BODIES, "organisation", on=TODAY), KEEPS),
    "project.add": Deed(
        lambda world, doer, actor: {**_here(world), "name": "新工程", "place": _village(), "starts": TODAY}, KEEPS
    ),
    "project.end": Deed(changed_of(PROJECTS, "project", ends=TODAY), KEEPS),
    "station.open": Deed(
        lambda world, doer, actor: {
            **_here(world),
            "kind": "consultation-venue",
            "name": "新阵地",
            "place": _village(),
            "opened": TODAY,
        },
        KEEPS,
    ),
    "station.close": Deed(changed_of(STATIONS, "station", closed=TODAY), KEEPS),
    "station.cover": Deed(changed_of(STATIONS, "station", villages=[]), KEEPS),
    "station.correct": Deed(
        lambda world, doer, actor: {
            **changed_of(STATIONS, "station")(world, doer, actor),
            "place": _village(),
            "opened": date(2025, 1, 2),
        },
        KEEPS,
    ),
    "committee.open": Deed(
        lambda world, doer, actor: {
            "place": place_of(COUNTY),
            "name": "新的政协",
            "short_name": "新",
            "parent": world.cast.city,
        },
        lambda doer: doer.id in ("city-office", "system"),
    ),
    "programme.publish": Deed(lambda world, doer, actor: {**_here(world), "folder": folder.QUIET}, _with("programmes")),
    # dates, looking back, drawing
    "calendar.set-day": Deed(
        lambda world, doer, actor: {"day": date(2027, 6, 11), "kind": "holiday", "zh": "城市日", "version": 0},
        _anywhere("programmes"),
    ),
    "calendar.announce": Deed(
        lambda world, doer, actor: {"year": 2027, "source": "国办发明电", "version": 0}, _anywhere("programmes")
    ),
    "calendar.seed": Deed(lambda world, doer, actor: {"year": 2026}, _system),
    "look-back.ask": Deed(
        lambda world, doer, actor: {"look_back": first_of(world, ("look-backs", "pk"), "handed").row}, _system
    ),
    "look-back.find": Deed(lambda world, doer, actor: _look_back(world, doer, found="solved"), _looks),
    "look-back.hand-back": Deed(
        lambda world, doer, actor: _look_back(world, doer, reason="我参与过"), lambda doer: doer.id in ASKED
    ),
    "look-back.withdraw": Deed(
        lambda world, doer, actor: _asked_of_another(world, reason="规划变了"),
        lambda doer: doer.reader is not None and doer.reader.holds("office", DADUKOU),
    ),
    "draw.announce": Deed(_draw_again, _with("office", "oversee")),
    "draw.make": Deed(_drawn, _with("office", "oversee")),
    # lists
    "import.send": Deed(
        lambda world, doer, actor: {**_here(world), "sheet": "organisations", "sent": list_of(world, doer.id)}, KEEPS
    ),
    "import.check": Deed(lambda world, doer, actor: _import(world, doer), _own_or_system),
    "import.refuse": Deed(lambda world, doer, actor: {**_import(world, doer), "why": "坏了"}, _own_or_system),
    "import.confirm": Deed(lambda world, doer, actor: _import(world, doer, Import.State.CHECKED), KEEPS),
    "import.take-in": Deed(lambda world, doer, actor: _import(world, doer, Import.State.CONFIRMED), KEEPS),
    "import.discard": Deed(
        lambda world, doer, actor: {"import_": _import(world, doer, "checked")["import_"]},
        _own_or_system,
    ),
    # what is one's own
    "channel.choose": Deed(lambda world, doer, actor: {"kind": "off", "version": 0}, with_account),
    "saved-view.save": Deed(lambda world, doer, actor: {"name": "清单", "query": "late=on"}, with_account),
    "saved-view.remove": Deed(lambda world, doer, actor: {"view": _own(world, doer, ("views", "pk"))}, with_account),
    "envelope.settle": Deed(
        lambda world, doer, actor: {"envelope": _own(world, doer, ("looks", "pk")), "record": None}, with_account
    ),
    "token.make": Deed(_token, _person),
    "token.end": Deed(_own_token, _person),
    "webhook.add": Deed(_webhook, lambda doer: doer.serves and doer.reader is not SERVICE),
    "webhook.end": Deed(lambda world, doer, actor: _own_webhook(world, doer), _has_webhook),
    "webhook.switch-on": Deed(lambda world, doer, actor: _own_webhook(world, doer), _has_webhook),
    "webhook.send-again": Deed(
        lambda world, doer, actor: _own_webhook(world, doer, step=_step_told(world, doer)), _has_webhook
    ),
    "webhook.switch-off": Deed(
        lambda world, doer, actor: {"subscription": first_of(world, ("webhooks", "pk"), "plain").row}, _system
    ),
    # writing
    "draft.start": Deed(_start, lambda doer: _writes(doer) and doer.serves),
    "draft.save": Deed(lambda world, doer, actor: _words(world, _text(world, doer)["draft"]), _writes),
    "draft.discard": Deed(lambda world, doer, actor: _whole_text(world, doer), _writes),
    "draft.hand-in": Deed(lambda world, doer, actor: _whole_text(world, doer), _writes),
    "draft.quote": Deed(
        lambda world, doer, actor: _text(world, doer, activity=_text(world, doer)["draft"].sources.get().activity),
        _writes,
    ),
    "draft.drop-source": Deed(
        lambda world, doer, actor: _text(world, doer, source=_text(world, doer)["draft"].sources.get().pk), _writes
    ),
    "source.quote": Deed(
        lambda world, doer, actor: {"raised": row_of(world, ("matters", "pk")), "activity": row_of(world, VISITS)},
        STAFF_MAY,
    ),
    "signature.invite": Deed(
        lambda world, doer, actor: _text(world, doer, person=_somebody_else(world, doer)), _writes
    ),
    "signature.confirm": Deed(lambda world, doer, actor: _read(_name(world, doer)), _signs),
    "signature.decline": Deed(lambda world, doer, actor: _said(_name(world, doer), reason="不了解"), _signs),
    "signature.withdraw": Deed(lambda world, doer, actor: _said(_name(world, doer)), _signs),
    # what is another's
    **{
        f"{name}{ANOTHERS}": Deed(told, may)
        for name, told, may in (
            ("import.check", lambda world, doer, actor: _import(world, CAST), _system),
            ("import.discard", lambda world, doer, actor: _import(world, CAST), _system),
            ("import.confirm", lambda world, doer, actor: _import(world, CAST, Import.State.CHECKED), _nobody),
            ("import.take-in", lambda world, doer, actor: _import(world, CAST, Import.State.CONFIRMED), _nobody),
            ("saved-view.remove", lambda world, doer, actor: {"view": row_of(world, ("views", "pk"))}, _nobody),
            ("envelope.settle", lambda world, doer, actor: _settled(row_of(world, ("looks", "pk"))), _nobody),
            ("token.make", lambda world, doer, actor: _token(world, CAST, actor), _nobody),
            ("token.end", lambda world, doer, actor: _own_token(world, CAST, actor), lambda doer: doer.id == "member"),
            ("webhook.add", lambda world, doer, actor: _webhook(world, CAST, actor), _nobody),
            ("webhook.end", lambda world, doer, actor: _own_webhook(world, CAST), _nobody),
            ("draft.save", lambda world, doer, actor: _words(world, row_of(world, ("write", "pk"))), _nobody),
            (
                "draft.hand-in",
                changed_of(("write", "pk"), "draft"),
                _nobody,
            ),
            ("signature.confirm", lambda world, doer, actor: _read(row_of(world, ("signatures", "pk"))), _nobody),
            ("look-back.find", lambda world, doer, actor: _asked_of_another(world, found="solved"), _nobody),
        )
    },
    # signatures of others
    "seal.cosign": Deed(_seal_of_now, _anybody),
}
"""By the name of the action. One that has no line here fails until somebody says who may."""
