"""What one may take away from the page of a figure: its entries as a table, and proofs to keep and to check."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from yidu.ledger.figures import entries, proof, value
from yidu.ledger.figures.proof import ProofLine, describe
from yidu.ledger.models import Entry
from yidu.ledger.proofs import inclusion
from yidu.ledger.seals import latest_seal
from yidu.web.access import who
from yidu.web.exporting import Cell, export
from yidu.web.views.figures import Asked, asked_for

MOST_LINES = 50_000
MOST_PROOFS = 200


@who("everybody")
def table(request: HttpRequest, code: str, programme: str, indicator: str, kind: str) -> HttpResponse:
    """All entries of a figure as the reader may see them, as CSV or Excel."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    asked = asked_for(request, code, programme, indicator)
    lines = proof(asked.figure, asked.actor, size=MOST_LINES).lines
    heads = [_("Day"), _("Records"), _("Place"), _("Counts"), _("Entered"), _("Reason"), _("Entry")]
    return export(kind, f"{code}-{programme}-{indicator}", heads, _rows(lines))


@who("everybody")
def proofs(request: HttpRequest, code: str, programme: str, indicator: str) -> HttpResponse:
    """The figure with the proofs that its entries are under the seal: the newest 200; each other one by itself."""
    asked = asked_for(request, code, programme, indicator)
    seal = latest_seal()
    if seal is None:
        raise Http404
    chosen = list(
        entries(asked.figure).filter(pk__lte=seal.last_entry_id).select_related("step", "place")[:MOST_PROOFS]
    )
    number = value(asked.figure)
    told = {
        "figure": asked.figure.url(),
        "value": None if number is None else str(number),
        "entries": [inclusion(entry, reveal=line.readable) for entry, line in _described(chosen, asked)],
    }
    return _download(told, f"{code}-{programme}-{indicator}-proof")


@who("everybody")
def entry_proof(request: HttpRequest, code: str, programme: str, indicator: str, pk: int) -> HttpResponse:
    """The proof of one entry of a figure. Who may not read the record gets the hash and not what the entry says."""
    asked = asked_for(request, code, programme, indicator)
    chosen = list(entries(asked.figure).filter(pk=pk).select_related("step", "place"))
    if not chosen:
        raise Http404
    (entry, line) = next(_described(chosen, asked))
    return _download(inclusion(entry, reveal=line.readable), f"entry-{pk}-proof")


def _described(chosen: list[Entry], asked: Asked) -> Iterator[tuple[Entry, ProofLine]]:
    yield from zip(chosen, describe(chosen, asked.actor), strict=True)


def _rows(lines: list[ProofLine]) -> Iterator[list[Cell]]:
    for line in lines:
        title = line.title if line.readable else _("A record that is not open")
        counts = Decimal(line.number) if line.number and not line.is_reversal else line.quantity
        yield [line.day, title, line.place, counts, line.entered_at, line.because, line.entry]


def _download(told: object, name: str) -> HttpResponse:
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response
