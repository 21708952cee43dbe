"""Seals: whoever keeps one can prove everything before it."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query

from yidu.api import finding
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.shapes import Out, Page
from yidu.ledger.models import Seal

noun = Noun("seals")


class SealOut(Out):
    """`size` entries lie under it, the last of which is `last_entry`; `root` is in hex (RFC 6962, SHA-256)."""

    number: int
    size: int
    last_entry: int
    root: str
    sealed_at: datetime


@noun.read("/", "everybody", answers=Page[SealOut], says=_("Every seal, the newest first."))
def list_seals(request: HttpRequest, wanted: Query[Cursor]) -> Page[SealOut]:
    return page(Seal.objects.defer("leaves", "peaks"), wanted, order=("-number",), shape=seal_out)


@noun.read("/{int:number}", "everybody", answers=SealOut, says=_("One seal."))
def read_seal(request: HttpRequest, number: int) -> SealOut:
    one = Seal.objects.defer("leaves", "peaks").filter(number=number)
    return seal_out(finding.first(one))


def seal_out(one: Seal) -> SealOut:
    return SealOut(
        number=one.number,
        size=one.size,
        last_entry=one.last_entry_id,
        root=bytes(one.root).hex(),
        sealed_at=one.sealed_at,
    )
