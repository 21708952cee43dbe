"""The lifts of Ganghua estate, on the pages alone: from what a resident proposed to twelve lifts that run.

A topic, chosen with one like it; three evenings in the courtyard, on phones; no agreement on the first, one on the
third; the department does it, those who sat there are asked whether it was kept, and everybody reads what came of it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.county import County, Seat, county, set_clock
from tests.browser.courtyard import (
    RECORDING,
    attaches,
    downloads,
    events,
    hangs_up_the_picture,
    is_here,
    link_for,
    paper_of,
    point_card,
    speaks,
)
from tests.browser.words import address, lines, told
from tests.cast import Cast, at, build
from tests.notices.conftest import Sink, all_choose, sink
from yidu.common.clock import SHANGHAI
from yidu.ledger.audit import audit

__all__ = ["county", "set_clock", "sink"]

ECONOMY = "大渡口区经济和信息化委员会"
TITLE = "钢花小区的电梯老化，想一起商量怎么换"
TEXT = "钢花小区十二部电梯用了二十多年，三天两头停。大家都说该换，一说到钱怎么出就谈不拢，想请政协组织大家坐下来商量。"
OTHER = "钢花小区电梯老化，商量更换费用"
OTHER_TEXT = "我们楼的电梯用了二十多年，老停。八楼的老人下不来，想商量怎么换、钱怎么出。"
WHY = "十二部电梯关系四百八十户，物业和部门都愿意坐下来谈，今年可以做成。"
REPRESENTATIVE = "三栋居民代表刘桂英"
EVENINGS = ("2025-03-20", "2025-04-03", "2025-04-24")
AGENDA = "区经济信息委说明检测结果\n居民发言\n商量费用怎么分摊"
SHARES = "电梯更换费用由各户平均分摊"
BY_FLOOR = "更换十二部电梯，费用按楼层系数分摊"
MEASURE = "八月底前分三批换完十二部，账目每月上墙公示。"
DONE = "十二部电梯已分三批换完，经检验合格，账目在每栋门厅公示。"
CONCLUSION = "四百八十户签了字，一楼不出、往上按楼层系数分摊。十二部电梯八月底前换完。"
MINUTES = [
    "协商纪要",
    "第2025-0003号",
    "大渡口区政协\t2025年4月24日",
    f"“{TITLE}”协商会纪要",
    "形式：院坝协商",
    "时间：2025年4月24日19:00—21:00",
    "地点：新山村街道协商阵地 3 栋楼下坝子",
    "召集人：郑小梅",
    "参加人员：38人",
    "委员：王晓岚",
    "居民：陈大爷、刘桂英、五栋余婆婆",
    "部门：区经济信息委",
    "一、议程",
    *(f"{number}. {line}" for number, line in enumerate(AGENDA.splitlines(), 1)),
    "二、发言摘要",
    "李建国科长：我委牵头招标，八月底前换完，账目每月公示。",
    "三、达成的共识",
    f"1. {BY_FLOOR}：{MEASURE.rstrip('。')}（区经济信息委，2025年8月31日前完成）。",
    "四、协商结果",
    CONCLUSION,
]
COUNTED = {
    "topics-proposed": 2, "topics-chosen": 1, "sessions-held": 3, "courtyard-sessions": 3, "people-at-the-table": 103,
    "points-agreed": 1, "points-kept": 1, "lifts-replaced": 12, "households-that-benefit": 480,
    "recommendations-made": 0,
}  # fmt: skip
"""What the story moves, and what of it must not."""


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Cast:
    with at("2025-01-02"):
        built = build(tmp_path)
    with at("2025-02-17"):
        all_choose(built, ["member", "leader", "liaison", "economy_handler", "economy_head"])
    return built


def test_the_lifts_of_ganghua_estate(county: County, sink: Sink, tmp_path: Path):
    before = county.on("2025-03-03").figures()
    receipt = proposed(county)
    chosen(county)
    planned(county, sink)
    answered_to_the_invitation(county, sink, tmp_path)
    in_the_calendars(county)
    first_evening(county, sink)
    second_evening(county)
    third_evening(county)
    minutes_are_whole(county, tmp_path)
    done_and_confirmed(county, sink)
    counted_once(county)
    asked_whether_it_was_kept(county, sink)
    looked_at(county)
    everybody_is_told(county, sink, receipt)
    assert audit() == []
    a_figure_opens_what_it_counts(county)
    after = county.figures()
    assert {name: after.get(name, 0) - before.get(name, 0) for name in COUNTED} == COUNTED


def proposed(county: County) -> str:
    """By two neighbours on the portal, without an account; each keeps a receipt."""
    codes = []
    for who, title, text in (("street", TITLE, TEXT), ("neighbour", OTHER, OTHER_TEXT)):
        phone = county.on("2025-03-03").street(who).at("/").follow("大家商量的议题").follow("提一个议题")
        phone.reads("协商议题").fill(title=title, text=text, place=county.cast.place.name).press("提交")
        codes.append(phone.reads("您的收据码").page.locator("#code").input_value())
    return codes[0]


def chosen(county: County) -> None:
    """The office reads what is alike side by side, merges, and says why it chooses."""
    office = county.on("2025-03-05").seat("office").at("/c/500104/topics/").follow("筛选议题")
    alike = office.page.locator("section.card", has_text=TITLE)
    expect(alike).to_contain_text(OTHER)
    expect(alike).to_contain_text("2 个")
    office.follow(OTHER).follow("与同类议题合并")
    offered = office.page.locator(f"datalist option[value*='{TITLE}']").get_attribute("value")
    office.fill(into=str(offered)).press("与同类议题合并").reads(TITLE)
    office.at("/c/500104/topics/").follow("筛选议题").follow(TITLE).take("列入协商", text=WHY).reads("已列入，准备协商")
    street = county.street().at("/c/500104/topics/").reads(TITLE, WHY, "合并到")
    street.follow(TITLE).reads(WHY)


def planned(county: County, sink: Sink) -> None:
    """The liaison plans three evenings in the courtyard, on a phone, and asks people to the first."""
    liaison = county.on("2025-03-10").seat("liaison").at("/c/500104/topics/").follow(TITLE)
    plans(liaison, EVENINGS[0]).reads(*AGENDA.splitlines())
    liaison.follow("邀请参会人")
    liaison.fill(members="王晓岚", bodies="区经济信息委", residents=REPRESENTATIVE).press("邀请")
    liaison.reads("王晓岚", ECONOMY, REPRESENTATIVE, "未答复")
    liaison.follow("添加材料").fill(title="十二部电梯检测情况")
    attaches(liaison, "检测情况.docx", paper_of("十二部电梯检测情况", "九部应当更换，三部建议更换。"))
    liaison.press("添加").reads("十二部电梯检测情况", "检测情况.docx")
    county.work_by_itself()


def plans(liaison: Seat, day: str) -> Seat:
    liaison.follow("安排协商会")
    return liaison.fill(
        form="院坝协商", day=day, begins="19:00", ends="21:00", station="新山村街道协商阵地", room="3 栋楼下坝子",
        convener="郑小梅", agenda=AGENDA, is_public="公布",
    ).press("安排")  # fmt: skip


def answered_to_the_invitation(county: County, sink: Sink, into: Path) -> None:
    """A member taps once on a phone, a department says who comes, a resident answers by a link."""
    link = passed_on(county)
    member = county.on("2025-03-11").seat("member").at("/desk/").follow(TITLE).press("参加").reads("您已答复：参加")
    assert told(sink, "member") == {
        f"院坝协商 2025-0001，3月20日 19:00：邀请您参加，请答复能否到会。\n{address(member)}"
    }
    economy = county.seat("economy_handler").at("/desk/").follow(TITLE).follow("填写参会人")
    economy.fill(name="李建国科长").press("参加").reads("李建国科长", "参加")
    invited = county.street("representative").at(link).reads(REPRESENTATIVE, "十二部电梯检测情况", "院坝协商")
    assert downloads(invited, "十二部电梯检测情况", into).startswith(b"PK")
    invited.fill(says="我早点来摆凳子。").press("参加").reads("参加")
    liaison = county.seat("liaison").at("/desk/").follow(TITLE).reads("李建国科长", "我早点来摆凳子。")
    liaison.reads_not("未答复")


def passed_on(county: County) -> str:
    liaison = county.seat("liaison").at("/desk/").follow(TITLE).follow("无账号者的邀请链接")
    return link_for(liaison, REPRESENTATIVE)


def in_the_calendars(county: County) -> None:
    """What phones subscribe to, read over the network: one's own, and what is announced."""
    member = county.on("2025-03-12").seat("member").at("/me/").follow("协商会日程订阅").press("生成我的订阅地址")
    (own,) = events(member.page.locator("#secret").input_value())
    (public,) = events(f"{county.server.url}/c/500104/sessions.ics")
    for event in (own, public):
        assert event.decoded("dtstart").astimezone(SHANGHAI).isoformat() == f"{EVENINGS[0]}T19:00:00+08:00"
        assert "3 栋楼下坝子" in str(event["location"])
    assert own["uid"] == public["uid"]
    county.street("passer-by").at("/").reads(TITLE, "新山村街道协商阵地")
    assert str(own["status"]) == "CONFIRMED"


