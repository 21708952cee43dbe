"""How often the database is asked does not grow with the rows, on any way in or out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.sheets.conftest import Clerk, Rows
from yidu.sheets.actions import check_import, confirm_import, sheet_of, take_in
from yidu.sheets.exporting import export

FEW, MANY = 5, 60
VILLAGES = (
    *("001001", "001004", "001007", "001008", "002007", "002009"),
    *("002012", "002015", "003015", "003021", "003025", "003026"),
)


def people(number: int) -> list[Any]:
    return [f"W{number}", f"某人{number}"]


def organisations(number: int) -> list[Any]:
    return ["企业", f"公司{number}", "500104001004"]


def stations(number: int) -> list[Any]:
    return ["协商阵地", f"阵地{number}", "500104001007", "500104001008、500104001004", "2024.3.1"]


def activities(number: int) -> list[Any]:
    return [f"A{number}", "走访服务企业", "2025-02-03", "王晓岚", "义渡机械", 2]


def matters(number: int) -> list[Any]:
    return [f"M{number}", "企业难题", f"要地{number}", "要地。", "义渡机械", "2025-02-10", "企业"]


def centres(number: int) -> list[Any]:
    """Twelve villages are there: a row that names one again is wrong."""
    return [f"500104{VILLAGES[number % 12]}", f"106.48{number}", "29.48"]


LISTS: dict[str, tuple[list[str], Callable[[int], list[Any]]]] = {
    "people": (["外部编号", "姓名"], people),
    "organisations": (["单位类型", "全称", "地点"], organisations),
    "stations": (["站点类型", "名称", "地点", "服务的村社区", "设立日期"], stations),
    "centres": (["村（社区）", "经度", "纬度"], centres),
    "activities": (["外部编号", "类别", "日期", "带队", "企业或者单位", "参加人数"], activities),
    "matters": (["外部编号", "类别", "标题", "内容", "企业或者单位", "提出日期", "提出身份"], matters),
}


def asked(do: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        do()
    return len(queries)


@pytest.mark.parametrize("kind", LISTS)
def test_sixty_rows_ask_as_often_as_five(clerk: Clerk, kind: str):
    heads, row = LISTS[kind]

    def all_of_it(first: int, count: int) -> tuple[int, int, int]:
        rows: Rows = [heads, *[row(first + number) for number in range(count)]]
        sent = clerk.send(kind, rows)
        look = asked(lambda: check_import(sent))
        sent.refresh_from_db()
        sure = confirm_import(sent, actor=clerk.actor, version=sent.version)
        take = asked(lambda: take_in(sure, actor=clerk.actor))
        sheet = sheet_of(kind, clerk.cast.committee, clerk.actor)
        return look, take, asked(lambda: export(sheet, "csv"))

    all_of_it(1000, 1)  # what a process keeps is warm
    few, many = all_of_it(0, FEW), all_of_it(100, MANY)
    assert all(after <= before for before, after in zip(few, many, strict=True)), (few, many)
