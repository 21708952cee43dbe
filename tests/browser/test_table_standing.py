"""A topical consultation of the standing committee, on the pages alone: from a department's topic to the look-back.

The yearly plan, the chair's reception day, visits, invitations and papers; on the day recommendations one by one with
what departments answer on the spot; their signed responses in the matrix; a formal recommendation and a report written
from it; and months later one promise that is kept and one that is not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.county import County, Seat, county, set_clock
from tests.browser.standing import (
    AFTER,
    AGENDA,
    BEFORE,
    CONCLUSION,
    DATA,
    FAIR,
    FORMAL,
    GRID,
    LAB,
    LAB_DAY,
    LAB_MEASURE,
    MAP,
    MAP_DAY,
    MAP_MEASURE,
    OTHER,
    OTHER_SAYS,
    PLENARY,
    RECOMMENDED,
    REPORT,
    SAID,
    TOPIC,
    TOPIC_SAYS,
    WHILE,
    WHY,
    WHY_NOT,
    B,
    C,
    build_cast,
    echo,
    hands_over,
    paper,
    rows_of,
    table_of,
)
from tests.browser.words import lines, told, types
from tests.cast import Cast
from tests.notices.conftest import Sink, all_choose, sink
from yidu.ledger.audit import audit

__all__ = ["county", "set_clock", "sink"]

TOPICS, SESSIONS, PLAN = "/c/500104/topics/", "/c/500104/sessions/", "/c/500104/plan/2025/"
COUNTED = {
    "topics-proposed": 2, "topics-chosen": 1, "sessions-held": 2, "people-at-the-table": 48,
    "recommendations-made": 4, "recommendations-answered": 4, "points-agreed": 1, "points-kept": 1,
    "formal-recommendations": 1, "reports-received": 1, "promises-kept": 2, "promises-not-kept": 1,
}  # fmt: skip
"""What the story moves."""


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Cast:
    built = build_cast(tmp_path)
    all_choose(built, ["leader", "member", "second", "third", "economy_handler", "work_handler"])
    return built


def test_a_consultation_of_the_standing_committee_to_its_look_back(county: County, sink: Sink, tmp_path: Path):
    before = county.on("2025-01-05").figures()
    proposed(county)
    on_the_yearly_plan(county)
    on_the_portal(county)
    received_by_the_chair(county)
    prepared(county, sink, tmp_path)
    on_the_day(county, tmp_path)
    concluded(county, sink, tmp_path)
    answered(county)
    in_the_matrix(county, tmp_path)
    turned_into_texts(county)
    said_by_who_took_part(county, sink)
    looked_at_after_months(county)
    assert audit() == []
    after = county.figures()
    assert {name: after.get(name, 0) - before.get(name, 0) for name in COUNTED} == COUNTED


def proposed(county: County) -> None:
    """One by a department at its desk, one by a member on the phone."""
    economy = county.on("2025-01-06").seat("economy_handler").at(TOPICS).follow("提一个议题")
    economy.fill(title=TOPIC, text=TOPIC_SAYS, place="新山村").press("提交").reads(TOPIC, "待筛选")
    member = county.on("2025-01-07").seat("member").at(TOPICS).follow("提一个议题")
    member.fill(title=OTHER, text=OTHER_SAYS, place="新山村").press("提交").reads(OTHER, "待筛选")


def on_the_yearly_plan(county: County) -> None:
    """Drafted by the office, agreed with two offices, passed by the chairs, decided by the party committee."""
    office = county.on("2025-01-08").seat("office").at(TOPICS).follow("筛选议题").follow(TOPIC)
    office.take("列入年度协商计划草案", text=WHY).reads("年度计划草案")
    office.at(PLAN).reads("形式和月份待填").follow(TOPIC)
    office.fill(year="2025", form="专题议政性常委会会议", lead="区经济信息委", month="4 月").press("保存")
    office.reads(TOPIC, "专题议政性常委会会议", "4 月", "年度计划草案")
    county.street().at(PLAN).reads_not(TOPIC)
    office.at(TOPICS).follow("筛选议题").follow(OTHER).take("暂不列入", reason=WHY_NOT).reads("未列入协商")
    office = county.on("2025-01-15").seat("office").finds(TOPIC)
    office.take("党委办、政府办已会商", note="两办无不同意见。").reads("待主席会议审议")
    office = county.on("2025-01-20").seat("office").finds(TOPIC)
    office.take("主席会议审议通过", day="2025-01-20").reads("待党委常委会审定")
    office = county.on("2025-02-10").seat("office").finds(TOPIC)
    office.take("党委常委会审定，列入年度计划", day="2025-02-08", text=WHY).reads("已列入，准备协商")


def on_the_portal(county: County) -> None:
    """Everybody reads what was chosen and why, and why the rest was not."""
    street = county.street().at("/c/500104/").follow("大家商量的议题")
    street.reads(TOPIC, WHY, OTHER, WHY_NOT)
    street.follow("未列入").reads(OTHER, WHY_NOT).reads_not(TOPIC)
    street.at(PLAN).reads(TOPIC, "区经济信息委", "2月8日 党委常委会审定", "主席会议审议通过", "党委办、政府办已会商")


def received_by_the_chair(county: County) -> None:
    """The chair's reception day: slots, one booked by a member, and their words there."""
    office = county.on("2025-02-20").seat("office").at(PLAN).follow(TOPIC).follow("安排协商会")
    office.fill(
        form="主席接待委员日", day="2025-03-05", begins="14:00", ends="16:00", convener="周明华", room="委员之家"
    )
    office.press("安排").follow("开放时段").fill(begins="14:00", minutes="20", many="3").press("开放").reads(
        "14:40–15:00"
    )
    member = county.on("2025-02-24").seat("member").at(SESSIONS).follow(TOPIC).follow("预约")
    member.fill(about="公共实验室").press("预约").reads("您的", "公共实验室", "空闲")
    second = county.seat("second").at(SESSIONS).follow(TOPIC).reads("已约", "预约")
    second.reads_not("公共实验室", "王晓岚")
    leader = county.on("2025-03-05", 14).seat("leader").at(SESSIONS).follow(TOPIC)
    leader.reads("王晓岚", "公共实验室").follow("进入协商现场").follow("还有人到场")
    leader.fill(part="委员", name="王晓岚").press("列入名单").reads("到场")
    leader.follow("有人发言").fill(seat="王晓岚", text="园区缺一个公共实验室。").press("保存").reads("缺一个公共实验室")
    leader.follow("已经举行").fill(headcount="2").press("保存")
    leader.follow("结束协商会").fill(conclusion="建议列入常委会会议专题协商。").press("形成结果并交办").reads(
        "列入常委会会议"
    )


