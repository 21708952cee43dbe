"""Raising a matter: at the desk, and from the street."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from yidu.activities.models import Activity
from yidu.common import clock
from yidu.common.actors import VISITOR, Actor
from yidu.common.errors import Refused
from yidu.common.limits import allowed
from yidu.matters.actions import raise_matter, receipt_code
from yidu.matters.models import Matter
from yidu.proposals.actions import raise_quoting
from yidu.web.access import who
from yidu.web.actors import actor_of, committee_of, standing_in
from yidu.web.answers import write_into
from yidu.web.asking.raising import KindOf, MatterForm, kinds_to_raise, raised_as_choices
from yidu.web.promises import first_promise
from yidu.web.quoting import quoted

SAID = "said"
MOST, SECONDS = 20, 60 * 60


@who("record", "office", "handle")
def new_matter(request: HttpRequest) -> HttpResponse:
    """Raise a matter at the desk, in one's own role or for somebody without an account; a topic may have a source."""
    committee, standing = committee_of(request), standing_in(request)
    kinds = kinds_to_raise(committee, standing)
    chosen = _chosen(request, kinds)
    roles = raised_as_choices(chosen[2], committee, standing)
    form = MatterForm(committee, chosen[0], chosen[1], roles, request.POST or None)
    source = quoted(request, request.GET.get("from", "")) if chosen[2].consulting else None
    matter, context, status = _try(request, form, actor=actor_of(request), source=source)
    if matter is not None:
        messages.success(request, _("Raised as no. %(number)s.") % {"number": matter.number})
        if matter.raised_by_id is None:
            request.session[SAID] = str(matter.pk)
            return redirect("said")
        return redirect("matter", pk=matter.pk)
    page = {"kinds": kinds, "chosen": chosen, "form": form, "promise": first_promise(chosen[0], chosen[1]), **context}
    return render(request, "matters/new.html", {**page, "source": source}, status=status)


@who("everybody")
def say(request: HttpRequest) -> HttpResponse:
    """Somebody without an account says what is wrong, and gets a receipt."""
    committee = committee_of(request, request.GET.get("committee"))
    kinds = kinds_to_raise(committee, None)
    chosen = _chosen(request, kinds)
    roles = raised_as_choices(chosen[2], committee, None)
    form = MatterForm(committee, chosen[0], chosen[1], roles, request.POST or None)
    context: dict[str, Any] = {}
    if request.method == "POST" and not allowed(request, "say", most=MOST, seconds=SECONDS):
        form.add_error(None, _("Too much came from your connection just now. Please send it again in an hour."))
        status = 429
    else:
        matter, context, status = _try(request, form, actor=VISITOR)
        if matter is not None:
            request.session[SAID] = str(matter.pk)
            return redirect("said")
    page = {"kinds": kinds, "chosen": chosen, "form": form, "promise": first_promise(chosen[0], chosen[1]), **context}
    return render(request, "say/say.html", page, status=status)


@who("everybody")
@never_cache
def said(request: HttpRequest) -> HttpResponse:
    """The receipt code, for the one who has just sent it."""
    pk = request.session.get(SAID)
    matter = Matter.objects.select_related("edition").filter(pk=pk).first() if pk else None
    if matter is None:
        return redirect("receipt")
    context = {"matter": matter, "code": receipt_code(matter), "promise": first_promise(matter.edition, matter.kind)}
    return render(request, "say/said.html", context)


def _chosen(request: HttpRequest, kinds: list[KindOf]) -> KindOf:
    """The kind that was asked for, else the first. 404 where nothing can be raised."""
    wanted = request.GET.get("kind", "")
    if not kinds:
        raise Http404
    return next((one for one in kinds if f"{one[0].programme}.{one[1]}" == wanted), kinds[0])


def _try(
    request: HttpRequest, form: MatterForm, *, actor: Actor, source: Activity | Matter | None = None
) -> tuple[Matter | None, dict[str, Any], int]:
    """The matter that was raised, or what to show instead: errors, or the notice where such things belong."""
    if request.method != "POST":
        return None, {}, 200
    if not form.is_valid():
        return None, {}, 422
    if words := form.words_that_belong_elsewhere():
        form.note_seen()
        return None, {"elsewhere": words, "where": _where(form)}, 200
    try:
        if source is not None:
            return raise_quoting(source, **form.inputs(), actor=actor), {}, 200
        return raise_matter(**form.inputs(), actor=actor), {}, 200
    except Refused as error:
        return None, {}, write_into(form, error)


def _where(form: MatterForm) -> list[str]:
    """Where petitions, lawsuits and the like belong, by the programme's list."""
    return [str(item.title) for item in form.edition.read.choices("diverted-to", clock.today())]
