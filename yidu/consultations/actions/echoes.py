"""Whoever took part says months later whether what was agreed was kept."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.actions import Change, action
from yidu.common.actors import Actor
from yidu.common.errors import Conflict, NotAllowed
from yidu.consultations.echoes import asks_about, may_echo
from yidu.consultations.models import Echo, Point, Seat
from yidu.people.checks import Slips

TEXT = 300


@action("echo.say")
def say_echo(
    point: Point, *, seat: Seat, kept: str, text: str = "", actor: Actor, client_id: UUID | None = None
) -> Change[Echo]:
    """Kept, partly or not, once for each seat and agreed point, with a sentence unless it was kept.

    Raises `NotAllowed` for whoever does not sit there, or belongs to the department that is to do it; `Conflict` for a
    second answer; `Invalid`.
    """
    row = Point.objects.select_related("session", "matter").get(pk=point.pk)
    # Whoever answers at the same moment on another phone waits here.
    place = Seat.objects.select_for_update(of=("self",), no_key=True).select_related("session").get(pk=seat.pk)
    if not asks_about(row) or not may_echo(actor, place, row):
        raise NotAllowed("not there")
    if Echo.objects.filter(point=row, seat=place).exists():
        raise Conflict(_("You have answered already. Thank you."))
    slips = Slips()
    if kept not in Echo.Kept.values:
        slips.add("kept", _("Choose from the list."))
    said = slips.text("text", text, most=TEXT, required=kept in (Echo.Kept.PARTLY, Echo.Kept.NO))
    slips.raise_any()
    echo = Echo.objects.create(point=row, seat=place, kept=kept, text=said, at=clock.now())
    return Change(echo, "echo.said", {}, new=True)