def prepared(county: County, sink: Sink, folder: Path) -> None:
    """Visits gathered, a session planned with its notice, people asked, papers handed out and handed in."""
    office = county.on("2025-03-28").seat("office").at(PLAN).follow(TOPIC)
    for number in ("2025-0001", "2025-0002"):
        office.follow("列入前期调研").fill(number=number).press("列在这里").reads(number)
    office.follow("安排协商会")
    office.fill(
        form="专题议政性常委会会议", title=PLENARY, day="2025-04-25", begins="09:00", ends="12:00",
        convener="周明华", room="区政协会议厅",
        agenda=AGENDA, is_public="在门户上公布",
    )  # fmt: skip
    office.press("安排").follow("邀请参会人")
    office.fill(
        members="王晓岚、刘国栋、田家瑞、何静",
        bodies="区经济信息委、区规资局、区人力社保局",
        experts="市科学技术研究院陈研究员",
    ).press("邀请").reads("王晓岚", "规划和自然资源局", "陈研究员", "尚未答复")
    office.follow("添加材料").fill(title="调研报告")
    hands_over(office, paper(folder, "report.pdf"))
    office.press("添加").reads("调研报告")
    county.work_by_itself()
    assert any("邀请您参加" in one for one in told(sink, "third"))
    invitations_are_answered(county)
    office = county.on("2025-04-22").seat("office").at(SESSIONS).follow(PLENARY)
    office.reads("同期在外地参加培训。", "赵德成")


def invitations_are_answered(county: County) -> None:
    """With one tap, with a reason, by a body, and by a link without an account."""
    for called in ("member", "second", "fourth"):
        county.on("2025-04-01").seat(called).at("/desk/").follow(PLENARY).press("参加").reads("参加")
    third = county.seat("third").at("/desk/").follow(PLENARY).follow("补充一句再答复")
    third.fill(says="同期在外地参加培训。").press("不能参加").reads("不能参加")
    economy = county.seat("economy_handler").at("/desk/").follow(PLENARY).follow("填写参会人")
    economy.fill(name="赵德成").press("参加").reads("参加", "调研报告")
    office = county.seat("office").at(SESSIONS).follow(PLENARY).follow("无账号者的邀请链接")
    link = office.page.get_by_label("陈研究员").input_value()
    expert = county.street().at(link).reads("陈研究员", "调研报告", "听取调研情况").press("参加").reads("参加")
    assert expert.page.url == link


