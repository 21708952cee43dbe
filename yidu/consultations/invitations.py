"""The link of a seat: how somebody without an account reads what they are asked to, and answers.

It opens the invitation no more once the session is over, or the seat was taken off.
"""

from __future__ import annotations

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.consultations import links
from yidu.consultations.links import digest_of as seat_digest
from yidu.consultations.models import Seat

__all__ = ["seat_by_link", "seat_digest", "seat_secret"]


def seat_secret(seat: Seat) -> str:
    """The secret part of the seat's address; empty for whoever has an account and needs none."""
    return links.link_of(seat) if seat.link and seat.invited_at else ""


def seat_by_link(secret: str) -> tuple[Actor, Seat] | None:
    """Who the link speaks for; None when it is unknown, taken off, or the session is over."""
    found = links.seat_by_link(secret)
    return found if found and found[1].session.ends_at > clock.now() else None
