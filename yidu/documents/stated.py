"""What a document states to the ledger: that it was issued, and by which departments."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse

from yidu.common.actors import Actor
from yidu.documents.models import Document
from yidu.documents.rules import readable
from yidu.ledger.statements import Source, Statement


def statements(document: Document) -> Iterator[Statement]:
    """Issued, once, and once more for each department that issued it; nothing after it was withdrawn."""
    if document.withdrawn_at is not None:
        return
    issuers = [str(one.organisation_id) for one in document.by.all()]
    dims = {"document-kind": document.kind, "joint": "yes" if len(issuers) > 1 else "no"}
    place = document.committee.place_id
    yield Statement(counts="document", moment="issued", day=document.issued_on, place_id=place, dims=dims)
    for issuer in issuers:
        yield Statement(
            counts="document",
            moment="issued-by",
            day=document.issued_on,
            place_id=place,
            dims={**dims, "organisation": issuer},
        )


def _all() -> QuerySet[Document]:
    return Document.objects.select_related("committee").prefetch_related("by").order_by("pk")


def _readable(actor: Actor, ids: list[str]) -> set[str]:
    return {str(pk) for pk in readable(actor).filter(pk__in=ids).values_list("pk", flat=True)}


SOURCE = Source(
    record_type="document",
    model=Document,
    statements=statements,
    all=_all,
    title=lambda document: document.title,
    url=lambda document: reverse("document", args=[document.pk]),
    readable=_readable,
)
