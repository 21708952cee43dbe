"""A procedure read as a graph: stages in layers, and which actions lead forwards, back, or nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yidu.common.durations import Duration
from yidu.matters.models.matters import Holder


@dataclass(frozen=True)
class Act:
    """An action that leads to another stage."""

    title: str
    to: str
    back: bool = False


@dataclass(frozen=True)
class Node:
    id: str
    title: str
    held: str  # in whose hands, and for how long
    final: bool
    first: bool
    acts: tuple[Act, ...]
    also: tuple[str, ...]  # actions that stay in the stage
    layer: int = 0


@dataclass(frozen=True)
class Graph:
    title: str
    nodes: tuple[Node, ...]  # by layer, then as written

    @property
    def layers(self) -> list[list[Node]]:
        count = max((node.layer for node in self.nodes), default=-1) + 1
        return [[node for node in self.nodes if node.layer == number] for number in range(count)]


def graph(procedure: Any) -> Graph:
    """Read `procedure`: `.begins`, and `.stages` (or `.stage`), a mapping of ids to stages.

    A stage has `.title`, `.holder`, `.within`, `.final` and `.actions` (or `.action`), whose values have `.title` and
    `.to`. What happens by silence (`.lapse`) is drawn as an action.
    """
    stages = _either(procedure, "stages", "stage")
    moves = {id_: _moves(id_, stage) for id_, stage in stages.items()}
    back = _back(procedure.begins, moves)
    layer = _layers(procedure.begins, moves, back)
    nodes = [
        Node(
            id=id_,
            title=str(stage.title),
            held=_held(stage),
            final=bool(stage.final),
            first=id_ == procedure.begins,
            acts=tuple(Act(title, to, (id_, to) in back) for title, to in moves[id_]),
            also=tuple(str(act.title) for act in _either(stage, "actions", "action").values() if act.to in (None, id_)),
            layer=layer[id_],
        )
        for id_, stage in stages.items()
    ]
    return Graph(str(getattr(procedure, "title", "")), tuple(sorted(nodes, key=lambda node: (node.layer, node.final))))


def _either(thing: Any, plural: str, singular: str) -> Any:
    found = getattr(thing, plural, None)
    return (getattr(thing, singular, None) or {}) if found is None else found


def _moves(id_: str, stage: Any) -> list[tuple[str, str]]:
    found = [(str(a.title), a.to) for a in _either(stage, "actions", "action").values() if a.to not in (None, id_)]
    if lapse := getattr(stage, "lapse", None):
        found.append((_("no answer in time"), lapse.to))
    if together := getattr(stage, "together", None):
        found.append((_("answered together"), together))
    return found


def _held(stage: Any) -> str:
    words = []
    if stage.holder:
        words.append(str(Holder(stage.holder).label) if stage.holder in Holder.values else str(stage.holder))
    if stage.within:
        words.append(Duration.parse(str(stage.within)).words())
    return " · ".join(words)


def _back(begins: str, moves: dict[str, list[tuple[str, str]]]) -> set[tuple[str, str]]:
    """The edges that lead back to a stage from which one came: those that close a circle in a walk from the start."""
    back: set[tuple[str, str]] = set()
    on_the_way: set[str] = set()
    done: set[str] = set()

    def walk(id_: str) -> None:
        on_the_way.add(id_)
        for _title, to in moves[id_]:
            if to in on_the_way:
                back.add((id_, to))
            elif to not in done:
                walk(to)
        on_the_way.discard(id_)
        done.add(id_)

    for id_ in (begins, *moves):
        if id_ not in done:
            walk(id_)
    return back


def _layers(begins: str, moves: dict[str, list[tuple[str, str]]], back: set[tuple[str, str]]) -> dict[str, int]:
    """Each stage one layer after the last of those that lead to it."""
    layer = dict.fromkeys(moves, 0)
    for _round in moves:
        for id_ in (begins, *moves):
            for _title, to in moves[id_]:
                if (id_, to) not in back:
                    layer[to] = max(layer[to], layer[id_] + 1)
    return layer
