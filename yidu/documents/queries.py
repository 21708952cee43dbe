"""What is asked of documents. Each question already withholds what the reader may not see."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from yidu.common import clock
from yidu.common.actors import Actor
from yidu.documents.models import Document, Uptake
from yidu.documents.rules import readable
from yidu.matters.models import Matter
from yidu.matters.queries import story
from yidu.matters.rules import readable as readable_matters
from yidu.people.models import Committee
from yidu.people.rules import Standing, standing_of
from yidu.programmes.models import Edition
from yidu.programmes.queries import current_editions

KINDS = "document-kind"
TAKEN_UP = "matter.taken-up"


def documents_of(committee: Committee, actor: Actor, standing: Standing | None = None) -> QuerySet[Document]:
    """Those of a committee, the newest first; withdrawn ones are not among them."""
    found = readable(actor, standing).filter(committee=committee, withdrawn_at=None)
    return found.select_related("edition").defer("edition__content").prefetch_related("by__organisation")


def one_document(actor: Actor, pk: UUID, standing: Standing | None = None) -> Document | None:
    found = readable(actor, standing).select_related("edition", "committee__place").defer("edition__content")
    return found.prefetch_related("by__organisation").filter(pk=pk).first()


def uptakes_of(document: Document, actor: Actor) -> list[Uptake]:
    """What it took up, of the matters that the actor may read."""
    seen = document.uptakes.filter(matter__in=readable_matters(actor, standing_of(actor)))
    return list(seen.select_related("matter__edition").defer("matter__edition__content", "matter__search_text"))


def taken_up_in(matter: Matter) -> list[Uptake]:
    """In which documents a matter was taken up. Whoever may read the matter may read them.

    Its story tells whether there can be any, and it has been read already where the whole matter was.
    """
    if not any(step.name == TAKEN_UP for step in story(matter)):
        return []
    found = Uptake.objects.filter(matter=matter, document__withdrawn_at=None).select_related("document")
    return list(found.prefetch_related("document__by__organisation").order_by("document__issued_on", "pk"))


def edition_for(committee: Committee) -> Edition | None:
    """The edition whose list says which kinds of document there are; None where no programme here has one."""
    return next((one for one in current_editions(committee.pk) if one.read.choices(KINDS, clock.today())), None)
