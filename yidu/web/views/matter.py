"""One matter: its page, and taking its actions."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yidu.activities.rules import readable as readable_activities
from yidu.common import clock
from yidu.common.actors import Actor
from yidu.matters.models import AccessLink, Matter
from yidu.matters.queries import one_matter
from yidu.people.rules import Standing
from yidu.web.access import who
from yidu.web.actors import actor_of, standing_in
from yidu.web.deadline_page import address_of_date
from yidu.web.deeds import Deed, deed_page
from yidu.web.matter_page import matter_page


@who("everybody")
def matter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The story of a matter: whole for those who have to do with it, else its public part."""
    actor, standing = actor_of(request), standing_in(request)
    found = matter_or_404(actor, pk, standing)
    page = matter_page(
        found,
        actor,
        standing,
        address=lambda action: reverse("matter-take", args=[pk, action]),
        dates=lambda part: address_of_date("deadline", pk, part=part),
        named=standing.has("office", found.committee_id) or standing.has("oversee", found.committee_id),
    )
    context = {
        "page": page,
        "matter": found,
        "activity": found.activity if page.full and _may_read_activity(actor, found) else None,
        "links": _links(found) if page.is_office else [],
        "today": clock.today(),
        "crumbs": [],
    }
    return render(request, "matters/matter.html", context)


@who("signed-in")
def take(request: HttpRequest, pk: UUID, action: str) -> HttpResponse:
    """The form of an action, and the act."""
    actor = actor_of(request)
    deed = Deed(matter_or_404(actor, pk), actor, action, back=reverse("matter", args=[pk]))
    return deed_page(request, deed)


def matter_or_404(actor: Actor, pk: UUID, standing: Standing | None = None) -> Matter:
    found = one_matter(actor, pk, standing)
    if found is None:
        raise Http404
    return found


def _may_read_activity(actor: Actor, found: Matter) -> bool:
    return readable_activities(actor).filter(pk=found.activity_id).exists() if found.activity_id else False


def _links(found: Matter) -> list[AccessLink]:
    """The links that speak for somebody now. Their secrets are shown once, when they are made."""
    return [one for one in found.links.select_related("handling__organisation") if one.ended_at is None]
