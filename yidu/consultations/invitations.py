"""The link of a seat: how somebody without an account reads what they are asked to, and answers.

It is derived from the seat and the site's key and stored nowhere; kept is a keyed digest. It opens nothing any more
once the session is over, or the seat was taken off.
"""

from __future__ import annotations

from datetime import UTC

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.common.ids import digest, digests, link_from
from yidu.consultations.models import Seat

PURPOSE = "seat"


def seat_secret(seat: Seat) -> str:
    """The secret part of the seat's address; empty for whoever has an account and needs none."""
    if not seat.link or seat.invited_at is None:
        return ""
    return link_from(_seed(seat))


def seat_digest(seat: Seat) -> str:
    """What is kept of its address."""
    return digest(link_from(_seed(seat)), PURPOSE)


def seat_by_link(secret: str) -> tuple[Actor, Seat] | None:
    """Who the link speaks for; None when it is unknown, taken off, or the session is over."""
    if not secret:
        return None
    found = (
        Seat.objects.select_related("session__topic", "session__committee", "session__station", "session__place")
        .select_related("session__convener__person", "organisation")
        .filter(link__in=digests(secret, PURPOSE), taken_off_at=None, session__ends_at__gt=clock.now())
        .first()
    )
    return (Actor(kind="link", seat_id=found.pk), found) if found else None


def _seed(seat: Seat) -> str:
    assert seat.invited_at is not None
    return f"seat-{seat.pk}-{seat.invited_at.astimezone(UTC).isoformat()}"
