"""By what programs are let in: one's own tokens, and those of the services that one keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yidu.common import clock
from yidu.people.actions import add_service as add_a_service
from yidu.people.models import Person
from yidu.services.actions import end_token, make_token, token_secret
from yidu.services.models import Token
from yidu.services.rules import keeps, services_of
from yidu.services.scopes import NOUNS
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.asking.programs import ServiceForm, TokenForm
from yidu.web.outline import listed

MADE = "token-made"


@dataclass(frozen=True)
class TokenShown:
    """A token as its owner recognises it."""

    token: Token
    reads: str
    writes: str
    state: str
    tone: str
    is_open: bool


@who("signed-in")
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own, and under each service that one keeps its own."""
    me = Person.objects.get(pk=request.user.pk or 0)
    kept = _kept(request)
    groups = [(one, "" if one == me else f"?for={one.pk}", _shown(one.tokens.all())) for one in [me, *kept]]
    context = {
        "groups": groups,
        "keeps": standing_in(request).has("people", committee_of(request).pk),
        "crumbs": _crumbs()[:1],
    }
    return render(request, "me/tokens.html", context)


@who("signed-in")
def make(request: HttpRequest) -> HttpResponse:
    """For oneself, or with `?for=` for a service that one keeps."""
    person = person_for(request)

    def do(told: dict[str, Any]) -> Token:
        made = make_token(person=person, actor=actor_of(request), **told)
        request.session[MADE] = made.pk
        return made

    lead = _("It may do what you may do, today and each day anew, and nothing else.")
    if person.is_service:
        lead = _("It may do what “%(service)s” was appointed for.") % {"service": person.name}
    return act(
        request,
        TokenForm(request.POST or None),
        do,
        page={"title": _("Make a token"), "button": _("Make it"), "lead": lead, "crumbs": _crumbs()},
        done=_("Made."),
        then=lambda _token: reverse("token-made"),
    )


@who("signed-in")
@never_cache
def made(request: HttpRequest) -> HttpResponse:
    """The secret of the token that was just made. Looking again shows nothing."""
    token = Token.objects.select_related("person").filter(pk=request.session.pop(MADE, None)).first()
    if token is None or not keeps(actor_of(request), token.person):
        messages.info(request, _("A secret is shown once. Make a new one if it was lost."))
        return redirect("tokens")
    context = {
        "title": _("The token"),
        "about": token.name,
        "secret": token_secret(token),
        "why": _("Whoever has it can act as you. Put it into the program's own safe place, not into its text."),
        "back": reverse("tokens"),
        "crumbs": _crumbs(),
    }
    return render(request, "me/secret.html", context)


@who("signed-in")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """It opens nothing from now on."""
    token = Token.objects.select_related("person").filter(pk=pk).first()
    if token is None or not keeps(actor_of(request), token.person):
        raise Http404
    end_token(token, actor=actor_of(request))
    messages.success(request, _("The token opens nothing any more."))
    return redirect("tokens")


@who("people")
def add_service(request: HttpRequest) -> HttpResponse:
    """A program of somebody else, which is then appointed like a person."""
    committee = committee_of(request)
    return act(
        request,
        ServiceForm(request.POST or None),
        lambda told: add_a_service(committee=committee, actor=actor_of(request), **told),
        page={
            "title": _("Add a program"),
            "button": _("Add and go on to the role"),
            "lead": _(
                "A program of somebody else is appointed like a person. It reads and handles; it decides nothing."
            ),
            "crumbs": _crumbs(),
        },
        done=_("Added. Now say in which role."),
        then=lambda service: reverse("appoint", args=[service.pk]),
    )


def person_for(request: HttpRequest) -> Person:
    """Oneself, or the service that the address names, if one keeps it."""
    wanted = request.GET.get("for", "")
    pk = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else 0
    person = Person.objects.filter(pk=pk if wanted else request.user.pk or 0).first()
    if person is None or not keeps(actor_of(request), person):
        raise Http404
    return person


def _kept(request: HttpRequest) -> list[Person]:
    actor = actor_of(request)
    return [one for one in services_of(committee_of(request)) if keeps(actor, one)]


def _shown(tokens: Iterable[Token]) -> list[TokenShown]:
    today = clock.today()
    told = []
    for one in tokens:
        is_open = one.ended_at is None and one.expires_on >= today
        state, tone = (_("in use"), "ok") if is_open else (_("ended") if one.ended_at else _("over"), "off")
        told.append(TokenShown(one, _nouns(one, "read"), _nouns(one, "write"), state, tone, is_open))
    return sorted(told, key=lambda one: not one.is_open)


def _nouns(token: Token, way: str) -> str:
    nouns = [scope.split(":")[0] for scope in token.scopes if scope.endswith(f":{way}")]
    return listed([str(NOUNS[noun]) for noun in nouns if noun in NOUNS])


def _crumbs() -> list[tuple[str, str]]:
    return [(_("My page"), reverse("me")), (_("Tokens"), reverse("tokens"))]
