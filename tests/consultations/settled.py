"""A session that was held, with confirmed seats and settled points: rows as the table leaves them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from tests.cast import Cast, at
from tests.consultations.conftest import session_of
from tests.matters.conftest import Walk
from yidu.consultations.actions import conclude_session
from yidu.consultations.links import digest_of
from yidu.consultations.models import Point, Seat, Session, Words
from yidu.people.models import Organisation

HELD, MINUTES, BY = "2025-03-20", "2025-03-24", date(2025, 6, 30)
LIFT = "更换十二部电梯，三栋先换。"


def held(session: Session, *, headcount: int = 36) -> Session:
    session.held_at, session.headcount = session.ends_at, headcount
    session.save()
    return Session.objects.get(pk=session.pk)


def seat(session: Session, part: str, **of: Any) -> Seat:
    """Somebody who was there; by a link whoever has no account."""
    row = Seat.objects.create(session=session, part=part, confirmed_at=session.ends_at, **of)
    if "person" not in of:
        row.link = digest_of(row)
        row.save()
    return row


def point(
    session: Session, text: str = LIFT, stands: str = "agreed", *, joint: tuple[Organisation, ...] = (), **more: Any
) -> Point:
    settled = None if stands == "open" else session.ends_at
    row = Point.objects.create(session=session, text=text, stands=stands, settled_at=settled, **more)
    row.joint.set(joint)
    return row


def full_session(cast: Cast, topic: Walk, **more: Any) -> Session:
    """Lifts: agreed with an owner and a day; the shares not agreed; a recommendation; a resident and a member spoke."""
    session = held(session_of(cast, topic, **more))
    resident = seat(session, "resident", name="刘桂英")
    member = seat(session, "member", person=cast.people["member"])
    seat(session, "department", organisation=cast.economy)
    at_ = session.ends_at
    said = Words.objects.create(
        session=session, seat=resident, speaker="刘桂英", text="老人下不了楼，先换三栋。", position=1, kept_at=at_
    )
    advice = Words.objects.create(
        session=session, seat=member, speaker="王晓岚", text="建议设专户，账目公开。", position=2, kept_at=at_
    )
    point(
        session, says="区经济信息委牵头，六月底前换好。", owner=cast.economy, day=BY, joint=(cast.land,), words=said,
        position=1,
    )  # fmt: skip
    point(session, "底层住户的分摊比例", "disagreed", says="底层住户不同意均摊，另行商量。", position=2)
    point(session, "设专户，账目公开", "recommended", owner=cast.land, words=advice, position=3)
    return session


def concluded(cast: Cast, session: Session, on: str = MINUTES, **more: Any) -> Session:
    told = {
        "conclusion": "十二部电梯六月底前更换。",
        "actor": cast.liaison,
        "version": session.version,
        "client_id": uuid4(),
    }
    with at(on):
        return conclude_session(session, **{**told, **more})
