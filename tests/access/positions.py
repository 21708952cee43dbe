"""A matter in every position that its procedure knows: each stage, and what may stand in the way there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.access import folder
from tests.access.oracle import Share, Thing
from tests.access.readers import DADUKOU, YUNYANG, Reader
from tests.access.sent import DIVIDED, ask_for
from tests.access.world import EARLY, HANDED, World
from tests.cast import at
from yidu.common.actors import SYSTEM, Actor
from yidu.matters.actions import make_link
from yidu.matters.engine import lapse_matter, take
from yidu.matters.models import Handling, Matter

LONG_AFTER = "2025-12-30"
BODIES = {DADUKOU: ("economy", ("land",)), YUNYANG: ("water", ())}
RAISERS = {DADUKOU: "member", YUNYANG: "other-river-keeper"}
KINDS = (
    ("wuqian", DADUKOU), ("huhe", YUNYANG),
)  # fmt: skip


@dataclass(frozen=True)
class Position:
    """Where a matter stands: the stage, and in words what else is so."""

    thing: Thing
    variant: str = ""


def kinds() -> Iterator[tuple[str, str, str]]:
    """Every kind of matter of the published programmes, with the committee where it is asked about."""
    for programme, committee in KINDS:
        for kind in folder.kinds(programme, "matter"):
            yield programme, kind, committee


def positions(world: World, programme: str, kind: str, committee: str) -> Iterator[Position]:
    """Each stage, as soon as it is reached; where a body has it, also accepted, contested, asking for time, paused."""
    for stage, way in ways(programme, kind).items():
        thing = walked(world, programme, kind, committee, way)
        assert thing.stage == stage
        yield Position(thing)
        for variant, steps in VARIANTS.items():
            if moves := steps(thing):
                more = walked(world, programme, kind, committee, way)
                for body, action in moves:
                    step(world, more, action, by=body)
                yield Position(more, variant)
        if action := _merging(programme, kind, stage):
            main, other = (walked(world, programme, kind, committee, way) for _number in range(2))
            world.take(other, action, SYSTEM, into=main.row.number)
            main.takes_in, main.row = 1, Matter.objects.get(pk=main.row.pk)
            yield Position(main, "another is merged into it")
        if thing.divided:
            whole = walked(world, programme, kind, committee, way)
            _answer_part(world, whole, whole.row.parts.order_by("number")[0])
            whole.row = Matter.objects.get(pk=whole.row.pk)
            yield Position(whole, "a part is answered")


def _merging(programme: str, kind: str, stage: str) -> str:
    lines = folder.procedure(programme, kind)["stage"][stage].get("action", {}).items()
    return next((id_ for id_, line in lines if line["effect"] == "merge"), "")


def ways(programme: str, kind: str) -> dict[str, list[str]]:
    """The shortest way to each stage: its actions, "lapse" where silence leads on.

    Where no action leads, "together" with the others, or "rejoin" of the whole. A part comes to its beginning when
    whoever got it was not the right one.
    """
    procedure = folder.procedure(programme, kind)
    begins = [] if folder.kind(programme, kind).get("raised-by") else ["contest", "decide"]
    found: dict[str, list[str]] = {procedure["begins"]: begins}
    _follow(found, [procedure["begins"]], procedure)
    if "taken-back" in procedure:
        found[procedure["taken-back"]] = ["rejoin"]
    for id_, stage in procedure["stage"].items():
        if "together" in stage and stage["together"] not in found:
            found[stage["together"]] = [*found[id_], "together"]
            _follow(found, [stage["together"]], procedure)
    assert set(found) == set(procedure["stage"]), f"no way leads to {set(procedure['stage']) - set(found)}"
    return found


def _follow(found: dict[str, list[str]], waiting: list[str], procedure: Mapping[str, Any]) -> None:
    """Where actions and silence lead from these stages."""
    while waiting:
        at_ = waiting.pop(0)
        stage = procedure["stage"][at_]
        leads = {
            id_: line["to"] for id_, line in stage.get("action", {}).items() if line.get("to") and _leads_on(line)
        } | ({"lapse": stage["lapse"]["to"]} if "lapse" in stage else {})  # fmt: skip
        for action, to in leads.items():
            if to not in found:
                found[to] = [*found[at_], action]
                waiting.append(to)


def _leads_on(line: Mapping[str, Any]) -> bool:
    return line["effect"] != "contest"  # leads back, and only when it is granted


def walked(world: World, programme: str, kind: str, committee: str, way: list[str]) -> Thing:
    """A matter that went this way."""
    line = folder.kind(programme, kind)
    raiser = RAISERS[committee]
    role = world.posts[raiser].role_id
    if "raised-by" in line:
        thing = world.matter(
            "plain", kind, programme=programme, committee=committee, by=raiser if role in line["raised-by"] else ""
        )  # fmt: skip
    else:
        thing = _part(world, programme, kind, committee)
    for action in way:
        step(world, thing, action)
    return thing


def step(world: World, thing: Thing, action: str, *, by: str = "") -> None:
    """Take one action for real, by somebody who may, and note what has become of it."""
    if action in BY_ITSELF:
        BY_ITSELF[action](world, thing)
        thing.row = Matter.objects.get(pk=thing.row.pk)
        thing.stage, thing.divided = thing.row.stage, False
        return
    if action == "lapse":
        with at(LONG_AFTER):
            thing.row = lapse_matter(Matter.objects.get(pk=thing.row.pk))
        thing.stage = thing.row.stage
        return
    line = folder.action(thing.programme, thing.kind, thing.stage, action)
    assert line is not None
    told = {ask: ask_for(world, thing, line, ask) for ask in line.get("asks", ())}
    lead, joint = BODIES[thing.committee]
    if line["effect"] == "merge":  # into one of its own: it may be issued before the next comes
        main = world.matter("plain", thing.kind, programme=thing.programme, committee=thing.committee)
        told["into"] = main.row.number
    if line["effect"] == "assign":
        told["lead"] = world.bodies[lead]
        if "joint" in line.get("optional", ()):
            told["joint"] = [world.bodies[one] for one in joint]
        else:
            joint = ()
    world.take(thing, action, _who(world, thing, line, by or lead), on=HANDED, **told)
    effect = line["effect"]
    thing.divided = effect == "divide" or (thing.divided and effect != "rejoin")
    if effect in ("merge", "unmerge"):
        thing.merged = effect == "merge"
    if effect == "redo" and thing.holder == "lead":  # else whoever holds it now talks with them first
        effect = "reopen"
    _note(thing, effect, line, lead, joint, by or lead)


def _part(world: World, programme: str, kind: str, committee: str) -> Thing:
    """What the first department got when a matter was divided."""
    whole_kind, stage = next(
        (id_, line["to"])
        for id_ in folder.kinds(programme, "matter")
        for _id, line in folder.actions(programme, id_)
        if line.get("kind") == kind and line["effect"] == "divide"
    )
    whole = walked(world, programme, whole_kind, committee, ways(programme, whole_kind)[stage])
    row = whole.row.parts.get(lead=world.bodies[DIVIDED[0]])
    with at(HANDED):
        link = make_link(row, actor=SYSTEM)
    share = Handling.objects.get(matter=row)
    told = {("matters", "pk"): row.pk, ("links", "number"): link.pk, ("deadline", "part"): f"share-{share.pk}"}
    line = folder.kind(programme, kind)
    return Thing(
        "matter", "plain", committee, {**told, ("replies", "number"): 0}, open_to=line["open-to"],
        raised_by=whole.raised_by, programme=programme, kind=kind, stage=row.stage, row=row,
        shares={DIVIDED[0]: Share("lead")}, action="accept",
    )  # fmt: skip


def _answer_part(world: World, whole: Thing, part: Matter) -> None:
    """By the department that has it, signed."""
    (body,) = (one for one in DIVIDED if world.bodies[one].pk == part.lead_id)
    moves: tuple[tuple[str, bool, dict[str, str]], ...] = (
        ("reply", False, {"text": "答复", "class": "A", "publication": "whole"}),
        ("sign", True, {}),
    )
    for action, signs, inputs in moves:
        row = Matter.objects.get(pk=part.pk)
        with at(HANDED, EARLY):
            take(row, action, actor=world.of(body, signs=signs), version=row.version, inputs=inputs)
    whole.divided = False


def _together(world: World, thing: Thing) -> None:
    """The last of its parts is answered; or that goes out into which it is merged."""
    for part in thing.row.parts.all():
        _answer_part(world, thing, part)
    if main := thing.row.merged_into:
        lines = folder.procedure(thing.programme, thing.kind)["stage"][main.stage]["action"].items()
        action, line = next((id_, line) for id_, line in lines if line["effect"] == "issue")
        told = {ask: ask_for(world, thing, line, ask) for ask in line["asks"]}
        with at(HANDED, EARLY):
            take(main, action, actor=SYSTEM, version=main.version, inputs=told)


def _rejoin(world: World, thing: Thing) -> None:
    """The division of which it is a part is undone."""
    whole = thing.row.part_of
    assert whole is not None
    with at(HANDED, EARLY):
        take(whole, "rejoin", actor=SYSTEM, version=whole.version)
    thing.shares = {}


BY_ITSELF: Mapping[str, Callable[[World, Thing], None]] = {"together": _together, "rejoin": _rejoin}
"""What is done elsewhere, and leads on."""


def _who(world: World, thing: Thing, line: Mapping[str, Any], body: str) -> Actor:
    """Somebody whom the procedure names for this."""
    party = next(iter(line.get("by", ())), thing.holder)
    if party in ("office", "secretary-general"):
        return SYSTEM
    if party in ("lead", "joint", "lead-head"):
        return world.of(body, signs=party == "lead-head")
    if party == "raiser":
        return Actor(kind="receipt", matter_id=thing.row.pk)
    return world.actor(RAISERS[thing.committee])


def _note(thing: Thing, effect: str, line: Mapping[str, Any], lead: str, joint: tuple[str, ...], body: str) -> None:
    """What the thing says of itself after the effect."""
    signed = any(
        one["effect"] == "sign"
        for stage in folder.procedure(thing.programme, thing.kind)["stage"].values()
        for one in stage.get("action", {}).values()
    )
    thing.adoptions += {"record-adoption": 1, "withdraw-adoption": -1}.get(effect, 0)
    match effect:
        case "assign":
            thing.shares = {lead: Share("lead"), **{one: Share("joint") for one in joint}}
        case "accept":
            thing.shares[body].accepted = True
        case "contest" | "extend":
            thing.shares[body].asks, thing.shares[body].decides = effect, line["decides"]
        case "decide":
            thing.shares = {}  # of a contest, which was granted
        case "opinion":
            thing.shares[body].accepted = thing.shares[body].done = True
        case "pause" | "resume":
            thing.paused = effect == "pause"
        case "reply":
            thing.shares[lead].accepted = True
            thing.draft, thing.answered = signed, not signed
            thing.shares[lead].done = not signed
        case "sign":
            thing.shares[lead].done = thing.answered = True
            thing.draft = False
        case "send-back":
            thing.draft = False
        case "rate" | "confirm":
            thing.solved = True
        case "reopen":
            thing.solved = thing.shares[lead].done = False


def _moves(*wanted: tuple[int, str]) -> Callable[[Thing], list[tuple[str, str]]]:
    """The actions with these effects, by the lead (0) or the joint body (1); nothing where the stage has none."""

    def found(thing: Thing) -> list[tuple[str, str]]:
        lead, joint = BODIES[thing.committee]
        bodies = (lead, *joint)
        stage = folder.procedure(thing.programme, thing.kind)["stage"][thing.stage].get("action", {})
        moves = []
        for number, effect in wanted:
            action = next((id_ for id_, line in stage.items() if line["effect"] == effect), None)
            if action is None or number >= len(bodies) or bodies[number] not in thing.shares:
                return []
            if effect in ("accept", "contest") and thing.shares[bodies[number]].done:
                return []
            moves.append((bodies[number], action))
        return moves

    return found


VARIANTS: dict[str, Callable[[Thing], list[tuple[str, str]]]] = {
    "accepted": _moves((0, "accept")),
    "joint opinion given": _moves((1, "opinion")),
    "contested by the lead": _moves((0, "contest")),
    "more time asked by a joint body": _moves((1, "extend")),
    "clock stopped": _moves((0, "pause")),
}


@dataclass(frozen=True)
class Hand:
    """Somebody who may try: a reader with an account, or what speaks without one."""

    reader: Reader
    actor: Actor
    thing: Thing  # the matter, seen as this hand sees it


def hands(world: World, position: Position, readers: tuple[Reader, ...]) -> Iterator[Hand]:
    """Every reader with an account, the receipt, the link of each share, and the system."""
    thing = position.thing
    for reader in readers:
        if reader.account:
            yield Hand(reader, world.actor(reader.id), thing)
    receipt, visitor = (next(one for one in readers if one.id == id_) for id_ in ("receipt", "visitor"))
    pk = thing.row.pk
    yield Hand(receipt, Actor(kind="receipt", matter_id=pk), Thing(**{**vars(thing), "says": "raiser"}))
    yield Hand(visitor, Actor(kind="visitor"), Thing(**{**vars(thing), "says": "nobody"}))
    for body, share in thing.shares.items():
        handling = Handling.objects.get(matter=pk, organisation=world.bodies[body], ended_at=None)
        speaks = Reader(f"link-{share.part}", "持链接承办单位", "Link of a body", account=False)
        by_link = Actor(
            kind="link", matter_id=pk, organisation_id=handling.organisation_id, handling_id=handling.pk
        )  # fmt: skip
        yield Hand(speaks, by_link, Thing(**{**vars(thing), "says": share.part}))
    system = Reader("system", "系统", "The system", account=False)
    yield Hand(system, SYSTEM, Thing(**{**vars(thing), "says": "system"}))
