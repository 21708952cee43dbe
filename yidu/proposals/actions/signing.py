"""Ask somebody to sign; confirm, decline, take back. Nobody puts another's name below a text."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.common.text import normalise
from yidu.people.models import Appointment, Organisation, Person, Sector
from yidu.people.rules import Standing, standing_of
from yidu.proposals.actions.drafts import locked_draft
from yidu.proposals.models import Draft, Signature
from yidu.proposals.queries import may_be_asked
from yidu.proposals.rules import is_author, may_confirm, writing_of

MOST, REASON = 200, 500


@action("signature.invite")
def invite_signature(
    draft: Draft,
    *,
    person: Person | None = None,
    sector: Sector | None = None,
    organisation: Organisation | None = None,
    actor: Actor,
    client_id: UUID | None = None,
) -> Change[Signature]:
    """Ask a person, a sector or an organisation to sign. They read the draft from now on; nothing counts yet."""
    row = locked_draft(draft, version=None, actor=actor)
    whose = {"person": person, "sector": sector, "organisation": organisation}
    named = {name: one for name, one in whose.items() if one is not None}
    if len(named) != 1:
        raise Invalid(_("Say who is to sign: one name."), fields={"person": [_("Say who is to sign: one name.")]})
    ((name, one),) = named.items()
    if problem := _problem(row, name, one):
        raise Invalid(problem, fields={name: [problem]})
    signature = Signature(draft=row, invited_at=clock.now(), **named)
    signature.save(force_insert=True)
    return Change(signature, "signature.invited", {"whose": name}, new=True)


@action("signature.confirm")
def confirm_signature(
    signature: Signature, *, version: int, actor: Actor, client_id: UUID | None = None
) -> Change[Signature]:
    """Sign the text as it is. `version` is that of the draft as the signer has read it.

    Raises `NotAllowed` for everybody but the owner of the name, `Stale` when the text was changed meanwhile.
    """
    row = _locked(signature)
    if not may_confirm(standing_of(actor), row):
        raise NotAllowed("not there")
    _require_open(row)
    if row.draft.version != version:
        message = _("The text was changed meanwhile. Read it again, then confirm.")
        raise Stale(message, current=row.draft.version)
    last = row.draft.wordings.order_by("-number").first()
    if last is None:
        raise Invalid(_("Nothing is written yet that could be signed."))
    row.confirmed_at, row.confirmed_by_id, row.signed = clock.now(), actor.person_id, last.number
    row.version += 1
    row.save()
    return Change(row, "signature.confirmed", {"wording": last.number})


@action("signature.decline")
def decline_signature(
    signature: Signature, *, reason: str = "", version: int, actor: Actor, client_id: UUID | None = None
) -> Change[Signature]:
    """Do not sign, and perhaps say why to the author. The text is closed to whoever declined."""
    row = _locked(signature)
    if not may_confirm(standing_of(actor), row):
        raise NotAllowed("not there")
    _require_version(row, version)
    _require_open(row)
    reason = normalise(reason, lines=True)
    if len(reason) > REASON:
        said = _("At most %(most)d characters; these are %(have)d.") % {"most": REASON, "have": len(reason)}
        raise Invalid(said, fields={"reason": [said]})
    row.confirmed_at = row.confirmed_by = None
    row.declined_at, row.declined_because = clock.now(), reason
    row.version += 1
    row.save()
    return Change(row, "signature.declined")


@action("signature.withdraw")
def withdraw_signature(
    signature: Signature, *, version: int, actor: Actor, client_id: UUID | None = None
) -> Change[Signature]:
    """Take a name off before it is handed in: its owner takes it back, or the author asks for it no more."""
    row = _locked(signature)
    standing = standing_of(actor)
    if not (_is_of(standing, row) or is_author(standing, row.draft)):
        raise NotAllowed("not there")
    _require_version(row, version)
    _require_open(row)
    row.withdrawn_at = clock.now()
    row.version += 1
    row.save()
    return Change(row, "signature.withdrawn", {"by": "owner" if _is_of(standing, row) else "author"})


def _is_of(standing: Standing, signature: Signature) -> bool:
    return may_confirm(standing, signature)


def _locked(signature: Signature) -> Signature:
    """The draft first, then the name: in the order in which everybody locks them."""
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=signature.draft_id)
    row = Signature.objects.select_for_update(of=("self",)).get(pk=signature.pk)
    row.draft = draft
    return row


def _require_version(row: Signature, version: int) -> None:
    if row.version != version:
        message = _("Somebody changed this meanwhile. Look at what is new, then send yours again.")
        raise Stale(message, current=row.version)


def _require_open(row: Signature) -> None:
    if not row.is_open or row.draft.discarded_at is not None:
        raise NotAllowed("not there")
    if row.draft.handed_in_at is not None:
        raise Invalid(_("This was handed in. It is not changed any more."))


def _problem(draft: Draft, name: str, one: Person | Sector | Organisation) -> str:
    """Why it cannot be asked; empty when it can."""
    if not writing_of(draft).co_signed:
        return _("Nobody else signs this kind of text.")
    names = Signature.objects.filter(draft=draft, declined_at=None, withdrawn_at=None)
    if names.filter(**{name: one}).exists():
        return _("This name was asked for already.")
    if names.count() >= MOST:
        return _("At most %(most)d names.") % {"most": MOST}
    match one:
        case Person():
            if one.pk == draft.author_id:
                return _("You are the first signer: your name stands there anyhow.")
            known = may_be_asked(draft).filter(person=one).exists()
        case Sector():
            known = one.committee_id == draft.committee_id and _has_convener(draft, one)
            if not known:
                return _("This sector has no convener who could sign for it.")
        case _:
            known = one.committee_id == draft.committee_id and one.closed_on is None
    return "" if known else _("Choose one from the list.")


def _has_convener(draft: Draft, sector: Sector) -> bool:
    roles = writing_of(draft).conveners
    return Appointment.objects.in_force(clock.today()).filter(role__in=roles, sector=sector).exists()