def first_evening(county: County, sink: Sink) -> None:
    """Everybody is heard, nobody agrees, and that is written down as well."""
    county.on("2025-03-19").work_by_itself()
    for who in ("liaison", "member", "economy_handler"):
        assert any("院坝协商 2025-0001" in one for one in told(sink, who)), who
    office = county.on(EVENINGS[0]).seat("office").finds(TITLE).take("开始协商").reads("协商中")
    office.look()
    liaison, door = opens(county, EVENINGS[0])
    signs_in(county, "first-phone", door, "陈大爷")
    liaison = at_the_table(county)
    for name in ("王晓岚", ECONOMY, REPRESENTATIVE, "陈大爷"):
        is_here(liaison, name)
    comes_without_a_phone(liaison, "五栋余婆婆")
    speaks(liaison, "李建国科长", "九部应当更换，三部建议更换，一部约二十八万元。")
    speaks(liaison, "陈大爷", "我住一楼，从来不坐电梯，凭什么平摊？")
    speaks(liaison, "五栋余婆婆", file=("余婆婆.mp3", RECORDING))
    puts(liaison, SHARES)
    stands(county, "first-phone", door, SHARES, "反对", "一楼不坐电梯")
    stands(county, "representative", door, SHARES, "可以接受", "")
    liaison = at_the_table(county)
    hands(liaison, SHARES, agree="9", live_with="6", against="11", because="低楼层不愿意平摊")
    liaison.reads("赞成 9 · 可以接受 7 · 反对 12")
    settles(
        liaison, SHARES, stands="未达成共识", says="低楼层住户不同意平摊，高楼层住户认为不换不行，下次带三种方案来。"
    )
    closes(liaison, "31", "没有谈拢，三种分摊方案下次再谈。")