def on_the_day(county: County, folder: Path) -> None:
    """A statement was handed in before; the others are written down. Each recommendation with its answer."""
    office = county.on("2025-04-23").seat("office").at(SESSIONS).follow(PLENARY).follow("进入协商现场")
    office.follow("有人发言").fill(seat="何静", text=SAID["何静"])
    hands_over(office, paper(folder, "fourth.pdf"))
    office.press("保存").reads("何静", "fourth.pdf")
    table = office.page.url
    office = county.on("2025-04-25").seat("office").at(table)
    for name in ("王晓岚", "刘国栋", "何静", "经济和信息化委员会", "陈研究员"):
        office.page.locator("main li", has_text=name).get_by_role("button", name="确认到场").click()
        office.look()
    for name in ("王晓岚", "刘国栋"):
        office.follow("有人发言").fill(seat=name, text=SAID[name]).press("保存").reads(SAID[name])
    for text, (who, answer, lead, joint) in RECOMMENDED.items():
        office.follow("提出一项来商量").fill(text=text).press("提出来")
        office.page.locator("main article", has_text=text).get_by_role("link", name="结果怎样？").click()
        office.look().fill(stands="提出建议", says=answer, owner=lead, joint=joint, words=who).press("保存")
        office.reads(text, answer, lead, *joint, f"{who}提出")
    office.follow("提出一项来商量").fill(text=FAIR).press("提出来").follow("结果怎样？")
    office.fill(stands="达成共识", says="第一场六月办。", owner="区经济信息委", day="2025-06-30").press("保存")
    office.follow("已经举行").fill(headcount="46").press("保存")


def concluded(county: County, sink: Sink, into: Path) -> None:
    """Each recommendation is handed over at once; nothing of it is answered yet."""
    office = county.on("2025-04-28").seat("office").at(SESSIONS).follow(PLENARY).reads("46 人参加", "会前提交")
    office.follow("形成协商结果").fill(conclusion=CONCLUSION).press("形成结果并交办").reads(CONCLUSION)
    minutes = "\n".join(lines(office.takes_away("纪要（Word）", into)))
    for one in (*RECOMMENDED, FAIR, "王晓岚", CONCLUSION):
        assert one in minutes, one
    office.follow("建议与答复").reads("共4条建议，已答复0条")
    assert table_of(office) == BEFORE
    county.work_by_itself()
    assert any("已形成结果" in one for one in told(sink, "member"))


def answered(county: County) -> None:
    """A, B with measure and date, C; each written by a handler and signed by a head."""
    land = county.on("2025-05-08").seat("land_handler").finds(LAB)
    land.take("签收").take("会办意见", text="可以提供园区二期厂房一层。").reads("可以提供园区二期厂房一层。")
    economy = county.on("2025-05-12").seat("economy_handler").finds(LAB).reads("现场答复", "王晓岚在2025年4月25日")
    promises(economy.take("签收"), "economy", LAB, "一期用地已经落实。", (LAB_MEASURE, LAB_DAY))
    work = county.on("2025-05-13").seat("work_handler").finds(MAP)
    promises(work.take("签收"), "work", MAP, "已经成立专班。", (MAP_MEASURE, MAP_DAY))
    for title, said, class_ in ((GRID, "二百一十家企业都有了专员。", "A"), (DATA, "分类分级办法未定，先作研究。", "C")):
        economy = county.on("2025-05-14").seat("economy_handler").finds(title)
        economy.take("签收").take("反馈采纳情况", text=said, **{"class": class_}).reads("待签发")
    county.on("2025-05-15").seat("economy_head").finds(GRID).take("签发").reads("已反馈")


def promises(handler: Seat, body: str, title: str, said: str, measure: tuple[str, str]) -> None:
    handler.follow("反馈采纳情况")
    handler.fill(text=said, **{"class": "B", "measures-0-text": measure[0], "measures-0-day": measure[1]})
    handler.press("反馈采纳情况").reads("待签发", measure[0])
    handler.county.on("2025-05-13").seat(f"{body}_head").finds(title).take("签发").reads("已反馈")


def in_the_matrix(county: County, into: Path) -> None:
    """Cell by cell, as a workbook too; each recommendation opens. The street reads numbers."""
    office = county.on("2025-05-16").seat("office").at(SESSIONS).follow(PLENARY).follow("建议与答复")
    office.reads("共4条建议，已答复3条", "承诺3项 · 待核实3项")
    assert table_of(office) == WHILE
    book = rows_of(office, into)
    assert book[0] == ["序号", *WHILE[0]]
    assert book[1][3:] == ["", f"主办 · 已反馈 · 2025-05-13 · {B} · {LAB_MEASURE} {LAB_DAY} 未到期", ""]
    county.on("2025-05-20").seat("economy_head").finds(DATA).take("签发").reads("已反馈")
    member = county.seat("member").at(SESSIONS).follow(PLENARY).follow("建议与答复").reads("已答复4条", C)
    member.follow(DATA).reads("先作研究").follow(PLENARY)
    street = county.street().at(SESSIONS).follow(PLENARY).reads(*RECOMMENDED, CONCLUSION)
    street.reads_not("王晓岚", "陈研究员", "赵德成", SAID["刘国栋"])
    street.follow("建议与答复").reads("共4条建议，已答复4条", LAB, C).reads_not("王晓岚", "刘国栋")
    street.follow(GRID).reads("二百一十家企业都有了专员。").reads_not("何静")


