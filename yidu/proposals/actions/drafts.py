"""Start a draft, save it, put it aside. No step holds a word of what was written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from yidu.activities.forms import LONG, clean_answers, too_long
from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.common.text import normalise
from yidu.matters.drafting import TITLE
from yidu.people.models import Committee
from yidu.people.rules import appointments_with
from yidu.programmes.models import Edition
from yidu.proposals.models import Draft, Signature, Wording
from yidu.proposals.rules import require_author

ONE_WORDING = timedelta(minutes=10)
"""What is saved within this time of its first saving goes into one wording."""


@action("draft.start")
def start_draft(
    *,
    committee: Committee,
    edition: Edition,
    kind: str,
    raised_as: str = "",
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Draft]:
    """Begin an empty draft of a kind that is written. Its id is `client_id`, the actor its first signer.

    `raised_as` is a role that the actor holds and that may raise it; left out, the first of these.
    """
    line = edition.read.kind.get(kind)
    if line is None or line.writing is None or edition.committee_id != committee.pk:
        raise Invalid(_("Choose what it is about."), fields={"kind": [_("Choose what it is about.")]})
    own = appointments_with(actor, "record", "office").filter(committee=committee, role_id__in=line.raised_by)
    chosen = own.filter(role_id=raised_as).first() if raised_as else own.order_by("starts").first()
    if chosen is None:
        raise NotAllowed(_("This cannot be raised here."))
    now = clock.now()
    draft = Draft(
        id=client_id or uuid4(), committee=committee, edition=edition, kind=kind, author_id=chosen.person_id,
        raised_as=chosen.role_id, started_at=now, saved_at=now,
    )  # fmt: skip
    draft.save(force_insert=True)
    return Change(draft, "draft.started", {"kind": kind, "as": chosen.role_id}, new=True)


@action("draft.save")
def save_draft(
    draft: Draft,
    *,
    title: str,
    text: str,
    answers: Mapping[str, Any],
    version: int,
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Draft]:
    """Keep the text as it is now; nothing has to be complete. Whoever confirmed another text is asked again.

    Raises `NotAllowed`, `Stale`, or `Invalid` with every wrong field at once.
    """
    row = locked_draft(draft, version=version, actor=actor)
    said = clean_wording(row, title=title, text=text, answers=answers)
    again: list[Signature] = []
    if said != (row.title, row.text, row.answers):
        row.title, row.text, row.answers = said
        again = _ask_again(row)
        _keep(row, at=clock.now())
    row.saved_at = clock.now()
    row.version += 1
    row.save()
    return Change(
        row, "draft.saved", {"asked-again": len(again)},
        further=tuple(Change(one, "signature.asked-again") for one in again),
    )  # fmt: skip


@action("draft.discard")
def discard_draft(draft: Draft, *, version: int, actor: Actor, client_id: UUID | None = None) -> Change[Draft]:
    """Put it aside for good: what it said is deleted, with its wordings, sources and the names that were asked for."""
    row = locked_draft(draft, version=version, actor=actor)
    for rows in (row.wordings, row.sources):
        rows.all().delete()
    Signature.objects.filter(draft=row, declined_at=None, withdrawn_at=None).update(withdrawn_at=clock.now())
    Signature.objects.filter(draft=row).update(declined_because="")
    row.title, row.text, row.answers = "", "", {}
    row.discarded_at = clock.now()
    row.version += 1
    row.save()
    return Change(row, "draft.discarded")


def locked_draft(draft: Draft, *, version: int | None, actor: Actor) -> Draft:
    """The row, locked, for its author, if it is still the version that they saw and is still being written."""
    row = Draft.objects.select_for_update(of=("self",)).select_related("committee__place").get(pk=draft.pk)
    require_author(actor, row)
    if row.discarded_at is not None:
        raise NotAllowed("not there")
    if row.handed_in_at is not None:
        raise Invalid(_("This was handed in. It is not changed any more."))
    if version is not None and row.version != version:
        message = _("You changed this meanwhile in another window. Look at what is new, then send yours again.")
        raise Stale(message, current=row.version)
    return row


def clean_wording(
    draft: Draft, *, title: str, text: str, answers: Mapping[str, Any]
) -> tuple[str, str, dict[str, Any]]:
    """The text as it is kept. Word's leftovers and what cannot be seen are gone; what is too long is refused."""
    title, text = normalise(title), normalise(text, lines=True)
    errors: dict[str, list[Any]] = {}
    if len(title) > TITLE:
        errors["title"] = [too_long(title, TITLE)]
    if len(text) > LONG:
        errors["text"] = [too_long(text, LONG)]
    fields = [one.model_copy(update={"required": False}) for one in draft.kind_line.field]
    cleaned: dict[str, Any] = {}
    try:
        cleaned = clean_answers(fields, answers, programme=draft.edition.read, on=clock.today())
    except Invalid as error:
        errors |= error.fields
    if errors:
        raise Invalid(_("Some answers need another look."), fields=errors)
    return title, text, {name: value for name, value in cleaned.items() if value not in ("", [])}


def _ask_again(draft: Draft) -> list[Signature]:
    """Whoever confirmed the text as it was has not confirmed it as it is."""
    standing = Signature.objects.select_for_update(of=("self",)).filter(
        draft=draft, confirmed_at__isnull=False, withdrawn_at=None
    )
    again = list(standing)
    for one in again:
        one.draft = draft
        one.confirmed_at = one.confirmed_by = None
        one.version += 1
        one.save()
    return again


def _keep(draft: Draft, *, at: datetime) -> None:
    """The text as a wording: the last one goes on, or a new one begins."""
    last = draft.wordings.order_by("-number").first()
    if last is None or at - last.begun_at >= ONE_WORDING or draft.signatures.filter(signed=last.number).exists():
        last = Wording(draft=draft, number=last.number + 1 if last else 1, begun_at=at)
    last.title, last.text, last.answers = draft.title, draft.text, draft.answers
    last.saved_at, last.saved_by_id = at, draft.author_id
    last.save()
