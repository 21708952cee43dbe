"""Each kind of record comes in from a list, goes out as one, and comes in again without changing anything."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cast import Cast
from tests.sheets.conftest import Clerk, Rows
from yidu.activities.models import Activity
from yidu.ledger.audit import audit
from yidu.ledger.models import Entry, Step
from yidu.matters.models import Matter
from yidu.people.models import Appointment, Centre, Organisation, Person, Station
from yidu.sheets.actions import sheet_of
from yidu.sheets.exporting import Form, export, template
from yidu.sheets.kinds import SHEETS
from yidu.sheets.models import Import
from yidu.sheets.reading import open_file

LISTS: dict[str, Rows] = {
    "people": [
        ["外部编号", "姓名", "用户名", "电子邮箱"],
        ["W001", "冯小雨", "feng.xiaoyu", "feng@example.org"],
        ["W002", "　褚 明远", None, None],
    ],
    "organisations": [
        ["单位类型", "全称", "简称", "统一社会信用代码", "地点", "做什么"],
        [None, "重庆长征重工有限责任公司", "长征重工", "91500104203297316F", "500104001004", "铁路货车"],
        ["部门", "大渡口区民政局", "区民政局", None, None, "+救助"],
    ],
    "stations": [
        ["站点类型", "名称", "地点", "地址", "服务的村社区", "设立日期"],
        ["委员工作室", "王晓岚委员工作室", "500104001001", "＝1号", None, "2024年3月1日"],
        ["协商阵地", "茄子溪协商阵地", "500104001007", None, "500104001008、500104001004", "2024.3.1"],
    ],
    "centres": [
        ["村（社区）", "经度", "纬度"],
        ["500104001001", "106.48312", 29.48415],
        ["500104001004", 106.4901, "29.4777°"],
    ],
    "appointments": [
        ["人员", "角色", "任职处", "界别", "起始日期", "最后一天"],
        ["王晓岚", "协商联络员", "新山村街道协商阵地", None, "2024/3/1", None],
        ["郑小梅", "委员", None, "经济界", date(2025, 2, 1), date(2029, 12, 31)],
    ],
    "activities": [
        ["外部编号", "类别", "日期", "带队", "企业或者单位", "地点", "参加人数", "听到的情况", "走访院落和居民：走访了多少户"],  # noqa: E501
        ["A1", "走访服务企业", "2025-02-03", "王晓岚", "义渡机械", None, "３", "厂房不够。\n还要招人。", None],
        ["A2", "走访服务企业", 45691, "周明华", "重庆义渡机械制造有限公司", None, 2.0, "@1，再看", None],
        ["A3", "走访院落和居民", 20250204, "王晓岚", None, "500104001008", 2, None, "12"],
    ],
    "matters": [
        ["外部编号", "类别", "标题", "内容", "企业或者单位", "地点", "提出日期", "提出身份", "提出人", "联系方式"],
        ["M1", "企业难题", "缺生产用地", "要三千平方米。", "义渡机械", None, "2025-02-10", "企业", None, "13800138000"],
        ["M2", "群众身边事", "-路灯不亮", "翠园路。", None, "500104001008", "20250211", "委员", "王晓岚", None],
    ],
}  # fmt: skip
MODELS: dict[str, Any] = {
    "people": Person,
    "organisations": Organisation,
    "stations": Station,
    "centres": Centre,
    "appointments": Appointment,
    "activities": Activity,
    "matters": Matter,
}


def exported(cast: Cast, kind: str, form: Form, folder: Path) -> Path:
    path = folder / f"exported.{form}"
    path.write_bytes(export(sheet_of(kind, cast.committee, cast.office), form))
    return path


@pytest.mark.parametrize("form", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", LISTS)
def test_what_came_in_goes_out_and_comes_in_again_unchanged(clerk: Clerk, kind: str, form: Form, tmp_path: Path):
    before = MODELS[kind].objects.count()
    done = clerk.bring(kind, LISTS[kind], name=f"名单.{form}")
    assert done.state == Import.State.DONE
    assert MODELS[kind].objects.count() == before + len(LISTS[kind]) - 1
    again = clerk.look(kind, LISTS[kind], name=f"名单.{form}")
    assert again.counts == {"unchanged": len(LISTS[kind]) - 1}
    back = clerk.look(kind, exported(clerk.cast, kind, form, tmp_path), name=f"out.{form}")
    assert list(back.counts) == ["unchanged"], back.why


def test_every_row_leaves_its_own_step_and_the_ledger_counts_it(clerk: Clerk):
    entries = Entry.objects.count()
    for kind, rows in LISTS.items():
        clerk.bring(kind, rows)
    for name, some in (
        ("organisation.added", 2),
        ("appointment.made", 2),
        ("activity.recorded", 3),
        ("matter.raised", 2),
    ):
        steps = Step.objects.filter(action="import.take-in", name=name)
        assert steps.count() == some
        assert {step.actor for step in steps} == {clerk.cast.people["office"]}
    assert Entry.objects.count() > entries + 10
    assert not list(audit())


@pytest.mark.parametrize("kind", SHEETS)
def test_the_empty_list_that_one_downloads_can_be_filled_in(clerk: Clerk, kind: str, tmp_path: Path):
    path = tmp_path / "template.xlsx"
    path.write_bytes(template(sheet_of(kind, clerk.cast.committee, clerk.cast.office), "xlsx"))
    (head,) = open_file(path, "template.xlsx").rows()
    places = {str(cell).rstrip("*"): place for place, cell in enumerate(head.cells)}
    assert set(LISTS[kind][0]) <= set(places)
    filled: list[list[Any]] = [list(head.cells)]
    for row in LISTS[kind][1:]:
        cells: list[Any] = [None] * len(head.cells)
        for name, cell in zip(LISTS[kind][0], row, strict=True):
            cells[places[name]] = cell
        filled.append(cells)
    assert clerk.look(kind, filled).counts == {"new": len(filled) - 1}
