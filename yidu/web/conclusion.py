"""What stands on the page of a session about what came of it, as far as the reader may know and do it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from yidu.consultations.echoes import Heard, heard_of, not_kept, to_echo, without_account
from yidu.consultations.links import link_of
from yidu.consultations.models import Echo, Point, Session
from yidu.consultations.rules import may_prepare, own_seat
from yidu.matters.engine import OpenAction, open_actions, related
from yidu.matters.models import Matter
from yidu.people.rules import Standing

Stands = Point.Stands


@dataclass(frozen=True)
class Kept:
    """One agreed point and what was said of it. `again`: the reader may have it opened again, by the procedure."""

    point: Point
    heard: Heard | None
    texts: Sequence[str] = ()
    doubted: bool = False
    again: OpenAction | None = None


@dataclass(frozen=True)
class Tells:
    """The reader may record outcomes of the topic, here of this session."""

    topic: UUID
    session: UUID | None = None


@dataclass(frozen=True)
class Conclusion:
    """`concludes`: it was held, nothing is open, and the reader may conclude it. `reopens`: it was concluded, no matter
    came of it, and the reader may open it again. `asks`: the reader is asked."""

    concludes: bool = False
    reopens: bool = False
    asks: bool = False
    has_matrix: bool = False
    writes: bool = False
    kept: Sequence[Kept] = ()
    links: Sequence[tuple[str, str]] = field(default_factory=list)


def conclusion_of(
    session: Session, points: Sequence[Point], standing: Standing, *, writes: bool, address: Callable[[str], str]
) -> Conclusion:
    """`address` makes the whole address of a seat's question out of its secret."""
    prepares = may_prepare(standing, session)
    return Conclusion(
        concludes=prepares and session.is_open and session.held_at is not None and _all_settled(points),
        reopens=_reopens(session, points, standing),
        asks=session.concluded_at is not None and _is_asked(session, standing),
        has_matrix=session.concluded_at is not None and any(one.stands == Stands.RECOMMENDED for one in points),
        writes=writes,
        kept=list(_kept(session, points, standing, prepares=prepares)) if session.concluded_at else [],
        links=[(str(one), address(link_of(one))) for one in without_account(session)]
        if prepares and session.concluded_at
        else [],
    )


def _reopens(session: Session, points: Iterable[Point], standing: Standing) -> bool:
    if session.concluded_at is None or any(one.matter_id for one in points):
        return False
    return standing.has("oversee", session.committee_id)


def _all_settled(points: Iterable[Point]) -> bool:
    return all(one.stands != Stands.OPEN for one in points)


def _is_asked(session: Session, standing: Standing) -> bool:
    seat = own_seat(standing, session)
    return seat is not None and bool(to_echo(seat, standing.actor))


def _kept(session: Session, points: Sequence[Point], standing: Standing, *, prepares: bool) -> Iterable[Kept]:
    agreed = [one for one in points if one.stands == Stands.AGREED and one.matter_id]
    heard = heard_of([one.pk for one in agreed])
    doubts = not_kept(session) if prepares else set()
    texts = _texts(heard) if prepares else {}
    again = _again([one.matter_id for one in agreed if one.pk in doubts and one.matter_id], standing)
    for point in agreed:
        if point.pk in heard or point.pk in doubts:
            yield Kept(
                point, heard.get(point.pk), texts.get(point.pk, ()), point.pk in doubts, again.get(point.matter_id)
            )


def _texts(points: Iterable[UUID]) -> dict[UUID, list[str]]:
    """The sentences, in an order that tells nothing of whose they are."""
    found: dict[UUID, list[str]] = {}
    for point, text in Echo.objects.filter(point__in=list(points)).exclude(text="").values_list("point_id", "text"):
        found.setdefault(point, []).append(text)
    return {point: sorted(texts) for point, texts in found.items()}


def _again(matters: Sequence[UUID], standing: Standing) -> dict[UUID | None, OpenAction]:
    """The way of the procedure by which the reader may open each of these, which are closed, again."""
    if not matters:
        return {}
    rows = Matter.objects.filter(pk__in=matters, closed_at__isnull=False).select_related("edition", "activity")
    found: dict[UUID | None, OpenAction] = {}
    for matter in rows.defer("edition__content", "search_text").prefetch_related(*related()):
        for one in open_actions(matter, standing.actor, standing, among=("reopen",)):
            found[matter.pk] = one
    return found


def heard_together(conclusion: Conclusion) -> Heard | None:
    """What was said of all that was agreed at the session, where enough have answered."""
    heard = [one.heard for one in conclusion.kept if one.heard is not None]
    if not heard:
        return None
    return Heard(sum(one.yes for one in heard), sum(one.partly for one in heard), sum(one.no for one in heard))
