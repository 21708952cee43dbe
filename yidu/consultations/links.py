"""The secret address of a seat: whoever has no account answers by it. Only a keyed digest of it is kept."""

from __future__ import annotations

from datetime import UTC

from yidu.common.actors import Actor
from yidu.common.ids import digest, digests, link_from
from yidu.consultations.models import Seat

PURPOSE = "seat"
RELATED = (
    "session__topic", "session__committee__place", "session__station", "session__place", "session__convener__person",
    "organisation",
)  # fmt: skip


def link_of(seat: Seat) -> str:
    """The secret part of the seat's address: derived from its row and the site's key, stored nowhere."""
    # In one zone: a row that was read again comes in UTC, and would otherwise have another secret.
    asked = seat.invited_at.astimezone(UTC).isoformat() if seat.invited_at else "came"
    return link_from(f"seat-{seat.pk}-{asked}")


def digest_of(seat: Seat) -> str:
    """What is kept of it, in `Seat.link`."""
    return digest(link_of(seat), PURPOSE)


def seat_by_link(secret: str) -> tuple[Actor, Seat] | None:
    """Who an address speaks for, also months after the session; None when it is unknown, or the seat was taken off."""
    if not secret:
        return None
    found = Seat.objects.filter(link__in=digests(secret, PURPOSE), taken_off_at=None)
    seat = found.select_related(*RELATED).first()
    return (Actor(kind="link", seat_id=seat.pk), seat) if seat else None
