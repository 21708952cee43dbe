"""From a text to an issue with a number: edit, approve, issue. The author's own text stays as it was written."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yidu.common.clock import local_day
from yidu.common.errors import Invalid
from yidu.matters.effects.merging import issue_merged, merged_waiting
from yidu.matters.issued_texts import latest, own_text, word
from yidu.matters.models import IssuedText
from yidu.matters.moves import Move, effect
from yidu.people.models.counters import count_on


def _is_not_issued(move: Move) -> bool:
    return not any(one.issued_at for one in move.matter.issued_texts.all())


def _worded(move: Move) -> IssuedText:
    """The words as they stand; where nobody edited them, the author's."""
    matter = move.matter
    return latest(matter) or word(matter, title=matter.title, text=own_text(matter), person_id=None, at=move.at)


@effect("edit", step="issued-text.written")
def edit(move: Move) -> None:
    """The office words it for issue: a new version, beside the author's text and the versions before."""
    if not _is_not_issued(move):
        # The database holds the same with a trigger.
        raise Invalid(_("It was issued: its words are not changed any more."))
    told = {"title": move.inputs["title"], "text": move.inputs["text"]}
    written = word(move.matter, **told, person_id=move.actor.person_id, at=move.at)
    move.said |= {"version": written.version, "note": move.inputs.get("note", "")}
    if move.line.to:
        move.enter(move.line.to)


@effect("approve", step="issued-text.signed")
def approve(move: Move) -> None:
    """These words are signed for issue. Whoever changes them afterwards needs another signature."""
    worded = _worded(move)
    if worded.signed_at is not None:
        raise Invalid(_("This was signed already."))
    worded.signed_at, worded.signed_by_id = move.at, move.actor.person_id
    worded.save(update_fields=["signed_at", "signed_by"])
    move.said |= {"version": worded.version, "note": move.inputs.get("note", "")}
    assert move.line.to is not None
    move.enter(move.line.to)


@effect("issue", step="issued-text.issued", possible=_is_not_issued, besides=merged_waiting)
def issue(move: Move) -> None:
    """It goes out under the next number of the series in this year.

    Where the procedure has words signed, only signed words go out: except by the short way, which asks for a reason.
    """
    worded, because = _worded(move), move.inputs.get("reason", "")
    if not because and worded.signed_at is None and _is_signed(move):
        raise Invalid(_("These words are not signed yet."))
    series, year = move.inputs["series"], local_day(move.at).year
    worded.series, worded.year = series, year
    worded.number = count_on(move.matter.committee_id, f"issue-{series}", year)
    worded.issued_at, worded.because = move.at, because
    worded.save(update_fields=["series", "year", "number", "issued_at", "because"])
    move.said |= {"series": series, "year": year, "number": worded.number, "reason": because}
    move.said |= {"note": move.inputs.get("note", "")}
    issue_merged(move)
    assert move.line.to is not None
    move.enter(move.line.to)


def _is_signed(move: Move) -> bool:
    """Whether words are signed in this procedure."""
    stages = move.matter.procedure.stage.values()
    return any(line.effect == "approve" for stage in stages for line in stage.action.values())
