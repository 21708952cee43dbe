"""Who may read and write a draft, and whose name only they themselves may put below it.

A draft is private: its author reads it, and whoever is asked to sign it, and nobody else, whatever power they hold.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from yidu.activities.rules import SERVES
from yidu.common.actors import Actor
from yidu.common.errors import NotAllowed
from yidu.people.rules import Standing, standing_of
from yidu.programmes.grammar.kinds import Writing
from yidu.programmes.queries import kinds_of
from yidu.proposals.models import Draft, Signature

NOBODY_SIGNS = Writing()


def writing_of(draft: Draft) -> Writing:
    """How texts of this kind are written."""
    return draft.kind_line.writing or NOBODY_SIGNS


def is_author(standing: Standing, draft: Draft) -> bool:
    """Whoever began it, while serving the committee: who has left has nothing of their own there."""
    own = standing.actor.person_id is not None and standing.actor.person_id == draft.author_id
    return own and _serves(standing, draft.committee_id)


def may_confirm(standing: Standing, signature: Signature) -> bool:
    """A person's name is that person's to give; a group's is given by its convener, or by who signs for the body."""
    draft = signature.draft
    if standing.actor.kind != "person":
        return False
    if signature.person_id is not None:
        return signature.person_id == standing.actor.person_id and _serves(standing, draft.committee_id)
    if signature.sector_id is not None:
        roles = writing_of(draft).conveners
        return any(
            one.committee_id == draft.committee_id and one.sector_id == signature.sector_id and one.role_id in roles
            for one in standing.held
        )
    return signature.organisation_id in standing.organisations("sign")


def readable(standing: Standing) -> QuerySet[Draft]:
    """The drafts that the actor may read. Those that were put aside are not there for anybody."""
    if standing.actor.kind != "person":
        return Draft.objects.none()
    own = Q(author_id=standing.actor.person_id, committee__in=standing.committees(*SERVES))
    asked = asked_to_sign(standing).filter(draft=OuterRef("pk"))
    return Draft.objects.filter(own | Q(Exists(asked)), discarded_at=None)


def asked_to_sign(standing: Standing) -> QuerySet[Signature]:
    """The open signatures that the actor may confirm, or has confirmed: the same rule as `may_confirm`, for many."""
    asked = Q(person_id=standing.actor.person_id, draft__committee__in=standing.committees(*SERVES))
    for one in standing.held:
        if one.sector_id is not None and (kinds := _convened_by(one.role_id, one.committee_id)):
            asked |= Q(sector_id=one.sector_id, draft__committee=one.committee_id, draft__kind__in=kinds)
    if organisations := standing.organisations("sign"):
        asked |= Q(organisation__in=organisations)
    return Signature.objects.filter(asked, declined_at=None, withdrawn_at=None)


def require_author(actor: Actor, draft: Draft) -> None:
    if not is_author(standing_of(actor), draft):
        raise NotAllowed("not there")


def _convened_by(role: str, committee_id: int) -> set[str]:
    """The kinds whose signatures somebody in this role gives for their sector."""
    found = kinds_of(committee_id, is_="matter")
    return {id_ for _edition, id_, line in found if line.writing and role in line.writing.conveners}


def _serves(standing: Standing, committee_id: int) -> bool:
    return any(standing.has(power, committee_id) for power in SERVES)
