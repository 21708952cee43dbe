"""How far the background is behind the ledger."""

from __future__ import annotations

from yidu.common.gauges import gauge
from yidu.ledger.models import Entry, Seal, Watermark


@gauge("yidu_ledger_unfolded_entries", "Entries that are not yet in the daily totals.")
def unfolded() -> int:
    return Entry.objects.filter(pk__gt=_reached()).count()


@gauge("yidu_ledger_unsealed_entries", "Entries that no seal covers yet.")
def unsealed() -> int:
    sealed = Seal.objects.order_by("-number").values_list("last_entry_id", flat=True).first() or 0
    return Entry.objects.filter(pk__gt=sealed).count()


def _reached() -> int:
    return Watermark.objects.values_list("folded_to", flat=True).first() or 0
