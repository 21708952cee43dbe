"""Looking back: the page of whoever is asked, and what was promised and is not found kept yet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.matters.actions import find_look_back, hand_back_look_back, withdraw_promise
from yidu.matters.commitments import looked_at_again, open_commitments
from yidu.matters.looking import is_asked
from yidu.matters.models import LookBack, Matter, Reply
from yidu.people.rules import has_power
from yidu.web.access import who
from yidu.web.acting import act
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.asking.look_back import HAND_BACK, LookBackForm, WithdrawForm

PAGE = 50


@who("read", "office")
def look_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What one is asked to look at, and one form to say what was found. Nobody else learns that it is there."""
    actor = actor_of(request)
    rows = LookBack.objects.select_related("matter__edition", "matter__place", "owner", "draw")
    one = rows.defer("matter__edition__content").filter(pk=pk).first()
    if one is None or not (is_asked(one, actor) or _was_asked(one, actor.person_id)):
        raise Http404

    def do(told: dict[str, Any]) -> Matter:
        common = {"actor": actor, "version": told["version"], "client_id": told["client_id"]}
        if told["found"] == HAND_BACK:
            return hand_back_look_back(one, reason=told["seen"], **common)
        return find_look_back(one, found=told["found"], seen=told["seen"], **common)

    form = LookBackForm(request.POST or None, initial={"version": one.version}).choose_from(one)
    page = {
        "look_back": one,
        "matter": one.matter,
        "reply": one.reply or _last_answer(one),
        "still_open": is_asked(one, actor),
        "again": looked_at_again(one),
        "crumbs": [(_("Today"), reverse("desk"))],
    }
    done = _("Thank you. What you found stands in the story of the matter.")
    return act(
        request,
        form,
        do,
        page=page,
        done=done,
        then=lambda _matter: reverse("desk"),
        template="look_backs/look_back.html",
    )


@who("read", "office", "oversee")
def commitments(request: HttpRequest) -> HttpResponse:
    """What departments have promised and nobody has found kept yet: who, by when, what was found."""
    committee = committee_of(request)
    actor = actor_of(request)
    page = Paginator(open_commitments(actor, committee), PAGE).get_page(request.GET.get("page"))
    may_withdraw = standing_in(request).committees("office")
    context = {"page": page, "today": clock.today(), "may_withdraw": may_withdraw}
    return render(request, "look_backs/commitments.html", context)


@who("office")
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw a promise, and say why: it is held to no more, and everybody who reads the matter reads the reason."""
    actor = actor_of(request)
    rows = LookBack.objects.select_related("matter", "owner").defer("matter__text")
    one = rows.filter(pk=pk, why=LookBack.Why.PROMISED).first()
    if one is None or not has_power(actor, "office", committee_id=one.committee_id):
        raise Http404
    form = WithdrawForm(one, request.POST or None)
    return act(
        request,
        form,
        lambda _told: withdraw_promise(one, actor=actor, **form.inputs()),
        page={"look_back": one, "matter": one.matter, "crumbs": [(_("Open commitments"), reverse("commitments"))]},
        done=_("Withdrawn. The reason stands in the story of the matter."),
        then=lambda _matter: reverse("commitments"),
        template="look_backs/withdraw.html",
    )


def _was_asked(one: LookBack, person_id: int | None) -> bool:
    """Somebody who sends the form a second time is told what became of it, and not that it never was."""
    return person_id is not None and person_id in (one.found_by_id, *one.handed_back)


def _last_answer(one: LookBack) -> Reply | None:
    return Reply.objects.filter(matter_id=one.matter_id, signed_at__isnull=False).order_by("-signed_at").first()
