"""The tree against the published vectors of RFC 6962, and every proof of every small tree."""

from __future__ import annotations

import pytest

from yidu.ledger.merkle import (
    Tree,
    audit_path,
    consistency_path,
    consistent,
    leaf_hash,
    peaks_at,
    root_from_path,
    roots,
)

CONTENTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""Of the empty tree and of 1 to 8 leaves: the test vectors of the Certificate Transparency project."""

LEAVES = [leaf_hash(str(number).encode()) for number in range(40)]


def test_roots_are_those_of_the_standard():
    tree = Tree()
    roots = [tree.root.hex()]
    for content in CONTENTS:
        tree.append(leaf_hash(bytes.fromhex(content)))
        roots.append(tree.root.hex())
    assert roots == ROOTS


def grown(size: int) -> Tree:
    tree = Tree()
    for leaf in LEAVES[:size]:
        tree.append(leaf)
    return tree


@pytest.mark.parametrize("size", range(1, 41))
def test_every_leaf_has_a_proof_from_the_peaks_of_any_earlier_tree(size: int):
    root = grown(size).root
    for position in range(size):
        for known in {0, position // 2, position}:

            def leaf(index: int, known: int = known) -> bytes:
                assert index >= known, "leaves under the peaks are not read"
                return LEAVES[index]

            path = audit_path(position, size, roots(known=peaks_at(known, grown(known).peaks), leaf=leaf))
            assert root_from_path(LEAVES[position], position, size, path) == root


def test_a_proof_of_something_else_leads_elsewhere():
    path = audit_path(5, 8, roots(known={}, leaf=LEAVES.__getitem__))
    root = grown(8).root
    assert root_from_path(LEAVES[5], 5, 8, path) == root
    assert root_from_path(LEAVES[6], 5, 8, path) != root
    assert root_from_path(LEAVES[5], 4, 8, path) != root
    for wrong in (path[:-1], [*path, path[0]]):
        with pytest.raises(ValueError, match="proof"):
            root_from_path(LEAVES[5], 5, 8, wrong)
    with pytest.raises(ValueError, match="not in the tree"):
        root_from_path(LEAVES[5], 8, 8, path)


def test_a_tree_with_the_wrong_peaks_is_refused():
    with pytest.raises(ValueError, match="peaks"):
        Tree(3, [LEAVES[0]])


@pytest.mark.parametrize("second", range(1, 41))
def test_every_earlier_tree_is_shown_to_be_the_beginning_of_this_one(second: int):
    root = grown(second).root
    for first in range(second + 1):
        earlier = grown(first)

        def leaf(index: int, known: int = first) -> bytes:
            assert index >= known, "left of the earlier tree's end its peaks are enough"
            return LEAVES[index]

        path = consistency_path(first, second, roots(known=peaks_at(first, earlier.peaks), leaf=leaf))
        assert consistent(first, earlier.root, second, root, path)
        if 0 < first < second:
            assert not consistent(first, LEAVES[0][::-1], second, root, path)
            assert not consistent(first, earlier.root, second, LEAVES[0][::-1], path)
            assert not consistent(first, earlier.root, second, root, path[:-1])
            assert not consistent(first, earlier.root, second, root, [*path, LEAVES[0]])
        assert not consistent(second + 1, root, second, root, [])


def test_a_tree_that_was_rewritten_is_not_consistent_with_what_it_was():
    was, forged = grown(5), Tree()
    for number in range(12):
        forged.append(LEAVES[39] if number == 2 else LEAVES[number])
    others = [LEAVES[39] if number == 2 else LEAVES[number] for number in range(12)]
    path = consistency_path(5, 12, roots(known={}, leaf=others.__getitem__))
    assert not consistent(5, was.root, 12, forged.root, path)