def turned_into_texts(county: County) -> None:
    """A formal recommendation by the chair, a report by a member; the chain is shown from both ends."""
    leader = county.on("2025-06-03").seat("leader").at(SESSIONS).follow(PLENARY).follow("据此写提案、信息").reads(TOPIC)
    types(leader.press("起草建议案"), title=FORMAL, text="常委会会议形成四条建议。", answer_advice="请建公共实验室。")
    leader.press("检查并提交").reads(TOPIC).press("提交").reads("待主席会议审议", TOPIC)
    member = county.seat("member").at(SESSIONS).follow(PLENARY).follow("据此写提案、信息").press("起草社情民意信息")
    types(member, title=REPORT, text="企业要的行业数据分散在各部门，没有目录。", answer_advice="请先公布数据目录。")
    member.press("检查并提交").press("提交").reads("待初筛", TOPIC)
    county.on("2025-06-09").seat("office").finds(FORMAL).take("主席会议审议通过", day="2025-06-09")
    office = county.on("2025-06-20").seat("office").finds(FORMAL).take("常委会会议通过", day="2025-06-20")
    office.take("报送", lead="区政府").reads("已报送，研究中").follow(TOPIC).reads(FORMAL, REPORT, PLENARY)


def said_by_who_took_part(county: County, sink: Sink) -> None:
    """What was agreed is reported done; who sat there is asked, with an account and without."""
    economy = county.on("2025-06-16").seat("economy_handler").finds(FAIR)
    economy.take("签收").take("报告落实结果", text="六月十二日办了第一场。", **{"class": "A"}).reads("待签发")
    county.on("2025-06-17").seat("economy_head").finds(FAIR).take("签发").reads("已报告")
    county.on("2025-06-18").work_by_itself()
    assert any("兑现" in one for one in told(sink, "second"))
    for called in ("member", "fourth"):
        echo(county.seat(called).at("/desk/").follow("我来说").reads(FAIR, "6月17日"), "已兑现")
    echo(county.seat("second").at("/desk/").follow("我来说"), "没有兑现", "说好每季度一场。")
    office = county.on("2025-07-02").seat("office").at(SESSIONS).follow(PLENARY).unfold("把问题转给没有账号的参加人")
    link = office.page.get_by_label("陈研究员").input_value()
    echo(county.street().at(link), "已兑现")
    office = county.seat("office").at(SESSIONS).follow(PLENARY)
    office.reads("兑现 3 · 部分兑现 0 · 没有兑现 1", "说好每季度一场。")
    street = county.street().at(SESSIONS).follow(PLENARY).reads("兑现 3 · 部分兑现 0 · 没有兑现 1")
    street.reads_not("说好每季度一场。")
    county.on("2025-07-03").seat("leader").finds(FAIR).take("确认兑现", satisfaction="满意").reads("已兑现")


def looked_at_after_months(county: County) -> None:
    """By somebody whom the lot names: one promise is kept, one is not, and everybody can see how many."""
    county.on("2025-07-04").work_by_itself()
    look(county, FAIR, "已经兑现", "看了签到册和照片。")
    county.on("2025-12-10").work_by_itself()
    look(county, LAB, "已经兑现", "二十台设备都能预约。")
    look(county, MAP, "没有兑现", "只有一个填表页面。")
    member = county.on("2025-12-12").seat("member").at("/commitments/").reads(MAP_MEASURE).reads_not(LAB_MEASURE)
    member.at(SESSIONS).follow(PLENARY).follow("建议与答复")
    assert table_of(member) == AFTER
    told_all = "承诺3项 · 核实已兑现2项 · 核实没有兑现1项"
    street = county.street().at(SESSIONS).follow(PLENARY).reads(told_all).follow("建议与答复").reads(told_all)
    street.reads("没有兑现").reads_not("只有一个填表页面。")
    street.at(TOPICS).follow(TOPIC).reads(PLENARY)


def look(county: County, title: str, found: str, seen: str) -> None:
    """Whom the lot named stands on the page that the office reads."""
    office = county.seat("office").at(f"/matters/?state=all&q={title}").follow(title).reads("承诺期限")
    asked = office.page.locator("section[aria-labelledby=look-backs] .state small").last.inner_text()
    called, page = next(one for one, person in county.cast.people.items() if person.name == asked), office.page.url
    assert called != "leader", "whoever convened it has to do with it"
    looker = county.seat(called).at("/desk/")
    looker.page.locator("main li", has_text=title).get_by_role("link", name="填写结果").click()
    looker.look().fill(found=found, seen=seen).press("提交")
    county.seat("office").at(page).reads(seen)
