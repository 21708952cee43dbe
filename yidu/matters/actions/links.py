"""Addresses that speak for one handling or one raiser, without an account."""

from __future__ import annotations

from datetime import UTC, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Invalid, NotAllowed
from yidu.common.ids import clean_receipt, digest, digests, link_from
from yidu.matters.models import AccessLink, Handling, Matter
from yidu.matters.rules import parties

LASTS = timedelta(days=45)


@action("link.make")
def make_link(
    matter: Matter, *, handling: Handling | None = None, actor: Actor, client_id: UUID | None = None
) -> Change[AccessLink]:
    """Make a link for one active handling, or (without one) for whoever raised the matter; an earlier one ends.

    The office passes it on. `link_secret(link)` gives its secret to whoever may make it.
    """
    row = Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    if not parties(actor, row) & {"office"}:
        raise NotAllowed("not there")
    if handling is not None and (handling.matter_id != row.pk or handling.ended_at is not None):
        raise Invalid(_("This handling has ended."))
    purpose = AccessLink.Purpose.HANDLE if handling else AccessLink.Purpose.RATE
    now = clock.now()
    AccessLink.objects.filter(matter=row, purpose=purpose, handling=handling, ended_at=None).update(ended_at=now)
    link = AccessLink(purpose=purpose, matter=row, handling=handling, made_at=now, expires_at=now + LASTS, digest="")
    link.digest = f"new-{row.pk}"[:64]
    link.save()
    link.digest = digest(link_secret(link), "link")
    link.save(update_fields=["digest"])
    return Change(link, "link.made", {"purpose": purpose, "handling": handling.pk if handling else None})


def link_secret(link: AccessLink) -> str:
    """The secret part of the link's address: derived from its row and the site's key, stored nowhere."""
    # In one zone: a row that was read again comes in UTC, and would otherwise have another secret.
    return link_from(f"{link.pk}-{link.made_at.astimezone(UTC).isoformat()}")


@action("link.end")
def end_link(link: AccessLink, *, actor: Actor, client_id: UUID | None = None) -> Change[AccessLink]:
    row = AccessLink.objects.select_for_update().get(pk=link.pk)
    if "office" not in parties(actor, row.matter):
        raise NotAllowed("not there")
    row.ended_at = row.ended_at or clock.now()
    row.save(update_fields=["ended_at"])
    return Change(row, "link.ended")


def actor_by_link(secret: str) -> tuple[Actor, AccessLink] | None:
    """Who a link speaks for; None when it is unknown, expired, ended, or its handling is."""
    link = (
        AccessLink.objects.select_related("matter", "handling")
        .filter(digest__in=digests(secret, "link"), ended_at=None, expires_at__gt=clock.now())
        .first()
    )
    if link is None or (link.handling is not None and link.handling.ended_at is not None):
        return None
    handling = link.handling
    return (
        Actor(
            kind="link",
            matter_id=link.matter_id,
            organisation_id=handling.organisation_id if handling else None,
            handling_id=handling.pk if handling else None,
        ),
        link,
    )


def actor_by_receipt(code: str) -> tuple[Actor, Matter] | None:
    """Who a receipt speaks for: whoever raised that one matter. None when there is no such receipt.

    Raises `Invalid` when what was typed cannot be a receipt.
    """
    matter = Matter.objects.filter(receipt__in=digests(clean_receipt(code), "receipt")).first()
    return (Actor(kind="receipt", matter_id=matter.pk), matter) if matter else None
