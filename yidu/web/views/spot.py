"""The session itself: who is there, what is said, what is put to the table, and how it comes out."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any
from uuid import UUID

import qrcode
from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from qrcode.image.svg import SvgPathImage

from yidu.common import clock
from yidu.common.errors import Refused
from yidu.common.limits import allowed
from yidu.consultations import actions
from yidu.consultations.actions.spot import is_on
from yidu.consultations.links import door_of, session_by_door
from yidu.consultations.models import Point, Seat, Session, Words
from yidu.consultations.queries import points_of, seats_of, words_of
from yidu.consultations.rules import reads_inside
from yidu.consultations.stances import standings
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, standing_in
from yidu.web.asking.fields import VersionForm
from yidu.web.asking.spot import HandsForm, HeldForm, NameForm, PointForm, SettleForm, StanceForm, WordsForm
from yidu.web.files import attachment
from yidu.web.views.sessions import crumbs_of, own_or_404, session_or_404

COOKIE, KEPT = "yidu-phone", 60 * 60 * 24
TRIES, SECONDS = 600, 60 * 60  # a whole courtyard may have one address


@who("record")
def table(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything that the convener needs on one phone: who is here, what is said, what is settled."""
    shown, standing = own_or_404(request, pk), standing_in(request)
    points = points_of(shown)
    context = {
        "session": shown,
        "agenda": [line for line in shown.agenda.splitlines() if line.strip()],
        "seats": seats_of(shown, standing),
        "words": words_of(shown, standing),
        "points": points,
        "stances": standings([one.pk for one in points]),
        "is_on": is_on(shown),
        "crumbs": crumbs_of(shown, itself=True),
    }
    return render(request, "sessions/table.html", context)


