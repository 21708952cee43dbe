"""The session itself: who is there, what is said, what is put to the table, and how it comes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import qrcode
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from qrcode.image.svg import SvgPathImage

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.common.limits import allowed
from yidu.consultations import actions
from yidu.consultations.actions.spot import is_on
from yidu.consultations.links import door_of, session_by_door
from yidu.consultations.models import Point, Seat, Session, Words
from yidu.consultations.queries import points_of, seats_of, words_of
from yidu.consultations.rules import reads_inside
from yidu.consultations.stances import standings
from yidu.web.access import who
from yidu.web.acting import act, press
from yidu.web.actors import actor_of, standing_in
from yidu.web.answers import meanwhile
from yidu.web.asking.spot import HandsForm, HeldForm, NameForm, PointForm, SettleForm, StanceForm, WordsForm
from yidu.web.files import attachment
from yidu.web.phones import keep_secret, new_secret, secret_in
from yidu.web.story_table import tell_at_the_table
from yidu.web.views.sessions import crumbs_of, own_or_404, session_or_404

COOKIE, KEPT = "yidu-phone", 60 * 60 * 24
"""A secret that only the phone keeps, for the pages of one door, and for a day."""
MOST, HOUR = 3_000, 60 * 60
"""From one connection in an hour: a whole courtyard may share one."""


@who("record")
def table(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything that the convener needs on one phone: who is here, what is said, what is settled."""
    shown, standing = own_or_404(request, pk), standing_in(request)
    points = points_of(shown)
    context = {
        "session": shown,
        "agenda": shown.items,
        "seats": seats_of(shown, standing),
        "words": words_of(shown, standing),
        "points": points,
        "stances": standings([one.pk for one in points]),
        **_when(shown),
        "crumbs": crumbs_of(shown, itself=True),
    }
    return render(request, "sessions/table.html", context)


@who("record")
def held(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = own_or_404(request, pk)
    page = {"title": _("It was held"), "lead": shown.topic.title, "button": _("Keep it")}
    form = HeldForm(shown, request.POST or None)
    do = lambda told: actions.hold_session(shown, actor=actor_of(request), **told)  # noqa: E731
    return _asked(request, shown, form, do, page, record=shown)


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
        return actions.keep_words(shown, actor=actor_of(request), **told, **named)

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
    do = lambda _told: actions.settle_point(found, actor=actor_of(request), **form.inputs())  # noqa: E731
    return _asked(request, shown, form, do, page, record=found)


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
    do = lambda told: actions.count_stances(found, actor=actor_of(request), **told)  # noqa: E731
    return _asked(request, shown, form, do, page, record=found)


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
    actor, shown = _door_or_404(pk, secret)
    if request.method == "POST" and not allowed(request, "session-door", most=MOST, seconds=HOUR):
        return render(request, "429.html", status=429)
    form = NameForm(request.POST or None)
    points = [one for one in points_of(shown) if one.stands == Point.Stands.OPEN]
    page = {"title": shown.topic.title, "session": shown, "points": points, "secret": secret, **_when(shown)}
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
    """One phone says how it stands; it may say otherwise while the point is open. Nobody learns whose it was.

    The phone gets its secret with the form, so that it has one by the time it says anything, however often it sends.
    """
    actor, shown = _door_or_404(pk, secret)
    if request.method == "POST" and not allowed(request, "session-door", most=MOST, seconds=HOUR):
        return render(request, "429.html", status=429)
    back = reverse("at", args=[pk, secret])
    found = get_object_or_404(shown.points.filter(withdrawn_at=None), pk=point)
    if not is_on(shown) or (request.method != "POST" and found.stands != Point.Stands.OPEN):
        return redirect(back)
    phone = secret_in(request, COOKIE) or new_secret()
    answer = act(
        request,
        StanceForm(request.POST or None),
        lambda told: actions.say_stance(found, phone=phone, actor=actor, **told),
        page={"title": found.text, "button": _("Say how you stand"), "shown": shown, "back": back},
        done=_("It is counted. You may say otherwise while it is open."),
        then=lambda _stance: back,
        template="sessions/stand.html",
    )
    keep_secret(request, answer, COOKIE, phone, path=back, seconds=KEPT)
    return answer


def _when(shown: Session) -> dict[str, bool]:
    """Its day, before it, or from its day on until it is over."""
    is_early = clock.today() < clock.local_day(shown.begins_at)
    return {"is_on": is_on(shown), "is_early": is_early, "is_now": shown.is_open and not is_early}


def _asked(
    request: HttpRequest,
    shown: Session,
    form: Any,
    do: Callable[[dict[str, Any]], Model],
    page: dict[str, Any],
    *,
    record: Session | Point | None = None,
) -> HttpResponse:
    """A form, its act, and back to the table. Whoever saw an older `record` reads what happened to it."""
    return act(
        request,
        form,
        do,
        page={
            **page,
            "crumbs": [(str(shown), reverse("session", args=[shown.pk])), (_("On the spot"), _table(shown.pk))],
        },
        done=_("Kept."),
        then=lambda _done: _table(shown.pk),
        news=(lambda since: tell_at_the_table(meanwhile(record, since=since))) if record else None,
    )


def _button(request: HttpRequest, session: UUID, do: Callable[[int], object]) -> HttpResponse:
    """One button, for whoever prepares the session, and back to the table."""
    own_or_404(request, session)
    return press(request, do, then=_table(session))


def _table(session: UUID) -> str:
    return reverse("session-table", args=[session])


def _point_or_404(request: HttpRequest, pk: UUID) -> tuple[Point, Session]:
    found = get_object_or_404(Point.objects.select_related("session", "owner"), pk=pk, withdrawn_at=None)
    shown = own_or_404(request, found.session_id)
    found.session = shown
    return found, shown


def _door_or_404(pk: UUID, secret: str) -> tuple[Actor, Session]:
    """Whoever stands at the place, by its address."""
    found = session_by_door(pk, secret)
    if found is None:
        raise Http404
    return found
