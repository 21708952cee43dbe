"""What of an entry is sealed: its content as canonical JSON, and the leaf hash of that."""

from __future__ import annotations

import json
from datetime import UTC
from decimal import Decimal
from typing import Any

from yidu.ledger.merkle import Hash, leaf_hash
from yidu.ledger.models import Entry

CENT = Decimal("0.01")


def content(entry: Entry) -> dict[str, Any]:
    """Everything that the entry says, as plain JSON. Its own id is not part: the position in the tree is.

    Moments are in UTC to the microsecond, quantities have two decimals, so that the same entry read back from the
    database gives the same bytes.
    """
    return {
        "committee": entry.committee_id,
        "programme": entry.programme,
        "indicator": entry.indicator,
        "day": entry.day.isoformat(),
        "quantity": str(Decimal(entry.quantity).quantize(CENT)),
        "record": entry.record,
        "place": entry.place_id,
        "host": entry.host,
        "sector": entry.sector,
        "value": entry.value,
        "dims": entry.dims,
        "entered-at": entry.entered_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "step": entry.step_id,
        "reverses": entry.reverses_id,
        "edition": entry.edition,
    }


def canonical(value: Any) -> bytes:
    """JSON with sorted keys, without spaces, in UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def leaf_of(entry: Entry) -> Hash:
    return leaf_hash(canonical(content(entry)))
