"""A proposal that several sign: written as a draft, sent round, and handed in once the names are confirmed."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from yidu.demo.cast import Case, acting
from yidu.demo.days import office_hour, workdays_on
from yidu.demo.proposals import Proposal
from yidu.demo.prose import read
from yidu.demo.schedule import Story
from yidu.people.models import Appointment
from yidu.proposals.actions import (
    confirm_signature,
    decline_signature,
    hand_in_draft,
    invite_signature,
    save_draft,
    start_draft,
)
from yidu.proposals.models import Draft, Signature


def co_signed(it: Proposal, raised: datetime, others: Sequence[Appointment], *, declines: bool = False) -> Story:
    """Written some days before; each of the others signs on a day of their own, or the last declines; handed in."""
    case, rng = it.case, it.teller.rng
    began = workdays_on(raised.date(), -len(others) - 1)
    draft, asked = yield from sent_round(it, office_hour(rng, began, until=15), others)
    for n, (signature, other) in enumerate(zip(asked, others, strict=True)):
        yield office_hour(rng, workdays_on(began, n + 1))
        if declines and signature is asked[-1]:
            reason = rng.choice(read("proposals")["words"]["declined"])
            decline_signature(
                signature, reason=reason, version=signature.version, actor=acting(other.person),
                client_id=_id(case, f"declined-{n}"),
            )  # fmt: skip
        else:
            sign(case, draft, signature, other)
    yield raised
    handed_in = hand_in_draft(
        draft, version=draft.version, actor=acting(it.author.person), client_id=_id(case, "handed-in")
    )
    case.matter = handed_in.matter


def sent_round(
    it: Proposal, at: datetime, others: Sequence[Appointment]
) -> Generator[datetime, None, tuple[Draft, list[Signature]]]:
    """Written, and each of the others asked for their name on the same day."""
    case, actor = it.case, acting(it.author.person)
    yield at
    draft = start_draft(
        committee=case.county.committee, edition=case.county.edition, kind="proposal", raised_as=it.author.role_id,
        actor=actor, client_id=_id(case, "draft"),
    )  # fmt: skip
    yield at + timedelta(minutes=24)
    draft = save_draft(
        draft, title=it.raises["title"], text=it.raises["text"], answers=it.raises["answers"], version=draft.version,
        actor=actor, client_id=_id(case, "saved"),
    )  # fmt: skip
    yield at + timedelta(minutes=31)
    asked = [
        invite_signature(draft, person=other.person, actor=actor, client_id=_id(case, f"asked-{n}"))
        for n, other in enumerate(others)
    ]
    return draft, asked


def sign(case: Case, draft: Draft, signature: Signature, signer: Appointment) -> None:
    """Somebody who was asked confirms their own name below the text as it is."""
    confirm_signature(
        signature, version=draft.version, actor=acting(signer.person), client_id=_id(case, f"signed-{signature.pk}")
    )


def _id(case: Case, what: str) -> UUID:
    return case.county.seed.id(f"{case.county.code}/{case.path}/{what}")
