"""Eight reports are issued at once, and no number is given twice or passed over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import Max

from tests.cast import at, build
from tests.matters.conftest import Walk
from tests.matters.test_issuing import signed
from tests.matters.test_races import THREADS, each_at_once
from tests.threads import SURELY, Meeting
from yidu.matters.effects import issuing
from yidu.matters.engine import take
from yidu.matters.models import IssuedText, Matter


@pytest.fixture
def walks(transactional_db: None, tmp_path: Path) -> Iterator[list[Walk]]:
    """Signed reports, committed, so that threads see them."""
    with at("2025-01-02"):
        cast = build(tmp_path)
    with at("2025-02-17"):
        yield [signed(cast, "2025-02-17") for _ in range(THREADS)]


def issue_all(walks: list[Walk]) -> list[Any]:
    def one(number: int) -> Matter:
        walk = walks[number]
        row = Matter.objects.get(pk=walk.matter.pk)
        return take(row, "issue", actor=walk.cast.office, version=row.version, inputs={"series": "opinion"})

    return each_at_once(one)


def test_every_report_gets_a_number_of_its_own(walks: list[Walk]):
    results = issue_all(walks)
    assert all(isinstance(one, Matter) for one in results), results
    assert {*IssuedText.objects.values_list("number", flat=True)} == {*range(1, THREADS + 1)}


def test_the_twin_that_looks_for_the_largest_number_is_stopped_by_the_table(
    walks: list[Walk], monkeypatch: pytest.MonkeyPatch
):
    two = Meeting(2, SURELY)

    def largest(committee_id: int, series: str, year: int) -> int:
        of_series = IssuedText.objects.filter(committee=committee_id, series=series.removeprefix("issue-"), year=year)
        found = of_series.aggregate(most=Max("number"))["most"] or 0
        two.wait()
        return int(found) + 1

    monkeypatch.setattr(issuing, "count_on", largest)
    results = issue_all(walks)
    refused = [one for one in results if isinstance(one, IntegrityError)]
    assert refused, results
    numbers = list(IssuedText.objects.exclude(number=None).values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)), "and yet no number was given twice"
