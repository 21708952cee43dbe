"""One matter: its page, and taking its actions."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yidu.common.actors import Actor
from yidu.matters.glance import Glance, glance_at
from yidu.matters.models import Matter
from yidu.matters.queries import one_matter
from yidu.matters.rules import may_read
from yidu.people.models import Committee
from yidu.people.rules import Standing
from yidu.programmes.models import programme_of
from yidu.proposals.queries import may_write
from yidu.web.access import who
from yidu.web.actors import actor_of, committee_of, is_of, standing_in
from yidu.web.asking.raising import topic_to_propose
from yidu.web.at_the_table import at_the_table
from yidu.web.chain import chain_shown
from yidu.web.deeds import Deed, deed_page
from yidu.web.matter_article import article


@who("everybody")
def matter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The story of a matter: whole for those who have to do with it, else its public part."""
    standing = standing_in(request)
    glance = glance_or_404(pk, standing)
    is_of(request, glance.committee_id)
    context = {
        "title": glance.title,
        "article": article(request, glance, standing),
        "chain": chain_shown(glance, standing) if request.user.is_authenticated else None,
        "table": at_the_table(glance, standing),
        "may_write": standing.held and may_write(standing, committee_of(request)),
        "proposes": _proposes(glance, standing, committee_of(request)) if standing.held else "",
        "pk": pk,
        "crumbs": [],
    }
    return render(request, "matters/matter.html", context)


@who("signed-in")
def take(request: HttpRequest, pk: UUID, action: str) -> HttpResponse:
    """The form of an action, and the act."""
    actor = actor_of(request)
    deed = Deed(matter_or_404(actor, pk), actor, action, back=reverse("matter", args=[pk]))
    return deed_page(request, deed)


def _proposes(glance: Glance, standing: Standing, committee: Committee) -> str:
    """The kind of topic that the reader may propose on it; nothing on what is a topic or came from one."""
    kinds = programme_of(glance.edition_id).kind
    of_the_table = {one for line in kinds.values() if line.consulting for one in line.consulting.becomes}
    if kinds[glance.kind].consulting or glance.kind in of_the_table or glance.committee_id != committee.pk:
        return ""
    return topic_to_propose(committee, standing)


def glance_or_404(pk: UUID, standing: Standing) -> Glance:
    found = glance_at(pk)
    if found is None or not may_read(found, standing):
        raise Http404
    return found


def matter_or_404(actor: Actor, pk: UUID, standing: Standing | None = None) -> Matter:
    found = one_matter(actor, pk, standing)
    if found is None:
        raise Http404
    return found
