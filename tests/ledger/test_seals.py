"""What somebody with all rights on the database could do to the entries, and that it is found and named."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.db.backends.utils import CursorWrapper

from tests.cast import at
from tests.ledger.conftest import District, tampering
from yidu.common.errors import Refused
from yidu.ledger import seals
from yidu.ledger.leaves import canonical, content, leaf_of
from yidu.ledger.merkle import leaf_hash, root_from_path
from yidu.ledger.models import Entry, Seal
from yidu.ledger.proofs import inclusion
from yidu.ledger.seals import latest_seal, seal
from yidu.ledger.verify import Flaw, verify

COPIED = (
    "committee_id, programme, indicator, day, quantity, record, place_id, host, sector, value, dims, entered_at, "
    "step_id, reverses_id, edition, leaf"
)


@pytest.fixture
def sealed(district: District) -> list[int]:
    """Ids of eighteen entries under three seals, and two that are not sealed yet."""
    for number in range(10):
        with at(f"2025-03-0{number // 3 + 1}", 9 + number % 3):
            district.appoint()
        if number in (2, 5, 8):
            seal()
    return list(Entry.objects.values_list("pk", flat=True))


def forge_leaves() -> None:
    """Make the leaf of every entry fit what the entry says now."""
    with tampering("ledger_entry") as cursor:
        for entry in Entry.objects.all():
            cursor.execute("UPDATE ledger_entry SET leaf = %s WHERE id = %s", [leaf_of(entry), entry.pk])


def test_what_nobody_touched_is_as_it_was_sealed(sealed: list[int]):
    assert verify() is None
    assert [one.size for one in Seal.objects.order_by("number")] == [6, 12, 18]
    seal()
    assert verify() is None
    assert seal() == [], "there is nothing new"


def test_a_root_depends_on_the_entries_and_not_on_when_they_were_sealed(district: District):
    for _ in range(5):
        district.appoint()
    seal()
    once = latest_seal()
    assert once is not None
    with tampering("ledger_seal") as cursor:
        cursor.execute("DELETE FROM ledger_seal")
    leaves = list(Entry.objects.order_by("pk").values_list("leaf", flat=True))
    tree = seals.Tree()
    for leaf in leaves:
        tree.append(bytes(leaf))
    assert tree.root == bytes(once.root)


def test_long_batches_are_sealed_in_parts(district: District, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(seals, "MOST", 4)
    for _ in range(5):
        district.appoint()
    assert [one.size for one in seal()] == [4, 8, 10]
    assert verify() is None


CHANGES = [
    "quantity = 5",
    "day = day + 1",
    "record = 'appointment/999'",
    "sector = '其他'",
    "dims = '{}'",
    "entered_at = entered_at - interval '1 second'",
    "edition = 9",
    "place_id = (SELECT min(id) FROM places_place)",
]


@pytest.mark.parametrize("forged", [False, True])
def test_a_changed_entry_is_named(sealed: list[int], forged: bool):
    for index, change in product((0, 7, 17), CHANGES):
        with transaction.atomic():
            with tampering("ledger_entry") as cursor:
                cursor.execute(f"UPDATE ledger_entry SET {change} WHERE id = {sealed[index]}")
            if forged:
                forge_leaves()
            assert verify() == Flaw("changed", sealed[index], index // 6 + 1), (index, change)
            transaction.set_rollback(True)


def test_a_changed_entry_is_named_before_it_is_sealed(sealed: list[int]):
    with tampering("ledger_entry") as cursor:
        cursor.execute(f"UPDATE ledger_entry SET quantity = 5 WHERE id = {sealed[19]}")
    assert verify() == Flaw("changed", sealed[19])


def test_a_changed_hash_is_named(sealed: list[int]):
    with tampering("ledger_entry") as cursor:
        cursor.execute(f"UPDATE ledger_entry SET leaf = sha256(leaf) WHERE id = {sealed[7]}")
    assert verify() == Flaw("changed", sealed[7], 2)


@pytest.mark.parametrize("index", [0, 7, 16])
def test_a_removed_entry_is_named(sealed: list[int], index: int):
    with tampering("ledger_entry") as cursor:
        cursor.execute(f"DELETE FROM ledger_entry WHERE id = {sealed[index]}")
    assert verify() == Flaw("removed", sealed[index], index // 6 + 1)


def copy(cursor: CursorWrapper, id_: int, new: int) -> None:
    cursor.execute(f"INSERT INTO ledger_entry (id, {COPIED}) SELECT {new}, {COPIED} FROM ledger_entry WHERE id = {id_}")


def test_an_inserted_entry_is_named(sealed: list[int]):
    with tampering("ledger_entry") as cursor:
        copy(cursor, sealed[7], 0)
        cursor.execute("UPDATE ledger_entry SET record = 'appointment/999' WHERE id = 0")
    forge_leaves()
    assert verify() == Flaw("inserted", 0, 1)


def test_reordered_entries_are_named(sealed: list[int]):
    one, other = sealed[6], sealed[8]
    with tampering("ledger_entry") as cursor:
        for old, new in ((one, -1), (other, one), (-1, other)):
            copy(cursor, old, new)
            cursor.execute(f"DELETE FROM ledger_entry WHERE id = {old}")
    assert verify() == Flaw("reordered", one, 2)


def test_a_cut_off_end_is_found(sealed: list[int]):
    kept = {2: bytes(Seal.objects.get(number=2).root), 3: bytes(Seal.objects.get(number=3).root)}
    with tampering("ledger_entry", "ledger_seal") as cursor:
        cursor.execute("DELETE FROM ledger_seal WHERE number = 3")
        cursor.execute(f"DELETE FROM ledger_entry WHERE id > {sealed[11]}")
    assert verify() is None, "without a kept root nothing shows that there was more"
    assert verify(kept=kept) == Flaw("root", seal=3)


@pytest.mark.parametrize(
    "change", ["root = decode(repeat('00', 32), 'hex')", "size = size + 1", "peaks = root", "leaves = ''"]
)
def test_a_changed_seal_is_found(sealed: list[int], change: str):
    with tampering("ledger_seal") as cursor:
        cursor.execute(f"UPDATE ledger_seal SET {change} WHERE number = 2")
    flaw = verify()
    assert flaw is not None
    assert flaw.seal == 2


def test_a_removed_seal_is_found(sealed: list[int]):
    with tampering("ledger_seal") as cursor:
        cursor.execute("DELETE FROM ledger_seal WHERE number = 2")
    assert verify() is not None


def test_a_rewriting_of_all_history_is_found_by_whoever_kept_a_root(sealed: list[int]):
    kept = {1: bytes(Seal.objects.get(number=1).root)}
    with tampering("ledger_entry", "ledger_seal") as cursor:
        cursor.execute(f"UPDATE ledger_entry SET quantity = 5 WHERE id = {sealed[2]}")
        cursor.execute("DELETE FROM ledger_seal")
    forge_leaves()
    seals.seal()
    assert verify() is None, "a log without a witness is a promise"
    assert verify(kept=kept) == Flaw("root", seal=1)


def proves(told: dict[str, Any]) -> bool:
    """As anybody would check it who has nothing of Yidu."""
    leaf = bytes.fromhex(told["leaf"])
    if told["entry"] is not None and leaf_hash(canonical(told["entry"])) != leaf:
        return False
    path = [bytes.fromhex(one) for one in told["path"]]
    return root_from_path(leaf, told["position"], told["seal"]["size"], path).hex() == told["seal"]["root"]


def test_every_sealed_entry_can_be_proved(sealed: list[int]):
    under = {entry.pk: entry for entry in Entry.objects.filter(pk__in=sealed[:18])}
    for position, pk in enumerate(sealed[:18]):
        told = inclusion(under[pk])
        assert told["position"] == position
        assert told["entry"] == content(under[pk])
        assert proves(told)
        assert proves(inclusion(under[pk], Seal.objects.get(number=3)))
        hidden = inclusion(under[pk], reveal=False)
        assert hidden["entry"] is None
        assert proves(hidden)


def test_a_proof_of_what_was_changed_fails(sealed: list[int]):
    told = inclusion(Entry.objects.get(pk=sealed[4]))
    told["entry"]["quantity"] = "5.00"
    assert not proves(told)


def test_what_is_not_sealed_has_no_proof_yet(sealed: list[int]):
    with pytest.raises(Refused):
        inclusion(Entry.objects.get(pk=sealed[18]))
    with pytest.raises(Refused):
        inclusion(Entry.objects.get(pk=sealed[17]), Seal.objects.get(number=1))
