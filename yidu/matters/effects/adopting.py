"""What became of what was sent up: record-adoption, record-instruction, withdraw-adoption."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from yidu.common.clock import local_day
from yidu.common.errors import Invalid
from yidu.matters.effects.merging import tell_merged, went_out_with
from yidu.matters.models import Adoption, Instruction, Matter
from yidu.matters.moves import Move, effect


@effect("record-adoption", step="adoption.recorded", besides=went_out_with)
def record_adoption(move: Move) -> None:
    """A level adopted it in a carrier on a day. Each once; as often as it happens."""
    told = {"level": move.inputs["level"], "carrier": move.inputs["carrier"]}
    on = _day(move, since=local_day(move.matter.raised_at))
    if move.matter.adoptions.filter(**told, adopted_on=on, withdrawn_at=None).exists():
        raise Invalid(_("This is recorded already."), fields={"day": [_("This is recorded already.")]})
    adoption = Adoption.objects.create(
        **told,
        committee_id=move.matter.committee_id,
        matter=move.matter,
        adopted_on=on,
        recorded_by_id=move.actor.person_id,
        recorded_at=move.at,
    )
    move.also.append(adoption)
    move.said |= {**told, "adoption": str(adoption.pk), "on": on.isoformat(), "note": move.inputs.get("note", "")}
    tell_merged(move, "adoption.recorded", move.said)
    if move.line.to:
        move.enter(move.line.to, outcome="adopted")


def _has_adoptions(move: Move) -> bool:
    return move.matter.adoptions.filter(withdrawn_at=None).exists()


@effect("record-instruction", step="instruction.recorded", possible=_has_adoptions, besides=went_out_with)
def record_instruction(move: Move) -> None:
    """A leader wrote on what was adopted: who, when, which class of words."""
    adoption = _adoption(move)
    by, on = move.inputs["instructed-by"], _day(move, since=local_day(move.matter.raised_at))
    if adoption.instructions.filter(instructed_by=by, instructed_on=on).exists():
        raise Invalid(_("This is recorded already."), fields={"instructed-by": [_("This is recorded already.")]})
    Instruction.objects.create(
        matter=move.matter,
        adoption=adoption,
        instructed_by=by,
        instructed_on=on,
        words=move.inputs["instruction"],
        recorded_by_id=move.actor.person_id,
        recorded_at=move.at,
    )
    move.also.append(adoption)
    move.said |= {"adoption": str(adoption.pk), "level": adoption.level, "carrier": adoption.carrier, "who": by}
    move.said |= {"on": on.isoformat(), "words": move.inputs["instruction"], "note": move.inputs.get("note", "")}
    tell_merged(move, "instruction.recorded", move.said)


@effect("withdraw-adoption", step="adoption.withdrawn", possible=_has_adoptions, besides=went_out_with)
def withdraw_adoption(move: Move) -> None:
    """It was recorded by mistake: it counts no more, and stays to be read with the reason.

    Where it leads to a stage, the matter goes there when no other adoption is left.
    """
    adoption = _adoption(move)
    adoption.withdrawn_at, adoption.withdrawn_because = move.at, move.inputs["reason"]
    adoption.save(update_fields=["withdrawn_at", "withdrawn_because"])
    move.also.append(adoption)
    move.said |= {"adoption": str(adoption.pk), "level": adoption.level, "carrier": adoption.carrier}
    move.said |= {"on": adoption.adopted_on.isoformat(), "reason": adoption.withdrawn_because}
    tell_merged(move, "adoption.withdrawn", move.said)
    if move.line.to and not _has_adoptions(move):
        move.matter.reached.pop(move.matter.stage, None)  # it never was
        move.enter(move.line.to)


def _adoption(move: Move) -> Adoption:
    """The one that was chosen: of this matter, and not withdrawn (the list to choose from holds that)."""
    matter: Matter = move.matter
    return matter.adoptions.select_for_update().get(pk=move.inputs["adoption"])


def _day(move: Move, *, since: date) -> date:
    on = date.fromisoformat(move.inputs["day"])
    if on > local_day(move.at):
        raise Invalid(_("This day has not come yet."), fields={"day": [_("This day has not come yet.")]})
    if on < since:
        said = _("It was raised only later.")
        raise Invalid(said, fields={"day": [said]})
    return on
