"""Proofs to keep: that an entry lies under a seal, and that a seal only adds to an earlier one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from yidu.common.errors import Refused
from yidu.ledger.leaves import content
from yidu.ledger.merkle import Hash, audit_path, consistency_path, left_of, node_hash, peaks_at, roots
from yidu.ledger.models import Entry, Seal
from yidu.ledger.seals import covering_seal, leaves_of, peaks_of

FORMAT = "RFC 6962, SHA-256"


def inclusion(entry: Entry, seal: Seal | None = None, *, reveal: bool = True) -> dict[str, Any]:
    """The proof that an entry lies under a seal (default: the first that covers it), as JSON to keep.

    With `reveal=False` it holds the leaf hash and not what the entry says. Raises `Refused` while the entry does not
    lie under that seal.
    """
    first = covering_seal(entry.pk)
    seal = seal or first
    if first is None or seal is None or seal.number < first.number:
        raise Refused(_("This entry is not sealed yet. Seals are made every minute."))
    sealed = _leaves(first.pk)
    position = first.size - len(sealed) + next(at for at, (pk, _leaf) in enumerate(sealed) if pk == entry.pk)
    return {
        "format": FORMAT,
        "entry": content(entry) if reveal else None,
        "leaf": bytes(entry.leaf).hex(),
        "position": position,
        "path": [one.hex() for one in audit_path(position, seal.size, _Roots(seal))],
        "seal": _told(seal),
        "checkpoint": seal.note,
    }


def consistency(older: Seal, newer: Seal) -> dict[str, Any]:
    """The proof that `newer` has all leaves of `older`, in the same order, as JSON to keep.

    Raises ValueError for the reverse.
    """
    if older.size > newer.size:
        raise ValueError("the older seal comes first")
    path = consistency_path(older.size, newer.size, _Roots(newer))
    return {
        "format": FORMAT,
        "older": _told(older),
        "newer": _told(newer),
        "path": [one.hex() for one in path],
        "checkpoint": newer.note,
    }


def _told(seal: Seal) -> dict[str, Any]:
    return {
        "number": seal.number,
        "size": seal.size,
        "root": bytes(seal.root).hex(),
        "sealed-at": seal.sealed_at.isoformat(),
    }


class _Roots:
    """Roots of stretches of a seal's tree, from the peaks of the seals before it: of each proof few leaves are read."""

    def __init__(self, seal: Seal) -> None:
        self._known = peaks_at(seal.size, peaks_of(seal))

    def __call__(self, start: int, end: int) -> Hash:
        """Halved until a seal has the stretch among its peaks, or lists all of its leaves."""
        known = self._known
        if (start, end) in known:
            return known[start, end]
        covering = Seal.objects.defer("leaves").filter(size__gte=end).order_by("size").first()
        assert covering is not None, "nothing is asked beyond the seal's own size"
        known |= peaks_at(covering.size, peaks_of(covering))
        if (start, end) not in known:
            sealed = _leaves(covering.pk)
            first = covering.size - len(sealed)
            if start >= first:
                return roots(known=known, leaf=lambda position: sealed[position - first][1])(start, end)
            middle = start + left_of(end - start)
            known[start, end] = node_hash(self(start, middle), self(middle, end))
        return known[start, end]


@lru_cache(maxsize=4)
def _leaves(seal_id: int) -> list[tuple[int, Hash]]:
    # A seal never changes; of each, some ten megabytes at most.
    return list(leaves_of(Seal.objects.get(pk=seal_id)))
