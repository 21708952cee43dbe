"""An edition is published while people go on working."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connections

from tests.cast import BEGINS, Cast, at, build
from yidu.common.actors import SYSTEM
from yidu.ledger.audit import audit
from yidu.ledger.figures import Figure, value
from yidu.people.actions import add_person, appoint
from yidu.programmes.actions import publish
from yidu.programmes.loading import LIBRARY, load

WRITERS, EACH = 3, 6


@pytest.fixture
def busy(transactional_db: None, tmp_path: Path) -> Iterator[Cast]:
    with at("2025-01-02"):
        yield build(tmp_path)
    connections.close_all()


def test_nobody_waits_for_ever_and_everything_counts_by_the_new_rules(busy: Cast):
    """Every writer must let the publisher go first or the reverse: with row locks that meet foreign keys, neither."""
    sheet = load(LIBRARY / "wuqian")
    programme = sheet.programme
    assert programme is not None
    start = threading.Barrier(WRITERS + 1)

    def write(number: int) -> None:
        try:
            start.wait(20)
            for turn in range(EACH):
                person = add_person(committee=busy.committee, name=f"委员{number}{turn}", actor=SYSTEM)
                appoint(
                    committee=busy.committee,
                    person=person,
                    role="member",
                    starts=BEGINS,
                    sector=busy.sector,
                    actor=SYSTEM,
                )
        finally:
            connections.close_all()

    def renew() -> None:
        try:
            start.wait(20)
            for turn in range(EACH):
                title = programme.title.model_copy(update={"en": f"Edition {turn}"})
                renamed = replace(sheet, programme=programme.model_copy(update={"title": title}))
                publish(renamed, committee=busy.committee, actor=SYSTEM)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        jobs = [pool.submit(write, number) for number in range(WRITERS)] + [pool.submit(renew)]
        for job in jobs:
            job.result(60)
    members = Figure(committee=busy.committee, programme="wuqian", indicator="members")
    assert value(members) == 1 + WRITERS * EACH
    assert audit() == []
