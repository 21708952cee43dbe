"""A proposal of three members, from its first sentence to the commitment kept, on the pages alone.

It is signed, examined, merged with a second, handed over, contested, handed over anew, answered, found wanting,
answered again; what it promised is looked at when its day has come, is not kept, and is kept a year later.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import RGBColor
from playwright.sync_api import expect

from tests.browser.county import County, Seat, county, set_clock
from tests.browser.words import address, lines, told, types
from tests.cast import Cast, at, build
from tests.matters.conftest import visit
from tests.notices.conftest import Sink, all_choose, sink
from yidu.common.actors import SYSTEM
from yidu.ledger.audit import audit
from yidu.people.actions import add_organisation

__all__ = ["county", "set_clock", "sink"]

TITLE = "关于利用桥下空间增设停车泊位的建议"
SITUATION = (
    "新山村街道十二个老旧小区建成于上世纪九十年代，没有地下车库，登记车辆一千八百余辆，划线泊位只有四百一十个。"
    "居民晚上把车停在消防通道上，去年消防车两次被堵在小区门口。"
)
ANALYSIS = "轨道桥下有三块空地荒了多年，权属在城投公司，规划用途未定，没有部门牵头。"
ADVICE = "一、请住建委牵头编制桥下停车利用方案。二、先在金桥路桥下划出泊位，夜间对居民开放。"
OTHER = "关于缓解老旧小区停车难的建议"
OTHER_SITUATION = "跃进村街道的老旧小区没有车库，居民晚上把车停在消防通道上，接孩子的家长只好停到快车道。"
ANSWER = (
    "一、关于编制利用方案\n已会同区规资局完成三块桥下空地的权属核查，列入今年停车设施建设计划。\n"
    "二、关于夜间开放\n正在与城投公司协商。"
)
SUMMARY = "三块桥下空地已列入停车设施建设计划，年底前建成金桥路停车场。"
MEASURE = "建成金桥路桥下停车场，泊位一百二十个"
AGAIN = "金桥路桥下先行划出六十个临时泊位，每日十九时至次日七时对居民开放，不收费。"

COUNTED = {
    "proposals-submitted": 2, "proposals-filed": 1, "proposals-merged": 1, "proposals-handed-over": 1,
    "proposals-answered": 2, "proposals-answered-on-time": 2, "proposals-satisfied": 2, "proposals-unsatisfied": 0,
    "proposals-solved": 0, "commitments-made": 1, "commitments-not-kept": 1, "commitments-kept": 1,
    "suggestions-of-value": 2, "proposals-returned": 0, "proposals-not-filed": 0,
}  # fmt: skip
"""What the story moves, and what of it must not."""


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Cast:
    """The cast, and whom this story needs besides: four more members, a third department, a visit that was made."""
    with at("2025-01-02"):
        built = build(tmp_path)
        housing = add_organisation(
            committee=built.committee, kind="department", name="大渡口区住房和城乡建设委员会", short_name="区住建委",
            actor=SYSTEM,
        )  # fmt: skip
        for called, name in (("second", "刘国栋"), ("third", "田家瑞"), ("fourth", "何静"), ("fifth", "蒋伟")):
            built.add(called, name, "member", sector=built.sector)
        built.add("housing_handler", "周启明", "handler", organisation=housing)
        built.add("housing_head", "邓永红", "head", organisation=housing)
    with at("2025-02-17"):
        visit(built)
        all_choose(built, ["member", "second", "fifth"])
    return built


def test_one_proposal_from_the_first_sentence_to_the_commitment_kept(county: County, sink: Sink, tmp_path: Path):
    before = county.on("2025-02-18").figures()
    written(county)
    signed(county, sink)
    handed_in(county)
    examined(county)
    merged(county, sink)
    handed_over_and_contested(county)
    handled(county)
    answered(county, sink, tmp_path)
    handled_again(county, tmp_path)
    looked_at_until_kept(county)
    assert audit() == []
    after = county.figures()
    assert {name: after.get(name, 0) - before.get(name, 0) for name in COUNTED} == COUNTED
    a_figure_opens_what_it_counts(county)


def a_figure_opens_what_it_counts(county: County) -> None:
    member = county.seat("member").at("/c/500104/figures/").follow("经他人确认兑现的承诺").reads("1")
    member.follow(TITLE).reads("已经兑现")


def written(county: County) -> None:
    """On a phone, from a visit: what is typed is saved by itself."""
    member = county.on("2025-02-18").seat("member").at("/activities/")
    member.follow("义渡机械").follow("就这件事写提案或者社情民意信息")
    member.reads("会写明来源").press("起草提案")
    types(member, title=TITLE, text=SITUATION, answer_analysis=ANALYSIS, answer_advice=ADVICE)
    member.reads("走访服务企业")


def signed(county: County, sink: Sink) -> None:
    """Three are asked: one confirms, one declines, another is asked instead. A name is its owner's to give."""
    member = county.on("2025-02-18", 10).seat("member").at("/write/").follow(TITLE).press("邀请联名")
    for name in ("刘国栋", "田家瑞"):
        invite(member, name)
    member.reads("已邀请，未答复")
    county.work_by_itself()
    assert told(sink, "second") == {f"提案：2月18日起请您联名，等您答复\n{address(member, 'names/')}"}
    second = county.on("2025-02-18", 12).seat("second").at("/desk/").follow("去看看").follow(TITLE)
    second.reads(ADVICE).press("同意联名").reads("“刘国栋”已经联名")
    third = county.seat("third").at("/desk/").follow("去看看").follow(TITLE).follow("否")
    third.fill(reason="已经联名另一件同类提案。").press("不联名").reads_not(TITLE)
    county.work_by_itself()
    assert told(sink, "member") == {
        f"您起草的提案：有一位受邀联名人谢绝了\n{address(member)}",
        f"您起草的提案：受邀联名人都已确认\n{address(member)}",
    }
    member = county.on("2025-02-18", 15).seat("member").at("/write/").follow(TITLE).press("邀请联名")
    member.reads("已确认", "已谢绝", "已经联名另一件同类提案。")
    invite(member, "何静")
    nobody_gives_anothers_name(county, member)
    member.at("/write/").follow(TITLE).press("检查并提交").reads("没有确认，不列入")
    fourth = county.on("2025-02-19").seat("fourth").at("/desk/").follow("去看看").follow(TITLE).press("同意联名")
    fourth.reads("“何静”已经联名")


