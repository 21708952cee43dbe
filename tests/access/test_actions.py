"""Every action × every stage × every role: whoever may act by the programme acts, and nobody else."""

from __future__ import annotations

from uuid import uuid4

import pytest
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

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("programme", "kind", "committee"), list(kinds()))
def test_every_action_is_open_to_whom_the_procedure_names(world: World, programme: str, kind: str, committee: str):
    wrong = []
    for number, position in enumerate(positions(world, programme, kind, committee)):
        for hand in hands(world, position, READERS):
            wrong += wrong_for(world, position, hand, tried=number)
    assert not wrong, "\n".join([f"{len(wrong)} cells are wrong:", *wrong[:20]])


def wrong_for(world: World, position: Position, hand: Hand, *, tried: int, every: bool = False) -> list[str]:
    """What is wrong for one hand at one position: what is offered to it, and what happens when it acts.

    Whatever is allowed is really done (and undone); of what is refused one is tried, or (`every`) all.
    """
    thing = hand.thing
    ids = [id_ for id_, _line in folder.actions(thing.programme, thing.kind)]
    should = {id_ for id_ in ids if may_act(hand.reader, thing, id_)}
    offered = {one.id for one in open_actions(Matter.objects.get(pk=thing.row.pk), hand.actor)}
    where = f"{thing.kind} at {thing.stage} {position.variant} by {hand.reader.id}"
    wrong = [f"{where}: {id_} offered, and should not be" for id_ in sorted(offered - should)]
    wrong += [f"{where}: {id_} not offered, and should be" for id_ in sorted(should - offered)]
    refused = [id_ for id_ in ids if id_ not in should]
    for id_ in (*should, *(refused if every else refused[tried % len(refused) :][:1] if refused else ())):
        if does(world, hand, id_) != (id_ in should):
            wrong.append(f"{where}: {id_} was {'refused' if id_ in should else 'done'}")
    return wrong


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
