"""What is sent in and kept for a while: envelopes of phones, lists, and the seals with what hangs on them."""

from __future__ import annotations

import csv
from base64 import b64decode
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from tests.access.oracle import Thing
from tests.access.readers import DADUKOU, READERS, YUNYANG, Reader
from tests.access.routes import Key
from tests.access.world import World, row_thing
from tests.web.envelopes import Phone
from yidu.common import clock
from yidu.common.actors import VISITOR, Actor
from yidu.ledger.models import Seal
from yidu.ledger.seals import seal
from yidu.matters.actions import receipt_code
from yidu.people.rules import standing_of
from yidu.sheets.actions import SentFile, check_import, discard_import, send_import
from yidu.sheets.models import Import
from yidu.web.models import Envelope
from yidu.web.outbox.actions import settle_envelope
from yidu.web.outbox.envelope import Inside, Outside, author_mark
from yidu.web.outbox.receiving import receive

STAFF, MEMBER = (next(one for one in READERS if one.id == id_) for id_ in ("office", "member"))
SHEETS = {
    "people": ("people",),
    "appointments": ("people",),
    "organisations": ("people",),
    "stations": ("people",),
    "centres": ("people",),
    "activities": ("record", "office"),
    "matters": ("office",),
}
"""Which powers bring a kind of list: whoever may enter one of them by hand."""


# --- envelopes ------------------------------------------------------------------------------------------------------


def envelopes(world: World, reader: Reader) -> Iterator[Thing]:
    if reader.account:
        yield world.once(("envelope", "own", reader.me), lambda: _visit(world, "own", reader))
    yield world.once(("envelope", "closed"), lambda: _visit(world, "closed", STAFF))
    yield world.once(("envelope", "plain"), lambda: _visit(world, "plain", None))


def visit(world: World, person_id: int, committee: str, **fields: str) -> dict[str, Any]:
    """A sealed visit, as the phone of a person sends it. A form that says nothing has to be looked at."""
    told = {"wuqian": "household-visit", "huhe": "river-patrol"}
    programme = "wuqian" if committee == DADUKOU else "huhe"
    inside = Inside(
        author_mark(person_id), committee, programme, told[programme], clock.now().isoformat(), tuple(fields.items())
    )  # fmt: skip
    return Phone().envelope("visit", inside)


def _visit(world: World, situation: str, reader: Reader | None) -> Thing:
    person = world.persons[reader.me] if reader else world.cast.people["member"]
    actor = Actor(kind="person", person_id=person.pk, name=person.name)
    row = _arrive(visit(world, person.pk, reader.served if reader and reader.served != "500000" else DADUKOU), actor)
    thing = row_thing("envelope", situation, "", ("looks", "pk"), row, recorded_by=reader.me if reader else "")
    if situation == "closed":
        settle_envelope(row, record=None, actor=actor)
        thing.gone = True
    return thing


def ratings(world: World, reader: Reader) -> Iterator[Thing]:
    yield world.once(("rating", "own"), lambda: _rating(world))


def _rating(world: World) -> Thing:
    """A rating that does not say whether it is solved; its receipt is open in the browser of who holds one."""
    held = world.made["receipt", "own"]
    row = _arrive(Phone().rating(receipt_code(held.row), solved=""), VISITOR)
    return row_thing("rating", "own", DADUKOU, ("rated", "pk"), row)


def _arrive(told: dict[str, Any], actor: Actor) -> Envelope:
    outside = Outside(
        UUID(told["id"]), told["number"], told["at"], told["type"], told["key"], b64decode(told["sealed"])
    )  # fmt: skip
    answer = receive(outside, phone_now=clock.now().isoformat(), actor=actor, standing=standing_of(actor))
    assert answer.word == "look", answer
    return Envelope.objects.get(client_id=outside.id)


# --- lists ----------------------------------------------------------------------------------------------------------


