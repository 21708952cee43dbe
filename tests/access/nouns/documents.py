"""Documents that took suggestions up: public, of a matter that members read, of one body, withdrawn, of elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from tests.access.oracle import COMMITTEE, PARTIES, PUBLIC, Thing, reads_all, reads_matter
from tests.access.readers import DADUKOU, YUNYANG, Reader
from tests.access.world import HANDED, KINDS, World, row_thing
from tests.cast import at
from yidu.common.actors import SYSTEM
from yidu.documents.actions import record_document, withdraw_document
from yidu.documents.models import Document
from yidu.documents.queries import edition_for

ISSUER = {DADUKOU: "economy", YUNYANG: "water"}


def reads_document(reader: Reader, thing: Thing) -> bool:
    """What the office made public; of a matter that one reads; what one's own body issued; all, for the office."""
    matter = thing.more.get("matter")
    own = reader.acts_for(thing.more["issuer"], "handle", "sign")
    of_matter = matter is not None and reads_matter(reader, matter)
    return thing.open_to == PUBLIC or reads_all(reader, thing) or own or of_matter


def keeps_document(reader: Reader, thing: Thing) -> bool:
    return reader.holds("office", thing.committee)


def documents(world: World, reader: Reader) -> Iterator[Thing]:
    for name, make in DOCUMENTS.items():
        yield world.once(("document", name), lambda m=make: m(world))  # type: ignore[misc]


def told(world: World, committee: str, issuer: str) -> dict[str, Any]:
    return {
        "kind": "action-plan",
        "title": f"联合行动方案 {issuer}",
        "issued_on": date.fromisoformat(HANDED),
        "issuers": [world.bodies[issuer]],
    }


def _document(world: World, situation: str, issuer: str, committee: str = DADUKOU, **more: Any) -> Thing:
    where = world.committees[committee]
    with at(HANDED):
        edition = edition_for(where)
        assert edition
        row = record_document(
            committee=where, edition=edition, actor=SYSTEM, **{**told(world, committee, issuer), **more}
        )
    return row_thing("document", situation, committee, ("documents", "pk"), row, more={"issuer": issuer})


def _plain(world: World) -> Thing:
    thing = _document(world, "plain", "education")
    thing.open_to = PARTIES
    return thing


def _public(world: World) -> Thing:
    return _document(world, "plain", "education", is_public=True)


def _of_a_matter(world: World) -> Thing:
    matter = world.matter("plain", KINDS[COMMITTEE])
    thing = _document(world, "plain", "education", takes=[{"matter": matter.row, "taken": "采纳了。"}])
    thing.open_to, thing.more["matter"] = COMMITTEE, matter
    return thing


def _handed(world: World) -> Thing:
    thing = _document(world, "handed", "economy")
    thing.open_to = PARTIES
    return thing


def _other(world: World) -> Thing:
    thing = _document(world, "other", "water", YUNYANG)
    thing.open_to = PARTIES
    return thing


def _closed(world: World) -> Thing:
    thing = _document(world, "closed", "education")
    with at(HANDED):
        thing.row = withdraw_document(thing.row, reason="重复登记", version=1, actor=SYSTEM)
    thing.open_to, thing.gone = PARTIES, True
    return thing


DOCUMENTS: Mapping[str, Callable[[World], Thing]] = {
    "plain": _plain,
    "public": _public,
    "of a matter": _of_a_matter,
    "handed": _handed,
    "other": _other,
    "closed": _closed,
}


def form(world: World, reader: Reader, thing: Thing | None) -> dict[str, Any]:
    """As a page sends it."""
    issuer = world.bodies[ISSUER[thing.committee if thing else reader.served if reader.served in ISSUER else DADUKOU]]
    row: Document | None = thing.row if thing else None
    return {
        "version": str(row.version if row else 0),
        "kind": "action-plan",
        "title": "联合行动方案",
        "issued_on": HANDED,
        "issuers": [str(issuer.pk)],
        "reason": "登记有误",
        "takes-TOTAL_FORMS": "0",
        "takes-INITIAL_FORMS": "0",
    }


def body(world: World, reader: Reader, thing: Thing) -> dict[str, Any]:
    """As a program sends it."""
    issuer = world.bodies[ISSUER.get(thing.committee, "economy")]
    return {"kind": "action-plan", "title": "联合行动方案", "issued_on": HANDED, "issuers": [issuer.pk]}


NOUNS = {("documents", "pk"): documents}
