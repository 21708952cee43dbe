"""Secret addresses: of a seat, by which whoever has no account answers, and of a session, which hangs at its place.

Of a seat's only a keyed digest is kept, of a session's nothing: both are derived from the row and the site's key.
"""

from __future__ import annotations

from datetime import UTC
from uuid import UUID

from django.utils.crypto import constant_time_compare

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.common.ids import digest, digests, link_from
from yidu.consultations.models import Point, Seat, Session

PURPOSE, STANCE = "seat", "stance"
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


def invitation_by_link(secret: str) -> tuple[Actor, Seat] | None:
    """The same while one may still say whether one comes: it opens no invitation once the session is over."""
    found = seat_by_link(secret)
    return found if found and found[1].session.ends_at > clock.now() else None


def door_of(session: Session) -> str:
    """The secret part of the address that hangs at the session's place: whoever is there reads it off a picture."""
    return link_from(f"door-{session.pk}")


def session_by_door(pk: UUID, secret: str) -> tuple[Actor, Session] | None:
    """Whoever stands at the place of the session, nameless; None when the address is wrong or it was called off."""
    related = [one.removeprefix("session__") for one in RELATED if one.startswith("session__")]
    found = Session.objects.filter(pk=pk, called_off_at=None).select_related(*related).first()
    if found is None or not constant_time_compare(secret, door_of(found)):
        return None
    return Actor(kind="link", session_id=found.pk), found


def tokens_of(phone: str, point: Point) -> list[str]:
    """Under which a phone's answer to one point is kept, the present one first: of no use for any other point."""
    return digests(f"{phone}/{point.pk}", STANCE)
