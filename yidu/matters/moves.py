"""One move through a procedure: what an effect is given to work with."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from yidu.common.actions import Change
from yidu.common.actors import Actor
from yidu.matters.clocks import follow_matter, start_clock
from yidu.matters.models import Handling, Matter, Request
from yidu.people.rules import Standing, standing_of
from yidu.programmes.grammar import Action, Stage
from yidu.programmes.grammar.procedures import Effect, Party


@dataclass
class Move:
    """An action about to be taken on a locked matter. Effects change `matter` in memory; the engine saves it."""

    matter: Matter
    id: str
    line: Action
    actor: Actor
    parties: set[Party]
    at: datetime
    standing: Standing
    inputs: Mapping[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)  # what the story keeps of it (JSON)
    besides: Mapping[UUID, Matter] = field(default_factory=dict)  # further matters that the effect changes, locked
    also: list[Model] = field(default_factory=list)  # what states something else to the ledger with it
    further: list[Change[Matter]] = field(default_factory=list)  # steps of other matters that come with it

    @property
    def stage(self) -> Stage:
        return self.matter.stage_line

    @property
    def handling(self) -> Handling | None:
        """The actor's own active handling: the lead's if it has both."""
        return own_handling(self.matter, self.actor, self.standing)

    @property
    def lead(self) -> Handling:
        """The lead's active handling. An effect that needs it is only open where there is one."""
        found = lead_of(self.matter)
        assert found is not None
        return found

    def change(self, other: Matter, step: str, said: Mapping[str, Any]) -> None:
        """Another matter is changed with this one: save it, with a step of its own."""
        other.version += 1
        other.save()
        self.bring(other, step, said)

    def bring(self, other: Matter, step: str, said: Mapping[str, Any]) -> None:
        """Another matter, saved already, has a step of its own and states something to the ledger."""
        self.also.append(other)
        self.further.append(Change(other, step, {"stage": other.stage, **said}))

    def enter(self, stage_id: str, *, outcome: str = "") -> None:
        """Go to a stage: its holder, its clock, which is also that of the lead while it holds the matter."""
        enter_stage(self.matter, stage_id, at=self.at, within=self.line.within, outcome=outcome)
        lead_follows(self.matter)


def enter_stage(matter: Matter, stage_id: str, *, at: datetime, within: str | None = None, outcome: str = "") -> None:
    """Put a matter into a stage: its holder and its clock, or closed with an outcome. Not saved."""
    stage = matter.procedure.stage[stage_id]
    matter.stage = stage_id
    matter.stage_since = at
    matter.told_since = at if stage.tell else None
    matter.reached.setdefault(stage_id, local_day(at))
    if stage.final:
        matter.closed_at = at
        matter.holder = ""
        matter.due_at = matter.clock_from = None
        matter.clock_length = ""
        matter.outcome = outcome or "closed"
        return
    matter.closed_at = None
    matter.outcome = ""
    matter.holder = stage.holder or ""
    if length := within or stage.within:
        start_clock(matter, at=at, length=length)


def lead_follows(matter: Matter) -> None:
    """The clock of a matter is also that of its lead, while the lead holds it."""
    lead = lead_of(matter)
    if lead is not None and lead.done_at is None and matter.holder in ("lead", "lead-head"):
        follow_matter(lead, matter)
        lead.save(update_fields=["clock_from", "clock_length", "due_at"])


def local_day(moment: datetime) -> str:
    """The day of a moment in China, as ISO text."""
    from django.utils.timezone import localtime

    return localtime(moment).date().isoformat()


def active_handlings(matter: Matter) -> list[Handling]:
    return [one for one in matter.handlings.all() if one.ended_at is None]


def lead_of(matter: Matter) -> Handling | None:
    """The lead's active handling."""
    return next((one for one in active_handlings(matter) if one.part == Handling.Part.LEAD), None)


def own_handling(matter: Matter, actor: Actor, standing: Standing | None = None) -> Handling | None:
    """The active handling that the actor works on, the lead's first."""
    mine = (standing or standing_of(actor)).organisations()
    own = [one for one in active_handlings(matter) if one.organisation_id in mine]
    if actor.kind == "link":
        own = [one for one in own if one.pk == actor.handling_id]
    return min(own, key=lambda one: one.part != Handling.Part.LEAD, default=None)


def asks_already(own: Handling, matter: Matter) -> bool:
    """Whether a request of this handling waits. Of the matter's requests, which are read once for all handlings."""
    return any(one.decided_at is None and one.handling_id == own.pk for one in matter.requests.all())


def waiting_request(matter: Matter, *, lead_only: bool = False) -> Request | None:
    """The oldest request that waits for a decision."""
    for request in matter.requests.all():
        if request.decided_at is None and (not lead_only or request.handling.part == Handling.Part.LEAD):
            return request
    return None


@dataclass(frozen=True)
class EffectRule:
    """What a word of the closed vocabulary does, when it is possible, and its step's name in the past tense."""

    word: Effect
    step: str
    possible: Callable[[Move], bool]
    happen: Callable[[Move], None]
    besides: Callable[[Matter, Mapping[str, Any]], Collection[UUID]]
    """Ids of the other matters that it changes, asked before any row is locked."""


EFFECTS: dict[str, EffectRule] = {}


def effect(
    word: Effect,
    *,
    step: str,
    possible: Callable[[Move], bool] = lambda _move: True,
    besides: Callable[[Matter, Mapping[str, Any]], Collection[UUID]] = lambda _matter, _inputs: (),
) -> Callable[[Callable[[Move], None]], Callable[[Move], None]]:
    """Give a word of the vocabulary its meaning."""

    def decorate(function: Callable[[Move], None]) -> Callable[[Move], None]:
        EFFECTS[word] = EffectRule(word, step, possible, function, besides)
        return function

    return decorate
