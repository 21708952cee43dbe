"""Three hundred visits wait on a phone, and the line is cut on a third of the sendings: all arrive once, in order.

A real browser sends to a real server through a line that ends anywhere, in the request or in the answer. The envelopes
were sealed beforehand, as a phone seals them; recording them by hand is held by tests/browser/test_offline.py.
"""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

import pytest

from tests.browser.offline import Carried, Carry, forget_ids, signed_up
from tests.cast import Cast
from tests.prove.conftest import Measured
from tests.web.envelopes import Phone
from yidu.activities.models import Activity
from yidu.ledger.audit import audit
from yidu.matters.models import Matter
from yidu.web.models import Envelope

pytestmark = pytest.mark.prove

RECORDS = 300
PUT = """async (envelopes) => {
  const open = indexedDB.open("yidu-outbox");
  const db = await new Promise(ok => { open.onsuccess = () => ok(open.result); });
  const change = db.transaction("envelopes", "readwrite");
  for (const one of envelopes) change.objectStore("envelopes").put(one);
  await new Promise(ok => { change.oncomplete = ok; });
  db.close();
}"""


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Cast:
    return signed_up(tmp_path)


def told(number: int) -> str:
    return f"第{number}家的话：厂房不够。"


def waiting(cast: Cast, phone: Carried, records: int) -> None:
    sealing = Phone()
    sealed: list[dict[str, Any]] = [sealing.visit(cast, heard=told(number)) for number in range(records)]
    phone.page.evaluate(PUT, [{**one, "state": "waiting"} for one in sealed])


def cut_anywhere(dice: random.Random) -> tuple[int | None, int | None]:
    """Every third sending, somewhere in its some two thousand bytes or in the answer's some four hundred."""
    if dice.random() > 1 / 3:
        return None, None
    return (dice.randrange(2500), None) if dice.random() < 0.5 else (None, dice.randrange(500))


def send_everything(cast: Cast, phone: Carried, records: int) -> int:
    """Returns how often the page was opened."""
    phone.sign_in("member")
    waiting(cast, phone, records)
    dice = random.Random(20261126)
    phone.line.cut = lambda: cut_anywhere(dice)
    for opened in range(1, records * 2):
        phone.page.goto("/outbox/")
        phone.page.wait_for_timeout(200)
        phone.until(lambda states: "sending" not in states)
        if set(phone.states()) == {"sent"}:
            return opened
    raise AssertionError(phone.states())


def test_hundreds_arrive_once_and_in_order_wherever_the_line_is_cut(cast: Cast, carry: Carry, measured: Measured):
    phone = carry()
    started = time.monotonic()
    opened = send_everything(cast, phone, RECORDS)
    took = time.monotonic() - started
    heard = list(Activity.objects.order_by("recorded_at").values_list("heard", flat=True))
    assert heard == [told(number) for number in range(RECORDS)]
    assert Matter.objects.count() == RECORDS
    assert set(Envelope.objects.values_list("state", flat=True)) == {"taken"}
    assert audit() == []
    assert phone.line.cuts > RECORDS / 4
    measured(
        records=RECORDS, sendings=phone.line.sent, cuts=phone.line.cuts, opened=opened,
        lost=0, doubled=0, seconds=round(took, 1),
    )  # fmt: skip


def test_without_ids_the_same_cuts_double_records(
    cast: Cast, carry: Carry, measured: Measured, monkeypatch: pytest.MonkeyPatch
):
    forget_ids(monkeypatch)
    phone, records = carry(), 60
    send_everything(cast, phone, records)
    doubled = Activity.objects.count() - records
    measured(records=records, cuts=phone.line.cuts, doubled=doubled)
    assert doubled > 0