def second_evening(county: County) -> None:
    """Three ways to share are on the table; nobody is asked to settle yet."""
    door = plans_another(county, "2025-03-24", EVENINGS[1])
    liaison = at_the_table(county)
    comes_without_a_phone(liaison, "五栋余婆婆")
    speaks(liaison, "五栋余婆婆", "一楼不出，往上一层层加，我家八楼多出一点也愿意。")
    puts(liaison, SHARES)
    puts(liaison, BY_FLOOR)
    stands(county, "first-phone", door, BY_FLOOR, "可以接受", "")
    liaison = at_the_table(county)
    for point, why in ((SHARES, "没有人再坚持平摊。"), (BY_FLOOR, "还有六户没有表态，系数由楼栋再算一遍。")):
        settles(liaison, point, stands="未达成共识", says=why)
    closes(liaison, "34", "按楼层系数分摊的方案多数人可以接受，系数下次定。")


def third_evening(county: County) -> None:
    """The last households agree: who does it, by which day."""
    door = plans_another(county, "2025-04-07", EVENINGS[2], members="王晓岚", bodies="区经济信息委")
    signs_in(county, "first-phone", door, "陈大爷")
    signs_in(county, "representative", door, "刘桂英")
    liaison = at_the_table(county)
    for name in ("王晓岚", ECONOMY, "陈大爷", "刘桂英"):
        is_here(liaison, name)
    comes_without_a_phone(liaison, "五栋余婆婆")
    speaks(liaison, "李建国科长", "我委牵头招标，八月底前换完，账目每月公示。")
    puts(liaison, BY_FLOOR)
    stands(county, "first-phone", door, BY_FLOOR, "反对", "还没有算清楚")
    stands(county, "first-phone", door, BY_FLOOR, "赞成", "")
    liaison = at_the_table(county)
    hands(liaison, BY_FLOOR, agree="33", live_with="3", against="0")
    liaison.reads("赞成 34 · 可以接受 3 · 反对 0").reads_not("还没有算清楚")
    settles(liaison, BY_FLOOR, stands="达成共识", says=MEASURE, owner="区经济信息委", day="2025-08-31")
    closes(liaison, "38", CONCLUSION).reads("达成共识", "区经济信息委", "8月31日")


