"""Record a document, correct it, withdraw it. Each matter that it took up, or no longer does, has a step of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Conflict, Invalid
from yidu.documents.models import Document, Issuer, Uptake
from yidu.documents.queries import KINDS, TAKEN_UP
from yidu.matters.models import Matter
from yidu.people.checks import Slips, locked
from yidu.people.models import Committee, Organisation
from yidu.people.rules import require_power
from yidu.programmes.models import Edition

TITLE, NUMBER, READ_AT, WORDS, REASON = 200, 80, 300, 1000, 200
MOST_ISSUERS, MOST_MATTERS = 30, 100
NOT_ANY_MORE = "matter.not-taken-up"

Take = Mapping[str, Any]
"""What a document took up of one matter: {"matter": Matter or None, "taken": text, "left": text}."""


@action("document.record")
def record_document(
    *,
    committee: Committee,
    edition: Edition,
    kind: str,
    title: str,
    issued_on: date,
    issuers: Sequence[Organisation],
    number: str = "",
    read_at: str = "",
    takes: Sequence[Take] = (),
    is_public: bool = False,
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Document]:
    """Record what departments issued, and what it took up and did not of which matters. Its id is `client_id`.

    `kind` is an item of the edition's list of kinds of document. Raises `NotAllowed`, or `Invalid` with every wrong
    field at once; those of the n-th matter come under "takes-n-FIELD".
    """
    require_power(actor, "office", committee_id=committee.pk)
    row = Document(
        id=client_id or uuid4(),
        committee=committee,
        edition=edition,
        recorded_by_id=actor.person_id,
        recorded_at=clock.now(),
    )
    told = {"kind": kind, "title": title, "number": number, "issued_on": issued_on, "read_at": read_at}
    kept = _fill(row, told, issuers=issuers, takes=takes, is_public=is_public)
    row.save(force_insert=True)
    _keep(row, issuers, kept)
    return Change(row, "document.recorded", _said(row, issuers), further=_steps(row, kept, TAKEN_UP), new=True)


@action("document.correct")
def correct_document(
    document: Document,
    *,
    kind: str,
    title: str,
    issued_on: date,
    issuers: Sequence[Organisation],
    number: str = "",
    read_at: str = "",
    takes: Sequence[Take] = (),
    is_public: bool = False,
    reason: str,
    actor: Actor,
    version: int,
    client_id: UUID | None = None,
) -> Change[Document]:
    """Say the whole anew, with the reason. Raises as `record_document`, and `Stale`."""
    row, reason = _to_change(document, reason=reason, actor=actor, version=version)
    told = {"kind": kind, "title": title, "number": number, "issued_on": issued_on, "read_at": read_at}
    kept = _fill(row, told, issuers=issuers, takes=takes, is_public=is_public)
    before = [(one.matter, one.taken, one.left) for one in row.uptakes.select_related("matter")]
    row.version += 1
    row.save()
    row.by.all().delete()
    row.uptakes.all().delete()
    _keep(row, issuers, kept)
    now = {matter.pk for matter, _taken, _left in kept}
    gone = [one for one in before if one[0].pk not in now]
    further = (*_steps(row, kept, TAKEN_UP), *_steps(row, gone, NOT_ANY_MORE, reason=reason))
    return Change(row, "document.corrected", {**_said(row, issuers), "reason": reason}, further=further)


@action("document.withdraw")
def withdraw_document(
    document: Document, *, reason: str, actor: Actor, version: int, client_id: UUID | None = None
) -> Change[Document]:
    """Recorded by mistake: it counts no more, and no matter names it. Raises `Invalid`, `NotAllowed`, `Stale`."""
    row, reason = _to_change(document, reason=reason, actor=actor, version=version)
    row.withdrawn_at, row.withdrawn_because = clock.now(), reason
    row.version += 1
    row.save()
    gone = [(one.matter, one.taken, one.left) for one in row.uptakes.select_related("matter")]
    further = _steps(row, gone, NOT_ANY_MORE, reason=reason)
    return Change(row, "document.withdrawn", {"reason": reason}, further=further)


Kept = list[tuple[Matter, str, str]]


def _to_change(document: Document, *, reason: str, actor: Actor, version: int) -> tuple[Document, str]:
    require_power(actor, "office", committee_id=document.committee_id)
    row = locked(Document, document, version=version, related=("committee", "edition"))
    slips = Slips()
    reason = slips.text("reason", reason, most=REASON)
    slips.raise_any()
    if row.withdrawn_at is not None:
        raise Conflict(_("This was withdrawn already."))
    return row, reason


def _fill(
    row: Document, told: Mapping[str, Any], *, issuers: Sequence[Organisation], takes: Sequence[Take], is_public: bool
) -> Kept:
    """Put what was told into the row, not saved; raises `Invalid` with all that is wrong."""
    slips = Slips()
    row.kind = str(told["kind"])
    row.title = slips.text("title", told["title"], most=TITLE)
    row.number = slips.text("number", told["number"], most=NUMBER, required=False)
    row.read_at = slips.text("read_at", told["read_at"], most=READ_AT, required=False)
    row.issued_on, row.is_public = told["issued_on"], is_public
    if row.edition.committee_id != row.committee_id or row.kind not in {
        item.id for item in row.edition.read.choices(KINDS, clock.today())
    }:
        slips.add("kind", _("Choose from the list."))
    if row.issued_on > clock.today():
        slips.add("issued_on", _("This day has not come yet."))
    same = Document.objects.filter(committee=row.committee, number=row.number, withdrawn_at=None).exclude(pk=row.pk)
    if row.number and same.exists():
        slips.add("number", _("A document with this number is recorded already."))
    _check_issuers(slips, issuers, row.committee)
    kept = _checked(slips, takes, row.committee)
    slips.raise_any()
    return kept


def _check_issuers(slips: Slips, issuers: Sequence[Organisation], committee: Committee) -> None:
    if not issuers:
        slips.add("issuers", _("Say which departments issued it."))
    elif len(issuers) > MOST_ISSUERS:
        slips.add("issuers", _("At most %(most)d departments.") % {"most": MOST_ISSUERS})
    elif len({one.pk for one in issuers}) != len(issuers):
        slips.add("issuers", _("Each body takes part once."))
    for one in issuers:
        slips.own("issuers", one, committee)


def _checked(slips: Slips, takes: Sequence[Take], committee: Committee) -> Kept:
    if len(takes) > MOST_MATTERS:
        raise Invalid(_("At most %(most)d matters.") % {"most": MOST_MATTERS})
    kept: Kept = []
    for n, one in enumerate(takes):
        matter: Matter | None = one.get("matter")
        if matter is None or matter.committee_id != committee.pk:
            slips.add(f"takes-{n}-matter", _("There is no matter with this number."))
        elif matter.pk in {earlier.pk for earlier, _taken, _left in kept}:
            slips.add(f"takes-{n}-matter", _("Each matter stands once."))
        taken = slips.text(f"takes-{n}-taken", one.get("taken") or "", most=WORDS, required=False, lines=True)
        left = slips.text(f"takes-{n}-left", one.get("left") or "", most=WORDS, required=False, lines=True)
        if not taken and not left:
            slips.add(f"takes-{n}-taken", _("Say what was taken up of it, or what was not."))
        if matter is not None:
            kept.append((matter, taken, left))
    return kept


def _keep(row: Document, issuers: Sequence[Organisation], kept: Kept) -> None:
    Issuer.objects.bulk_create(
        Issuer(document=row, organisation=one, position=n) for n, one in enumerate(issuers, start=1)
    )
    Uptake.objects.bulk_create(
        Uptake(document=row, matter=matter, taken=taken, left=left) for matter, taken, left in kept
    )


def _steps(row: Document, kept: Kept, name: str, *, reason: str = "") -> tuple[Change[Matter], ...]:
    """A step of each matter. It states nothing else to the ledger, and whoever has its form open loses nothing."""
    said = {"document": str(row.pk), "title": row.title, "number": row.number}
    return tuple(
        Change(matter, name, {**said, "taken": taken, "left": left, "reason": reason}) for matter, taken, left in kept
    )


def _said(row: Document, issuers: Sequence[Organisation]) -> dict[str, Any]:
    told = {"kind": row.kind, "title": row.title, "number": row.number, "on": row.issued_on.isoformat()}
    return {**told, "issuers": [one.pk for one in issuers], "public": row.is_public}
