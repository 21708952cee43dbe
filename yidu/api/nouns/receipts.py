"""Receipts: what became of it, and whether it is really solved. No account; the code never stands in an address."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _
from pydantic import StringConstraints

from yidu.api.door import Speaker
from yidu.api.noun import Noun
from yidu.api.nouns.matter_shapes import MatterOut, matter_out
from yidu.api.nouns.matters import TakeIn, taken
from yidu.api.problems import ApiProblem
from yidu.api.shapes import In
from yidu.common.limits import allowed
from yidu.matters.actions.links import actor_by_receipt
from yidu.matters.models import Matter
from yidu.matters.queries import one_matter
from yidu.people.rules import standing_of

TRIES, SECONDS = 10, 5 * 60
Code = Annotated[str, StringConstraints(max_length=200)]
noun = Noun("receipts")


class ReceiptIn(In):
    receipt: Code


class ReceiptTakeIn(TakeIn):
    receipt: Code


@noun.ask("/read", "everybody", answers=MatterOut, says=_("The story of the matter of a receipt."))
def read_receipt(request: HttpRequest, told: ReceiptIn) -> MatterOut:
    return _public(*_held(request, told.receipt))


@noun.write(
    "/take", "everybody", does="matter.take", answers=MatterOut, says=_("Say by a receipt whether it is solved.")
)
def take_by_receipt(request: HttpRequest, told: ReceiptTakeIn) -> MatterOut:
    speaker, matter = _held(request, told.receipt)
    return _public(speaker, taken(speaker, matter, told))


def _held(request: HttpRequest, code: str) -> tuple[Speaker, Matter]:
    """Who a receipt speaks for. Tries are counted by address, as on the page."""
    if not allowed(request, "receipt", most=TRIES, seconds=SECONDS):
        reason = said("Too many tries. Wait five minutes, then look at the code again.")
        raise ApiProblem("too-many", reason=reason, wait=SECONDS)
    found = actor_by_receipt(code)
    matter = one_matter(found[0], found[1].pk) if found else None
    if found is None or matter is None:
        raise ApiProblem("not-found")
    return Speaker(found[0], standing_of(found[0])), matter


def _public(speaker: Speaker, matter: Matter) -> MatterOut:
    """As on the page of a receipt: one's own words, and of the inside nothing else."""
    return matter_out(speaker, matter, public=True)