def minutes_are_whole(county: County, into: Path) -> None:
    """Word files: of the first evening with what was not agreed, of the third whole; without names for everybody."""
    liaison = county.on("2025-04-25").seat("liaison").at("/c/500104/topics/").follow(TITLE).follow("协商会 2025-0001")
    first = "\n".join(lines(liaison.takes_away("纪要（Word）", into)))
    for one in (SHARES, "低楼层住户不同意平摊", "我住一楼，从来不坐电梯", "余婆婆.mp3", "31"):
        assert one in first, one
    liaison.at("/c/500104/topics/").follow(TITLE).follow("协商会 2025-0003")
    assert lines(liaison.takes_away("纪要（Word）", into)) == MINUTES
    street = county.street().at("/c/500104/sessions/").follow(TITLE).reads(CONCLUSION, BY_FLOOR)
    public = "\n".join(lines(street.takes_away("纪要（Word）", into)))
    assert BY_FLOOR in public
    for name in ("刘桂英", "陈大爷", "王晓岚", "我委牵头招标"):
        assert name not in public


def done_and_confirmed(county: County, sink: Sink) -> None:
    """The agreed point is a matter in the hands of the department at once; who convened it says that it was kept."""
    county.work_by_itself()
    for who in ("member", "economy_handler"):
        (one,) = told(sink, who)
        assert one.startswith("院坝协商 2025-0003已形成结果，请在页面上查看。"), who
    economy = county.on("2025-04-28").seat("economy_handler").finds(BY_FLOOR).reads("8月31日", MEASURE)
    economy.reads("在2025年4月24日的 2025-0003 号协商会上提出。")
    economy.take("签收").take("记录进展", note="六部已经换好。").reads("六部已经换好。")
    economy = county.on("2025-08-20").seat("economy_handler").finds(BY_FLOOR)
    economy.take("报告落实结果", text=DONE, **{"class": "A"}).reads("待签发")
    county.on("2025-08-21").seat("economy_head").finds(BY_FLOOR).take("签发").reads("已报告，待召集人确认")
    county.work_by_itself()
    liaison = county.on("2025-08-25").seat("liaison").finds(BY_FLOOR).reads(DONE)
    liaison.take("确认兑现", satisfaction="满意").reads("已兑现")


