"""A thousand times somebody with every right changes the past. Each is found: here, and by the script outside."""

from __future__ import annotations

import pytest

from tests.cast import at
from tests.ledger.conftest import build_district
from tests.ledger.test_tampering import found_of, ledger_of
from tests.prove.conftest import Measured

pytestmark = pytest.mark.prove
SEALS, EACH = 12, 15


@pytest.fixture
def kept(db: None) -> str:
    """The checkpoint that somebody outside keeps, of 360 entries under twelve seals."""
    with at("2025-01-01"):
        district = build_district()
        district.publish()
    return ledger_of(district, seals=SEALS, each=EACH)


def test_a_thousand_changes_of_the_past_are_found(kept: str, measured: Measured) -> None:
    found = found_of(kept, deeds=1000, seed=7)
    assert not found.missed, found.missed
    assert not found.missed_outside, found.missed_outside
    measured(deeds=sum(found.done.values()), missed=0, missed_outside=0, **found.done)


def test_the_twin_that_keeps_no_checkpoint_misses_what_was_cut_off_or_rewritten(kept: str, measured: Measured) -> None:
    found = found_of(kept, deeds=300, seed=7, keep=False)
    assert set(found.missed) == {"rewrite_everything", "cut_off_the_end"}
    measured(deeds=300, missed=len(found.missed))