def invite(seat: Seat, name: str) -> None:
    """By the first letters or the name, chosen from what is offered while one types."""
    seat.page.locator("[name=person]").press_sequentially(name)
    seat.page.locator("[role=option]:visible", has_text=name).first.click()
    seat.press("邀请").reads(name)


def nobody_gives_anothers_name(county: County, member: Seat) -> None:
    """The author has no button for it, and what the owner's button sends is not taken from the author."""
    expect(member.page.get_by_role("button", name="同意联名")).to_have_count(0)
    fourth = county.seat("fourth").at("/write/").follow(TITLE)
    form = fourth.page.locator("form[action*=confirm]")
    address, version = form.get_attribute("action"), form.locator("[name=version]").input_value()
    token = member.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    sent: dict[str, str | float | bool] = {"csrfmiddlewaretoken": token, "version": version}
    answer = member.page.request.post(f"{county.server.url}{address}", form=sent, headers={"Referer": member.page.url})
    assert answer.status == 404


def handed_in(county: County) -> None:
    member = county.on("2025-02-20").seat("member").at("/write/").follow(TITLE).press("检查并提交")
    member.reads("王晓岚", "第一署名人", "刘国栋", "何静").reads_not("田家瑞", "没有确认，不列入")
    member.press("提交").reads("待预审", "刘国栋", "何静", "走访服务企业")
    fifth = county.on("2025-02-21").seat("fifth").at("/write/").press("起草提案")
    types(fifth, title=OTHER, text=OTHER_SITUATION, answer_analysis=ANALYSIS, answer_advice=ADVICE)
    expect(fifth.page.locator(".alike-hit")).to_contain_text(TITLE)
    fifth.press("检查并提交").reads(TITLE).press("提交").reads("待预审")


def examined(county: County) -> None:
    office = county.on("2025-02-24").seat("office")
    for title in (TITLE, OTHER):
        office.finds(title).take("预审通过，送审查").reads("审查中")
    office = county.on("2025-02-25").seat("office")
    office.finds(TITLE).take("立案", period="大会提案").reads("已立案，待交办")


