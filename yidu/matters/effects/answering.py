"""The way to an answer: opinion, reply, sign, send-back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yidu.activities.models import OpenTo
from yidu.common.clock import local_day
from yidu.common.errors import Invalid
from yidu.matters.commitments import promise, require_new_day
from yidu.matters.effects.dividing import answer_whole, whole_and_parts
from yidu.matters.effects.merging import answer_merged, merged_waiting
from yidu.matters.models import Handling, Matter, Reply
from yidu.matters.moves import Move, asks_already, effect, waiting_request


def _joint_to_do(move: Move) -> bool:
    own = move.handling
    return own is not None and own.part == Handling.Part.JOINT and own.done_at is None and _free(move)


def _free(move: Move) -> bool:
    own = move.handling
    return own is None or not asks_already(own, move.matter)


@effect("opinion", step="handling.opinion-given", possible=_joint_to_do)
def opinion(move: Move) -> None:
    """A joint organisation tells the lead what it thinks and does."""
    own = move.handling
    assert own is not None
    own.opinion = move.inputs["text"]
    own.accepted_at = own.accepted_at or move.at
    own.done_at = move.at
    own.save()
    move.said |= {"organisation": own.organisation_id, "text": own.opinion}


def _can_reply(move: Move) -> bool:
    paused = any(one.ended_at is None for one in move.matter.pauses.all())
    return not paused and waiting_request(move.matter, lead_only=True) is None and draft(move) is None


def draft(move: Move) -> Reply | None:
    return next((one for one in move.matter.replies.all() if not one.signed_at and not one.returned_at), None)


def _answered_with(matter: Matter, inputs: Mapping[str, Any]) -> Collection[UUID]:
    """What is answered with the same letter, or when the last of its parts is."""
    return [*merged_waiting(matter, inputs), *whole_and_parts(matter, inputs)]


@effect("reply", step="reply.written", possible=_can_reply, besides=_answered_with)
def reply(move: Move) -> None:
    """The lead writes the answer with its class and, where it promises something, measures with dates.

    It is answered when the head signs; where the procedure has no signature, at once.
    """
    measures = move.inputs.get("measures") or []
    require_new_day(move.matter, move.inputs["class"], measures, on=local_day(move.at))
    _require_summary(move)
    lead = move.lead
    lead.accepted_at = lead.accepted_at or move.at
    lead.save(update_fields=["accepted_at"])
    written = Reply(
        matter=move.matter,
        handling=lead,
        text=move.inputs["text"],
        class_id=move.inputs["class"],
        measures=measures,
        publication=move.inputs.get("publication", ""),
        summary=move.inputs.get("summary", ""),
        written_by_id=move.actor.person_id,
        written_at=move.at,
    )
    written.save()
    move.said |= {"organisation": lead.organisation_id, "class": written.class_id}
    if not any(one.effect == "sign" for stage in move.matter.procedure.stage.values() for one in stage.action.values()):
        _answer(move, written)
    if move.line.to:
        move.enter(move.line.to)


def _require_summary(move: Move) -> None:
    shows = move.matter.programme.shows(move.inputs.get("publication", ""))
    if (shows == "summary") != bool(move.inputs.get("summary")):
        said = _("Write what everybody may read.") if shows == "summary" else _("Leave it empty: no summary is shown.")
        raise Invalid(_("Some answers need another look."), fields={"summary": [said]})


@effect("sign", step="reply.signed", possible=lambda move: draft(move) is not None, besides=_answered_with)
def sign(move: Move) -> None:
    """The head signs: now the matter is answered."""
    written = draft(move)
    assert written is not None
    _answer(move, written)
    move.said |= {"organisation": move.lead.organisation_id, **letter(written)}
    assert move.line.to is not None
    move.enter(move.line.to)


def letter(written: Reply) -> dict[str, str]:
    """What the story keeps of an answer: all of it, and what of it everybody may read."""
    told = {"class": written.class_id, "text": written.text}
    return told | ({"publication": written.publication, "summary": written.summary} if written.publication else {})


def _answer(move: Move, written: Reply) -> None:
    matter, lead = move.matter, move.lead
    written.signed_at = move.at
    written.signed_by_id = move.actor.person_id
    written.save()
    lead.done_at = move.at
    lead.save(update_fields=["done_at"])
    if matter.answered_at is None:
        matter.answered_at = move.at
        matter.answered_in_time = matter.due_at is None or move.at <= matter.due_at
    matter.answer_class = written.class_id
    if matter.programme.shows(written.publication) in ("whole", "summary"):
        matter.open_to = OpenTo.PUBLIC  # its public part: stages, departments, and the answer as it was reviewed
    move.also += promise(matter, written, at=move.at)
    answer_merged(move, written, letter(written))
    answer_whole(move)


@effect("send-back", step="reply.sent-back", possible=lambda move: draft(move) is not None)
def send_back(move: Move) -> None:
    written = draft(move)
    assert written is not None
    written.returned_at = move.at
    written.returned_because = move.inputs.get("reason", "")
    written.save()
    move.said |= {"reason": written.returned_because}
    assert move.line.to is not None
    move.enter(move.line.to)
