"""A topical consultation of the standing committee, on the pages alone: from a department's topic to the look-back.

The yearly plan, the chair's reception day, visits, invitations and papers; on the day recommendations one by one with
what departments answer on the spot; their signed responses in the matrix; a formal recommendation and a report written
from it; and months later one promise that is kept and one that is not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.county import County, county, set_clock
from tests.browser.standing import (
    AGENDA,
    FAIR,
    OTHER,
    OTHER_SAYS,
    PLENARY,
    RECOMMENDED,
    SAID,
    TOPIC,
    TOPIC_SAYS,
    WHY,
    WHY_NOT,
    build_cast,
    hands_over,
    paper,
)
from tests.browser.words import told
from tests.cast import Cast
from tests.notices.conftest import Sink, all_choose, sink

__all__ = ["county", "set_clock", "sink"]

TOPICS, SESSIONS, PLAN = "/c/500104/topics/", "/c/500104/sessions/", "/c/500104/plan/2025/"


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Cast:
    built = build_cast(tmp_path)
    all_choose(built, ["leader", "member", "second", "third", "economy_handler", "work_handler"])
    return built


def test_a_consultation_of_the_standing_committee_to_its_look_back(county: County, sink: Sink, tmp_path: Path):
    proposed(county)
    on_the_yearly_plan(county)
    on_the_portal(county)
    received_by_the_chair(county)
    prepared(county, sink, tmp_path)
    on_the_day(county, tmp_path)


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
    street.at(PLAN).reads(TOPIC, "区经济信息委", "党委常委会审定", "主席会议审议通过", "党委办、政府办已会商")


def received_by_the_chair(county: County) -> None:
    """The chair's reception day: slots, one booked by a member, and their words there."""
    office = county.on("2025-02-20").seat("office").at(PLAN).follow(TOPIC).follow("安排协商会")
    office.fill(form="主席接待委员日", day="2025-03-05", begins="14:00", ends="16:00", convener="周明华", room="委员之家")
    office.press("安排").follow("开放时段").fill(begins="14:00", minutes="20", many="3").press("开放").reads("14:40–15:00")
    member = county.on("2025-02-24").seat("member").at(SESSIONS).follow(TOPIC).follow("预约")
    member.fill(about="公共实验室").press("预约").reads("您的", "公共实验室", "空闲")
    second = county.seat("second").at(SESSIONS).follow(TOPIC).reads("已约", "预约")
    second.reads_not("公共实验室", "王晓岚")
    leader = county.on("2025-03-05", 14).seat("leader").at(SESSIONS).follow(TOPIC)
    leader.reads("王晓岚", "公共实验室").follow("现场记录").follow("还有人到场")
    leader.fill(part="委员", name="王晓岚").press("列入名单").reads("到场")
    leader.follow("有人发言").fill(seat="王晓岚", text="园区缺一个公共实验室。").press("保存").reads("缺一个公共实验室")
    leader.follow("已经举行").fill(headcount="2").press("保存")
    leader.follow("结束协商会").fill(conclusion="建议列入常委会会议专题协商。").press("形成结果并交办").reads("列入常委会会议")


def prepared(county: County, sink: Sink, folder: Path) -> None:
    """Visits gathered, a session planned with its notice, people asked, papers handed out and handed in."""
    office = county.on("2025-03-28").seat("office").at(PLAN).follow(TOPIC)
    for number in ("2025-0001", "2025-0002"):
        office.follow("列入前期调研").fill(number=number).press("列在这里").reads(number)
    office.follow("安排协商会")
    office.fill(
        form="专题议政性常委会会议", title=PLENARY, day="2025-04-25", begins="09:00", ends="12:00", convener="周明华", room="区政协会议厅",
        agenda=AGENDA, is_public="在门户上公布",
    )  # fmt: skip
    office.press("安排").follow("邀请参会人")
    office.fill(
        members="王晓岚、刘国栋、田家瑞、何静", bodies="区经济信息委、区规资局、区人力社保局", experts="市科学技术研究院陈研究员"
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
    office = county.on("2025-04-23").seat("office").at(SESSIONS).follow(PLENARY).follow("现场记录")
    office.follow("有人发言").fill(seat="何静", text=SAID["何静"])
    hands_over(office, paper(folder, "fourth.pdf"))
    office.press("保存").reads("何静", "fourth.pdf")
    table = office.page.url
    office = county.on("2025-04-25").seat("office").at(table)
    for name in ("王晓岚", "刘国栋", "何静", "经济和信息化委员会", "陈研究员"):
        office.page.locator("main li", has_text=name).get_by_role("button", name="已到场").click()
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
