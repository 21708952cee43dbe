"""The whole ledger as lines of JSON, for whoever checks it without Yidu (`outside/verify.py ledger`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yidu.ledger.leaves import content
from yidu.ledger.models import Entry, Seal
from yidu.ledger.seals import leaves_of
from yidu.ledger.snapshots import one_snapshot


def export() -> Iterator[dict[str, Any]]:
    """Each seal, followed by its entries as they are now. What is not sealed yet is left out.

    It holds what records count, with their ids, and so belongs to those who may read everything.
    """
    with one_snapshot():
        before = None
        for seal in Seal.objects.order_by("number").iterator(chunk_size=10):
            yield {
                "number": seal.number,
                "size": seal.size,
                "root": bytes(seal.root).hex(),
                "peaks": bytes(seal.peaks).hex(),
                "checkpoint": seal.note,
                "leaves": [[pk, leaf.hex()] for pk, leaf in leaves_of(seal)],
            }
            entries = Entry.objects.filter(pk__lte=seal.last_entry_id).order_by("pk")
            if before is not None:
                entries = entries.filter(pk__gt=before)
            for entry in entries.iterator(chunk_size=2000):
                yield {"id": entry.pk, "entry": content(entry)}
            before = seal.last_entry_id
