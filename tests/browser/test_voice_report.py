"""A report on the pages: written on a phone, edited beside its author's text, issued, adopted, instructed on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.county import County, county, set_clock
from tests.browser.words import lines, types
from tests.cast import Cast, at, build
from yidu.ledger.audit import audit

__all__ = ["county", "set_clock"]

OWN = "老年大学一座难求"
TEXT = "区老年大学春季班三百个名额，网上报名两分钟报满，不会用手机的老人连报名页都没有打开。"
ADVICE = "请教委留出三成名额线下报名，并把课送到街道。"
TITLE = "老年教育线上报名门槛高、线下名额少，建议调整报名办法"
ISSUED = (
    "区老年大学春季班三百个名额两分钟报满，不会用手机的老人报不上名。建议区教委留出三成名额线下报名，并送课到街道。"
)
COUNTED = {
    "reports-received": 1, "reports-issued": 1, "reports-sent-up": 1, "reports-adopted": 1, "adoptions": 1,
    "adopted-by-the-city": 1, "instructions": 1, "suggestions-of-value": 1, "proposals-submitted": 0,
}  # fmt: skip


@pytest.fixture
def cast(transactional_db: None, tmp_path: Path) -> Cast:
    with at("2025-01-02"):
        return build(tmp_path)


def test_one_report_from_its_author_to_a_leaders_instruction(county: County, tmp_path: Path):
    before = county.on("2025-03-03").figures()
    written(county)
    edited_and_signed(county)
    issued_and_adopted(county)
    in_the_authors_file(county, tmp_path)
    assert audit() == []
    after = county.figures()
    assert {name: after.get(name, 0) - before.get(name, 0) for name in COUNTED} == COUNTED


def written(county: County) -> None:
    member = county.on("2025-03-03").seat("member").at("/desk/").follow("写提案").press("起草社情民意信息")
    types(member, title=OWN, text=TEXT, answer_advice=ADVICE)
    member.press("检查并提交").reads(TEXT, "王晓岚").press("提交").reads("待初筛", ADVICE)


def edited_and_signed(county: County) -> None:
    """The author's own text stays, and what was changed in it can be read."""
    office = county.on("2025-03-04").seat("office").finds(OWN)
    office.take("采编").take("编辑并送签", title=TITLE, text=ISSUED).reads(TEXT, ISSUED, "待审签")
    secretary = county.seat("secretary").finds(OWN).follow("审签").reads(ISSUED)
    secretary.press("审签").reads("已签，待编发")
    member = county.seat("member").at("/matters/").follow(OWN).reads(TEXT, ISSUED)
    member.unfold("对作者原文改了什么")
    assert member.page.locator("main del:visible").count()
    assert member.page.locator("main ins:visible").count()


def issued_and_adopted(county: County) -> None:
    office = county.on("2025-03-05").seat("office").finds(OWN)
    office.take("编发", series="社情民意信息").reads("社情民意信息 2025 年第 1 期", "已编发，待上报")
    office.take("上报", note="报市政协办公厅。").reads("已上报，待采用")
    office = county.on("2025-04-02").seat("office").finds(OWN)
    office.take("登记采用", level="市级", carrier="单篇采用", day="2025-03-31").reads("采用情况", "市级", "单篇采用")
    told = {"adoption": "市级", "instructed_by": "王副市长", "day": "2025-04-01", "instruction": "批示办理"}
    office.take("登记批示", **told).reads("王副市长", "批示办理")


def in_the_authors_file(county: County, into: Path) -> None:
    """What came of it stands in the file of its author, on the page and in Word."""
    member = county.on("2025-04-03").seat("member").at("/me/").follow("我的履职档案")
    member.reads(OWN, "已采用", "2025 年第 1 期", "市级", "王副市长", "批示办理").reads_not("未答复")
    words = "\n".join(lines(member.takes_away("导出为 Word 文件", into)))
    for one in (OWN, "市级", "王副市长", "批示办理"):
        assert one in words, one
    member.follow(OWN).reads("采用情况", "社情民意信息 2025 年第 1 期")
