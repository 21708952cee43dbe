"""Without an account: the office makes a link, and whoever has it sees and does what it is for."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yidu.common.actors import Actor
from yidu.matters.actions import end_link, make_link
from yidu.matters.actions.links import actor_by_link, link_secret
from yidu.matters.models import AccessLink, Handling, Matter
from yidu.matters.queries import one_matter
from yidu.people.rules import standing_of
from yidu.web.access import who
from yidu.web.actors import actor_of
from yidu.web.deadline_page import address_of_date
from yidu.web.deeds import Deed, deed_page
from yidu.web.matter_page import matter_page
from yidu.web.views.matter import matter_or_404

MADE = "link-made"


@who("office")
@require_POST
def make(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a link for one handling, or for whoever raised it; the next page shows its address once."""
    actor = actor_of(request)
    matter = matter_or_404(actor, pk)
    handling = None
    if number := request.POST.get("handling"):
        handling = get_object_or_404(Handling, pk=number if number.isdecimal() else 0, matter=matter)
    link = make_link(matter, handling=handling, actor=actor, client_id=_client_id(request))
    request.session[MADE] = link.pk
    return redirect("link-made", pk=pk)


@who("office")
@never_cache
def made(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The address of the link that was just made. Looking again shows nothing."""
    matter = matter_or_404(actor_of(request), pk)
    number = request.session.pop(MADE, None)
    link = AccessLink.objects.select_related("handling__organisation").filter(pk=number, matter=matter).first()
    if link is None:
        messages.info(request, _("The address of a link is shown once. Make a new one if it was lost."))
        return redirect("matter", pk=pk)
    address = request.build_absolute_uri(reverse("link", args=[link_secret(link)]))
    return render(request, "links/made.html", {"matter": matter, "link": link, "address": address})


@who("office")
@require_POST
def end(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """The link opens nothing from now on."""
    matter = matter_or_404(actor_of(request), pk)
    end_link(get_object_or_404(AccessLink, pk=number, matter=matter), actor=actor_of(request))
    messages.success(request, _("The link no longer opens anything."))
    return redirect("matter", pk=pk)


@who("link")
@never_cache
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """The page behind a link: a department's one handling, or the story for whoever raised it."""
    actor, matter = held_by_link(secret)
    page = matter_page(
        matter,
        actor,
        standing_of(actor),
        address=lambda action: reverse("link-take", args=[secret, action]),
        dates=lambda part: address_of_date("link-deadline", secret, part=part),
        public=actor.organisation_id is None,
    )
    return render(request, "links/link.html", {"page": page, "matter": matter, "secret": secret, "crumbs": []})


@who("link")
@never_cache
def link_take(request: HttpRequest, secret: str, action: str) -> HttpResponse:
    actor, matter = held_by_link(secret)
    public = actor.organisation_id is None
    back = reverse("link", args=[secret])
    return deed_page(request, Deed(matter, actor, action, back=back, public=public, base="links/base.html"))


def held_by_link(secret: str) -> tuple[Actor, Matter]:
    """Who a link speaks for and what of."""
    found = actor_by_link(secret)
    matter = one_matter(found[0], found[1].matter_id) if found else None
    if found is None or matter is None:
        raise Http404
    return found[0], matter


def _client_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("client_id", ""))
    except ValueError:
        return uuid4()