def merged(county: County, sink: Sink) -> None:
    """What the browser offers begins with the number: the office writes the one that it read on the other's page."""
    office = county.seat("office").finds(OTHER).follow("并案")
    offered = office.page.locator(f"datalist option[value*='{TITLE}']").get_attribute("value")
    office.fill(into=str(offered)).press("并案").reads("并案办理", TITLE)
    fifth = county.on("2025-02-25", 14).seat("fifth").at("/me/file/").follow(OTHER)
    fifth.reads("并案办理", TITLE)
    county.work_by_itself()
    assert told(sink, "fifth") == {f"2025-0003号 提案 现在的环节：并案办理。理由见页面。\n{address(fifth)}"}


def handed_over_and_contested(county: County) -> None:
    office = county.on("2025-03-03").seat("office").finds(TITLE)
    office.take("交办", lead="区规资局", joint=["区经济信息委"]).reads("区规资局", "区经济信息委")
    land = county.on("2025-03-05").seat("land_handler").finds(TITLE)
    land.take("申请调整", reason="停车设施建设由区住建委牵头，我局可以会办用地手续。")
    office = county.on("2025-03-06").seat("office").finds(TITLE).reads("我局可以会办用地手续。")
    office.follow("审批申请").fill(grant="同意").press("审批申请").reads("已立案，待交办")
    office.take("交办", lead="区住建委", joint=["区规资局"]).reads("区住建委")


def handled(county: County) -> None:
    housing = county.on("2025-03-10").seat("housing_handler").finds(TITLE).reads(OTHER_SITUATION)
    housing.take("签收").reads("已签收")
    housing.take("记录沟通", note="与提案人王晓岚委员通话，约定二十日现场看点位。").reads("约定二十日现场看点位")
    land = county.on("2025-04-08").seat("land_handler").finds(TITLE)
    land.take("会办意见", text="三块空地可以办理临时用地手续，我局负责核发。").reads("我局负责核发")
    housing = county.on("2025-05-20").seat("housing_handler").finds(TITLE)
    housing.take("申请延期", reason="权属协商未完。", days="15").reads("权属协商未完。")
    office = county.on("2025-05-21").seat("office").finds(TITLE)
    office.follow("审批申请").fill(grant="同意").press("审批申请").reads("办理中")


def answered(county: County, sink: Sink, into: Path) -> None:
    """The head reads the whole of what is signed; both proposers get the same letter; everybody reads a summary."""
    housing = county.on("2025-06-16").seat("housing_handler").finds(TITLE).follow("答复")
    said = {"text": ANSWER, "class": "B", "publication": "摘要公开", "summary": SUMMARY}
    housing.fill(**said, **{"measures-0-text": MEASURE, "measures-0-day": "2025-12-31"}).press("答复")
    housing.reads("待签发", MEASURE)
    head = county.on("2025-06-17").seat("housing_head").finds(TITLE).follow("签发")
    head.reads("列入今年停车设施建设计划", SUMMARY, MEASURE, "B").press("签发").reads("已答复，待评价")
    county.work_by_itself()
    assert any("已答复，待评价" in one for one in told(sink, "second")), "whoever signed is told as well"
    for called, title in (("member", TITLE), ("fifth", OTHER)):
        proposer = county.on("2025-06-17", 14).seat(called).finds(title)
        proposer.reads("列入今年停车设施建设计划", MEASURE, "12月31日")
        assert any("已答复，待评价" in one and address(proposer) in one for one in told(sink, called))
        letter_is_whole(proposer.takes_away("答复函（Word）", into), title, called)
    street = county.street().at("/c/500104/figures/").follow("已答复的提案").follow(TITLE)
    street.reads(SUMMARY).reads_not("权属核查", MEASURE, "王晓岚", "刘国栋", SITUATION)
    words = lines(street.takes_away("答复函（Word）", into))
    assert SUMMARY in words
    assert not [one for one in words if "王晓岚" in one or "权属核查" in one or MEASURE in one]


