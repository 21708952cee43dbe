"""Opinions: one statement after the other, saying one, reading them before they are shown, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yidu.common import clock
from yidu.common.actors import VISITOR
from yidu.common.errors import NotAllowed, Refused
from yidu.common.ids import uuid_in
from yidu.common.limits import allowed
from yidu.consultations import actions
from yidu.consultations.actions.opinions import Ballot
from yidu.consultations.grouped import result_of
from yidu.consultations.models import Asking, Opinion, Vote
from yidu.consultations.opinions import moderates, next_opinion, one_asking, refused_because, voted_on
from yidu.consultations.rules import may_convene
from yidu.consultations.warning import warnings
from yidu.matters.rules import readable as readable_matters
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, is_of, standing_in
from yidu.web.answers import is_fragment, varies, write_into
from yidu.web.asking.opinions import AskingForm, CloseForm, OpinionForm, ReadForm, reasons_of
from yidu.web.phones import keep_secret, new_secret, secret_in

COOKIE = "yidu-voice"
"""A secret that only the browser keeps, for the pages of one asking: another asking gets another one."""
HOUR = 60 * 60
MOST_SAID, MOST_VOTES = 20, 1_200
"""From one connection in an hour. A courtyard may share one."""


@who("everybody")
@never_cache
def asking(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The next statement that this browser has not voted on (`?opinion=`: one that it has); afterwards the result."""
    return _page(request, _asking_or_404(request, pk))


