"""No request breaks the API. The long form of this is tests/prove/test_api_storm.py."""

from __future__ import annotations

import pytest
from pytest_django import Settings

from tests.api.storm import rage
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _no_limits(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.YIDU_API_PER_MINUTE = 10**6
    for module in ("matters", "receipts", "seals"):
        monkeypatch.setattr(f"yidu.api.nouns.{module}.allowed", lambda *_told, **_more: True)


def test_no_request_breaks_the_api(cast: Cast):
    storm = rage(cast, cases=300)
    assert sum(storm.statuses.values()) >= 300
    assert storm.statuses[200] > 20
    assert storm.statuses[422] > 20


def test_a_planted_fault_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """The twin: one operation breaks for one kind of input."""
    from yidu.api.nouns import places

    def search(text: str, **_more: object) -> list[object]:
        return [1 // (len(text) % 2 - 1)] if text else []

    monkeypatch.setattr(places, "search", search)
    with pytest.raises(BaseException, match=r"Server error|server error|500"):
        rage(cast, cases=2500)


def test_a_refusal_without_a_reason_is_found(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """The twin: a refusal that names no field."""
    from yidu.api import problems

    monkeypatch.setattr(problems, "name_of", lambda _place: "")
    with pytest.raises(BaseException, match="fields"):
        rage(cast, cases=400)
