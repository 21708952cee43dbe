"""What happened to a draft, in plain sentences, for its author: who was asked, who confirmed, when the text changed."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from yidu.ledger.models import Step
from yidu.proposals.models import Draft, Signature
from yidu.proposals.queries import names_of
from yidu.web.story import Told

SILENT = ("draft.saved",)
"""Steps that are not told: how it read is shown in wordings, and saving is nothing that happened to anybody."""


def draft_sentences() -> dict[str, str]:
    """By the names of the steps; those of a name are about whoever it belongs to."""
    return {
        "draft.started": _("began it"),
        "draft.source-quoted": _("quoted a source"),
        "draft.source-dropped": _("quoted a source no more"),
        "draft.handed-in": _("handed it in"),
        "draft.discarded": _("put it aside"),
        "signature.invited": _("was asked to sign it"),
        "signature.confirmed": _("confirmed to sign it"),
        "signature.asked-again": _("is asked again, because the text was changed"),
        "signature.declined": _("did not want to sign it"),
        "signature.withdrawn": _("no longer signs it"),
        "signature.left-out": _("had not confirmed, and was left out"),
    }


def tell_draft(draft: Draft) -> list[Told]:
    """The newest first."""
    sentences = draft_sentences()
    names = {str(one.pk): one for one in names_of(draft)}
    return [
        Told(sentences[step.name], who=_who(step, draft, names), at=step.at, text=_text(step, names))
        for step in _steps(draft, names)
        if step.name not in SILENT
    ]


def _steps(draft: Draft, names: Iterable[str]) -> Iterable[Step]:
    of_names = Step.objects.filter(record_type="signature", record_id__in=list(names))
    of_draft = Step.objects.filter(record_type="draft", record_id=str(draft.pk))
    return (of_draft | of_names).order_by("-pk")


def _who(step: Step, draft: Draft, names: dict[str, Signature]) -> str:
    return str(names[step.record_id]) if step.record_type == "signature" else draft.author.name


def _text(step: Step, names: dict[str, Signature]) -> str:
    return names[step.record_id].declined_because if step.name == "signature.declined" else ""
