"""Fifty thousand rows go in within two minutes, each with its own step and its entries."""

from __future__ import annotations

import resource
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import xlsxwriter

from tests.cast import Cast, at, build
from tests.prove.conftest import Measured
from yidu.ledger.audit import audit
from yidu.ledger.models import Entry, Step
from yidu.sheets.actions import SentFile, confirm_import, send_import
from yidu.sheets.jobs import work_at_imports
from yidu.sheets.models import Import

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True)]

ROWS = 50_000
SECONDS = 120


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Cast:
    with at("2025-01-02"):
        return build(tmp_path)


def enterprises(number: int) -> list[Any]:
    return ["企业", f"重庆第{number}号机械制造有限公司", f"机械{number}", "平安社区居民委员会", "机械制造"]


def activities(number: int) -> list[Any]:
    day = f"2025年{number % 2 + 1}月{number % 12 + 2}日"
    heard = f"新订单来了，第{number}号厂房不够，想在区内找三千平方米左右的生产用地。"
    return [f"A{number}", "走访服务企业", day, "王晓岚", "义渡机械", 1 + number % 9, heard]


def matters(number: int) -> list[Any]:
    day = f"2025-02-{number % 12 + 2:02}"
    return [f"M{number}", "企业难题", f"生产用地不足{number}", f"要{number}平方米。", "义渡机械", day, "企业"]


LISTS = {
    "organisations": (["单位类型", "全称", "简称", "地点", "做什么"], enterprises),
    "activities": (["外部编号", "类别", "日期", "带队", "企业或者单位", "参加人数", "听到的情况"], activities),
    "matters": (["外部编号", "类别", "标题", "内容", "企业或者单位", "提出日期", "提出身份"], matters),
}


def write(path: Path, heads: list[str], row: Any, rows: int) -> Path:
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, heads)
    for number in range(1, rows + 1):
        sheet.write_row(number, 0, row(number))
    book.close()
    return path


@pytest.mark.parametrize("kind", LISTS)
def test_fifty_thousand_rows_go_in_within_two_minutes(cast: Cast, kind: str, tmp_path: Path, measured: Measured):
    heads, row = LISTS[kind]
    path = write(tmp_path / "list.xlsx", heads, row, ROWS)
    steps, entries = Step.objects.count(), Entry.objects.count()
    with at("2025-02-17"):
        started, cpu = time.monotonic(), time.process_time()
        sent = send_import(
            committee=cast.committee, sheet=kind, sent=SentFile(path, "名单.xlsx"), actor=cast.office, client_id=uuid4()
        )
        work_at_imports()
        checked = time.monotonic()
        sent.refresh_from_db()
        assert sent.counts == {"new": ROWS}, sent.why
        confirm_import(sent, actor=cast.office, version=sent.version)
        work_at_imports()
        done = time.monotonic()
    sent.refresh_from_db()
    assert sent.state == Import.State.DONE
    assert Step.objects.count() >= steps + ROWS
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    measured(
        rows=ROWS, looked_at_s=round(checked - started, 1), taken_in_s=round(done - checked, 1),
        cpu_s=round(time.process_time() - cpu), entries=Entry.objects.count() - entries, process_mb=memory,
    )  # fmt: skip
    assert done - started < SECONDS
    assert not list(audit())
