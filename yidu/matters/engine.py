"""One engine, one entry point: `take(matter, action, actor=…, version=…, inputs=…)`.

The procedure says who may, what is asked, where it leads and by when; the effects of the closed vocabulary say
what happens. Page, link, importer, command and API call this function and no other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import SYSTEM, Actor
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.common.in_force import held
from yidu.matters import effects  # noqa: F401  (gives the words their meaning)
from yidu.matters.inputs import clean_inputs
from yidu.matters.models import Handling, Matter, Request
from yidu.matters.moves import EFFECTS, Move, enter_stage
from yidu.matters.rules import parties
from yidu.people.rules import Standing, standing_of
from yidu.programmes.grammar import Action


def related() -> list[Prefetch | str]:
    """What belongs to a matter and is asked for with it: four questions, however many matters."""
    handlings = Handling.objects.select_related("organisation")
    requests = Request.objects.select_related("handling__organisation")
    return [Prefetch("handlings", handlings), Prefetch("requests", requests), "pauses", "replies"]


LONG = ("edition__content", "activity__heard", "activity__search", "search_text")
"""What no effect looks at or changes. Left out, it is not written back either: that would index the words anew."""


@dataclass(frozen=True)
class OpenAction:
    """An action that the actor may take now."""

    id: str
    line: Action


def open_actions(
    matter: Matter, actor: Actor, standing: Standing | None = None, *, among: Collection[str] | None = None
) -> list[OpenAction]:
    """What the actor may do with the matter now, in the order of the procedure. `among`: of these effects only."""
    standing = standing or standing_of(actor)
    who, now = parties(actor, matter, standing), clock.now()
    found = []
    for id_, line in matter.stage_line.action.items():
        if among is not None and line.effect not in among:
            continue
        move = Move(matter=matter, id=id_, line=line, actor=actor, parties=who, at=now, standing=standing)
        if _may(move) and EFFECTS[line.effect].possible(move):
            found.append(OpenAction(id_, line))
    return found


def _may(move: Move) -> bool:
    """Whoever the action names; else whoever holds the stage. A request is decided by whoever it names."""
    if move.line.effect == "decide":
        return True  # its own condition asks for the party that the request names
    allowed = move.line.by or ((move.stage.holder,) if move.stage.holder else ())
    return bool(move.parties & set(allowed))


@action("matter.take")
@held()
def take(
    matter: Matter,
    action_id: str,
    *,
    actor: Actor,
    version: int,
    inputs: Mapping[str, Any] | None = None,
    client_id: UUID | None = None,
) -> Change[Matter]:
    """Take an action of the matter's stage.

    Raises `NotAllowed` when the actor has no such action now, `Stale` when the matter changed since `version`,
    `Invalid` with every wrong input at once. Nothing is written then.
    """
    row, besides = locked_together(matter, _besides(matter, action_id, inputs or {}))
    standing = standing_of(actor)
    open_to_actor = {one.id for one in open_actions(row, actor, standing)}
    if row.version != version:
        raise Stale(
            _("Somebody acted on this meanwhile. Look at what is new; what you wrote is kept here."),
            current=row.version,
        )
    line = row.stage_line.action.get(action_id)
    if line is None or action_id not in open_to_actor:
        raise NotAllowed(_("This cannot be done now."))
    move = Move(
        matter=row,
        id=action_id,
        line=line,
        actor=actor,
        parties=parties(actor, row, standing),
        at=clock.now(),
        standing=standing,
        inputs=clean_inputs(line, inputs or {}, matter=row),
        besides=besides,
    )
    rule = EFFECTS[line.effect]
    # For whom the actor acted, before the effect may end that: a person's appointments change, the story does not.
    acted_for = {"organisation": own.organisation_id} if (own := move.handling) else {}
    rule.happen(move)
    _note_subject(move)
    row.version += 1
    row.save()
    said = {"action": action_id, "stage": row.stage, **acted_for, **move.said}
    return Change(row, rule.step, said, also=tuple(move.also), further=tuple(move.further))


def _note_subject(move: Move) -> None:
    """On which subject it is, whatever the effect: what tells of the matter to the ledger tells of that as well."""
    matter, subject = move.matter, move.inputs.get("subject")
    if subject is None:
        return
    move.said["subject"] = subject
    if subject != matter.subject:
        matter.subject = subject
        move.also += [*matter.look_backs.all(), *matter.adoptions.all()]


def _besides(matter: Matter, action_id: str, inputs: Mapping[str, Any]) -> set[UUID]:
    """Which other matters the action changes, whatever stage this one may have come to meanwhile."""
    stages = matter.procedure.stage.values()
    words = {stage.action[action_id].effect for stage in stages if action_id in stage.action}
    return {pk for word in words for pk in EFFECTS[word].besides(matter, inputs)} - {matter.pk}


@action("matter.lapse")
@held()
def lapse_matter(matter: Matter, *, actor: Actor = SYSTEM, client_id: UUID | None = None) -> Change[Matter]:
    """The date has passed in silence, and the procedure says what follows. Silence is never satisfaction."""
    row = locked(matter)
    rule = row.stage_line.lapse
    if actor.kind != "system" or rule is None or row.due_at is None or row.due_at >= clock.now():
        raise Invalid(_("Nothing has lapsed."))
    enter_stage(row, rule.to, at=clock.now(), outcome=rule.outcome)
    row.version += 1
    row.save()
    return Change(row, "matter.lapsed", {"stage": row.stage, "outcome": rule.outcome})


def locked(matter: Matter) -> Matter:
    """The matter's row, locked, with what the effects look at."""
    return locked_together(matter, ())[0]


def locked_together(matter: Matter, besides: Collection[UUID]) -> tuple[Matter, dict[UUID, Matter]]:
    """The matter and others, locked in the order of their ids: whoever locks several waits for nobody in a circle."""
    rows = {row.pk: row for row in _lock([matter.pk, *besides])}
    return rows.pop(matter.pk), rows


def _lock(ids: Collection[UUID]) -> Iterable[Matter]:
    return (
        Matter.objects.select_for_update(of=("self",))
        .select_related("edition", "activity")
        .defer(*LONG)
        .prefetch_related("handlings", "requests__handling", "pauses", "replies")
        .filter(pk__in=ids)
        .order_by("pk")
    )
