"""A site that is killed has kept each write that it acknowledged, once. `make prove` kills it more often."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.kills.load import Load, trial
from tests.kills.site import Site, open_site


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with open_site() as opened:
        yield opened


def test_what_was_acknowledged_is_there_once_after_each_kill(site: Site):
    load = Load(site, patience=0.1)
    found = trial(load, kills=["web_process", "database", "connection"], programs=3, seed=1, longest=0.3)
    assert found.is_well, found
    assert found.again, "no kill came between a write and its answer"
    assert site.audit() == ""


def test_the_twin_that_does_not_wait_for_the_disk_loses_writes(site: Site):
    site.forget_to_wait()
    found = trial(Load(site), kills=["database"], programs=3, seed=2, least=12, longest=0.3)
    assert found.lost, found
