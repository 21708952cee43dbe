"""Seals: every minute the root of the tree over all entries so far, so that whoever keeps one can prove the rest.

RFC 6962: a new seal grows the tree of the last one, and no entry is ever hashed twice. Each is signed as a checkpoint
(`notes`), and a figure is published together with one.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import connection, transaction

from yidu.common import clock
from yidu.ledger.keys import own_key
from yidu.ledger.locks import lock_sealing, settled_to
from yidu.ledger.merkle import Hash, Tree
from yidu.ledger.models import Entry, Seal
from yidu.ledger.notes import Checkpoint, note

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


@dataclass(frozen=True)
class Sealed:
    """What every page says of the newest seal."""

    size: int
    sealed_at: datetime


def sealed_by_now() -> Sealed | None:
    """How much is sealed, and when it was. Asked by every page, hence as plainly as can be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, sealed_at FROM ledger_seal ORDER BY number DESC LIMIT 1")
        found = cursor.fetchone()
    return Sealed(*found) if found else None


def first_seal_after(moment: datetime) -> Seal | None:
    """The first seal that was made after a moment; None while there is none."""
    return Seal.objects.defer("leaves").filter(sealed_at__gt=moment).order_by("number").first()


def covering_seal(entry_id: int) -> Seal | None:
    """The first seal under which an entry lies; None while it is not sealed."""
    return Seal.objects.defer("leaves").filter(last_entry_id__gte=entry_id).order_by("number").first()


def tree_of(seal: Seal | None) -> Tree:
    """The tree as it stood at a seal; the empty one for None."""
    return Tree(seal.size, peaks_of(seal)) if seal else Tree()


def leaves_of(seal: Seal) -> Iterator[tuple[int, Hash]]:
    """(entry id, leaf hash) of what was sealed since the seal before."""
    yield from _LEAF.iter_unpack(bytes(seal.leaves))


def _seal(number: int, tree: Tree, batch: list[tuple[int, Hash]]) -> Seal:
    for _id, leaf in batch:
        tree.append(leaf)
    key = own_key()
    return Seal.objects.create(
        number=number,
        note=note(Checkpoint(key.name, tree.size, tree.root), key),
        last_entry_id=batch[-1][0],
        size=tree.size,
        root=tree.root,
        peaks=b"".join(tree.peaks),
        leaves=b"".join(_LEAF.pack(*one) for one in batch),
        sealed_at=clock.now(),
    )


def peaks_of(seal: Seal) -> list[Hash]:
    peaks = bytes(seal.peaks)
    return [peaks[i : i + 32] for i in range(0, len(peaks), 32)]
