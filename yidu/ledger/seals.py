"""Seals: every minute the root of the tree over all entries so far, so that whoever keeps one can prove the rest.

RFC 6962: a new seal grows the tree of the last one, and no entry is ever hashed twice.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yidu.common import clock
from yidu.common.errors import Refused
from yidu.ledger.leaves import content
from yidu.ledger.locks import lock_sealing, settled_to
from yidu.ledger.merkle import Hash, Tree, audit_path, peaks_at
from yidu.ledger.models import Entry, Seal

MOST = 65_536
"""Entries of one seal: its list of leaves stays below 3 MB."""

_LEAF = struct.Struct(">q32s")


def seal() -> list[Seal]:
    """Seal every entry that is not sealed yet, `MOST` at a time. Empty when there is nothing new.

    Nothing is sealed while a long transaction is writing: the next run does it.
    """
    last = settled_to()
    if last is None:
        return []
    with transaction.atomic():
        lock_sealing()
        newest = latest_seal()
        tree = tree_of(newest)
        after = newest.last_entry_id if newest else 0
        rows = Entry.objects.filter(pk__gt=after, pk__lte=last).order_by("pk").values_list("pk", "leaf")
        leaves = ((pk, bytes(leaf)) for pk, leaf in rows.iterator(chunk_size=10_000))
        number = newest.number if newest else 0
        made = []
        while batch := list(islice(leaves, MOST)):
            number += 1
            made.append(_seal(number, tree, batch))
        return made


def latest_seal() -> Seal | None:
    # The list of leaves may have megabytes: it is read when it is asked for.
    return Seal.objects.defer("leaves").order_by("-number").first()


def first_seal_after(moment: datetime) -> Seal | None:
    """The first seal that was made after a moment; None while there is none."""
    return Seal.objects.defer("leaves").filter(sealed_at__gt=moment).order_by("number").first()


def covering_seal(entry_id: int) -> Seal | None:
    """The first seal under which an entry lies; None while it is not sealed."""
    return Seal.objects.defer("leaves").filter(last_entry_id__gte=entry_id).order_by("number").first()


def tree_of(seal: Seal | None) -> Tree:
    """The tree as it stood at a seal; the empty one for None."""
    return Tree(seal.size, _peaks(seal)) if seal else Tree()


def leaves_of(seal: Seal) -> Iterator[tuple[int, Hash]]:
    """(entry id, leaf hash) of what was sealed since the seal before."""
    yield from _LEAF.iter_unpack(bytes(seal.leaves))


def inclusion(entry: Entry, seal: Seal | None = None, *, reveal: bool = True) -> dict[str, Any]:
    """The proof that an entry lies under a seal (default: the first that covers it), as JSON to keep.

    With `reveal=False` it holds the leaf hash and not what the entry says. Reads only what was sealed between the
    first seal that covers the entry and `seal`. Raises `Refused` while it does not lie under that seal.
    """
    first = covering_seal(entry.pk)
    seal = seal or first
    if first is None or seal is None or seal.number < first.number:
        raise Refused(_("This entry is not sealed yet. Seals are made every minute."))
    stretch = _stretch(first.pk, seal.pk)
    position = stretch.positions[entry.pk]
    path = audit_path(position, seal.size, known=stretch.known, leaf=stretch.leaf)
    return {
        "format": "RFC 6962, SHA-256",
        "entry": content(entry) if reveal else None,
        "leaf": bytes(entry.leaf).hex(),
        "position": position,
        "path": [one.hex() for one in path],
        "seal": {
            "number": seal.number,
            "size": seal.size,
            "root": bytes(seal.root).hex(),
            "sealed-at": seal.sealed_at.isoformat(),
        },
    }


@dataclass(frozen=True)
class _Stretch:
    """What was sealed from one seal to another: the positions of its entries, its leaves, the subtrees known so far."""

    start: int
    positions: dict[int, int]
    leaves: list[Hash]
    known: dict[tuple[int, int], Hash]

    def leaf(self, position: int) -> Hash:
        return self.leaves[position - self.start]


@lru_cache(maxsize=2)
def _stretch(first: int, last: int) -> _Stretch:
    # A seal never changes, and the proofs of one page lie close together: hash the subtrees between them once.
    ends = Seal.objects.defer("leaves").in_bulk([first, last])
    before = Seal.objects.defer("leaves").filter(number=ends[first].number - 1).first()
    start = before.size if before else 0
    seals = Seal.objects.filter(number__gte=ends[first].number, number__lte=ends[last].number).order_by("number")
    pairs = [pair for one in seals for pair in leaves_of(one)]
    return _Stretch(
        start=start,
        positions={pk: start + offset for offset, (pk, _leaf) in enumerate(pairs)},
        leaves=[leaf for _pk, leaf in pairs],
        known=peaks_at(start, _peaks(before)) if before else {},
    )


def _seal(number: int, tree: Tree, batch: list[tuple[int, Hash]]) -> Seal:
    for _id, leaf in batch:
        tree.append(leaf)
    return Seal.objects.create(
        number=number,
        last_entry_id=batch[-1][0],
        size=tree.size,
        root=tree.root,
        peaks=b"".join(tree.peaks),
        leaves=b"".join(_LEAF.pack(*one) for one in batch),
        sealed_at=clock.now(),
    )


def _peaks(seal: Seal) -> list[Hash]:
    peaks = bytes(seal.peaks)
    return [peaks[i : i + 32] for i in range(0, len(peaks), 32)]
