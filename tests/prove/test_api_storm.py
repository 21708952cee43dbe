"""Twenty thousand requests over the whole API, right ones and wrong ones, as five speakers: none breaks it."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.api.storm import rage
from tests.cast import Cast
from tests.prove.conftest import Measured

pytestmark = pytest.mark.prove

CASES = 20_000


def test_twenty_thousand_requests_do_not_break_the_api(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch, measured: Measured
):
    settings.YIDU_API_PER_MINUTE = 10**9
    for module in ("matters", "receipts", "seals"):
        monkeypatch.setattr(f"yidu.api.nouns.{module}.allowed", lambda *_told, **_more: True)
    storm = rage(cast, cases=CASES, chance=20_000)
    sent = sum(storm.statuses.values())
    assert sent >= CASES
    assert not [status for status in storm.statuses if status >= 500]
    measured(
        requests=sent,
        broken=0,
        operations_that_went_well=len(storm.well),
        operations_that_never_did=len(storm.never),
        **{f"answered_{status}": number for status, number in sorted(storm.statuses.items())},
    )
