"""What came of a topic in numbers: record it, or withdraw what was wrong."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.consultations import actions
from yidu.consultations.models import Outcome
from yidu.consultations.rules import may_tell_outcomes
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, standing_in
from yidu.web.asking.conclusions import OutcomeForm, WithdrawForm
from yidu.web.views.sessions import topic_or_404


@who("record")
def record_outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From the page of a topic, or of a session about it (`?session=`)."""
    topic, standing = topic_or_404(request, pk), standing_in(request)
    if not may_tell_outcomes(standing, topic, None):
        raise Http404
    form = OutcomeForm(topic, standing, request.POST or None, initial={"session": request.GET.get("session", "")})
    return act(
        request,
        form,
        lambda told: actions.record_outcome(topic, actor=actor_of(request), **told),
        page={
            "title": _("Record what came of it"),
            "lead": topic.title,
            "button": _("Record it"),
            "crumbs": [(topic.title, reverse("matter", args=[topic.pk]))],
        },
        done=_("Recorded, once and for all."),
        then=_to,
    )


@who("record")
def withdraw_outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    rows = Outcome.objects.select_related("topic__edition", "session__committee").defer("topic__search_text")
    outcome = get_object_or_404(rows, pk=pk, withdrawn_at=None)
    if not may_tell_outcomes(standing_in(request), outcome.topic, outcome.session):
        raise Http404
    return act(
        request,
        WithdrawForm(request.POST or None, initial={"version": outcome.version}),
        lambda told: actions.withdraw_outcome(outcome, actor=actor_of(request), **told),
        page={
            "title": _("Withdraw what was recorded"),
            "lead": f"{outcome.title} {outcome.quantity}",
            "button": _("Withdraw it"),
            "crumbs": [(outcome.topic.title, reverse("matter", args=[outcome.topic_id]))],
        },
        done=_("Withdrawn. It counts no more."),
        then=_to,
    )


def _to(done: Outcome) -> str:
    place = ("session", done.session_id) if done.session_id else ("matter", done.topic_id)
    return reverse(place[0], args=[place[1]])
