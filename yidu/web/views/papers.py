"""What is gathered before people sit down: papers, research visits, slots of a reception day."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yidu.consultations import actions
from yidu.consultations.links import invitation_by_link
from yidu.consultations.models import Booking, Gathering, Paper, Slot
from yidu.consultations.rules import may_book, may_convene, may_handle_booking, reads_inside
from yidu.web.access import who
from yidu.web.acting import act, press
from yidu.web.actors import actor_of, standing_in
from yidu.web.asking.seats import BookForm, PaperForm, SlotsForm, TieForm, VisitForm
from yidu.web.files import attachment
from yidu.web.views.sessions import crumbs_of, own_or_404, session_or_404, topic_or_404


@who("record")
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A paper for whoever is asked to the session."""
    shown = own_or_404(request, pk)
    return act(
        request,
        PaperForm(request.POST or None, request.FILES or None),
        lambda told: actions.add_paper(
            shown, title=told["title"], file=told["file"].read(), file_name=told["file"].name, actor=actor_of(request),
            client_id=told["client_id"],
        ),
        page={"title": _("Add a paper"), "button": _("Add it"), "crumbs": crumbs_of(shown, itself=True)},
        done=_("It is there for whoever is asked."),
        then=lambda done: reverse("session", args=[done.session_id]),
    )  # fmt: skip


@who("everybody")
@never_cache
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A paper, for whoever sees who sits at the session. It is never served by its path."""
    found = _paper_or_404(pk)
    shown = session_or_404(request, found.session_id)
    if not reads_inside(standing_in(request), shown):
        raise Http404
    return attachment(found.file, found.file_name)


@who("everybody")
@never_cache
def seat_paper(request: HttpRequest, secret: str, pk: UUID) -> HttpResponse:
    """A paper, by the link of a seat."""
    held, found = invitation_by_link(secret), _paper_or_404(pk)
    if held is None or held[1].session_id != found.session_id:
        raise Http404
    return attachment(found.file, found.file_name)


@who("record")
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _paper_or_404(pk)
    shown = own_or_404(request, found.session_id)
    do = lambda version: actions.withdraw_paper(found, actor=actor_of(request), version=version)  # noqa: E731
    return press(request, do, done=_("It is handed out no more."), then=reverse("session", args=[shown.pk]))


@who("record", "office")
def gather(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name a visit under the topic that it prepares."""
    topic, standing = topic_or_404(request, pk), standing_in(request)
    if not may_convene(standing, topic.committee_id, topic.kind_line):
        raise Http404
    form = VisitForm(topic, standing, request.POST or None)

    def do(told: dict[str, Any]) -> Gathering:
        assert form.found is not None, "the form holds this"
        return actions.gather(topic, activity=form.found, actor=actor_of(request), client_id=told["client_id"])

    return act(
        request,
        form,
        do,
        page={
            "title": _("Name a visit that prepares it"),
            "lead": topic.title,
            "button": _("Name it here"),
            "crumbs": [(topic.title, reverse("matter", args=[topic.pk]))],
        },
        done=_("It is named under the topic now."),
        then=lambda done: reverse("matter", args=[done.topic_id]),
    )


@who("record", "office")
@require_POST
def gathering_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Gathering.objects.select_related("topic"), pk=pk, withdrawn_at=None)
    if not may_convene(standing_in(request), found.topic.committee_id, found.topic.kind_line):
        raise Http404
    do = lambda version: actions.withdraw_gathering(found, actor=actor_of(request), version=version)  # noqa: E731
    return press(request, do, done=_("Taken off."), then=reverse("matter", args=[found.topic_id]))


@who("record")
def slots(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open slots of a reception day."""
    shown = own_or_404(request, pk)
    if not shown.form_line.slots:
        raise Http404
    form = SlotsForm(shown, request.POST or None)
    return act(
        request,
        form,
        lambda _told: actions.open_slots(shown, actor=actor_of(request), **form.inputs()),
        page={"title": _("Open slots"), "button": _("Open them"), "crumbs": crumbs_of(shown, itself=True)},
        done=_("Members can book them now."),
        then=lambda done: reverse("session", args=[done.pk]),
    )


@who("record")
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Book one's own slot."""
    slot = get_object_or_404(Slot.objects.select_related("session"), pk=pk)
    shown = session_or_404(request, slot.session_id)
    if not may_book(standing_in(request), shown):
        raise Http404
    return act(
        request,
        BookForm(request.POST or None),
        lambda told: actions.book_slot(slot, actor=actor_of(request), **told),
        page={"title": _("Book this slot"), "button": _("Book it"), "crumbs": crumbs_of(shown, itself=True)},
        done=_("It is yours. Give it back if you cannot come."),
        then=lambda done: reverse("session", args=[done.session_id]),
    )


@who("record")
@require_POST
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _booking_or_404(request, pk)
    do = lambda version: actions.give_back_slot(found, actor=actor_of(request), version=version)  # noqa: E731
    return press(request, do, done=_("The slot is free again."), then=reverse("session", args=[found.session_id]))


@who("record")
def tie(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say which matter came of what was said in a slot."""
    found = _booking_or_404(request, pk)
    form = TieForm(
        found.session.committee, standing_in(request), request.POST or None, initial={"version": found.version}
    )

    def do(told: dict[str, Any]) -> Booking:
        assert form.found is not None, "the form holds this"
        return actions.tie_booking(
            found, matter=form.found, actor=actor_of(request), version=told["version"], client_id=told["client_id"]
        )

    return act(
        request,
        form,
        do,
        page={
            "title": _("What came of it?"),
            "lead": found.about,
            "button": _("Keep it"),
            "crumbs": crumbs_of(found.session, itself=True),
        },
        done=_("Kept."),
        then=lambda done: reverse("session", args=[done.session_id]),
    )  # fmt: skip


def _paper_or_404(pk: UUID) -> Paper:
    return get_object_or_404(Paper.objects.select_related("session"), pk=pk, withdrawn_at=None)


def _booking_or_404(request: HttpRequest, pk: UUID) -> Booking:
    related = ("session__committee", "session__topic", "slot", "person")
    found = get_object_or_404(Booking.objects.select_related(*related), pk=pk, given_back_at=None)
    if not may_handle_booking(actor_of(request), found):
        raise Http404
    return found
