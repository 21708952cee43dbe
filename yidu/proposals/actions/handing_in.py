"""Hand a draft in: it becomes a matter, with the names that are confirmed and with no other."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Invalid
from yidu.matters.actions import raise_matter
from yidu.programmes.queries import current_edition
from yidu.proposals.actions.drafts import locked_draft
from yidu.proposals.models import Draft, Signature


@action("draft.hand-in")
def hand_in_draft(draft: Draft, *, version: int, actor: Actor, client_id: UUID | None = None) -> Change[Draft]:
    """Raise the matter under the rules of today, in the same transaction; the author raised it.

    Names that were asked for and not confirmed are left out. Nothing of it changes afterwards. Raises `Invalid` with
    everything that is still missing, `NotAllowed` when the author no longer holds the role.
    """
    row = locked_draft(draft, version=version, actor=actor)
    edition = current_edition(row.committee_id, row.edition.programme)
    if edition is None or row.kind not in edition.read.kind:
        raise Invalid(_("Such texts are not taken any more."))
    matter = raise_matter(
        committee=row.committee, edition=edition, kind=row.kind, title=row.title, text=row.text,
        place=row.committee.place, raised_as=row.raised_as, answers=row.answers, actor=actor,
        client_id=uuid5(row.pk, "matter"),
    )  # fmt: skip
    left_out = _leave_out(row)
    row.matter, row.handed_in_at = matter, clock.now()
    row.version += 1
    row.save()
    signers = row.signatures.filter(confirmed_at__isnull=False, withdrawn_at=None).count()
    return Change(
        row, "draft.handed-in", {"matter": str(matter.pk), "co-signers": signers, "left-out": len(left_out)},
        further=tuple(Change(one, "signature.left-out") for one in left_out),
    )  # fmt: skip


def _leave_out(draft: Draft) -> list[Signature]:
    """The names that nobody confirmed by now."""
    waiting = Signature.objects.select_for_update(of=("self",)).filter(
        draft=draft, confirmed_at=None, declined_at=None, withdrawn_at=None
    )
    left_out = list(waiting)
    for one in left_out:
        one.draft = draft
        one.withdrawn_at = clock.now()
        one.version += 1
        one.save()
    return left_out