@who("record")
def held(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = own_or_404(request, pk)
    page = {"title": _("It was held"), "lead": shown.topic.title, "button": _("Keep it")}
    form = HeldForm(shown, request.POST or None)
    return _asked(request, shown, form, lambda told: actions.hold_session(shown, actor=actor_of(request), **told), page)


@who("record")
def here(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody who came without being asked."""
    shown = own_or_404(request, pk)
    page = {"title": _("Somebody else is here"), "button": _("Put them on the list")}
    form = NameForm(request.POST or None)
    return _asked(request, shown, form, lambda told: actions.add_seat(shown, actor=actor_of(request), **told), page)


@who("record")
@require_POST
def there(request: HttpRequest, pk: int) -> HttpResponse:
    """The convener confirms that they are there; or that it was a slip."""
    seat = get_object_or_404(Seat.objects.select_related("session"), pk=pk, taken_off_at=None)
    is_there = request.POST.get("there", "yes") == "yes"
    return _button(
        request,
        seat.session_id,
        lambda version: actions.confirm_seat(seat, there=is_there, actor=actor_of(request), version=version),
    )


@who("record")
def words(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What somebody said, as text, recording or paper."""
    shown = own_or_404(request, pk)

    def keep(told: dict[str, Any]) -> Model:
        file = told.pop("file")
        named = {"file": file.read(), "file_name": file.name} if file else {}
        before = clock.now() < shown.begins_at
        return actions.keep_words(shown, before=before, actor=actor_of(request), **told, **named)

    page = {"title": _("What somebody says"), "button": _("Keep it")}
    form = WordsForm(seats_of(shown, standing_in(request)), request.POST or None, request.FILES or None)
    return _asked(request, shown, form, keep, page)


@who("everybody")
@never_cache
def words_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A recording or a paper, for whoever sees who said what. It is never served by its path."""
    found = get_object_or_404(Words.objects.exclude(file=""), pk=pk, withdrawn_at=None)
    shown = session_or_404(request, found.session_id)
    if not reads_inside(standing_in(request), shown):
        raise Http404
    return attachment(found.file, found.file_name)


@who("record")
@require_POST
def withdraw_words(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Words.objects.select_related("session"), pk=pk, withdrawn_at=None)
    do = lambda version: actions.withdraw_words(found, actor=actor_of(request), version=version)  # noqa: E731
    return _button(request, found.session_id, do)


@who("record")
def point(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = own_or_404(request, pk)
    page = {"title": _("Put something to the table"), "button": _("Put it")}
    form = PointForm(request.POST or None)
    return _asked(request, shown, form, lambda told: actions.put_point(shown, actor=actor_of(request), **told), page)


@who("record")
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it came out. Agreement and disagreement are both kept."""
    found, shown = _point_or_404(request, pk)
    form = SettleForm(found, words_of(shown, standing_in(request)), request.POST or None)
    page = {"title": _("How did it come out?"), "lead": found.text, "button": _("Keep it")}
    return _asked(
        request, shown, form, lambda _told: actions.settle_point(found, actor=actor_of(request), **form.inputs()), page
    )


@who("record")
@require_POST
def unsettle(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, shown = _point_or_404(request, pk)
    do = lambda version: actions.unsettle_point(found, actor=actor_of(request), version=version)  # noqa: E731
    return _button(request, shown.pk, do)


@who("record")
@require_POST
def withdraw_point(request: HttpRequest, pk: UUID) -> HttpResponse:
    found, shown = _point_or_404(request, pk)
    do = lambda version: actions.withdraw_point(found, actor=actor_of(request), version=version)  # noqa: E731
    return _button(request, shown.pk, do)


@who("record")
def hands(request: HttpRequest, pk: UUID) -> HttpResponse:
    """So many hands for each of the three answers."""
    found, shown = _point_or_404(request, pk)
    page = {"title": _("Count hands"), "lead": found.text, "button": _("Keep it")}
    form = HandsForm(found, request.POST or None)
    return _asked(
        request, shown, form, lambda told: actions.count_stances(found, actor=actor_of(request), **told), page
    )


@who("record")
@never_cache
def door(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To print and hang up: the picture that leads to the list and to the show of opinion."""
    shown = own_or_404(request, pk)
    address = request.build_absolute_uri(reverse("at", args=[shown.pk, door_of(shown)]))
    picture = qrcode.make(address, image_factory=SvgPathImage, box_size=14).to_string(encoding="unicode")
    return render(
        request, "sessions/door.html", {"session": shown, "address": address, "picture": picture, "crumbs": []}
    )


@who("everybody")
@never_cache
def at_the_door(request: HttpRequest, pk: UUID, secret: str) -> HttpResponse:
    """Whoever is there writes a name on the list, and says how they stand to what is open."""
    actor, shown = _door_or_404(request, pk, secret)
    form = NameForm(request.POST or None)
    points = [one for one in points_of(shown) if one.stands == Point.Stands.OPEN]
    page = {"title": shown.topic.title, "session": shown, "points": points, "secret": secret, "is_on": is_on(shown)}
    return act(
        request,
        form,
        lambda told: actions.sign_in_seat(shown, actor=actor, **told),
        page=page,
        done=_("You are on the list. The convener confirms it."),
        then=lambda _seat: request.path,
        template="sessions/at.html",
    )


@who("everybody")
@never_cache
def stand(request: HttpRequest, pk: UUID, secret: str, point: UUID) -> HttpResponse:
    """One phone says how it stands; it may say otherwise while the point is open. Nobody learns whose it was."""
    actor, shown = _door_or_404(request, pk, secret)
    found = get_object_or_404(shown.points.filter(withdrawn_at=None), pk=point)
    phone = request.COOKIES.get(COOKIE) or secrets.token_urlsafe(24)
    back = reverse("at", args=[pk, secret])
    answer = act(
        request,
        StanceForm(request.POST or None),
        lambda told: actions.say_stance(found, phone=phone, actor=actor, **told),
        page={"title": found.text, "button": _("Say it"), "crumbs": []},
        done=_("It is counted. You may say otherwise while it is open."),
        then=lambda _stance: back,
    )
    if answer.status_code == 302:
        answer.set_cookie(
            COOKIE, phone, max_age=KEPT, path=back, secure=request.is_secure(), httponly=True, samesite="Lax"
        )
    return answer


def _asked(
    request: HttpRequest, shown: Session, form: Any, do: Callable[[dict[str, Any]], Model], page: dict[str, Any]
) -> HttpResponse:
    """A form, its act, and back to the table."""
    return act(
        request,
        form,
        do,
        page={**page, "crumbs": crumbs_of(shown, itself=True)},
        done=_("Kept."),
        then=lambda _done: reverse("session-table", args=[shown.pk]),
    )


def _button(request: HttpRequest, session: UUID, do: Callable[[int], object]) -> HttpResponse:
    """One button with the version that was seen, and back to the table."""
    own_or_404(request, session)
    form = VersionForm(request.POST)
    try:
        do(int(form.data.get("version", "0")) if str(form.data.get("version", "")).isdecimal() else 0)
    except Refused as error:
        messages.error(request, str(error.message))
    return redirect("session-table", session)


def _point_or_404(request: HttpRequest, pk: UUID) -> tuple[Point, Session]:
    found = get_object_or_404(Point.objects.select_related("session", "owner"), pk=pk, withdrawn_at=None)
    shown = own_or_404(request, found.session_id)
    found.session = shown
    return found, shown


def _door_or_404(request: HttpRequest, pk: UUID, secret: str) -> tuple[Any, Session]:
    """Whoever stands at the place, by its address; a limit keeps anybody from trying addresses."""
    if not allowed(request, "session-door", most=TRIES, seconds=SECONDS):
        raise Http404
    found = session_by_door(pk, secret)
    if found is None:
        raise Http404
    return found
