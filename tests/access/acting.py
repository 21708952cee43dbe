"""Every action of a procedure × every stage × everybody: what is offered to a hand, and what happens when it acts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction

from tests.access import folder
from tests.access.oracle import may_act
from tests.access.positions import Hand, Position, hands, kinds, positions
from tests.access.readers import READERS
from tests.access.sent import ask_for
from tests.access.world import World
from yidu.common.errors import NotAllowed
from yidu.matters.engine import open_actions, take
from yidu.matters.models import Matter


@dataclass(frozen=True)
class Stand:
    """A hand at a position: as many cells as the procedure has actions."""

    number: int
    position: Position
    hand: Hand

    @property
    def actions(self) -> list[str]:
        return [id_ for id_, _line in folder.actions(self.hand.thing.programme, self.hand.thing.kind)]

    @property
    def allowed(self) -> set[str]:
        return {id_ for id_ in self.actions if may_act(self.hand.reader, self.hand.thing, id_)}

    def __str__(self) -> str:
        thing = self.hand.thing
        return f"{thing.kind} at {thing.stage} {self.position.variant} by {self.hand.reader.id}"


def walk(world: World) -> None:
    """Walk a matter of each kind to every position."""
    for programme, kind, committee in kinds():
        world.walked[kind] = list(positions(world, programme, kind, committee))


def stands(world: World, kind: str) -> list[Stand]:
    """Everybody at every position of a kind."""
    return [
        Stand(number, position, hand)
        for number, position in enumerate(world.walked[kind])
        for hand in hands(world, position, READERS)
    ]


def all_stands(world: World) -> Iterator[Stand]:
    for kind in world.walked:
        yield from stands(world, kind)


def wrong_at(world: World, stand: Stand, *, every: bool = False) -> list[str]:
    """What is wrong: each action is compared with what is offered, and a few are tried (`every`: all).

    Whatever is tried is undone.
    """
    ids, should = stand.actions, stand.allowed
    matter = Matter.objects.get(pk=stand.hand.thing.row.pk)
    offered = {one.id for one in open_actions(matter, stand.hand.actor)}
    wrong = [f"{stand}: {id_} is offered, and should not be" for id_ in sorted(offered - should)]
    wrong += [f"{stand}: {id_} is not offered, and should be" for id_ in sorted(should - offered)]
    for id_ in ids if every else _tried(stand):
        if does(world, stand.hand, id_) != (id_ in should):
            wrong.append(f"{stand}: {id_} was {'refused' if id_ in should else 'done'}")
    return wrong


def _tried(stand: Stand) -> Iterator[str]:
    """One that is open, at every other position; at every third one that is not."""
    allowed = [id_ for id_ in stand.actions if id_ in stand.allowed]
    refused = [id_ for id_ in stand.actions if id_ not in allowed]
    if allowed and stand.number % 2 == 0:
        yield allowed[stand.number % len(allowed)]
    if refused and stand.number % 3 == 0:
        yield refused[stand.number % len(refused)]


def does(world: World, hand: Hand, action: str) -> bool:
    """Whether taking the action succeeds. It is undone again."""
    thing = hand.thing
    line = dict(folder.actions(thing.programme, thing.kind))[action]
    told = {ask: ask_for(world, thing, line, ask) for ask in line.get("asks", ())}
    row = Matter.objects.get(pk=thing.row.pk)
    try:
        with transaction.atomic():
            take(row, action, actor=hand.actor, version=row.version, inputs=told, client_id=uuid4())
            transaction.set_rollback(True)
    except NotAllowed:
        return False
    return True