def counted_once(county: County) -> None:
    """Twelve lifts, 480 households; whoever enters it again is told what stands there."""
    liaison = county.on("2025-08-26").seat("liaison").at("/c/500104/topics/").follow(TITLE)
    records(liaison, "更新电梯（部）", "12").reads("更新电梯（部） 12")
    records(liaison, "受益住户（户）", "480").reads("受益住户（户） 480", "居民确认")
    liaison.follow("登记办成的事").fill(
        item="更新电梯（部）", quantity="12", confirmed_by="居民确认", confirmed_says="楼栋长逐户回访"
    ).press("登记").reads("已经登记过：更新电梯（部） 12")


def records(liaison: Seat, item: str, quantity: str) -> Seat:
    told = {"item": item, "quantity": quantity, "day": "2025-08-25", "confirmed_by": "居民确认", "session": "2025-0003"}
    return liaison.follow("登记办成的事").fill(confirmed_says="各楼栋居民代表签字确认", **told).press("登记")


def asked_whether_it_was_kept(county: County, sink: Sink) -> None:
    """A member on the desk, residents by the links that the convener passes on; never the department."""
    (asked,) = told(sink, "member")
    assert asked.startswith("院坝协商 2025-0003：议定的事已报告落实，兑现了吗？")
    assert asked.endswith("/kept/")
    (reported,) = told(sink, "liaison")
    assert "已报告，待召集人确认" in reported
    assert told(sink, "economy_handler") == set(), "whoever was to do it is not asked"
    liaison = county.seat("liaison").at("/c/500104/topics/").follow(TITLE).follow("协商会 2025-0003")
    liaison.unfold("把问题转给没有账号的参加人")
    links = {name: link_for(liaison, name) for name in ("陈大爷", "刘桂英", "五栋余婆婆")}
    expect(liaison.page.get_by_label(ECONOMY)).to_have_count(0)
    for phone, name in (("first-phone", "陈大爷"), ("representative", "刘桂英")):
        seat = county.street(phone).at(links[name]).reads(BY_FLOOR, "8月31日", CONCLUSION)
        echoes(seat, "已兑现").reads("更新电梯（部） 12")
    echoes(county.street("neighbour").at(links["五栋余婆婆"]), "部分兑现", "门厅的灯比原来暗。")
    member = county.seat("member").at("/desk/").reads(TITLE).follow("我来说")
    echoes(member, "已兑现")
    economy = county.seat("economy_handler").at("/desk/")
    economy.reads_not("兑现了吗")
    street = county.street().at("/c/500104/sessions/").follow(TITLE)
    street.reads("兑现 3 · 部分兑现 1 · 没有兑现 0").reads_not("门厅的灯")
    county.seat("liaison").at("/c/500104/topics/").follow(TITLE).follow("协商会 2025-0003").reads("门厅的灯比原来暗。")


def echoes(seat: Seat, kept: str, text: str = "") -> Seat:
    field = seat.page.locator("main [name$=-kept]").first.get_attribute("name") or ""
    seat.fill(**{field: kept, field.replace("-kept", "-text"): text})
    return seat.press("我来说").reads_not("我来说")


def looked_at(county: County) -> None:
    """What was agreed by a day is a promise: when the day has come somebody who was not there looks."""
    county.on("2025-09-01").work_by_itself()
    office = county.seat("office").at(f"/matters/?state=all&q={BY_FLOOR}").follow(BY_FLOOR)
    asked = office.page.locator("section[aria-labelledby=look-backs] .state small").last.inner_text()
    called = next(one for one, person in county.cast.people.items() if person.name == asked)
    looker = county.seat(called).at("/desk/").follow("填写结果").reads(MEASURE)
    looker.fill(found="已经兑现", seen="十二部都在用。").press("提交")
    county.seat("office").at("/commitments/").reads_not(MEASURE)


