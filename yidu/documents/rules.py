"""Who may read a document."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from yidu.common.actors import Actor
from yidu.documents.models import Document, Issuer, Uptake
from yidu.matters.rules import readable as readable_matters
from yidu.people.rules import Standing, standing_of


def readable(actor: Actor, standing: Standing | None = None) -> QuerySet[Document]:
    """The documents that the actor may read: what the office made public; what took up a matter that they may read,
    so that whoever reads a matter reads what came of it; what their own department issued; all for the office."""
    if actor.kind == "system":
        return Document.objects.all()
    now = standing or standing_of(actor)
    seen = Q(is_public=True) | Q(committee__in=now.committees("office", "oversee"))
    matters = readable_matters(actor, now).filter(pk=OuterRef("matter_id"))
    seen |= Q(Exists(Uptake.objects.filter(Exists(matters), document=OuterRef("pk"))))
    if own := now.organisations():
        seen |= Q(Exists(Issuer.objects.filter(document=OuterRef("pk"), organisation__any=own)))
    return Document.objects.filter(seen)
