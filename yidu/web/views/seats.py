"""Who is asked to a session: asking, the links of whoever has no account, answering, taking off."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yidu.common.actors import Actor
from yidu.common.errors import Refused
from yidu.common.limits import allowed
from yidu.consultations import actions
from yidu.consultations.links import invitation_by_link, link_of
from yidu.consultations.models import Seat
from yidu.consultations.prepared import papers_of
from yidu.consultations.queries import reached_by_link
from yidu.consultations.rules import may_answer
from yidu.web.access import who
from yidu.web.acting import act, press
from yidu.web.actors import actor_of
from yidu.web.answers import write_into
from yidu.web.asking.seats import AnswerForm, AskForm
from yidu.web.views.sessions import crumbs_of, own_or_404

TRIES, SECONDS = 60, 60 * 60


@who("record")
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask several at once: members, bodies, and whoever has no account."""
    shown = own_or_404(request, pk)
    form = AskForm(shown, request.POST or None)
    return act(
        request,
        form,
        lambda _told: actions.invite(shown, actor=actor_of(request), **form.inputs()),
        page={
            "title": _("Ask people to it"),
            "lead": _("Members and departments find it on their desk. For the others copy their links afterwards."),
            "button": _("Ask"),
            "crumbs": crumbs_of(shown, itself=True),
        },
        done=_("They are asked."),
        then=lambda done: reverse("session", args=[done.pk]),
    )


@who("record")
@never_cache
def links(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The links of those without an account, for whoever prepares it to pass on."""
    shown = own_or_404(request, pk)
    # Whoever came without being asked is asked nothing before.
    seats = reached_by_link(shown).filter(invited_at__isnull=False)
    told = [(seat, request.build_absolute_uri(reverse("seat", args=[link_of(seat)]))) for seat in seats]
    page = {"session": shown, "links": told, "crumbs": crumbs_of(shown, itself=True)}
    return render(request, "sessions/links.html", page)


@who("signed-in")
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever is asked says whether they come: from the page of the session, or here with a word on it."""
    actor = actor_of(request)
    seat = _seat_or_404(pk)
    if not may_answer(actor, seat):
        raise Http404
    return _answer(request, seat, actor, back=reverse("session", args=[seat.session_id]))


@who("record")
@require_POST
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is no longer asked."""
    seat = _seat_or_404(pk)
    shown = own_or_404(request, seat.session_id)
    return press(
        request,
        lambda version: actions.take_off_seat(seat, actor=actor_of(request), version=version),
        done=_("They are no longer asked."),
        then=reverse("session", args=[shown.pk]),
    )


@who("everybody")
@never_cache
def seat(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind the link of a seat: what, when, where, papers, and two buttons. 404 once it is over."""
    if not allowed(request, "seat", most=TRIES, seconds=SECONDS):
        return render(request, "429.html", status=429)
    found = invitation_by_link(secret)
    if found is None:
        raise Http404
    return _answer(request, found[1], found[0], back=reverse("seat", args=[secret]), secret=secret)


def _answer(request: HttpRequest, shown: Seat, actor: Actor, *, back: str, secret: str = "") -> HttpResponse:
    form, status, session = AnswerForm(shown, request.POST or None), 200, shown.session
    if request.method == "POST":
        status = 422
        if form.is_valid():
            told = {**form.cleaned_data, "answer": request.POST.get("answer", "")}
            try:
                actions.answer_seat(shown, actor=actor, **told)
            except Refused as error:
                status = write_into(form, error)
            else:
                messages.success(request, _("Thank you. You can still change it."))
                return redirect(back)
    context = {
        "form": form,
        "seat": shown,
        "session": session,
        "form_title": session.form_line.title,
        "agenda": session.items,
        "papers": papers_of(session),
        "secret": secret,
        "base": "links/base.html" if secret else "base.html",
        "crumbs": [] if secret else crumbs_of(session, itself=True),
    }
    return render(request, "sessions/asked.html", context, status=status)


def _seat_or_404(pk: int) -> Seat:
    related = ("session__topic", "session__committee", "session__station", "session__place", "organisation")
    found = Seat.objects.select_related(*related, "session__convener__person").filter(pk=pk, taken_off_at=None).first()
    if found is None:
        raise Http404
    return found
