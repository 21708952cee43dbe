"""A topical consultation of the standing committee: who takes part in it, and what they say."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from tests.browser.county import Seat
from tests.cast import Cast, at, build
from yidu.activities.actions import record_activity
from yidu.common.actors import SYSTEM
from yidu.people.actions import add_organisation

TOPIC = "建设生产性服务业示范区"
PLENARY = "六届政协第十七次常委会会议专题议政"
TOPIC_SAYS = "园区制造企业多，检测、设计、法务、数据服务大都要到外区去找，请政协组织一次协商。"
OTHER = "办一届服务业博览会"
OTHER_SAYS = "办一届展会，让外地企业知道我们这里。"
WHY = "园区、企业、部门都提到这件事，今年有条件做成。"
WHY_NOT = "市里明年办同类展会，今年不另外办。"
AGENDA = "听取调研情况\n委员发言，逐条提出建议\n部门现场回应\n主席讲话"
LAB, MAP, DATA, GRID = "建产业公共实验室", "绘制紧缺人才地图", "开放高质量行业数据集", "每家企业有一名服务专员"
FAIR = "每季度在园区办一场供需对接会"
SAID = {
    "王晓岚": "企业做一次材料检测要跑八十公里。建议建一个公共实验室，设备共享；行业数据也要开放。",
    "刘国栋": "缺什么人，企业说不清，学校也不知道。建议从产业链的弱项倒推，绘一张紧缺人才地图。",
    "何静": "企业有事不知道找谁。建议一家企业定一名服务专员。",
}
LAB_DAY, MAP_DAY = "2025-10-31", "2025-11-28"
LAB_MEASURE, MAP_MEASURE = "实验室一期建成，二十台设备向企业开放", "人才地图第一版上线"

RECOMMENDED = {
    LAB: ("王晓岚", "现场答复：今年先建一期，场地由区规资局落实。", "区经济信息委", ["区规资局"]),
    MAP: ("刘国栋", "现场答复：年底前出第一版。", "区人力社保局", ["区经济信息委", "区教委"]),
    DATA: ("王晓岚", "现场答复：涉及多个行业主管部门，先作研究。", "区经济信息委", []),
    GRID: ("何静", "现场答复：规模以上企业已经定了专员，名单会后公布。", "区经济信息委", []),
}
"""Each recommendation: in whose statement, what was answered on the spot, who leads, who helps."""

CONCLUSION = "四条建议逐条交办，需求对接会按季度办。"
FORMAL, REPORT = "关于建设生产性服务业示范区的建议案", "行业数据集开放不够"
A, B, C = "A 已经解决或者采纳", "B 列入计划逐步解决或者拟采纳", "C 因条件限制留作工作参考"
BODIES = ["区规资局", "区教委", "区经济信息委", "区人力社保局"]
WHOSE = [
    "1. 建产业公共实验室 王晓岚",
    "2. 绘制紧缺人才地图 刘国栋",
    "3. 开放高质量行业数据集 王晓岚",
    "4. 每家企业有一名服务专员 何静",
]
JOINT, LEAD = "会办 · 未签收 6月13日前", "主办 · 未签收 6月30日前"
LAB_LEAD = f"主办 · 已反馈 · {B} 5月13日 {LAB_MEASURE} · 10月31日前"
MAP_LEAD = f"主办 · 已反馈 · {B} 5月13日 {MAP_MEASURE} · 11月28日前"
LAND, GRID_LEAD = "会办 · 已提会办意见 5月8日", f"主办 · 已反馈 · {A} 5月15日"
BEFORE = [
    ["建议", *BODIES],
    [WHOSE[0], JOINT, "", LEAD, ""],
    [WHOSE[1], "", JOINT, JOINT, LEAD],
    [WHOSE[2], "", "", LEAD, ""],
    [WHOSE[3], "", "", LEAD, ""],
    ["合计", "办结0/1", "办结0/1", "办结0/4", "办结0/1"],
]
WHILE = [
    ["建议", *BODIES],
    [WHOSE[0], LAND, "", f"{LAB_LEAD} 未到期", ""],
    [WHOSE[1], "", JOINT, JOINT, f"{MAP_LEAD} 未到期"],
    [WHOSE[2], "", "", "主办 · 已签收 6月30日前", ""],
    [WHOSE[3], "", "", GRID_LEAD, ""],
    ["合计", "办结1/1", "办结0/1", "办结2/4", "办结1/1"],
]
AFTER = [
    ["建议", *BODIES],
    [WHOSE[0], LAND, "", f"{LAB_LEAD} 已兑现", ""],
    [WHOSE[1], "", JOINT, JOINT, f"{MAP_LEAD} 没有兑现"],
    [WHOSE[2], "", "", f"主办 · 已反馈 · {C} 5月20日", ""],
    [WHOSE[3], "", "", GRID_LEAD, ""],
    ["合计", "办结1/1", "办结0/1", "办结3/4", "办结1/1"],
]
"""The matrix: when it is handed over, while answers come in, and after the look-back."""


def build_cast(folder: Path) -> Cast:
    """The cast and whom this needs besides: three members more, four bodies, two visits to enterprises."""
    with at("2025-01-02"):
        cast = build(folder)
        for called, name, short in (
            ("work", "大渡口区人力资源和社会保障局", "区人力社保局"), ("school", "大渡口区教育委员会", "区教委"),
            ("government", "大渡口区人民政府", "区政府"),
        ):  # fmt: skip
            body = add_organisation(
                committee=cast.committee, kind="department", name=name, short_name=short, actor=SYSTEM
            )
            cast.add(f"{called}_handler", f"{short}承办人", "handler", organisation=body)
            cast.add(f"{called}_head", f"{short}负责人", "head", organisation=body)
        for called, name in (("second", "刘国栋"), ("third", "田家瑞"), ("fourth", "何静"), ("fifth", "蒋伟")):
            cast.add(called, name, "member", sector=cast.sector)
    for day, heard in (("2025-03-12", "材料检测要跑到外区。"), ("2025-03-19", "招不到会调设备的人。")):
        with at(day, 15):
            record_activity(
                committee=cast.committee, edition=cast.edition, kind="enterprise-visit", day=date.fromisoformat(day),
                host=cast.appointments["member"], organisation=cast.enterprise, heard=heard, actor=cast.member,
                client_id=uuid4(),
            )  # fmt: skip
    return cast


def paper(folder: Path, name: str) -> Path:
    """A file as an office hands it out."""
    path = folder / name
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return path


def hands_over(seat: Seat, file: Path) -> None:
    seat.page.locator("main [name=file]").set_input_files(file)


def table_of(seat: Seat) -> list[list[str]]:
    """The table on the page, cell by cell as it is read; a cell of nothing is empty."""
    rows = seat.page.locator("main table.rows tr")
    expect(rows.first).to_be_attached()
    return [[" ".join(one.split()) for one in row.locator("th, td").all_inner_texts()] for row in rows.all()]


def rows_of(seat: Seat, into: Path) -> list[list[str]]:
    """The matrix as a workbook."""
    with seat.page.expect_download() as download:
        seat.page.get_by_role("link", name="Excel").click()
    path = into / download.value.suggested_filename
    download.value.save_as(path)
    return [
        [str(cell) for cell in row] for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    ]


def echo(seat: Seat, kept: str, text: str = "") -> None:
    """On the page that asks whether it was kept."""
    asked = seat.page.locator("main section.card", has_text=FAIR)
    asked.locator("label", has_text=re.compile(rf"^\s*{kept}")).first.click()
    if text:
        asked.locator("textarea").fill(text)
    seat.press("我来说").reads_not("还差什么")
