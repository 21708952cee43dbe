"""Conclude a session, and take its minutes away."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.briefs.minutes import minutes_file, minutes_of
from yidu.consultations import actions
from yidu.consultations.rules import reads_inside
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, standing_in
from yidu.web.asking.conclusions import ConcludeForm, ReopenForm
from yidu.web.views.sessions import crumbs_of, own_or_404, session_or_404
from yidu.web.word import word


@who("record")
def conclude_session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what came of it; its points are handed over with it."""
    shown = own_or_404(request, pk)
    return act(
        request,
        ConcludeForm(request.POST or None, initial={"version": shown.version}),
        lambda told: actions.conclude_session(shown, actor=actor_of(request), **told),
        page={
            "title": _("Conclude the session"),
            "lead": shown.called,
            "button": _("Conclude it and hand over"),
            "crumbs": crumbs_of(shown, itself=True),
        },
        done=_("It is concluded. What was agreed is in the hands of its owners."),
        then=lambda session: reverse("session", args=[session.pk]),
    )


@who("oversee")
def reopen_session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """For the secretary-general: it was concluded by mistake, and no matter came of it."""
    shown = session_or_404(request, pk)
    if not standing_in(request).has("oversee", shown.committee_id):
        raise Http404
    return act(
        request,
        ReopenForm(request.POST or None, initial={"version": shown.version}),
        lambda told: actions.reopen_session(shown, actor=actor_of(request), **told),
        page={
            "title": _("Open the session again"),
            "lead": shown.called,
            "button": _("Open it again"),
            "crumbs": crumbs_of(shown, itself=True),
        },
        done=_("It is open again. Conclude it anew once it is right."),
        then=lambda session: reverse("session", args=[session.pk]),
    )


@who("everybody")
def minutes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The minutes as a Word file: whole for those who read inside, without names and statements for everybody else."""
    shown, standing = session_or_404(request, pk), standing_in(request)
    if shown.held_at is None:
        raise Http404
    told = minutes_of(shown, inside=reads_inside(standing, shown))
    return word(minutes_file(told), told.title)
