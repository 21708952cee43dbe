"""Somebody with every right on the database, who changes the past at random. Each deed is undone by its caller."""

from __future__ import annotations

import random
from collections.abc import Callable

from django.db import connection
from django.db.backends.utils import CursorWrapper

from yidu.ledger.leaves import leaf_of
from yidu.ledger.models import Entry, Seal
from yidu.ledger.seals import seal

CHANGES = (
    "quantity = quantity + 1",
    "day = day + 1",
    "record = record || '0'",
    "sector = sector || '。'",
    "value = 'x'",
    "dims = jsonb_build_object('x', 1)",
    "entered_at = entered_at + interval '1 microsecond'",
    "edition = edition + 1",
    "programme = 'other'",
    "indicator = 'other'",
    "host = 'other'",
)
SEAL_CHANGES = ("root = sha256(root)", "size = size + 1000000", "peaks = sha256(peaks)", "leaves = ''", "note = ''")
COPIED = ", ".join(field.attname for field in Entry._meta.concrete_fields if not field.primary_key)


class Forger:
    """`Forger(seed).deed()` does one thing to the sealed entries and returns its name. Triggers and keys are off."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.ids = list(Entry.objects.order_by("pk").values_list("pk", flat=True))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("ledger_entry", "ledger_seal", "ledger_cosignature"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint "
                "WHERE contype = 'f' AND confrelid IN ('ledger_entry'::regclass, 'ledger_seal'::regclass)"
            )
            for table, name in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    def deed(self) -> str:
        deeds: list[Callable[[CursorWrapper], None]] = [
            self.edit, self.edit, self.delete, self.delete_several, self.insert, self.swap, self.cut_off_the_end,
            self.change_a_seal, self.rewrite_everything,
        ]  # fmt: skip
        deed = self.chance.choice(deeds)
        with connection.cursor() as cursor:
            deed(cursor)
        return deed.__name__

    def edit(self, cursor: CursorWrapper) -> None:
        id_ = self.chance.choice(self.ids)
        cursor.execute(f"UPDATE ledger_entry SET {self.chance.choice(CHANGES)} WHERE id = {id_}")
        if self.chance.random() < 0.5:
            self._forge_leaves(cursor, [id_])

    def delete(self, cursor: CursorWrapper) -> None:
        cursor.execute(f"DELETE FROM ledger_entry WHERE id = {self.chance.choice(self.ids)}")

    def delete_several(self, cursor: CursorWrapper) -> None:
        start = self.chance.randrange(len(self.ids))
        gone = self.ids[start : start + self.chance.randint(2, 30)]
        cursor.execute("DELETE FROM ledger_entry WHERE id = ANY(%s)", [gone])

    def insert(self, cursor: CursorWrapper) -> None:
        # The ids of tests leave no gap, so the newcomer stands before the first.
        id_, new = self.chance.choice(self.ids), self.ids[0] - self.chance.randint(1, 50)
        self._copy(cursor, id_, new)
        cursor.execute(f"UPDATE ledger_entry SET record = 'forged/1' WHERE id = {new}")
        self._forge_leaves(cursor, [new])

    def swap(self, cursor: CursorWrapper) -> None:
        one, other = self.chance.sample(self.ids, 2)
        for old, new in ((one, -1), (other, one), (-1, other)):
            self._copy(cursor, old, new)
            cursor.execute(f"DELETE FROM ledger_entry WHERE id = {old}")

    def cut_off_the_end(self, cursor: CursorWrapper) -> None:
        last = self.chance.choice(list(Seal.objects.order_by("number").values_list("number", flat=True))[1:])
        before = Seal.objects.get(number=last - 1).last_entry_id
        cursor.execute(f"DELETE FROM ledger_seal WHERE number >= {last}")
        cursor.execute(f"DELETE FROM ledger_entry WHERE id > {before}")
        if self.chance.random() < 0.5:
            # … and something else in its place, sealed with the site's own key.
            for old in self.ids[:5]:
                self._copy(cursor, old, self.ids[-1] + old)
            self._forge_leaves(cursor, [self.ids[-1] + old for old in self.ids[:5]])
            seal()

    def change_a_seal(self, cursor: CursorWrapper) -> None:
        number = self.chance.choice(list(Seal.objects.values_list("number", flat=True)))
        cursor.execute(f"UPDATE ledger_seal SET {self.chance.choice(SEAL_CHANGES)} WHERE number = {number}")

    def rewrite_everything(self, cursor: CursorWrapper) -> None:
        changed = self.chance.sample(self.ids, 3)
        cursor.execute("UPDATE ledger_entry SET quantity = quantity * 3 WHERE id = ANY(%s)", [changed])
        self._forge_leaves(cursor, changed)
        sizes = list(Seal.objects.order_by("number").values_list("last_entry_id", "sealed_at"))
        cursor.execute("DELETE FROM ledger_seal")
        seal()
        assert sizes

    def _copy(self, cursor: CursorWrapper, old: int, new: int) -> None:
        cursor.execute(
            f"INSERT INTO ledger_entry (id, {COPIED}) SELECT {new}, {COPIED} FROM ledger_entry WHERE id = {old}"
        )

    def _forge_leaves(self, cursor: CursorWrapper, ids: list[int]) -> None:
        for entry in Entry.objects.filter(pk__in=ids):
            cursor.execute("UPDATE ledger_entry SET leaf = %s WHERE id = %s", [leaf_of(entry), entry.pk])