def letter_is_whole(letter: Document, title: str, called: str) -> None:
    """Field by field, as an official letter has them."""
    number = re.search(r"第(\d{4}-\d{4})号", letter.paragraphs[0].text)
    assert number is not None
    own = {"member": "王晓岚委员、刘国栋委员、何静委员：", "fifth": "蒋伟委员："}[called]
    first_page = letter.sections[0].first_page_header.paragraphs
    assert (first_page[0].text, first_page[0].alignment) == ("B类", WD_ALIGN_PARAGRAPH.RIGHT)
    assert first_page[1].text == "大渡口区住房和城乡建设委员会"
    assert first_page[1].runs[0].font.color.rgb == RGBColor(0xFF, 0, 0)
    assert letter.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert lines(letter) == [
        f"第{number[1]}号",
        f"关于第{number[1]}号提案的答复函",
        own,
        f"您提出的提案《{title}》（第{number[1]}号）收悉。经会同区规资局办理，现答复如下：",
        *ANSWER.split("\n"),
        "承诺的措施和完成时间：",
        f"1. {MEASURE}（2025年12月31日前完成）。",
        "大渡口区住房和城乡建设委员会",
        "2025年6月17日",
        "（联系单位：区住建委，联系人：周启明）",
        "抄送：大渡口区政协、大渡口区规划和自然资源局。",
    ]


def handled_again(county: County, into: Path) -> None:
    """One is satisfied, which says nothing of the other: that one says what is missing and has it handled again."""
    fifth = county.on("2025-06-20").seat("fifth").finds(OTHER)
    fifth.take("评价答复", satisfaction="满意", attitude="满意").reads("已办结")
    member = county.on("2025-06-23").seat("member").finds(TITLE).reads("已答复，待评价")
    member.take("不满意，请重新办理", what_is_missing="没有说夜间什么时候开放。", attitude="满意").reads("重新办理")
    housing = county.on("2025-07-21").seat("housing_handler").finds(TITLE).reads("没有说夜间什么时候开放。")
    housing.follow("再次答复").fill(text=AGAIN, publication="全文公开", **{"class": "A"}).press("再次答复")
    county.on("2025-07-22").seat("housing_head").finds(TITLE).take("签发").reads("已再次答复，待评价")
    member = county.on("2025-07-28").seat("member").finds(TITLE).reads(AGAIN, MEASURE)
    letter = member.takes_away("答复函（Word）", into)
    assert AGAIN in lines(letter)
    assert letter.paragraphs[0].text.endswith("-2号")
    member.take("评价答复", satisfaction="满意", attitude="满意").reads("已办结", "未到期")


def looked_at_until_kept(county: County) -> None:
    """By somebody whom the lot names and who has nothing to do with it, each year until it is kept."""
    county.on("2026-01-05").work_by_itself()
    look(county, "没有兑现", "只平整了场地，还没有划线。")
    member = county.on("2026-02-10").seat("member").at("/commitments/").reads(MEASURE, "区住建委")
    third = county.seat("third").at("/write/").press("起草提案")
    types(third, title="关于桥下空地建停车场的建议", text=SITUATION[:60])
    hit = third.page.locator(".alike-hit", has_text=TITLE)
    expect(hit).to_contain_text(MEASURE)
    third.look()
    member.reads(MEASURE)
    county.on("2027-01-13").work_by_itself()
    look(county, "已经兑现", "一百二十个泊位都划好了，晚上停满了。")
    county.on("2027-01-20").seat("member").at("/commitments/").reads_not(MEASURE)


def look(county: County, found: str, seen: str) -> None:
    """Whom the lot named stands on the page that the office reads."""
    office = county.seat("office").at(f"/matters/?state=all&q={TITLE}").follow(TITLE).reads("承诺期限")
    asked = office.page.locator("section[aria-labelledby=look-backs] .state small").last.inner_text()
    called = next(one for one, person in county.cast.people.items() if person.name == asked)
    assert called not in ("member", "second", "fourth", "fifth")
    looker = county.seat(called).at("/desk/").follow("填写结果").reads(MEASURE)
    looker.fill(found=found, seen=seen).press("提交")
    office = county.seat("office").at(f"/matters/?state=all&q={TITLE}").follow(TITLE).reads(seen)
