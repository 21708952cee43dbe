"""Addresses of other systems that are told what happens: which, of what, and what became of each telling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yidu.common import clock
from yidu.common.errors import Invalid, Stale
from yidu.people.models import Committee, Person
from yidu.people.queries import roles_held
from yidu.services import signing
from yidu.services.actions import add_webhook, end_webhook, send_again, switch_on
from yidu.services.models import Delivery, Subscription
from yidu.services.rules import keeps, services_of
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, committee_of
from yidu.web.asking.programs import WebhookForm
from yidu.web.views.tokens import person_for

MADE, PAGE = "webhook-made", 50


@who("signed-in")
def webhooks(request: HttpRequest) -> HttpResponse:
    """One's own, and those of the services that one keeps."""
    actor = actor_of(request)
    me = Person.objects.get(pk=request.user.pk or 0)
    kept = [one for one in services_of(committee_of(request)) if keeps(actor, one)]
    waiting = Count("deliveries", filter=Q(deliveries__done_at=None))
    found = Subscription.objects.filter(owner__in=[me, *kept]).select_related("owner", "committee")
    lines = [(one, *state_of(one)) for one in found.annotate(waiting=waiting).order_by("ended_at", "-pk")]
    context = {"lines": lines, "services": kept, "crumbs": _crumbs()[:1], "me": me}
    return render(request, "me/webhooks.html", context)


@who("signed-in")
def add(request: HttpRequest) -> HttpResponse:
    """For oneself, or with `?for=` for a service that one keeps."""
    owner = person_for(request)
    committees = _committees(owner)
    if not committees:
        messages.info(request, _("Whoever holds no role at a committee is told nothing of it."))
        return redirect("webhooks")

    def do(told: dict[str, Any]) -> Subscription:
        made = add_webhook(owner=owner, actor=actor_of(request), **told)
        request.session[MADE] = made.pk
        return made

    return act(
        request,
        WebhookForm(committees, request.POST or None),
        do,
        page={
            "title": _("Tell another system"),
            "button": _("Tell it from now on"),
            "lead": _("It is told that something happened, signed and in order, and never what somebody wrote."),
            "crumbs": _crumbs(),
        },
        done=_("From now on it is told what happens."),
        then=lambda _made: reverse("webhook-made"),
    )


@who("signed-in")
@never_cache
def made(request: HttpRequest) -> HttpResponse:
    """The secret by which the other system checks the signatures. Looking again shows nothing."""
    one = Subscription.objects.select_related("owner").filter(pk=request.session.pop(MADE, None)).first()
    if one is None or not keeps(actor_of(request), one.owner):
        messages.info(request, _("A secret is shown once. Make a new one if it was lost."))
        return redirect("webhooks")
    context = {
        "title": _("The secret of its signatures"),
        "about": one.url,
        "secret": signing.secret_of(one),
        "why": _("With it the other system knows that what arrives comes from here."),
        "back": reverse("webhook", args=[one.pk]),
        "crumbs": _crumbs(),
    }
    return render(request, "me/secret.html", context)


@who("signed-in")
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """What was told, what waits and why, and what one can do about it."""
    one = _own_or_404(request, pk)
    told = one.deliveries.select_related("step")
    page = Paginator(told, PAGE).get_page(request.GET.get("page"))
    context = {
        "webhook": one,
        "state": state_of(one),
        "waiting": one.deliveries.filter(done_at=None).count(),
        "page": page,
        "lines": [(delivery, *_became(delivery)) for delivery in page],
        "crumbs": _crumbs(),
    }
    return render(request, "me/webhook.html", context)


@who("signed-in")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, end_webhook, _("It is told nothing any more."))


@who("signed-in")
@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    return _do(request, pk, switch_on, _("It is tried again within seconds."))


@who("signed-in")
@require_POST
def tell_again(request: HttpRequest, pk: int) -> HttpResponse:
    step = _number(request.POST.get("step", ""))
    return _do(request, pk, send_again, _("It is told again."), step=step)


def state_of(one: Subscription) -> tuple[str, str]:
    """A word and its tone."""
    if one.ended_at:
        return _("ended"), "off"
    if one.off_at:
        return _("switched off"), "late"
    if one.failing_since:
        return _("does not arrive"), "late"
    return _("in use"), "ok"


def _became(delivery: Delivery) -> tuple[str, str]:
    if delivery.withheld:
        return _("withheld"), "off"
    if delivery.done_at:
        return _("arrived"), "ok"
    return (_("is tried again"), "late") if delivery.attempts else (_("waits"), "wait")


def _do(request: HttpRequest, pk: int, action: Callable[..., Subscription], done: str, **told: Any) -> HttpResponse:
    one = _own_or_404(request, pk)
    try:
        action(one, actor=actor_of(request), version=_number(request.POST.get("version", "")), **told)
    except (Stale, Invalid) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("webhook", pk=pk)


def _own_or_404(request: HttpRequest, pk: int) -> Subscription:
    one = Subscription.objects.select_related("owner", "committee").filter(pk=pk).first()
    if one is None or not keeps(actor_of(request), one.owner):
        raise Http404
    return one


def _committees(owner: Person) -> list[Committee]:
    held = roles_held(owner, on=clock.today())
    return list({one.committee_id: one.committee for one in held}.values())


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0


def _crumbs() -> list[tuple[str, str]]:
    return [(_("My page"), reverse("me")), (_("Webhooks"), reverse("webhooks"))]