def everybody_is_told(county: County, sink: Sink, receipt: str) -> None:
    """The topic is closed with what came of it; the neighbour whose topic was merged reads the same."""
    office = county.on("2025-09-08").seat("office").finds(TITLE).take("形成协商成果", text=CONCLUSION)
    office.take("落实完毕", text="十二部电梯换完，四百八十户受益。").reads("已落实")
    county.work_by_itself()
    for who in ("member", "economy_handler"):
        (once,) = told(sink, who)
        assert once.startswith("院坝协商 2025-0003：商量的议题已经办结，请看结果。"), who
    assert told(sink, "leader") == set(), "whoever was not there is told nothing"
    phone = county.street().at("/receipt/").fill(receipt=receipt).press("查看")
    phone.reads("已落实", WHY, CONCLUSION, "更新电梯（部） 12", "受益住户（户） 480")
    portal = county.street("passer-by").at("/").follow("大家商量的议题").follow("后来怎么样了")
    portal.reads(TITLE, "更新电梯（部） 12", "受益住户（户） 480")


def a_figure_opens_what_it_counts(county: County) -> None:
    street = county.street("passer-by").at("/c/500104/figures/").follow("协商后更新电梯").reads("12")
    street.follow("更新电梯（部） 12").reads(TITLE, "各楼栋居民代表签字确认")


# --- what is done again and again ---------------------------------------------------------------------------------


def plans_another(county: County, day: str, evening: str, **asked: str) -> str:
    """One more evening, planned from the topic's page; on its day the picture hangs at the place."""
    liaison = county.on(day).seat("liaison").at("/c/500104/topics/").follow(TITLE)
    plans(liaison, evening)
    if asked:
        liaison.follow("邀请参会人").fill(**asked).press("邀请")
    return opens(county, evening)[1]


def opens(county: County, day: str) -> tuple[Seat, str]:
    liaison = county.on(day, 19).seat("liaison").at("/desk/").follow(TITLE).follow("进入协商现场")
    door = hangs_up_the_picture(liaison)
    return liaison, door


def at_the_table(county: County) -> Seat:
    return county.seat("liaison").at("/desk/").follow(TITLE).follow("进入协商现场")


def signs_in(county: County, phone: str, door: str, name: str) -> None:
    seat = county.street(phone).at(door).fill(part="居民", name=name).press("写下")
    expect(seat.page.locator("body")).to_contain_text("已登记，由召集人确认。")


def comes_without_a_phone(liaison: Seat, name: str) -> None:
    liaison.follow("还有人到场").fill(part="居民", name=name).press("列入名单").reads(name)


def puts(liaison: Seat, text: str) -> None:
    liaison.follow("提出一项来商量").fill(text=text).press("提出来").reads(text)


def stands(county: County, phone: str, door: str, point: str, says: str, because: str) -> None:
    seat = county.street(phone).at(door)
    seat.page.locator("section[aria-labelledby=open] li", has_text=point).get_by_role("link").click()
    seat.look().fill(says=says, because=because).press("表个态")
    expect(seat.page.locator("body")).to_contain_text("已记下")


def hands(liaison: Seat, point: str, **counted: str) -> None:
    point_card(liaison, point).get_by_role("link", name="数举手").click()
    liaison.look().fill(**counted).press("保存")


def settles(liaison: Seat, point: str, **said: str) -> None:
    point_card(liaison, point).get_by_role("link", name="结果怎样？").click()
    expect(liaison.look().page.locator("main [name=words]:checked"), "in nobody's words").to_have_count(0)
    liaison.fill(**said).press("保存")
    expect(point_card(liaison, point)).to_contain_text(said["stands"])


def closes(liaison: Seat, headcount: str, conclusion: str) -> Seat:
    liaison.follow("已经举行").fill(headcount=headcount).press("保存")
    return liaison.follow("结束协商会").fill(conclusion=conclusion).press("形成结果并交办").reads(conclusion)
