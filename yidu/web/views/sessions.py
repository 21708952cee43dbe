"""Sessions: the list of a committee, one of them, and planning one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.consultations import actions
from yidu.consultations.grouped import result_of
from yidu.consultations.models import Session
from yidu.consultations.opinions import askings_quoted
from yidu.consultations.promised import tally_of
from yidu.consultations.queries import one_session, opened_by, outcomes_of, points_of, seats_of, sessions_of, words_of
from yidu.consultations.rules import may_prepare, reads_inside
from yidu.consultations.stances import standings
from yidu.ledger.models import Step
from yidu.matters.models import Matter
from yidu.matters.rules import readable as readable_matters
from yidu.people.models import Committee
from yidu.proposals.queries import may_write
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, committee_of, is_of, standing_in
from yidu.web.asking.sessions import CallOffForm, SessionForm, conveners
from yidu.web.conclusion import Tells, conclusion_of, heard_together
from yidu.web.preparing import prepared
from yidu.web.story import tell_session

PAGE = 30


@who("everybody")
def sessions(request: HttpRequest, code: str) -> HttpResponse:
    """The sessions of a committee that one may read, the newest first."""
    committee = committee_of(request, code)
    found = sessions_of(committee, actor_of(request), standing_in(request))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "sessions/list.html", {"committee": committee, "page": page, "crumbs": []})


@who("everybody")
def session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One session: when, where, who is asked, what was said, what was agreed and what not, and what came of it."""
    shown, standing = session_or_404(request, pk), standing_in(request)
    prepares, points = may_prepare(standing, shown), points_of(shown)
    conclusion = conclusion_of(
        shown, points, standing, writes=bool(standing.held) and may_write(standing, committee_of(request)),
        address=lambda secret: request.build_absolute_uri(reverse("seat-echo", args=[secret])),
    )  # fmt: skip
    steps = Step.objects.filter(record_type="session", record_id=str(pk)).select_related("actor").order_by("-pk")
    inside = reads_inside(standing, shown)
    context = {
        "session": shown,
        "prepared": prepared(shown, standing, prepares=prepares, inside=inside),
        "form_title": shown.programme.item("consultation-form", shown.form),
        "agenda": shown.items,
        "prepares": prepares and shown.is_open,
        "inside": inside,
        "seats": seats_of(shown, standing),
        "words": words_of(shown, standing),
        "points": points,
        "opens": opened_by(actor_of(request), points, standing),
        "stances": standings([one.pk for one in points]),
        "outcomes": outcomes_of(shown.topic_id),
        "conclusion": conclusion,
        "tally": tally_of(shown) if shown.concluded_at else None,
        "heard": heard_together(conclusion),
        "tells": Tells(shown.topic_id, shown.pk) if prepares and shown.held_at else None,
        "opinions": [(one, result_of(one)) for one in askings_quoted(shown, standing)],
        "story": tell_session(steps, named=prepares),
        "crumbs": crumbs_of(shown),
    }
    return render(request, "sessions/session.html", context)


@who("record")
def plan_session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From the page of a topic."""
    topic, standing = topic_or_404(request, pk), standing_in(request)
    if not conveners(topic, standing).exists():
        raise Http404
    form = SessionForm(topic, standing, request.POST or None)
    return act(
        request,
        form,
        lambda _told: actions.plan_session(
            topic=topic, actor=actor_of(request), client_id=form.cleaned_data["client_id"], **_without_ids(form)
        ),
        page={
            "title": _("Plan a session"),
            "lead": topic.title,
            "button": _("Plan it"),
            "crumbs": [(topic.title, reverse("matter", args=[topic.pk]))],
        },
        done=_("It is planned. Ask people to it now."),
        then=_to,
    )


@who("record")
def change_session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same form with what is planned; everything is said anew."""
    shown, standing = own_or_404(request, pk), standing_in(request)
    form = SessionForm(shown.topic, standing, request.POST or None, session=shown)
    return act(
        request,
        form,
        lambda told: actions.change_session(
            shown, actor=actor_of(request), version=told["version"], client_id=told["client_id"], **_without_ids(form)
        ),
        page={"title": _("Change what is planned"), "button": _("Keep it"), "crumbs": crumbs_of(shown, itself=True)},
        done=_("Kept."),
        then=_to,
    )


@who("record")
def call_off_session(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = own_or_404(request, pk)
    return act(
        request,
        CallOffForm(request.POST or None, initial={"version": shown.version}),
        lambda told: actions.call_off_session(shown, actor=actor_of(request), **told),
        page={"title": _("Call the session off"), "button": _("Call it off"), "crumbs": crumbs_of(shown, itself=True)},
        done=_("It is called off."),
        then=_to,
    )


def _without_ids(form: SessionForm) -> dict[str, Any]:
    return {name: value for name, value in form.inputs().items() if name not in ("version", "client_id")}


def _to(done: Session) -> str:
    return reverse("session", args=[done.pk])


def topic_or_404(request: HttpRequest, pk: UUID) -> Matter:
    found = readable_matters(actor_of(request)).filter(pk=pk).select_related("edition", "committee__place").first()
    if found is None or found.kind_line.consulting is None:
        raise Http404
    return found


def session_or_404(request: HttpRequest, pk: UUID) -> Session:
    found = one_session(actor_of(request), pk, standing_in(request))
    if found is None:
        raise Http404
    is_of(request, found.committee_id)
    return found


def own_or_404(request: HttpRequest, pk: UUID) -> Session:
    """One that the reader prepares."""
    found = session_or_404(request, pk)
    if not may_prepare(standing_in(request), found):
        raise Http404
    return found


def crumbs_of(shown: Session, *, itself: bool = False) -> list[tuple[str, str]]:
    own = [(str(shown), reverse("session", args=[shown.pk]))] if itself else []
    return [*_list_of(shown.committee), (shown.topic.title, reverse("matter", args=[shown.topic_id])), *own]


def _list_of(committee: Committee) -> list[tuple[str, str]]:
    return [(_("Sessions"), reverse("sessions", args=[committee.code]))]
