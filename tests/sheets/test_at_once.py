"""The same list twice at one time, and a worker that is killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import translation

from tests.cast import at, build
from tests.sheets.conftest import Clerk
from yidu.common import clock
from yidu.common.actions import Change
from yidu.common.actors import SYSTEM
from yidu.common.errors import Refused, Stale
from yidu.ledger.models import Step
from yidu.matters.actions import set_calendar_day
from yidu.matters.models import Matter
from yidu.people.models import Organisation
from yidu.sheets.actions import confirm_import, take_in
from yidu.sheets.jobs import MOST_TRIES, work_at_imports
from yidu.sheets.kinds.matters import Matters
from yidu.sheets.models import Import, Progress
from yidu.sheets.plans import Plan

ROWS = 4_000


@pytest.fixture
def clerk(transactional_db: None, tmp_path: Path) -> Iterator[Clerk]:
    """As the other clerk, but committed, so that threads and processes see what was sent."""
    with at("2025-01-02"):
        cast = build(tmp_path)
    with translation.override("zh-hans"):
        yield Clerk(cast, tmp_path, cast.office)


def confirmed(clerk: Clerk, rows: int) -> Import:
    seen = clerk.look("organisations", [["全称"], *[[f"公司{number}"] for number in range(rows)]])
    return confirm_import(seen, actor=clerk.actor, version=seen.version)


def test_of_two_that_take_the_same_list_in_at_once_one_brings_it(clerk: Clerk):
    both = [confirmed(clerk, 300), confirmed(clerk, 300)]

    def one(import_: Import) -> object:
        try:
            with translation.override("zh-hans"):
                return take_in(import_, actor=clerk.actor).state
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(one, both))
    assert sum(result == Import.State.DONE for result in results) == 1
    assert sum(isinstance(result, Stale) for result in results) == 1
    assert Organisation.objects.filter(name__startswith="公司").count() == 300
    assert Step.objects.filter(name="organisation.added", action="import.take-in").count() == 300
    # The other is looked at again, and nothing of it would change anything.
    work_at_imports()
    (other,) = Import.objects.filter(state=Import.State.CHECKED)
    assert other.counts == {"unchanged": 300}
    assert "再看一遍" in other.why


def test_an_edit_of_the_calendar_waits_for_the_dates_of_a_list(clerk: Clerk, monkeypatch: pytest.MonkeyPatch):
    """The edit finds what was computed by the calendar of before, and dates it anew: nothing falls between the two."""
    heads = ["外部编号", "类别", "标题", "内容", "企业或者单位", "提出身份"]
    seen = clerk.look("matters", [heads, ["M1", "企业难题", "缺地", "要地。", "义渡机械", "企业"]])
    sure = confirm_import(seen, actor=clerk.actor, version=seen.version)
    save, edits, days = Matters.save, [], []

    def edit(day: date) -> None:
        try:
            set_calendar_day(day=day, kind="holiday", zh="区庆", actor=SYSTEM, version=0)
        finally:
            connections.close_all()

    def with_an_edit(self: Matters, plans: list[Plan]) -> Iterator[Change[Any]]:
        (plan,) = plans
        days.append(clock.local_day(plan.record.due_at))
        edits.append(Thread(target=edit, args=days))
        edits[0].start()
        edits[0].join(timeout=3)
        assert edits[0].is_alive(), "the edit waits"
        yield from save(self, plans)

    monkeypatch.setattr(Matters, "save", with_an_edit)
    take_in(sure, actor=clerk.actor)
    edits[0].join()
    due_at = Matter.objects.get().due_at
    assert due_at is not None
    assert clock.local_day(due_at) > days[0]
    assert Step.objects.filter(name="matter.re-dated").count() == 1


def worker(clerk: Clerk) -> subprocess.Popen[bytes]:
    """A worker in a process of its own, on the database of this test."""
    script = (
        "import django; django.setup()\n"
        "from django.conf import settings; from django.db import connections\n"
        f"connections['default'].settings_dict['NAME'] = {connection.settings_dict['NAME']!r}\n"
        f"settings.MEDIA_ROOT = {str(settings.MEDIA_ROOT)!r}\n"
        "from yidu.sheets.jobs import work_at_imports; work_at_imports()\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", script], env={**os.environ, "DJANGO_SETTINGS_MODULE": "yidu.settings"}
    )


def test_a_worker_killed_in_the_middle_leaves_nothing_half_and_the_next_one_finishes(clerk: Clerk):
    sent = confirmed(clerk, ROWS)
    killed = worker(clerk)
    deadline = time.monotonic() + 60
    # It has begun to write: the bar is past the reading. Nobody but the worker sees what it wrote so far.
    while Progress.objects.get(upload=sent).done <= 35 and time.monotonic() < deadline:
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert Progress.objects.get(upload=sent).done > 35
    assert Import.objects.get(pk=sent.pk).state == Import.State.CONFIRMED
    assert not Organisation.objects.filter(name__startswith="公司").exists()
    assert not Step.objects.filter(action="import.take-in").exists()
    assert work_at_imports() == 1
    assert Import.objects.get(pk=sent.pk).state == Import.State.DONE
    assert Organisation.objects.filter(name__startswith="公司").count() == ROWS
    assert Step.objects.filter(name="organisation.added", action="import.take-in").count() == ROWS


def test_a_list_that_kills_its_worker_again_and_again_is_given_up(clerk: Clerk):
    sent = confirmed(clerk, 3)
    Progress.objects.filter(upload=sent).update(tries=MOST_TRIES)
    work_at_imports()
    given_up = Import.objects.get(pk=sent.pk)
    assert (given_up.state, given_up.file.name) == (Import.State.REFUSED, "")
    assert "多次中断" in given_up.why
