"""The Merkle tree of RFC 6962, as a compact range: the few hashes that stand for all leaves so far.

Pure: bytes in, bytes out. Leaves are leaf hashes (32 bytes), positions count from 0.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

Hash = bytes
"""32 bytes of SHA-256."""


def leaf_hash(content: bytes) -> Hash:
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """A growing tree that keeps only its peaks, the roots of its perfect subtrees from left to right."""

    def __init__(self, size: int = 0, peaks: Iterable[Hash] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} peaks, not {len(self.peaks)}")

    def append(self, leaf: Hash) -> None:
        peaks, size = self.peaks, self.size
        while size & 1:
            leaf = node_hash(peaks.pop(), leaf)
            size >>= 1
        peaks.append(leaf)
        self.size += 1

    @property
    def root(self) -> Hash:
        """The tree's root; of an empty tree, the hash of nothing."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        *others, root = self.peaks
        for peak in reversed(others):
            root = node_hash(peak, root)
        return root


def peaks_at(size: int, peaks: Sequence[Hash]) -> dict[tuple[int, int], Hash]:
    """The peaks of a tree by the leaves that they stand for: (first, after the last) → hash."""
    placed, start = {}, 0
    for peak, bit in zip(peaks, reversed([bit for bit in range(size.bit_length()) if size >> bit & 1]), strict=True):
        placed[start, start + (1 << bit)] = peak
        start += 1 << bit
    return placed


RootOf = Callable[[int, int], Hash]
"""The root of the leaves from one position up to, not including, another."""


def roots(*, known: dict[tuple[int, int], Hash], leaf: Callable[[int], Hash]) -> RootOf:
    """Roots of stretches of one tree. `known` need not be computed, and is filled with those that were."""

    def root_of(start: int, end: int) -> Hash:
        if (found := known.get((start, end))) is not None:
            return found
        if end - start == 1:
            return leaf(start)
        middle = start + left_of(end - start)
        known[start, end] = node_hash(root_of(start, middle), root_of(middle, end))
        return known[start, end]

    return root_of


def audit_path(position: int, size: int, root_of: RootOf) -> list[Hash]:
    """The hashes that lead from a leaf to the root of a tree of `size` leaves, lowest first (RFC 6962 §2.1.1)."""
    path: list[Hash] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + left_of(end - start)
        if position < middle:
            path.append(root_of(middle, end))
            end = middle
        else:
            path.append(root_of(start, middle))
            start = middle
    return path[::-1]


def consistency_path(first: int, second: int, root_of: RootOf) -> list[Hash]:
    """The hashes that show that the first `first` of `second` leaves are the same in both trees (RFC 6962 §2.1.2).

    Left of `first` it asks only for peaks of the smaller tree. Empty for two trees of one size, and from the empty one.
    """
    if first in (0, second):
        return []
    path: list[Hash] = []
    start, end, whole = 0, second, True
    while end != first:
        middle = start + left_of(end - start)
        if first <= middle:
            path.append(root_of(middle, end))
            end = middle
        else:
            path.append(root_of(start, middle))
            start, whole = middle, False
    if not whole:
        path.append(root_of(start, end))
    return path[::-1]


def root_from_path(leaf: Hash, position: int, size: int, path: Sequence[Hash]) -> Hash:
    """The root that a proof leads to (RFC 9162 §2.1.3.2). Raises ValueError when it has the wrong length."""
    if not 0 <= position < size:
        raise ValueError("the leaf is not in the tree")
    first, last, root = position, size - 1, leaf
    for step in path:
        if last == 0:
            raise ValueError("the proof is too long")
        if first & 1 or first == last:
            root = node_hash(step, root)
            while not first & 1 and first:
                first >>= 1
                last >>= 1
        else:
            root = node_hash(root, step)
        first >>= 1
        last >>= 1
    if last:
        raise ValueError("the proof is too short")
    return root


def consistent(first: int, first_root: Hash, second: int, second_root: Hash, path: Sequence[Hash]) -> bool:
    """Whether the tree of `second` leaves only adds to that of `first` (RFC 9162 §2.1.4.2)."""
    if first > second or (first in (0, second) and path):
        return False
    if first == second:
        return first_root == second_root
    if first == 0:
        return True
    hashes = list(path)
    if first & (first - 1) == 0:
        hashes.insert(0, first_root)
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    if not hashes:
        return False
    old = new = hashes[0]
    for step in hashes[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, step)
        node, last = node >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def left_of(size: int) -> int:
    """How many leaves the left subtree has: the largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)
