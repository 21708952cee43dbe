"""Is it solved, and is whoever raised it satisfied? rate, reopen, confirm; appraise, redo.

Never said by whoever handled it. `rate` says both at once; `appraise` and `redo` say nothing of whether it is solved.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from yidu.common.errors import Invalid
from yidu.matters.models import Matter, Rating, Reply
from yidu.matters.moves import Move, effect, enter_stage, lead_follows, lead_of, local_day


def last_reply(matter: Matter) -> Reply | None:
    signed = [one for one in matter.replies.all() if one.signed_at]
    return signed[-1] if signed else None


def _counts_as(move: Move, item_id: str) -> bool | None:
    items = move.matter.edition.read.choices("satisfaction", date.fromisoformat(local_day(move.at)))
    said = next((item.counts_as for item in items if item.id == item_id), None)
    return {"satisfied": True, "unsatisfied": False}.get(said or "")


def _rating(move: Move, *, solved: bool | None) -> None:
    matter = move.matter
    attitude, satisfaction = move.inputs.get("attitude", ""), move.inputs.get("satisfaction", "")
    text = move.inputs.get("what-is-missing") or move.inputs.get("note", "")
    party = "raiser" if "raiser" in move.parties else next(iter(sorted(move.parties)))
    Rating.objects.update_or_create(
        matter=matter,
        reply=last_reply(matter),
        defaults={
            "solved": solved,
            "attitude": attitude,
            "satisfaction": satisfaction,
            "text": text,
            "party": party,
            "at": move.at,
        },
    )
    matter.rated_at = move.at if satisfaction else matter.rated_at
    matter.satisfied = _counts_as(move, satisfaction) if satisfaction else matter.satisfied
    move.said |= {"attitude": attitude, "satisfaction": satisfaction, "text": text}


def _is_not_a_handler(move: Move) -> bool:
    return not move.parties & {"lead", "joint", "lead-head"}


def _solve(move: Move) -> None:
    if not _is_not_a_handler(move):
        # The database holds the same with a constraint.
        raise Invalid(_("Whoever handled it cannot confirm that it is solved."))
    matter = move.matter
    matter.solved_at = matter.solved_at or move.at
    allowed = move.line.by or ((matter.stage_line.holder,) if matter.stage_line.holder else ())
    matter.solved_says = next((party for party in allowed if party in move.parties), "office")
    matter.solved_organisation_id = move.actor.organisation_id or (
        matter.organisation_id if matter.solved_says == "raiser" else None
    )


@effect("rate", step="matter.rated", possible=_is_not_a_handler)
def rate(move: Move) -> None:
    _solve(move)
    _rating(move, solved=True)
    if move.line.to:
        move.enter(move.line.to, outcome="solved")


def _was_answered(move: Move) -> bool:
    return _is_not_a_handler(move) and move.matter.answered_at is not None and move.matter.lead_id is not None


@effect("reopen", step="matter.reopened", possible=_was_answered)
def reopen(move: Move) -> None:
    """Back to the lead, with a new date. What was counted as solved is taken back."""
    matter = move.matter
    matter.satisfied = None
    matter.rated_at = None
    _rating(move, solved=False)
    assert move.line.to is not None
    give_again(matter, move.line.to, at=move.at, within=move.line.within)


@effect("appraise", step="matter.appraised", possible=_is_not_a_handler)
def appraise(move: Move) -> None:
    """How whoever raised it was treated, and how satisfied they are with the result. Satisfied is not solved."""
    _rating(move, solved=None)
    if move.line.to:
        move.enter(move.line.to, outcome="solved" if move.matter.solved_at else "")


@effect("redo", step="matter.redone", possible=_was_answered)
def redo(move: Move) -> None:
    """Whoever raised it is not satisfied: back to the lead with a new date, or to whoever the next stage names."""
    items = move.matter.edition.read.choices("satisfaction", date.fromisoformat(local_day(move.at)))
    move.inputs = {**move.inputs, "satisfaction": next(one.id for one in items if one.counts_as == "unsatisfied")}
    _rating(move, solved=None)
    assert move.line.to is not None
    if move.matter.procedure.stage[move.line.to].holder == "lead":
        give_again(move.matter, move.line.to, at=move.at, within=move.line.within)
    else:
        move.enter(move.line.to)


def give_again(matter: Matter, stage: str, *, at: datetime, within: str | None = None) -> None:
    """Reopen: back to the lead with a new date, and what was counted as solved is taken back. Not saved."""
    matter.solved_at = None
    matter.solved_says = ""
    matter.solved_organisation_id = None
    matter.reopened_at = at
    matter.reopenings += 1
    enter_stage(matter, stage, at=at, within=within)
    lead = lead_of(matter)
    assert lead is not None, "only what has a lead is reopened"
    lead.done_at = None
    lead.save(update_fields=["done_at"])
    lead_follows(matter)


@effect("confirm", step="matter.confirmed", possible=lambda move: _is_not_a_handler(move) and not move.matter.solved_at)
def confirm(move: Move) -> None:
    """Somebody other than the handler looked and says that it is solved. It is no rating."""
    _solve(move)
    move.said |= {"note": move.inputs.get("note", ""), "says": move.matter.solved_says}
    if move.line.to:
        move.enter(move.line.to, outcome="solved")
    elif not move.matter.is_open:
        move.matter.outcome = "solved"
