"""The minutes of a session, opened again and read field by field; what everybody may take away names nobody."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from docx.document import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import RGBColor

from tests.cast import Cast, at
from tests.consultations.conftest import session_of, topic_of
from tests.consultations.settled import LIFT, concluded, full_session
from tests.web.conftest import doors
from yidu.briefs.minutes import Minutes, minutes_file, minutes_of
from yidu.consultations.actions import record_outcome
from yidu.consultations.models import Session, Words

pytestmark = pytest.mark.django_db
RED = RGBColor(0xFF, 0, 0)


@pytest.fixture
def session(cast: Cast) -> Session:
    walk = topic_of(cast)
    walk.does(cast.office, "choose", "2025-03-05", text="今年可以做成。")
    session = concluded(cast, full_session(cast, walk))
    with at("2025-06-24"):
        record_outcome(
            session.topic, session=session, item="lifts-replaced", quantity=12, day=date(2025, 6, 20),
            confirmed_by="residents", confirmed_says="居民代表逐部确认", actor=cast.office,
        )  # fmt: skip
    return Session.objects.get(pk=session.pk)


def opened(minutes: Minutes) -> Document:
    return docx.Document(BytesIO(minutes_file(minutes)))


def lines(minutes: Minutes) -> list[str]:
    return [one.text for one in opened(minutes).paragraphs if one.text]


def after(told: list[str], heading: str) -> str:
    return told[next(n for n, line in enumerate(told) if line.endswith(f"、{heading}")) + 1]


def test_each_part_stands_under_its_heading_in_chinese_whatever_the_reader_reads(session: Session):
    with translation.override("en"):
        told = lines(minutes_of(session, inside=True))
    numerals = [line.split("、")[0] for line in told if "、" in line[:2]]
    assert numerals == list("一二三四五六七")
    assert after(told, "达成的共识") == (
        f"1. {LIFT}：区经济信息委牵头，六月底前换好（区经济信息委，2025年6月30日前完成，区规资局配合）。"
    )
    assert after(told, "未达成共识的事项及原因") == "1. 底层住户的分摊比例：底层住户不同意均摊，另行商量。"
    assert after(told, "意见建议") == "1. 设专户，账目公开（王晓岚；由区规资局研究办理）"
    assert after(told, "协商成果") == "1. 更新电梯（部）：12，2025年6月20日（居民代表逐部确认）"
    assert after(told, "协商结果") == "十二部电梯六月底前更换。"
    assert after(told, "议程") == "1. 物业说明现状"


def test_it_tells_form_time_place_convener_and_who_took_part_by_what_they_are(session: Session):
    told = dict(line.split("：", 1) for line in lines(minutes_of(session, inside=True)) if "：" in line)
    assert told["形式"] == "院坝协商"
    assert told["时间"] == "2025年3月20日19:00—21:00"
    assert told["地点"] == "新山村街道协商阵地 3 栋楼下"
    assert told["召集人"] == "郑小梅"
    assert told["参加人员"] == "36人"
    assert told["居民"] == "刘桂英"
    assert told["委员"] == "王晓岚"
    assert told["部门"] == "区经济信息委"
    assert told["刘桂英"] == "老人下不了楼，先换三栋。"


def test_what_everybody_may_take_away_names_nobody_who_took_part_and_tells_no_statement(session: Session):
    told = "\n".join(lines(minutes_of(session, inside=False)))
    for name in ("刘桂英", "王晓岚", "老人下不了楼"):
        assert name not in told
    assert "居民：1人" in told
    assert "部门：区经济信息委" in told
    assert LIFT in told


def test_it_has_the_red_mark_the_number_and_the_red_line_and_no_seal(session: Session):
    minutes = minutes_of(session, inside=True)
    document = opened(minutes)
    mark, number, under = [one for one in document.paragraphs if one.text][:3]
    assert mark.text == "协商纪要"
    assert mark.runs[0].font.color.rgb == RED
    assert number.text == f"第{session.number}号"
    assert under.text == "大渡口区政协\t2025年3月20日"
    (stop,) = under.paragraph_format.tab_stops
    assert (round(stop.position.mm), stop.alignment) == (156, WD_TAB_ALIGNMENT.RIGHT), "the day at the right edge"
    assert under._element.pPr.find(qn("w:pBdr")).find(qn("w:bottom")).get(qn("w:color")) == "FF0000"
    assert not document.inline_shapes
    with ZipFile(BytesIO(minutes_file(minutes))) as file:
        assert not [name for name in file.namelist() if "media" in name]
    assert minutes_file(minutes) == minutes_file(minutes)


def test_a_long_statement_is_told_in_short(session: Session):
    Words.objects.filter(speaker="王晓岚").update(text="长" * 900)
    told = next(line for line in lines(minutes_of(session, inside=True)) if line.startswith("王晓岚：长"))
    assert told == f"王晓岚：{'长' * 299}…"


def test_the_page_gives_the_whole_to_who_reads_inside_and_the_rest_to_everybody_once_it_is_announced(
    cast: Cast, session: Session
):
    way, sign_in = reverse("session-minutes", args=[session.pk]), doors(cast)

    def read(client: Client) -> str:
        answer: Any = client.get(way)
        return "\n".join(one.text for one in docx.Document(BytesIO(answer.content)).paragraphs)

    assert "刘桂英" in read(sign_in("member"))
    assert Client().get(way).status_code == 404
    Session.objects.filter(pk=session.pk).update(is_public=True)
    assert "刘桂英" not in read(Client())
    assert way in Client().get(reverse("session", args=[session.pk])).content.decode()


def test_there_are_no_minutes_of_what_was_not_held(cast: Cast):
    session = session_of(cast, topic_of(cast))
    assert doors(cast)("office").get(reverse("session-minutes", args=[session.pk])).status_code == 404
