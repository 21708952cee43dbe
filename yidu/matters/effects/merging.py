"""Handled together: merge, unmerge, and the answer that both get, or the issue in which both go out.

Two matters change at once, so both rows are locked first, in the order of their ids (`engine.locked_together`): two
people who merge each into the other wait for one another in turn, and the second is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common.errors import Invalid, Stale
from yidu.matters.inputs import matter_named
from yidu.matters.models import Handling, Matter, Reply
from yidu.matters.moves import Move, effect, enter_stage, waiting_request


def leads_none(move: Move) -> bool:
    """Whether nothing waits to be answered together with it: else it can neither end nor be merged itself."""
    return not move.matter.merges


def _target(matter: Matter, inputs: Mapping[str, Any]) -> Collection[UUID]:
    try:
        return [matter_named(inputs.get("into", ""), matter).pk]
    except ValueError:
        return []  # told with the other inputs that are wrong


def _other(matter: Matter, _inputs: Mapping[str, Any]) -> Collection[UUID]:
    merged_into = Matter.objects.filter(pk=matter.pk).values_list("merged_into_id", flat=True).first()
    return [merged_into] if merged_into else []


def merged_waiting(matter: Matter, _inputs: Mapping[str, Any]) -> Collection[UUID]:
    """Ids of those that are answered or issued together with it."""
    waiting = Matter.objects.filter(merged_into=matter.pk, answered_at=None, closed_at=None)
    return list(waiting.values_list("pk", flat=True))


def _can_merge(move: Move) -> bool:
    matter = move.matter
    free = matter.merged_into_id is None and matter.answered_at is None
    return free and leads_none(move) and waiting_request(matter) is None


@effect("merge", step="matter.merged", possible=_can_merge, besides=_target)
def merge(move: Move) -> None:
    """Both are handled together from now on. What was merged waits for the answer of the other."""
    matter, main = move.matter, move.besides[move.inputs["into"].pk]
    if main.pk == matter.pk or not _takes_in(main):
        said = _("Choose one that is being examined or handled, and is not merged itself.")
        raise Invalid(_("Some answers need another look."), fields={"into": [said]})
    for earlier in matter.handlings.all():
        if earlier.ended_at is None:
            earlier.ended_at = move.at
            earlier.save(update_fields=["ended_at"])
    matter.lead = None
    matter.merged_into = main
    main.merges += 1
    move.change(main, "matter.took-in", {"other": str(matter.pk), "number": matter.number})
    move.said |= {"other": str(main.pk), "number": main.number, "note": move.inputs.get("note", "")}
    assert move.line.to is not None
    move.enter(move.line.to)


def _takes_in(main: Matter) -> bool:
    """Whether another can still be answered or issued together with it."""
    free = not (main.merged_into_id or main.divided_into or main.answered_at) and main.is_open
    return free and main.holder != "raiser" and not main.issued_texts.filter(issued_at__isnull=False).exists()


def _is_merged(move: Move) -> bool:
    return move.matter.merged_into_id is not None and move.matter.answered_at is None and move.matter.is_open


@effect("unmerge", step="matter.unmerged", possible=_is_merged, besides=_other)
def unmerge(move: Move) -> None:
    """It goes its own way again, until both are answered."""
    matter = move.matter
    main = move.besides.get(matter.merged_into_id) if matter.merged_into_id else None
    if main is None:
        raise moved_on(matter)
    main.merges -= 1
    move.change(main, "matter.let-go", {"other": str(matter.pk), "number": matter.number})
    move.said |= {"other": str(main.pk), "number": main.number, "note": move.inputs.get("note", "")}
    matter.merged_into = None
    matter.reached.pop(matter.stage, None)  # it never was, and is accepted by its own way or not at all
    assert move.line.to is not None
    move.enter(move.line.to)


def answer_merged(move: Move, written: Reply, told: Mapping[str, str]) -> None:
    """Everybody whose matter was merged gets the same letter, and each speaks for themselves about it.

    `told` is what the story keeps of the letter. From now on each is a matter of its own lead: whoever is not satisfied
    with the letter has their own handled again.
    """
    main, lead = move.matter, move.lead
    for one in _merged(move):
        share = Handling.objects.create(
            matter=one, organisation_id=lead.organisation_id, part=Handling.Part.LEAD, given_at=lead.given_at,
            due_at=lead.due_at, accepted_at=lead.accepted_at, done_at=move.at,
        )  # fmt: skip
        Reply.objects.create(
            matter=one, handling=share, text=written.text, class_id=written.class_id, measures=written.measures,
            publication=written.publication, summary=written.summary, written_by_id=written.written_by_id,
            written_at=written.written_at, signed_by_id=written.signed_by_id, signed_at=written.signed_at,
        )  # fmt: skip
        one.lead_id = lead.organisation_id
        one.answered_at, one.answered_in_time = move.at, main.answered_in_time
        one.answer_class, one.open_to = written.class_id, main.open_to
        _go_on(one, at=move.at)
        said = {"organisation": lead.organisation_id, **told}
        move.change(one, "reply.signed", {**said, "other": str(main.pk), "number": main.number})
    main.merges = 0


def issue_merged(move: Move) -> None:
    """Whatever was merged goes out in the same issue, and whoever wrote it is one of its authors.

    Each stays merged into the other, and so is told of what becomes of the issue.
    """
    main = move.matter
    told = {word: move.said[word] for word in ("series", "year", "number")}
    for one in _merged(move):
        _go_on(one, at=move.at)
        move.change(one, "matter.issued-together", {**told, "other": str(main.pk), "of": main.number})
    main.merges = 0


def went_out_with(matter: Matter, _inputs: Mapping[str, Any]) -> Collection[UUID]:
    """Ids of those that went out in its issue."""
    return list(Matter.objects.filter(merged_into=matter.pk, answered_at=None).values_list("pk", flat=True))


def tell_merged(move: Move, step: str, said: Mapping[str, Any]) -> None:
    """What becomes of an issue stands in the story of all that went out in it; it is counted once."""
    main = move.matter
    for one in move.besides.values():
        if one.merged_into_id == main.pk:
            move.change(one, step, {**said, "other": str(main.pk), "of": main.number})


def _merged(move: Move) -> list[Matter]:
    """All that wait to be answered or issued together with it, locked."""
    main = move.matter
    merged = [one for one in move.besides.values() if one.merged_into_id == main.pk and one.answered_at is None]
    if len(merged) != main.merges:
        raise moved_on(main)
    return merged


def _go_on(one: Matter, *, at: datetime) -> None:
    assert one.stage_line.together is not None, "the checker holds that a merged stage says where it leads"
    enter_stage(one, one.stage_line.together, at=at)


def moved_on(matter: Matter) -> Stale:
    """Somebody merged or let go between the look and the lock."""
    said = _("Somebody acted on this meanwhile. Look at what is new; what you wrote is kept here.")
    return Stale(said, current=matter.version)
