"""Whoever took part is asked whether what was agreed was kept: by account, or by the link of their seat."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from yidu.common.actors import Actor
from yidu.common.errors import Refused
from yidu.consultations import actions
from yidu.consultations.echoes import to_echo
from yidu.consultations.links import seat_by_link
from yidu.consultations.models import Point, Seat
from yidu.consultations.queries import opened_by, outcomes_of, points_of
from yidu.consultations.rules import own_seat
from yidu.consultations.stances import standings
from yidu.web.access import who
from yidu.web.actors import actor_of, standing_in
from yidu.web.answers import write_into
from yidu.web.asking.conclusions import EchoForm
from yidu.web.views.sessions import session_or_404


@dataclass(frozen=True)
class Asked:
    point: Point
    form: EchoForm


@who("signed-in")
def session_echo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For a member, or whoever acts for a body that sat there."""
    shown = session_or_404(request, pk)
    seat = own_seat(standing_in(request), shown)
    if seat is None or seat.confirmed_at is None:
        raise Http404
    return _ask(request, actor_of(request), seat, base="base.html")


@who("everybody")
@never_cache
def seat_echo(request: HttpRequest, secret: str) -> HttpResponse:
    """For whoever has no account. The address is the key: it opens the questions of this seat and nothing else."""
    found = seat_by_link(secret)
    if found is None or found[1].confirmed_at is None or found[1].session.concluded_at is None:
        raise Http404
    return _ask(request, *found, base="links/base.html")


def _ask(request: HttpRequest, actor: Actor, seat: Seat, *, base: str) -> HttpResponse:
    status, asked = 200, [Asked(point, EchoForm(prefix=str(point.pk))) for point in to_echo(seat, actor)]
    if request.method == "POST":
        answered = next((one.point for one in asked if str(one.point.pk) == request.POST.get("point")), None)
        form = EchoForm(request.POST, prefix=request.POST.get("point", ""))
        if answered is None:
            # Sent twice, or nothing that this seat is asked: either way nothing is left to say here.
            return redirect(request.path)
        status = _say(form, answered, seat, actor)
        if status == 200:
            messages.success(request, _("Thank you. It is told without your name."))
            return redirect(request.path)
        asked = [Asked(one.point, form if one.point == answered else one.form) for one in asked]
    points = points_of(seat.session)
    context = {
        "base": base,
        "session": seat.session,
        "asked": asked,
        "points": points,
        "opens": opened_by(actor, points),
        "stances": standings([one.pk for one in points]),
        "outcomes": outcomes_of(seat.session.topic_id),
        "crumbs": [],
    }
    return render(request, "sessions/echo.html", context, status=status)


def _say(form: EchoForm, point: Point, seat: Seat, actor: Actor) -> int:
    if not form.is_valid():
        return 422
    try:
        actions.say_echo(point, seat=seat, actor=actor, **form.cleaned_data)
    except Refused as error:
        return write_into(form, error)
    return 200
