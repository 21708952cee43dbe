"""Seals: whoever keeps one can prove everything before it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from yidu.api import finding
from yidu.api.door import speaker_of
from yidu.api.noun import Noun
from yidu.api.paging import Cursor, page
from yidu.api.problems import ApiProblem
from yidu.api.shapes import Out, Page, Write
from yidu.common.limits import allowed
from yidu.ledger.cosign import LONGEST
from yidu.ledger.cosign import cosign_seal as cosign
from yidu.ledger.models import Cosignature, Seal

MOST, SECONDS = 60, 60
noun = Noun("seals")


class SealOut(Out):
    """`size` entries lie under it, the last of which is `last_entry`; `root` is in hex (RFC 6962, SHA-256)."""

    number: int
    size: int
    last_entry: int
    root: str
    sealed_at: datetime


class CosignatureOut(Out):
    """What a witness saw, and when."""

    number: int
    witness: str
    seen_at: datetime


class CosignIn(Write):
    """`line`: the signature line of the witness under the checkpoint of `size` entries."""

    size: Annotated[int, Field(strict=True, ge=0, le=2**63 - 1)]
    line: Annotated[str, Field(max_length=LONGEST)]


@noun.read("/", "everybody", answers=Page[SealOut], says=_("Every seal, the newest first."))
def list_seals(request: HttpRequest, wanted: Query[Cursor]) -> Page[SealOut]:
    return page(Seal.objects.defer("leaves", "peaks"), wanted, order=("-number",), shape=seal_out)


@noun.read("/{int:number}", "everybody", answers=SealOut, says=_("One seal."))
def read_seal(request: HttpRequest, number: int) -> SealOut:
    one = Seal.objects.defer("leaves", "peaks").filter(number=number)
    return seal_out(finding.first(one))


@noun.write(
    "/cosign",
    "everybody",
    does="seal.cosign",
    answers=CosignatureOut,
    says=_("Bring the signature of a witness: it is the signature that counts."),
)
def cosign_seal(request: HttpRequest, told: CosignIn) -> CosignatureOut:
    if not allowed(request, "cosign", most=MOST, seconds=SECONDS):
        raise ApiProblem("too-many", wait=SECONDS)
    return cosignature_out(
        cosign(size=told.size, line=told.line, actor=speaker_of(request).actor, client_id=told.client_id)
    )


def cosignature_out(one: Cosignature) -> CosignatureOut:
    return CosignatureOut(number=one.seal.number, witness=one.witness, seen_at=one.seen_at)


def seal_out(one: Seal) -> SealOut:
    return SealOut(
        number=one.number,
        size=one.size,
        last_entry=one.last_entry_id,
        root=bytes(one.root).hex(),
        sealed_at=one.sealed_at,
    )
