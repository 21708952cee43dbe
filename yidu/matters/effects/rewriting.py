"""Other words, or another kind: amend, convert."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from yidu.common import clock
from yidu.matters.drafting import draft_matter, found_by
from yidu.matters.effects.merging import leads_none
from yidu.matters.models import Matter
from yidu.matters.moves import Move, effect, waiting_request
from yidu.people.models.counters import next_number


@effect("amend", step="matter.amended")
def amend(move: Move) -> None:
    """Whoever raised it changes what it says. What it said before stays in the story."""
    matter = move.matter
    before = {"title": matter.title, "text": matter.text, "answers": matter.answers}
    matter.title, matter.text = move.inputs["title"], move.inputs["text"]
    matter.answers = move.inputs.get("answers", matter.answers)
    matter.search_text = found_by(matter)
    now = {"title": matter.title, "text": matter.text, "answers": matter.answers}
    move.said |= {"before": {name: said for name, said in before.items() if said != now[name]}}
    assert move.line.to is not None
    move.enter(move.line.to)


def _can_convert(move: Move) -> bool:
    return waiting_request(move.matter) is None and leads_none(move)


@effect("convert", step="matter.converted", possible=_can_convert)
def convert(move: Move) -> None:
    """End it, and raise a matter of the named kind with the same words by the same person. Both are tied."""
    matter = move.matter
    assert move.line.kind is not None, "the checker holds that a conversion names a kind"
    became = raised_anew(matter, move.line.kind, id_=uuid5(matter.pk, f"converted/{matter.version}"), at=move.at)
    became.came_from = matter
    became.save(force_insert=True)
    tied = {"other": str(matter.pk), "from": matter.number}
    raised = {"kind": became.kind, "number": became.number, "as": became.raised_as, "stage": became.stage}
    move.bring(became, "matter.raised", {**raised, **tied})
    move.said |= {"reason": move.inputs["reason"], "other": str(became.pk), "number": became.number}
    assert move.line.to is not None
    move.enter(move.line.to)


def raised_anew(matter: Matter, kind: str, *, id_: UUID, at: datetime) -> Matter:
    """A matter of another kind with the same words by the same person, with a number of its own. Not saved."""
    asked = {field.id for field in matter.programme.kind[kind].field}
    anew = draft_matter(
        committee=matter.committee, edition=matter.edition, kind=kind, title=matter.title, text=matter.text,
        place=matter.place, organisation=matter.organisation, project=matter.project, activity=matter.activity,
        raised_as=matter.raised_as, appointment=None, contact=matter.contact,
        answers={name: said for name, said in matter.answers.items() if name in asked}, id_=id_, at=at,
    )  # fmt: skip
    anew.raised_by_id, anew.sector = matter.raised_by_id, matter.sector
    anew.number = next_number(matter.committee_id, "matter", clock.local_day(at).year)
    return anew