@who("everybody")
@require_POST
@never_cache
def vote(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Agree, disagree or pass. The browser gets its secret with the first vote, and nothing before."""
    shown = _asking_or_404(request, pk)
    if not allowed(request, "vote", most=MOST_VOTES, seconds=HOUR):
        return _page(
            request,
            shown,
            said=_("Too much came from your connection just now. Please try again in an hour."),
            status=429,
        )
    secret = secret_in(request, COOKIE) or new_secret()
    opinion = _opinion_or_404(shown, request.POST.get("opinion", ""))
    says = request.POST.get("says", "")
    numbered = {name.lower(): int(value) for name, value in zip(Vote.Says.names, Vote.Says.values, strict=True)}
    try:
        actions.cast_vote(asking=shown, ballot=Ballot(opinion, secret, numbered.get(says, 9)), actor=VISITOR)
    except NotAllowed:
        raise Http404 from None
    except Refused as error:
        return _page(request, shown, said=str(error), status=error.status)
    if is_fragment(request):
        response = _page(request, shown, secret=secret)
    else:
        response = redirect(f"{reverse('asking', args=[pk])}#statement")
    _keep(request, response, shown, secret)
    return response


@who("everybody")
@require_POST
@never_cache
def say(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say something short. Nothing is kept of who says it, so it also needs no secret."""
    shown = _asking_or_404(request, pk)
    form = OpinionForm(request.POST)
    if not allowed(request, "opinion", most=MOST_SAID, seconds=HOUR):
        form.add_error(None, _("Too much came from your connection just now. Please send it again in an hour."))
        return _page(request, shown, form=form, status=429)
    if not form.is_valid():
        return _page(request, shown, form=form, status=422)
    own = moderates(standing_in(request), shown)
    try:
        actions.say_opinion(asking=shown, actor=actor_of(request) if own else VISITOR, **form.cleaned_data)
    except Refused as error:
        status = write_into(form, error)
        return _page(request, shown, form=form, status=status)
    messages.success(request, _("It is shown.") if own else _("Thank you. Somebody reads it before it is shown."))
    return redirect("asking", pk=pk)


@who("record", "office")
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What waits to be read, the oldest first, with what may name somebody; and what is shown or not."""
    shown = _own_or_404(request, pk)
    forms: dict[UUID, ReadForm] = {}
    status = 200
    if request.method == "POST":
        opinion = _opinion_or_404(shown, request.POST.get("opinion", ""))
        form = ReadForm(shown, request.POST, auto_id=f"id_{opinion.pk}_%s")
        if form.is_valid():
            try:
                _decide(request, opinion, form.cleaned_data)
            except Refused as error:
                status = write_into(form, error)
            else:
                messages.success(request, _("Kept."))
                return redirect("asking-read", pk=pk)
        else:
            status = 422
        forms[opinion.pk] = form
    opinions = list(shown.opinions.order_by("said_at", "pk"))
    for one in opinions:
        if one.pk not in forms:
            forms[one.pk] = ReadForm(shown, initial={"version": one.version}, auto_id=f"id_{one.pk}_%s")
    context = {
        "asking": shown,
        "waiting": [
            (one, forms[one.pk], warnings(one.text, shown.committee))
            for one in opinions
            if one.state == Opinion.State.WAITING
        ],
        "rest": [(one, forms[one.pk], _because(shown, one)) for one in opinions if one.state != Opinion.State.WAITING],
        "closed": shown.closed_at is not None,
        "reasons": reasons_of(shown),
        "crumbs": [*_crumbs(shown), (shown.question, reverse("asking", args=[pk]))],
    }
    return render(request, "opinions/read.html", context, status=status)


@who("record", "office")
def open_asking(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From the page of a topic."""
    found = readable_matters(actor_of(request)).filter(pk=pk).select_related("edition", "committee__place").first()
    if found is None or found.kind_line.consulting is None:
        raise Http404
    topic = found
    if not may_convene(standing_in(request), topic.committee_id, topic.kind_line):
        raise Http404
    form = AskingForm(topic, request.POST or None)
    return act(
        request,
        form,
        lambda told: actions.open_asking(
            topic=topic, actor=actor_of(request), client_id=told["client_id"], **form.inputs()
        ),
        page={
            "title": _("Ask what people think"),
            "lead": topic.title,
            "button": _("Ask it"),
            "crumbs": [(topic.title, reverse("matter", args=[topic.pk]))],
        },
        done=_("It is asked. Say a few statements yourself, so that people have something to begin with."),
        then=_to,
    )


@who("record", "office")
def change_asking(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = _own_or_404(request, pk)
    form = AskingForm(shown.topic, request.POST or None, asking=shown)
    return act(
        request,
        form,
        lambda told: actions.change_asking(
            shown, actor=actor_of(request), version=told["version"], client_id=told["client_id"], **form.inputs()
        ),
        page={"title": _("Change what is asked"), "button": _("Keep it"), "crumbs": _crumbs(shown, itself=True)},
        done=_("Kept."),
        then=_to,
    )


@who("record", "office")
def close_asking(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = _own_or_404(request, pk)
    return act(
        request,
        CloseForm(request.POST or None, initial={"version": shown.version}),
        lambda told: actions.close_asking(shown, actor=actor_of(request), **told),
        page={
            "title": _("Close it for good"),
            "lead": _("Everybody reads the result then. Nobody votes any more, and it cannot be opened again."),
            "button": _("Close it"),
            "crumbs": _crumbs(shown, itself=True),
        },
        done=_("It is closed."),
        then=_to,
    )


def _page(
    request: HttpRequest,
    shown: Asking,
    *,
    form: OpinionForm | None = None,
    secret: str = "",
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, or for htmx the statement alone. `said`: why the last vote did not count."""
    today, standing = clock.today(), standing_in(request)
    secret = secret or secret_in(request, COOKIE)
    looks_after, is_open = moderates(standing, shown), shown.is_open(today)
    over = shown.is_over(today)
    context: dict[str, Any] = {
        "asking": shown,
        "is_open": is_open,
        "opens_later": not over and not is_open,
        "opinion": _asked_for(request, shown) or next_opinion(shown, secret) if is_open else None,
        "voted": voted_on(shown, secret) if is_open else [],
        "said": said,
        "form": form or OpinionForm(),
        "moderates": looks_after,
        "over": over,
        "fragment": is_fragment(request),
        "result": result_of(shown) if over or looks_after else None,
        "crumbs": _crumbs(shown),
    }
    if is_fragment(request):
        return varies(render(request, "opinions/asking.html#statement", context, status=status))
    context["not_shown"] = refused_because(shown)
    context["waiting"] = shown.opinions.filter(state=Opinion.State.WAITING).count() if looks_after else 0
    context["reads_topic"] = readable_matters(standing.actor, standing).filter(pk=shown.topic_id).exists()
    return varies(render(request, "opinions/asking.html", context, status=status))


def _asked_for(request: HttpRequest, shown: Asking) -> Opinion | None:
    """A statement of the address, to say something else about it."""
    wanted = uuid_in(request.GET.get("opinion", ""))
    if wanted is None:
        return None
    return shown.opinions.filter(pk=wanted, state=Opinion.State.SHOWN).first()


def _decide(request: HttpRequest, opinion: Opinion, told: dict[str, Any]) -> None:
    common = {"actor": actor_of(request), "version": told["version"], "client_id": told["client_id"]}
    if told["decided"] == ReadForm.SHOW:
        actions.show_opinion(opinion, **common)
    else:
        actions.refuse_opinion(opinion, because=told["decided"], **common)


def _because(shown: Asking, one: Opinion) -> str:
    return shown.programme.item("opinion-refused", one.because) if one.because else ""


def _keep(request: HttpRequest, response: HttpResponse, shown: Asking, secret: str) -> None:
    """In this browser, for the pages of this asking, until it is over."""
    left, path = shown.closes_on - clock.today(), reverse("asking", args=[shown.pk])
    keep_secret(request, response, COOKIE, secret, path=path, seconds=(left.days + 1) * 24 * HOUR)


def _opinion_or_404(shown: Asking, text: str) -> Opinion:
    pk = uuid_in(text)
    if pk is None:
        raise Http404
    return get_object_or_404(Opinion.objects.select_related("asking"), pk=pk, asking=shown)


def _asking_or_404(request: HttpRequest, pk: UUID) -> Asking:
    found = one_asking(actor_of(request), pk, standing_in(request))
    if found is None:
        raise Http404
    is_of(request, found.committee_id)
    return found


def _own_or_404(request: HttpRequest, pk: UUID) -> Asking:
    """One that the reader looks after."""
    found = _asking_or_404(request, pk)
    if not moderates(standing_in(request), found):
        raise Http404
    return found


def _to(done: Asking) -> str:
    return reverse("asking", args=[done.pk])


def _crumbs(shown: Asking, *, itself: bool = False) -> list[tuple[str, str]]:
    own = [(shown.question, reverse("asking", args=[shown.pk]))] if itself else []
    return [(_("Sessions"), reverse("sessions", args=[shown.committee.code])), *own]
