"""Why a date is the day that it is: by account, by link, by receipt. Who sees the date may see how it comes about."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from yidu.common.actors import Actor
from yidu.matters.models import Matter
from yidu.matters.rules import reads_in_full
from yidu.people.rules import standing_of
from yidu.web.access import who
from yidu.web.actors import actor_of, standing_in
from yidu.web.deadline_page import address_of_date, deadline_page
from yidu.web.matter_page import Address
from yidu.web.views.links import held_by_link
from yidu.web.views.matter import matter_or_404
from yidu.web.views.receipts import held_by_receipt


@who("everybody")
def deadline(request: HttpRequest, pk: UUID, part: str = "") -> HttpResponse:
    """A date of a matter, day by day."""
    actor = actor_of(request)
    found = matter_or_404(actor, pk)
    full = reads_in_full(actor, found, standing_in(request))
    back = reverse("matter", args=[pk])
    return _page(
        request, found, part, full=full, back=back, dates=lambda one: address_of_date("deadline", pk, part=one)
    )


@who("link")
@never_cache
def link_deadline(request: HttpRequest, secret: str, part: str = "") -> HttpResponse:
    actor, found = held_by_link(secret)
    full = actor.organisation_id is not None and _reads_in_full(actor, found)
    back = reverse("link", args=[secret])
    dates: Address = lambda one: address_of_date("link-deadline", secret, part=one)  # noqa: E731
    return _page(request, found, part, full=full, back=back, dates=dates, base="links/base.html")


@who("everybody")
@never_cache
def receipt_deadline(request: HttpRequest) -> HttpResponse:
    held = held_by_receipt(request)
    if held is None:
        return redirect("receipt")
    back = reverse("receipt")
    return _page(request, held[1], "", full=False, back=back, dates=lambda _one: "", base="links/base.html")


def _reads_in_full(actor: Actor, found: Matter) -> bool:
    return reads_in_full(actor, found, standing_of(actor))


def _page(
    request: HttpRequest,
    matter: Matter,
    part: str,
    *,
    full: bool,
    back: str,
    dates: Address,
    base: str = "base.html",
) -> HttpResponse:
    page = deadline_page(matter, part, full=full, address=dates)
    if page is None:
        if part or matter.is_open:
            raise Http404
        return redirect(back)  # it is closed: no date runs
    context = {"page": page, "matter": matter, "base": base, "crumbs": [(matter.title, back)]}
    return render(request, "deadlines/deadline.html", context)
