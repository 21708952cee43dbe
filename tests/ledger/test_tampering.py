"""What a forger with every right does at random is found, here and by the script outside. The long run: tests/prove."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from django.db import transaction

from tests.cast import at
from tests.ledger.conftest import District
from tests.ledger.forger import Forger
from yidu.ledger.export import export
from yidu.ledger.keys import log_keys, own_key
from yidu.ledger.notes import read
from yidu.ledger.outside import verify as outside
from yidu.ledger.seals import latest_seal, seal
from yidu.ledger.verify import verify


@dataclass
class Found:
    """How often each deed was done, and the deeds that nobody noticed."""

    done: dict[str, int] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    missed_outside: list[str] = field(default_factory=list)


def ledger_of(district: District, *, seals: int, each: int) -> str:
    """Fill the ledger; returns the checkpoint that somebody outside keeps."""
    with at("2025-03-01"):
        for _seal in range(seals):
            for _one in range(each):
                district.appoint()
            seal()
    newest = latest_seal()
    assert newest is not None
    return newest.note


def found_of(kept: str, *, deeds: int, seed: int, keep: bool = True) -> Found:
    found, forger = Found(), Forger(seed)
    notes = [kept] if keep else []
    checkpoints, key = [read(note, *log_keys()) for note in notes], str(own_key().public)
    for _deed in range(deeds):
        with transaction.atomic():
            name = forger.deed()
            found.done[name] = found.done.get(name, 0) + 1
            if verify(checkpoints=checkpoints) is None:
                found.missed.append(name)
            lines = [json.dumps(line, default=str) for line in export()]
            if not _outside(lines, key, notes):
                found.missed_outside.append(name)
            transaction.set_rollback(True)
    assert verify(checkpoints=checkpoints) is None, "everything was undone"
    return found


def _outside(lines: list[str], key: str, kept: list[str]) -> bool:
    try:
        return outside.check_ledger(lines, key, kept) is not None
    except ValueError:
        return True


def test_forty_changes_of_the_past_are_found(district: District) -> None:
    found = found_of(ledger_of(district, seals=6, each=3), deeds=40, seed=11)
    assert (found.missed, found.missed_outside) == ([], [])
    assert len(found.done) >= 7, "the forger did many things"


def test_without_a_kept_checkpoint_a_rewriting_is_missed(district: District) -> None:
    """The twin: a ledger that nobody watches."""
    found = found_of(ledger_of(district, seals=6, each=3), deeds=40, seed=11, keep=False)
    assert set(found.missed) <= {"rewrite_everything", "cut_off_the_end"}
    assert "rewrite_everything" in found.missed
