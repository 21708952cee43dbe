"""What an adoption states to the ledger: that a level adopted a matter, and that leaders wrote on it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse

from yidu.common.actors import Actor
from yidu.ledger.statements import Source, Statement
from yidu.matters.models import Adoption
from yidu.matters.rules import readable


def statements(adoption: Adoption) -> Iterator[Statement]:
    """Adopted on its day, instructed on the day of each instruction; nothing once it was withdrawn."""
    if adoption.withdrawn_at is not None:
        return
    matter = adoption.matter
    dims = {"host": matter.raised_as, "role": matter.raised_as, "kind": matter.kind}
    dims |= {"level": adoption.level, "carrier": adoption.carrier}
    dims |= {name: said for name, said in (("sector", matter.sector), ("subject", matter.subject)) if said}
    told = [("adopted", adoption.adopted_on, dims)]
    told += [
        ("instructed", one.instructed_on, {**dims, "instruction": one.words}) for one in adoption.instructions.all()
    ]
    for moment, day, more in told:
        yield Statement(counts=matter.kind, moment=moment, day=day, place_id=matter.place_id, dims=more)


def _all() -> QuerySet[Adoption]:
    found = Adoption.objects.select_related("matter__edition", "matter__place").prefetch_related("instructions")
    return found.defer("matter__edition__content").order_by("pk")


def _readable(actor: Actor, ids: list[str]) -> set[str]:
    seen = Adoption.objects.filter(pk__in=ids, matter__in=readable(actor))
    return {str(pk) for pk in seen.values_list("pk", flat=True)}


SOURCE = Source(
    record_type="adoption",
    model=Adoption,
    statements=statements,
    all=_all,
    title=lambda adoption: adoption.matter.title,
    url=lambda adoption: reverse("matter", args=[adoption.matter_id]),
    readable=_readable,
)
