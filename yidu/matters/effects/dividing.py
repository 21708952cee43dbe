"""Answered separately: divide, rejoin, and the last part that is answered (分办).

Every part is a matter of its own. Whatever changes more than one of them locks the whole and all its parts, in the
order of their ids: of two heads who sign the last two parts at once, the second finds that it is the last.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Q
from django.utils.translation import gettext as _

from yidu.common.errors import Invalid, Stale
from yidu.matters.effects.assigning import end_handlings, give, wrong_with
from yidu.matters.effects.merging import leads_none
from yidu.matters.effects.rewriting import raised_anew
from yidu.matters.models import Matter
from yidu.matters.moves import Move, effect, enter_stage, waiting_request
from yidu.people.models import Organisation

FEWEST = 2


@effect(
    "divide", step="matter.divided", possible=lambda move: waiting_request(move.matter) is None and leads_none(move)
)
def divide(move: Move) -> None:
    """Each department answers its own part by itself: a matter with the same words, handed over at once."""
    matter, note = move.matter, move.inputs.get("note", "")
    departments: list[Organisation] = move.inputs["departments"]
    wrong = wrong_with(departments, committee_id=matter.committee_id)
    if not wrong and len(departments) < FEWEST:
        wrong = _("Choose two departments at least: one alone is handed the whole.")
    if wrong:
        raise Invalid(_("Some answers need another look."), fields={"departments": [wrong]})
    parts = [_raise_part(move, one, note=note) for one in departments]
    matter.assigned_at = matter.assigned_at or move.at
    matter.divided_into = len(parts)
    move.said |= {"departments": [one.pk for one in departments], "parts": [one.number for one in parts], "note": note}
    assert move.line.to is not None
    move.enter(move.line.to)


def _raise_part(move: Move, department: Organisation, *, note: str) -> Matter:
    whole, kind = move.matter, move.line.kind
    assert kind is not None, "the checker holds that a division names a kind"
    part = raised_anew(whole, kind, id_=uuid5(whole.pk, f"part/{whole.version}/{department.pk}"), at=move.at)
    part.part_of, part.period, part.subject = whole, whole.period, whole.subject
    part.lead, part.assigned_at = department, move.at
    hands_over = next(line for line in part.stage_line.action.values() if line.effect == "assign")
    assert hands_over.to is not None, "the checker holds that an assignment leads to a stage"
    enter_stage(part, hands_over.to, at=move.at, within=hands_over.within)
    part.save(force_insert=True)
    give(part, department, [], note=note, at=move.at)
    said = {"kind": part.kind, "number": part.number, "as": part.raised_as, "other": str(whole.pk)}
    move.bring(part, "matter.raised-as-part", {**said, "of": whole.number, "lead": department.pk, "note": note})
    return part


def parts_under_way(matter: Matter, _inputs: Mapping[str, Any]) -> Collection[UUID]:
    """Ids of its parts, but for those that ended when a division was undone."""
    return list(_parts(matter.pk).values_list("pk", flat=True))


def whole_and_parts(matter: Matter, _inputs: Mapping[str, Any]) -> Collection[UUID]:
    """Of a part, the whole and all parts."""
    whole = Matter.objects.filter(pk=matter.pk).values_list("part_of_id", flat=True).first()
    return [whole, *_parts(whole).values_list("pk", flat=True)] if whole else []


def _parts(whole: UUID) -> Any:
    return Matter.objects.filter(Q(closed_at=None) | Q(answered_at__isnull=False), part_of=whole)


def _none_is_answered(move: Move) -> bool:
    whole = move.matter
    return whole.divided_into > 0 and not whole.parts.filter(answered_at__isnull=False).exists()


@effect("rejoin", step="matter.rejoined", possible=_none_is_answered, besides=parts_under_way)
def rejoin(move: Move) -> None:
    """It is one again: its parts end, as long as none is answered."""
    whole, parts = move.matter, list(move.besides.values())
    if len(parts) != whole.divided_into:
        raise _moved_on(whole)
    if any(waiting_request(one) for one in parts):
        raise Invalid(_("A department waits for a decision on its part. Decide that first."))
    for part in parts:
        end_handlings(part, at=move.at)
        for pause in part.pauses.filter(ended_at=None):
            pause.ended_at = move.at
            pause.save(update_fields=["ended_at"])
        part.lead = None
        assert part.procedure.taken_back is not None, "the checker holds that parts can be taken back"
        enter_stage(part, part.procedure.taken_back, at=move.at, outcome="taken-back")
        move.change(part, "matter.taken-back", {"other": str(whole.pk), "of": whole.number})
    whole.divided_into = 0
    whole.reached.pop(whole.stage, None)  # it never was
    move.said |= {"parts": [one.number for one in parts], "note": move.inputs.get("note", "")}
    assert move.line.to is not None
    move.enter(move.line.to)


def answer_whole(move: Move) -> None:
    """A part is answered for the first time. With the last of them the whole is answered, in time if all were.

    Nobody is satisfied with the whole, and it is not solved: whoever raised it rates each letter.
    """
    part = move.matter
    if part.part_of_id is None:
        return
    whole = move.besides.get(part.part_of_id)
    if whole is None:
        raise _moved_on(part)
    if whole.answered_at is not None:
        return
    parts = [part, *(one for one in move.besides.values() if one.part_of_id == whole.pk)]
    if len(parts) != whole.divided_into:
        raise _moved_on(part)
    said = {"other": str(part.pk), "number": part.number, "organisation": move.lead.organisation_id}
    if not all(one.answered_at for one in parts):
        move.change(whole, "matter.part-answered", said)
        return
    classes = {one.answer_class for one in parts}
    whole.answered_at, whole.answered_in_time = move.at, all(one.answered_in_time for one in parts)
    whole.answer_class = classes.pop() if len(classes) == 1 else ""
    assert whole.stage_line.together is not None, "the checker holds that what is divided says where it leads"
    enter_stage(whole, whole.stage_line.together, at=move.at, outcome="answered")
    move.change(whole, "matter.answered-in-parts", said)


def _moved_on(matter: Matter) -> Stale:
    """Somebody divided it or made it one again between the look and the lock."""
    said = _("Somebody acted on this meanwhile. Look at what is new; what you wrote is kept here.")
    return Stale(said, current=matter.version)
