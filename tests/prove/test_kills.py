"""A site is killed again and again while programs write: each acknowledged write is there afterwards, once.

A kill takes what processes hold in memory, and leaves what the system has been told to write: this shows that nothing
is acknowledged before it is in the log. That the disk keeps what it confirmed is for the disk to prove.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from tests.kills.load import VICTIMS, Found, Load, trial
from tests.kills.site import open_site
from tests.prove.conftest import Measured

pytestmark = pytest.mark.prove


def figures(found: Found) -> dict[str, Any]:
    return {name: value for name, value in asdict(found).items() if name != "surprises"}


def test_many_kills_lose_no_acknowledged_write_and_double_none(measured: Measured):
    with open_site() as site:
        found = trial(Load(site), kills=VICTIMS * 7, programs=6, seed=3)
        differences = site.audit()
    measured(**figures(found), audit_is_zero=not differences)
    assert found.is_well, found
    assert differences == ""
    assert found.kills >= 50
    assert found.again, "no kill came between a write and its answer"


def test_the_twin_that_does_not_wait_for_the_disk_loses_writes(measured: Measured):
    with open_site() as site:
        site.forget_to_wait()
        found = trial(Load(site), kills=("database",) * 3, programs=6, seed=4)
    measured(**figures(found))
    assert found.lost


def test_the_twin_that_says_done_too_early_loses_writes(measured: Measured):
    with open_site(module="tests.kills.hasty") as site:
        found = trial(Load(site), kills=("web_process", "database", "web_server"), programs=6, seed=5)
    measured(**figures(found))
    assert found.lost


def test_the_twin_that_takes_a_new_id_for_each_try_doubles_writes(measured: Measured):
    with open_site() as site:
        load = Load(site, patience=0.1, new_ids=True)
        found = trial(load, kills=("web_process", "connection", "database"), programs=6, seed=6)
    measured(**figures(found))
    assert found.doubled
