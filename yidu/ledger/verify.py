"""Checking that history was not rewritten: every leaf, every seal, and every checkpoint that somebody kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from django.utils.translation import gettext as _

from yidu.ledger.keys import log_keys, witness_keys
from yidu.ledger.leaves import leaf_of
from yidu.ledger.merkle import Hash, Tree
from yidu.ledger.models import Cosignature, Entry, Seal
from yidu.ledger.notes import Checkpoint, NoteError, cosigned_at, read
from yidu.ledger.seals import leaves_of, tree_of
from yidu.ledger.snapshots import one_snapshot

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""

_STEP = 5000


@dataclass(frozen=True)
class Flaw:
    """The first thing that is not as it was sealed. `entry` and `seal` are None where it cannot be told."""

    kind: Literal["changed", "removed", "inserted", "reordered", "seal", "signature", "root"]
    entry: int | None = None
    seal: int | None = None

    def __str__(self) -> str:
        said = {
            "changed": _("entry %(entry)s was changed after it was entered"),
            "removed": _("entry %(entry)s was removed"),
            "inserted": _("entry %(entry)s was inserted after seal %(seal)s was made"),
            "reordered": _("entry %(entry)s is no longer at its place"),
            "seal": _("seal %(seal)s does not follow from the seal before and its own entries"),
            "signature": _("seal %(seal)s does not carry the signature that it was made with"),
            "root": _("seal %(seal)s is not the one that was kept: history was rewritten"),
        }
        if self == Flaw("root"):
            return _("a checkpoint that was kept is of a seal that is gone: history was rewritten")
        return said[self.kind] % {"entry": self.entry, "seal": self.seal}


def verify(
    progress: Progress | None = None,
    *,
    kept: Mapping[int, Hash] | None = None,
    checkpoints: Iterable[Checkpoint] = (),
) -> Flaw | None:
    """Recompute every leaf from its entry and every root from the leaves. None when all is as it was sealed.

    What somebody outside kept (roots by the number of their seal, or checkpoints) alone can show that all entries and
    all seals were rewritten together by somebody who has the key as well.
    """
    with one_snapshot():
        total, done = Entry.objects.count(), 0

        def entries() -> Iterator[Entry]:
            nonlocal done
            for entry in Entry.objects.order_by("pk").iterator(chunk_size=2000):
                yield entry
                done += 1
                if progress and done % _STEP == 0:
                    progress(done, total)
            if progress:
                progress(total, total)

        return _verify(entries(), dict(kept or {}), {one.size: one.root for one in checkpoints})


def _verify(entries: Iterator[Entry], kept: dict[int, Hash], kept_at: dict[int, Hash]) -> Flaw | None:
    ahead = _Peekable(entries)
    tree, signatures = tree_of(None), _Signatures()
    for expected, seal in enumerate(Seal.objects.order_by("number").iterator(chunk_size=10), start=1):
        sealed = list(leaves_of(seal))
        actual, stored = [], []
        for entry in ahead.upto(seal.last_entry_id):
            actual.append((entry.pk, leaf_of(entry)))
            stored.append((entry.pk, bytes(entry.leaf)))
        for told in (actual, stored):
            if sealed != told:
                return _first_difference(sealed, told, seal.number)
        for _id, leaf in sealed:
            tree.append(leaf)
        if flaw := _seal_flaw(seal, tree, expected, signatures):
            return flaw
        if {kept.pop(seal.number, tree.root), kept_at.pop(seal.size, tree.root)} != {tree.root}:
            return Flaw("root", seal=seal.number)
    for entry in ahead:
        if leaf_of(entry) != bytes(entry.leaf):
            return Flaw("changed", entry=entry.pk)
    # A kept root whose seal is gone: the end was cut off.
    return Flaw("root", seal=min(kept, default=None)) if kept or kept_at else None


def _seal_flaw(seal: Seal, tree: Tree, expected: int, signatures: _Signatures) -> Flaw | None:
    fits = (expected, tree.size, tree.root, b"".join(tree.peaks))
    if (seal.number, seal.size, bytes(seal.root), bytes(seal.peaks)) != fits:
        return Flaw("seal", seal=expected)
    return None if signatures.fit(seal) else Flaw("signature", seal=expected)


class _Signatures:
    """The signature of each seal, and those of its witnesses."""

    def __init__(self) -> None:
        self._keys, self._witnesses = log_keys(), {key.name: key for key in witness_keys()}
        self._cosigned: dict[int, list[Cosignature]] = {}
        for one in Cosignature.objects.filter(witness__in=self._witnesses):
            self._cosigned.setdefault(one.seal_id, []).append(one)

    def fit(self, seal: Seal) -> bool:
        try:
            told = read(seal.note, *self._keys)
            seen = [cosigned_at(f"{seal.note}{one.line}", self._witnesses[one.witness]) for one in self._of(seal)]
        except NoteError:
            return False
        return (told.size, told.root) == (seal.size, bytes(seal.root)) and None not in seen

    def _of(self, seal: Seal) -> list[Cosignature]:
        return self._cosigned.get(seal.pk, [])


def _first_difference(sealed: list[tuple[int, Hash]], actual: list[tuple[int, Hash]], number: int) -> Flaw:
    were, are = {leaf for _id, leaf in sealed}, {leaf for _id, leaf in actual}
    was, now = next((was, now) for was, now in zip_longest(sealed, actual) if was != now)
    if now is None or (was is not None and was[0] < now[0]):
        return Flaw("reordered" if was[1] in are else "removed", was[0], number)
    if was is None or now[0] < was[0]:
        return Flaw("reordered" if now[1] in were else "inserted", now[0], number)
    return Flaw("reordered" if now[1] in were else "changed", now[0], number)


class _Peekable:
    """Entries in order, taken up to an id."""

    def __init__(self, entries: Iterator[Entry]) -> None:
        self._entries = entries
        self._next = next(entries, None)

    def upto(self, last: int) -> Iterator[Entry]:
        while self._next is not None and self._next.pk <= last:
            yield self._next
            self._next = next(self._entries, None)

    def __iter__(self) -> Iterator[Entry]:
        while self._next is not None:
            yield self._next
            self._next = next(self._entries, None)
