"""The names below a text: whom the author asks, and what they say. Nobody says it for another."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yidu.common.actions import in_one_go
from yidu.common.errors import NotAllowed, Refused
from yidu.proposals.actions import confirm_signature, decline_signature, invite_signature, withdraw_signature
from yidu.proposals.models import Draft, Signature
from yidu.proposals.queries import names_of, one_draft, one_signature
from yidu.proposals.rules import is_author, may_confirm, writing_of
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, standing_in
from yidu.web.answers import version_seen
from yidu.web.asking.writing import DeclineForm, NameForm, signers
from yidu.web.draft_page import names_shown
from yidu.web.views.writing import SIGNERS


@who("record")
def names(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whom I asked to sign, what they said, and one more."""
    found = _own_or_404(request, pk)
    form = NameForm(found, request.POST or None, url=reverse("suggest-signers", args=[pk]))

    def ask(told: dict[str, Any]) -> Draft:
        """All that are named, or none."""
        named, actor = form.named(), actor_of(request)
        ids = [told["client_id"], *(uuid5(told["client_id"], f"name-{n}") for n in range(1, len(named)))]
        pairs = list(zip(named, ids, strict=False))
        in_one_go(ids, lambda: [invite_signature(found, actor=actor, client_id=id_, **one) for one, id_ in pairs])
        return found

    return act(
        request,
        form,
        ask,
        page={
            "draft": found,
            "names": names_shown(list(names_of(found))),
            "crumbs": [(_("Write"), reverse("writing")), (found.title or _("Untitled"), reverse("draft", args=[pk]))],
        },
        done=_("Asked. The name stands there once they confirm it themselves."),
        then=lambda _row: reverse("draft-names", args=[pk]),
        template="writing/names.html",
    )


@who("record")
def suggest_signers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who can be asked, while typing."""
    found = _own_or_404(request, pk)
    typed = request.GET.get("q", "").strip()[:60]
    source = signers(found, url=request.path)
    people = source.find(typed) if typed else []
    options = [(str(one.pk), source.label(one), source.detail(one)) for one in people]
    return render(request, "asking/options.html", {"options": options})


@who(*SIGNERS)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the text as it was read."""
    signature = _signature_or_404(request, pk)
    if not may_confirm(standing_in(request), signature):
        raise Http404
    try:
        confirm_signature(signature, version=version_seen(request), actor=actor_of(request))
    except NotAllowed:
        raise
    except Refused as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("You sign it. You may take your name back until it is handed in."))
    return redirect("draft", pk=signature.draft_id)


@who(*SIGNERS)
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not sign, and perhaps say why."""
    signature = _signature_or_404(request, pk)
    if not may_confirm(standing_in(request), signature) or not signature.draft.is_open:
        raise Http404
    return act(
        request,
        DeclineForm(request.POST or None, initial={"version": signature.version}),
        lambda told: decline_signature(signature, actor=actor_of(request), **told),
        page={
            "title": _("Do not sign it"),
            "lead": _("The author learns it. You no longer see the text then."),
            "button": _("Do not sign it"),
            "crumbs": [(_("Write"), reverse("writing"))],
        },
        done=_("Said. Your name does not stand there."),
        then=lambda _row: reverse("writing"),
    )


@who(*SIGNERS)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own name back, or ask for another's no more."""
    signature = _signature_or_404(request, pk)
    mine = is_author(standing_in(request), signature.draft)
    try:
        withdraw_signature(signature, version=version_seen(request), actor=actor_of(request))
    except NotAllowed:
        raise
    except Refused as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("The name no longer stands there."))
    return redirect("draft-names", pk=signature.draft_id) if mine else redirect("writing")


def _own_or_404(request: HttpRequest, pk: UUID) -> Draft:
    """One's own, still being written, of a kind that others sign."""
    standing = standing_in(request)
    found = one_draft(standing, pk)
    if found is None or not is_author(standing, found) or not found.is_open or not writing_of(found).co_signed:
        raise Http404
    return found


def _signature_or_404(request: HttpRequest, pk: int) -> Signature:
    found = one_signature(standing_in(request), pk)
    if found is None or not found.is_open:
        raise Http404
    return found
