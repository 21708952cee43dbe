"""The file of a member's own year: what stands in it, who sees it, and the trace of whoever else opens it."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import docx
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast, at
from tests.matters.test_issuing import signed
from tests.web.conftest import SignIn, Way
from tests.web.world import solved_difficulty, visit
from yidu.briefs.actions import open_file
from yidu.briefs.paper import DOCX
from yidu.briefs.years import year_of
from yidu.common.errors import NotAllowed
from yidu.ledger.models import Step
from yidu.matters.models import Matter
from yidu.people.actions import end_appointment

DAY = "2025-03-03"
OWN = reverse("file")


def of(cast: Cast, called: str = "member", name: str = "person-file") -> str:
    return reverse(name, args=[cast.people[called].pk])


def main(answer: Any) -> str:
    """What a page says, without what stands around it."""
    assert answer.status_code == 200
    page: str = answer.content.decode()
    return page.partition("<main")[2].partition("</main>")[0]


def opened(browser: Client, url: str) -> Any:
    return browser.post(url, {"client_id": str(uuid4())})


def word(answer: Any) -> str:
    assert (answer.status_code, answer["Content-Type"]) == (200, DOCX)
    document = docx.Document(BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_ones_own_year_tells_what_one_did_and_what_became_of_it(cast: Cast, sign_in: SignIn):
    solved_difficulty(cast)
    with at(DAY):
        page = main(sign_in("member").get(OWN))
        paper = word(sign_in("member").get(reverse("file-word")))
    for told in (page, paper):
        assert "走访服务企业 · 重庆义渡机械制造有限公司" in told
        assert "生产用地不足" in told
        assert "已解决" in told
        assert "满意" in told
        assert "2025-0001" in told
    assert "A 已经解决或者采纳" in paper
    assert "王晓岚 2025年履职档案" in paper


def test_of_a_report_it_tells_where_it_was_issued_and_adopted_and_nothing_of_answers(cast: Cast, sign_in: SignIn):
    walk = signed(cast, "2025-02-17")
    walk.does(cast.office, "issue", "2025-02-17", hour=13, series="opinion")
    walk.does(cast.office, "send-up", "2025-02-18", note="市政协")
    walk.does(cast.office, "adopt", "2025-02-20", level="city", carrier="single", day="2025-02-19")
    told: dict[str, Any] = {
        "adoption": str(walk.matter.adoptions.get().pk),
        "day": "2025-02-20",
        "instruction": "handle",
    }
    walk.does(cast.office, "instruct", "2025-02-21", instructed_by="王副市长", **told)
    with at(DAY):
        page = main(sign_in("member").get(OWN))
        paper = word(sign_in("member").get(reverse("file-word")))
    for said in (page, paper):
        assert "社情民意信息 2025 年第 1 期" in said
        assert "采用：市级，单篇采用，2025年2月19日" in said
        assert "王副市长 2025年2月20日：批示办理" in said
    assert "未答复" not in page, "nobody answers a report"


def test_a_year_holds_what_happened_in_it_and_an_empty_one_says_so_kindly(cast: Cast, sign_in: SignIn):
    visit(cast, "2025-12-31")
    with at("2026-01-02"):
        browser = sign_in("member")
        assert "走访服务企业" in browser.get(f"{OWN}?year=2025").content.decode()
        page = browser.get(OWN).content.decode()
        assert "走访服务企业" not in page
        assert "2026年还没有内容" in page
        assert "不说明没有做" in page
        assert "这一年没有内容。" in word(browser.get(reverse("file-word")))
        for wrong in ("2024", "2027", "x", "-1", "٢٠٢٥", "99999999999999999999"):
            assert browser.get(OWN, {"year": wrong}).status_code == 404, wrong


def test_nothing_is_counted_scored_or_compared_and_nobody_else_stands_in_it(cast: Cast, sign_in: SignIn):
    with at("2025-01-03"):
        cast.add("another", "刘子涵", "member", sector=cast.sector)
    solved_difficulty(cast)
    visit(cast, "2025-02-18", by="another", heard="别人的事")
    with at(DAY):
        page = main(sign_in("member").get(OWN))
        paper = word(sign_in("member").get(reverse("file-word")))
    for told in (page, paper):
        assert not [one for one in ("刘子涵", "别人的事", "周明华", "李建国") if one in told]
        without_promise = told.replace("这里不计数、不打分、不比较", "")
        assert not re.search(r"得分|积分|排名|名次|合计|总计|共 ?\d+|平均|\d+ ?(?:件|次|条)", without_promise)


def test_nobody_but_the_member_and_the_office_finds_the_file(cast: Cast, sign_in: SignIn, street: Client):
    with at(DAY):
        for called in ("leader", "secretary", "member", "liaison", "economy_handler", "economy_head"):
            assert sign_in(called).get(of(cast)).status_code == 404, called
            assert opened(sign_in(called), of(cast)).status_code == 404, called
            assert sign_in(called).get(of(cast, name="person-file-word")).status_code == 404, called
        assert street.get(OWN).status_code == street.get(of(cast)).status_code == 302
        assert sign_in("economy_handler").get(OWN).status_code == 404
        assert sign_in("office").get(of(cast)).status_code == 200
        assert of(cast) in sign_in("office").get(of(cast, name="person")).content.decode()
        assert of(cast) not in sign_in("leader").get(of(cast, name="person")).content.decode()


def test_the_office_of_another_committee_is_not_in_charge(cast: Cast, sign_in: SignIn):
    with at("2025-01-03"):
        cast.add("city_office", "罗文斌", "office", committee=cast.city)
    with at(DAY):
        assert sign_in("city_office").get(of(cast)).status_code == 404
        with pytest.raises(NotAllowed):
            open_file(cast.people["member"], committee=cast.committee, year=2025, actor=cast.city_office)


def test_the_office_reads_nothing_before_it_is_written_down(cast: Cast, sign_in: SignIn):
    solved_difficulty(cast)
    with at(DAY):
        browser = sign_in("office")
        assert "生产用地不足" not in browser.get(of(cast)).content.decode()
        answer = browser.get(of(cast, name="person-file-word"))
        assert (answer.status_code, answer.url) == (302, f"{of(cast)}?year=2025")
        assert not Step.objects.filter(name="file.opened").exists()

        assert opened(browser, of(cast)).url == f"{of(cast)}?year=2025"
        step = Step.objects.get(name="file.opened")
        assert (step.actor, step.record_id) == (cast.people["office"], str(cast.people["member"].pk))
        assert step.data == {"committee": "500104", "year": 2025}
        assert "生产用地不足" in browser.get(of(cast)).content.decode()
        assert "生产用地不足" in word(browser.get(of(cast, name="person-file-word")))


def test_it_is_the_trace_that_keeps_it_shut(cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch):
    """The twin: asked by nobody for a trace, the page shows all."""
    solved_difficulty(cast)
    monkeypatch.setattr("yidu.web.views.files.has_opened", lambda *_told: True)
    with at(DAY):
        assert "生产用地不足" in sign_in("office").get(of(cast)).content.decode()


def test_what_was_opened_is_open_for_that_year_that_person_and_that_day(cast: Cast, sign_in: SignIn):
    visit(cast, "2025-02-18")
    with at("2025-01-03"):
        cast.add("colleague", "田家瑞", "office")
    with at("2026-01-05"):
        browser = sign_in("office")
        opened(browser, f"{of(cast)}?year=2025")
        assert "走访服务企业" in browser.get(f"{of(cast)}?year=2025").content.decode()
        assert "登记下来" in browser.get(f"{of(cast)}?year=2026").content.decode()
        assert "登记下来" in browser.get(f"{of(cast, 'leader')}?year=2025").content.decode()
        assert "走访服务企业" not in sign_in("colleague").get(f"{of(cast)}?year=2025").content.decode()
    with at("2026-01-06"):
        assert "走访服务企业" not in sign_in("office").get(f"{of(cast)}?year=2025").content.decode()


def test_the_member_sees_who_opened_the_file(cast: Cast, sign_in: SignIn):
    with at(DAY):
        assert "陈思远" not in sign_in("member").get(OWN).content.decode()
        opened(sign_in("office"), of(cast))
        assert "陈思远" in sign_in("member").get(OWN).content.decode()
        assert "陈思远" not in sign_in("leader").get(OWN).content.decode()


def test_whoever_serves_no_more_has_no_file_here(cast: Cast, sign_in: SignIn):
    solved_difficulty(cast)
    post = cast.appointments["member"]
    with at(DAY):
        end_appointment(post, ends=date(2025, 3, 2), version=post.version, actor=cast.office)
        assert sign_in("member").get(OWN).status_code == 404
        # The office keeps it.
        opened(sign_in("office"), of(cast))
        assert "生产用地不足" in sign_in("office").get(of(cast)).content.decode()


def test_a_reader_finds_in_it_only_what_they_may_read_anywhere(cast: Cast):
    solved_difficulty(cast)
    Matter.objects.update(open_to="parties")
    with at(DAY):
        member = cast.people["member"]
        assert [one.matter.title for one in year_of(member, cast.committee, 2025, reader=cast.member).raised]
        assert not year_of(member, cast.committee, 2025, reader=cast.leader).raised


def test_my_page_leads_to_the_file_of_whoever_serves(cast: Cast, sign_in: SignIn):
    with at(DAY):
        assert OWN in sign_in("member").get(reverse("me")).content.decode()
        assert OWN not in sign_in("economy_handler").get(reverse("me")).content.decode()


def test_the_file_asks_as_many_questions_for_a_full_year_as_for_an_empty_one(
    cast: Cast, way: Way, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries
):
    browser = sign_in("member")
    with at(DAY):
        browser.get(OWN)
        with django_assert_num_queries(FILE):
            browser.get(OWN)
    for day in ("2025-02-18", "2025-02-19", "2025-02-20"):
        visit(cast, day)
    with at(DAY), django_assert_num_queries(FILE):
        browser.get(OWN)


FILE = 15
"""Session, who it is, what may be known; the person, the first day; what was done, raised, looked at; where it was
issued, adopted, taken up, its parts; who opened it."""
