"""A receipt: what became of it, and whether it is really solved. No account, no name."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.common.errors import Invalid
from yidu.common.limits import allowed
from yidu.matters.actions.links import actor_by_receipt
from yidu.matters.glance import glance_at
from yidu.matters.models import Matter
from yidu.matters.queries import one_matter
from yidu.people.rules import standing_of
from yidu.web.access import who
from yidu.web.answers import write_into
from yidu.web.asking.receipts import ReceiptForm
from yidu.web.at_the_table import at_the_table
from yidu.web.deeds import Deed, deed_page
from yidu.web.matter_page import matter_page

HELD = "receipt"
TRIES, SECONDS = 10, 5 * 60


@who("everybody")
@never_cache
def receipt(request: HttpRequest) -> HttpResponse:
    """Ask for the code; once it was right, show the story until it is put away or the browser is closed."""
    if request.method == "POST":
        return _look_up(request)
    found = held_by_receipt(request)
    if found is None:
        return render(request, "receipts/ask.html", {"form": ReceiptForm()})
    actor, matter = found
    page = matter_page(
        matter,
        actor,
        standing_of(actor),
        address=lambda action: reverse("receipt-take", args=[action]),
        dates=lambda _part: reverse("receipt-deadline"),
        public=True,
    )
    # What is talked over together with another stands at the table of that one.
    glance = glance_at(matter.merged_into_id or matter.pk)
    table = at_the_table(glance, standing_of(actor)) if glance else None
    return render(request, "receipts/receipt.html", {"page": page, "matter": matter, "table": table, "crumbs": []})


@who("everybody")
@never_cache
def receipt_take(request: HttpRequest, action: str) -> HttpResponse:
    found = held_by_receipt(request)
    if found is None:
        return redirect("receipt")
    actor, matter = found
    deed = Deed(matter, actor, action, back=reverse("receipt"), public=True, base="links/base.html")
    return deed_page(request, deed)


@who("everybody")
@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """Forget the receipt in this browser."""
    request.session.pop(HELD, None)
    return redirect("receipt")


def _look_up(request: HttpRequest) -> HttpResponse:
    form, status = ReceiptForm(request.POST), 422
    if not allowed(request, "receipt", most=TRIES, seconds=SECONDS):
        form.add_error(None, _("Too many tries. Wait five minutes, then look at the code again."))
        return render(request, "receipts/ask.html", {"form": form}, status=429)
    if form.is_valid():
        try:
            found = actor_by_receipt(form.cleaned_data["receipt"])
        except Invalid as error:
            status = write_into(form, error)
        else:
            if found is not None:
                hold(request, found[1])
                return redirect("receipt")
            form.add_error("receipt", _("There is no such receipt. Compare it with your note, group by group."))
    return render(request, "receipts/ask.html", {"form": form}, status=status)


def hold(request: HttpRequest, matter: Matter) -> None:
    """Remember in this browser which matter a receipt opened."""
    request.session[HELD] = [str(matter.pk), clock.now().timestamp()]


def held_by_receipt(request: HttpRequest) -> tuple[Actor, Matter] | None:
    """Who the receipt in this browser speaks for. The code is not kept, only which matter it opened, and not long."""
    pk, since = request.session.get(HELD, ("", 0.0))
    if not pk or clock.now().timestamp() - since > settings.YIDU_SESSION_IDLE_SECONDS:
        return None
    actor = Actor(kind="receipt", matter_id=UUID(pk))
    matter = one_matter(actor, UUID(pk))
    if matter is None:
        raise Http404
    return actor, matter
