"""What is written and not handed in yet, and the names that are asked for.

Situations: `own` (I write it), `handed` (another writes it, and my name is asked for), `plain` (another's), `other`
(another committee's), `closed` (another's, and it was handed in).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from tests.access import folder
from tests.access.oracle import PUBLIC, Thing
from tests.access.readers import DADUKOU, YUNYANG, Reader
from tests.access.routes import Key
from tests.access.world import RECORDED, World
from tests.cast import actor_of, at
from yidu.common.actors import Actor
from yidu.proposals.actions import hand_in_draft, invite_signature, quote_source, save_draft, start_draft
from yidu.proposals.models import Draft, Signature

KINDS = ("proposal", "opinion-report")


def kind_for(role: str) -> str:
    """A kind that somebody in this role writes; empty when there is none."""
    return next((one for one in KINDS if role in folder.kind("wuqian", one)["raised-by"]), "")


def writes(reader: Reader) -> bool:
    return reader.served in (DADUKOU, YUNYANG) and bool(kind_for(reader.role))


def signs(reader: Reader) -> bool:
    """A person who could raise a proposal too, or whoever signs for a body of the district."""
    person = reader.role in folder.kind("wuqian", "proposal")["raised-by"] and reader.served == DADUKOU
    return person or reader.acts_for("economy", "sign")


def drafts(world: World, reader: Reader) -> Iterator[Thing]:
    if writes(reader):
        yield world.once(("draft", "own", reader.me), lambda: _own(world, reader))
    if signs(reader):
        yield world.once(("draft", "handed", reader.me), lambda: _asked(world, reader))
    yield world.once(("draft", "plain"), lambda: _written(world, "plain"))
    yield world.once(("draft", "other"), lambda: _written(world, "other", committee=YUNYANG))
    yield world.once(("draft", "closed"), lambda: _handed_in(world))


def signatures(world: World, reader: Reader) -> Iterator[Thing]:
    """The names below those texts: to confirm for whom they belong to, to take off also for who asked for them."""
    for thing in drafts(world, reader):
        (row,) = Signature.objects.filter(draft=thing.row)
        yield Thing(
            "signature", thing.situation, thing.committee, {("signatures", "pk"): row.pk}, row=row,
            recorded_by=thing.recorded_by, more=thing.more, gone=thing.gone,
        )  # fmt: skip


def _own(world: World, reader: Reader) -> Thing:
    return _written(world, "own", committee=reader.served, by=reader)


def _asked(world: World, reader: Reader) -> Thing:
    thing = _written(world, "handed", name=_name_of(world, reader))
    thing.more["asked"] = reader.me
    return thing


def _name_of(world: World, reader: Reader) -> dict[str, Any]:
    if reader.post is not None and reader.post.organisation:
        return {"organisation": world.bodies[reader.post.organisation]}
    return {"person": world.persons[reader.me]}


def _handed_in(world: World) -> Thing:
    thing = _written(world, "closed")
    hand_in_draft(thing.row, version=thing.row.version, actor=world.cast.member)
    thing.row, thing.gone = Draft.objects.get(pk=thing.row.pk), True
    return thing


def _written(
    world: World, situation: str, *, committee: str = DADUKOU, by: Reader | None = None, name: Any = None
) -> Thing:
    """A whole text that quotes a visit and asks for one name: by a reader, or by a member of the cast."""
    member, other = ("member", "leader") if committee == DADUKOU else ("other_member", "other_member")
    actor: Actor = world.actor(by.me) if by else actor_of(world.cast.people[member])
    kind = kind_for(by.role) if by else "proposal"
    visit = world.activity("plain" if committee == DADUKOU else "other", PUBLIC, committee=committee).row
    with at(RECORDED):
        row = start_draft(
            committee=world.committees[committee], edition=world.editions[committee, "wuqian"], kind=kind, actor=actor,
            client_id=uuid4(),
        )  # fmt: skip
        row = save_draft(
            row, title="一件事", text="事情的经过", answers=folder.answers("wuqian", kind, RECORDED),
            version=row.version, actor=actor,
        )  # fmt: skip
        quote_source(row, activity=visit, actor=actor)
        asked = name or {"person": _somebody(world, committee, but=actor, first=other)}
        invite_signature(row, **asked, actor=actor)
    blanks = {("write", "pk"): row.pk, ("signers", "pk"): row.pk, ("sources", "number"): row.sources.get().pk}
    return Thing(
        "draft", situation, committee, blanks, row=row, kind=kind, recorded_by=by.me if by else "",
        more={"number": visit.number},
    )  # fmt: skip


def _somebody(world: World, committee: str, *, but: Actor, first: str) -> Any:
    """Somebody else who may sign; not one of the readers where there is another."""
    person = world.cast.people[first]
    return person if person.pk != but.person_id else world.persons["other-member"]


NOUNS: dict[Key, Any] = {
    ("write", "pk"): drafts,
    ("signers", "pk"): drafts,
    ("signatures", "pk"): signatures,
}