def sheets(world: World, reader: Reader) -> Iterator[Thing]:
    for kind in SHEETS:
        blanks = {("sheets", "kind"): kind, ("export", "form"): "csv", ("template", "form"): "csv"}
        yield Thing("sheet", kind, "", blanks, kind=kind)


def imports(world: World, reader: Reader) -> Iterator[Thing]:
    if reader.post and not reader.post.ended and brought(reader) and reader.post.committee in (DADUKOU, YUNYANG):
        yield world.once(("import", "own", reader.me), lambda: _import(world, "own", reader))
    yield world.once(("import", "closed"), lambda: _import(world, "closed", STAFF))
    yield world.once(("import", "taken"), lambda: _import(world, "taken", MEMBER))
    yield world.once(("import", "plain"), lambda: _import(world, "plain", None))


def brought(reader: Reader) -> str:
    """A kind of list that the reader may bring."""
    if reader.holds("people", reader.served):
        return "organisations"
    return "activities" if reader.holds("record", reader.served) else ""


def may_bring(reader: Reader, kind: str) -> bool:
    return any(reader.holds(power, reader.served) for power in SHEETS[kind])


def _import(world: World, situation: str, reader: Reader | None) -> Thing:
    """A list that was looked at and waits for a yes. `taken`: of a kind that its sender may bring no more."""
    cast = world.cast
    person = world.persons[reader.me] if reader else cast.people["office"]
    code = reader.served if reader else DADUKOU
    staff = world.actor("office" if code == DADUKOU else "other-office")
    row = send_import(committee=world.committees[code], sheet="organisations", sent=list_of(world, "名单"), actor=staff)
    row = check_import(row)
    # Its sender kept bodies when it was sent.
    Import.objects.filter(pk=row.pk).update(sent_by=person)
    kind = "organisations"
    if situation != "taken" and reader is not None and brought(reader) == "activities":
        Import.objects.filter(pk=row.pk).update(sheet="activities")
        kind = "activities"
    row = Import.objects.get(pk=row.pk)
    if situation == "closed":
        discard_import(row, actor=Actor(kind="person", person_id=person.pk, name=person.name))
    return row_thing(
        "import", situation, code, ("imports", "pk"), row, kind=kind, recorded_by=reader.me if reader else "",
        gone=situation == "closed",
    )  # fmt: skip


def list_of(world: World, name: str) -> SentFile:
    """A list of bodies with one new row."""
    path = world.folder / f"{name}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["全称", "简称"], ["重庆长征重工有限责任公司", "长征重工"]])
    return SentFile(path, path.name)


# --- seals ----------------------------------------------------------------------------------------------------------


def seals(world: World, reader: Reader) -> Iterator[Thing]:
    """Two of them, and what nobody ever made."""
    yield world.once(("seal", "plain"), lambda: _seal(world))
    yield Thing(
        "seal", "closed", "", {("seals", "number"): 0, ("consistency", "older"): 2, ("consistency", "newer"): 1},
        gone=True,
    )  # fmt: skip


def _seal(world: World) -> Thing:
    seal()
    first, last = (Seal.objects.order_by(order).first() for order in ("number", "-number"))
    assert first is not None
    assert last is not None
    assert first.size < last.size
    return Thing(
        "seal", "plain", "", row=last,
        blanks={
            ("seals", "number"): last.number, ("consistency", "older"): first.size,
            ("consistency", "newer"): last.size,
        },
    )  # fmt: skip


def scripts(world: World, reader: Reader) -> Iterator[Thing]:
    yield Thing("script", "plain", "", {("seals", "name"): "verify"})
    yield Thing("script", "closed", "", {("seals", "name"): "settings"}, gone=True)


NOUNS: dict[Key, Any] = {
    ("looks", "pk"): envelopes,
    ("rated", "pk"): ratings,
    ("sheets", "kind"): sheets,
    ("imports", "pk"): imports,
    ("seals", "number"): seals,
    ("consistency", "older"): seals,
    ("seals", "name"): scripts,
}
