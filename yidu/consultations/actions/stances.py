"""How people stand to what is put to the table: each phone once, and the hands that the convener counts."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Conflict, NotAllowed
from yidu.consultations.actions.spot import CROWD, at_the_table, is_on
from yidu.consultations.links import tokens_of
from yidu.consultations.models import Point, Session, Stance
from yidu.people.checks import Slips, locked

BECAUSE = 200
Says = Stance.Says


@action("stance.say")
def say_stance(
    point: Point, *, phone: str, says: str, because: str = "", actor: Actor, client_id: UUID | None = None
) -> Change[Stance]:
    """One phone says how it stands, by the session's own link; it may say otherwise while the point is open.

    `phone` is the secret that the phone keeps; of it only a digest for this one point is written. Raises `NotAllowed`,
    `Conflict` when it is not the day or the point is settled, `Invalid`.
    """
    row = Point.objects.select_for_update(of=("self",), no_key=True).select_related("session").get(pk=point.pk)
    if actor.kind != "link" or actor.session_id != row.session_id or row.withdrawn_at is not None:
        raise NotAllowed("not there")
    if not is_on(row.session):
        raise Conflict(_("People say how they stand on the day of the session, at its place."))
    _require_open(row)
    slips = Slips()
    if says not in Says.values:
        slips.add("says", _("Choose from the list."))
    reason = slips.text("because", because, most=BECAUSE, required=False)
    slips.raise_any()
    tokens = tokens_of(phone, row)
    stance = Stance.objects.filter(point=row, token__in=tokens).first() or Stance(point=row, token=tokens[0], version=0)
    stance.says, stance.because, stance.at = says, reason, clock.now()
    stance.version += 1
    stance.save()
    # Of whoever answered nothing is written down besides: not even which of the three it was.
    return Change(stance, "stance.said")


@action("stance.count")
def count_stances(
    point: Point,
    *,
    agree: int = 0,
    live_with: int = 0,
    against: int = 0,
    because: str = "",
    actor: Actor,
    version: int,
    client_id: UUID | None = None,
) -> Change[Point]:
    """The hands that were raised, with what was said against; whoever counts again corrects what was counted.

    `version` is the point's. Raises `NotAllowed`, `Stale`, `Invalid`, `Conflict` once the point is settled.
    """
    session: Session = at_the_table(point.session, actor=actor)
    row = locked(Point, point, version=version)
    if row.withdrawn_at is not None:
        raise NotAllowed("not there")
    _require_open(row)
    row.session = session
    slips = Slips()
    reason = slips.text("because", because, most=BECAUSE, required=False)
    hands = {Says.AGREE: ("agree", agree), Says.LIVE_WITH: ("live_with", live_with), Says.OBJECT: ("against", against)}
    for field, count in hands.values():
        if not 0 <= count <= CROWD:
            slips.add(field, _("From %(least)d to %(most)d people.") % {"least": 0, "most": CROWD})
    slips.raise_any()
    for says, (_field, count) in hands.items():
        told = {"count": count, "because": reason if says == Says.OBJECT else "", "at": clock.now()}
        Stance.objects.update_or_create(point=row, says=says, token="", defaults=told)
    row.version += 1
    row.save(update_fields=["version"])
    return Change(row, "point.hands-counted", {str(says): count for says, (_field, count) in hands.items()})


def _require_open(point: Point) -> None:
    if point.stands != Point.Stands.OPEN:
        raise Conflict(_("This point is settled. How people stood to it stays as it was."))
