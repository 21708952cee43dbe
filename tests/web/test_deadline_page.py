"""Why a date is the day that it is, counted by hand on the calendar of 2026; by account, by link, by receipt."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.web.conftest import SignIn, Way, visit_form
from tests.web.test_lists import asked
from yidu.matters.models import Handling, Matter, Request
from yidu.web.deadline_page import DeadlinePage

# 10 October is a Saturday that is made up for the week of the National Day.
HANDED_OVER = "2026-09-28"
TEN_DAYS = {
    "2026-09-28": None, "2026-09-29": 1, "2026-09-30": 2,
    **{f"2026-10-0{day}": None for day in range(1, 8)},
    "2026-10-08": 3, "2026-10-09": 4, "2026-10-10": 5, "2026-10-11": None,
    "2026-10-12": 6, "2026-10-13": 7, "2026-10-14": 8, "2026-10-15": 9, "2026-10-16": 10,
}  # fmt: skip


@pytest.fixture
def handled(cast: Cast, sign_in: SignIn) -> Way:
    """Brought back and handed over on the Monday before the National Day of 2026."""
    cache.clear()
    with at(HANDED_OVER):
        form = visit_form(cast, day=HANDED_OVER)
        sign_in("member").post(reverse("record-kind", args=["wuqian", "enterprise-visit"]), form)
        way = Way(Matter.objects.get(), sign_in)
    way.send("office", "assign", on=HANDED_OVER, lead=str(cast.economy.pk), joint=[str(cast.land.pk)])
    return way


def page_of(answer: Any) -> DeadlinePage:
    assert answer.status_code == 200, answer.status_code
    page: DeadlinePage = answer.context["page"]
    return page


def counted(page: DeadlinePage) -> dict[str, int | None]:
    return {one.day.isoformat(): one.counted for one in page.dated.deadline.days}


def the_date(way: Way, who: str = "office", part: str = "", on: str = HANDED_OVER) -> DeadlinePage:
    address = (
        reverse("deadline-part", args=[way.matter.pk, part]) if part else reverse("deadline", args=[way.matter.pk])
    )
    with at(on):
        return page_of(way.enter(who).get(address))


def test_each_day_is_listed_counted_or_not_and_why(handled: Way):
    page = the_date(handled)
    assert counted(page) == TEN_DAYS
    why = {row.day.isoformat(): row.why for row in page.rows}
    assert why["2026-10-01"] == "国庆节"
    assert why["2026-10-10"] == "调休上班"
    assert why["2026-10-11"] == "周末"
    assert "民法典第二百零一条" in why[HANDED_OVER]
    assert (page.length, page.rows[-1].is_last, page.pauses, page.granted) == ("10 个工作日", True, [], [])
    assert [law.article for law in page.laws] == ["200", "201"]
    assert page.dated.due_at == handled.now().due_at, "what is explained is what is kept"
    assert not page.dated.deadline.provisional


def test_the_page_says_it_in_words_and_links_to_it_from_the_matter(handled: Way, sign_in: SignIn):
    office = sign_in("office")
    with at(HANDED_OVER):
        shown = office.get(reverse("matter", args=[handled.matter.pk])).content.decode()
        page = office.get(reverse("deadline", args=[handled.matter.pk])).content.decode()
    assert reverse("deadline", args=[handled.matter.pk]) in shown
    assert "2026年10月10日 星期六" in page
    assert page.count("<tr") == 4 + len(TEN_DAYS), "three facts, a head, and a row for each day"


def test_the_time_of_a_joint_department_explains_itself(handled: Way, cast: Cast):
    share = Handling.objects.get(organisation=cast.land)
    page = the_date(handled, part=f"share-{share.pk}")
    assert (page.length, page.dated.due_at) == ("5 个工作日", share.due_at)
    assert share.due_at.date().isoformat() == "2026-10-10", "the Saturday that is made up is the fifth day"
    assert next(url for _whose, _due, url in page.others) == reverse("deadline", args=[handled.matter.pk])


def test_a_pause_moves_the_date_and_says_why(handled: Way):
    handled.send("economy_handler", "accept", on="2026-09-29")
    handled.send("economy_handler", "pause", on="2026-09-30", reason=pause_reason(handled))
    assert the_date(handled, on="2026-10-09").dated.deadline.paused
    handled.send("economy_handler", "resume", on="2026-10-12")
    page = the_date(handled, on="2026-10-12")
    days = counted(page)
    # 29 September 1; 30 September to 11 October are paused; 12 October 2, … 16 6, 19 7, 20 8, 21 9, 22 10.
    assert (days["2026-09-29"], days["2026-10-12"], days["2026-10-22"]) == (1, 2, 10)
    assert days["2026-10-10"] is None, "made up, but the clock stood still"
    assert page.dated.due_at.date().isoformat() == "2026-10-22"
    assert handled.now().due_at == page.dated.due_at
    assert Handling.objects.get(part="lead").due_at == page.dated.due_at
    assert len(page.pauses) == 1


def pause_reason(way: Way) -> str:
    stage = way.now().stage_line
    return way.now().edition.read.choices(stage.pausable or "", way.now().raised_at.date())[0].id


def test_an_extension_is_decided_and_then_counted(handled: Way):
    handled.send("economy_handler", "extend", on="2026-10-13", reason="等评估", days="3")
    request = Request.objects.get()
    page = the_date(handled, on="2026-10-13")
    assert page.length == "2 个工作日"
    assert handled.now().due_at == request.due_at == page.dated.due_at
    assert request.due_at.date().isoformat() == "2026-10-15"
    handled.send("office", "decide", on="2026-10-14", grant="yes")
    page = the_date(handled, on="2026-10-14")
    # 16 October was the tenth day; 19, 20 and 21 are three more.
    assert page.dated.due_at.date().isoformat() == "2026-10-21"
    assert [one.said for one in page.granted] == ["3 个工作日"]
    assert handled.now().due_at == page.dated.due_at == Handling.objects.get(part="lead").due_at


def test_an_extension_that_is_declined_changes_nothing(handled: Way):
    before = handled.now().due_at
    handled.send("economy_handler", "extend", on="2026-10-13", reason="等评估", days="3")
    handled.send("office", "decide", on="2026-10-14", grant="no", reason="再抓紧")
    page = the_date(handled, on="2026-10-14")
    assert (page.dated.due_at, page.granted) == (before, [])


def test_a_joint_departments_extension_moves_its_own_time_alone(handled: Way, cast: Cast):
    before = handled.now().due_at
    handled.send("land_handler", "extend", on="2026-10-08", reason="等图纸", days="2")
    handled.send("office", "decide", on="2026-10-09", grant="yes")
    share = Handling.objects.get(organisation=cast.land)
    page = the_date(handled, part=f"share-{share.pk}", on="2026-10-09")
    # The fifth day was Saturday 10 October; Monday and Tuesday are two more.
    assert (page.dated.due_at, share.due_at.date().isoformat()) == (share.due_at, "2026-10-13")
    assert handled.now().due_at == before


def test_handing_over_anew_restarts_what_the_procedure_says(handled: Way, cast: Cast):
    handled.send("economy_handler", "contest", on="2026-09-29", reason="不属于我委")
    handled.send("office", "decide", on="2026-09-30", grant="yes")
    page = the_date(handled, on="2026-09-30")
    # Back in the office: two working days from 30 September are 8 and 9 October.
    assert (page.length, page.dated.due_at.date().isoformat()) == ("2 个工作日", "2026-10-09")
    handled.send("office", "assign", on="2026-10-08", lead=str(cast.land.pk))
    page = the_date(handled, on="2026-10-08")
    # 9 October 1, 10 (made up) 2, 12 3, … 16 7, 19 8, 20 9, 21 10.
    assert (page.length, page.dated.due_at.date().isoformat()) == ("10 个工作日", "2026-10-21")
    assert counted(page)["2026-10-10"] == 2
    assert Handling.objects.get(organisation=cast.land, ended_at=None).due_at == page.dated.due_at


def test_the_lead_has_the_date_of_the_stage_that_it_holds(handled: Way):
    handled.send("economy_handler", "reply", on="2026-10-12", text="在办", class_="B", **{
        "measures-TOTAL_FORMS": "0", "measures-INITIAL_FORMS": "0",
    })  # fmt: skip
    handled.send("economy_head", "send-back", on="2026-10-13", reason="写清楚期限")
    lead = Handling.objects.get(part="lead")
    assert lead.due_at == handled.now().due_at == the_date(handled, on="2026-10-13").dated.due_at
    assert lead.due_at.date().isoformat() == "2026-10-16", "three working days from the sending back"


def test_a_date_in_a_year_that_is_not_announced_is_provisional(cast: Cast, way: Way, sign_in: SignIn):
    way.send("office", "assign", on="2026-12-28", lead=str(cast.economy.pk))
    with at("2026-12-28"):
        answer = sign_in("office").get(reverse("deadline", args=[way.matter.pk]))
        calendar = sign_in("office").get(reverse("calendar-year", args=[2027])).content.decode()
    assert page_of(answer).dated.deadline.unannounced == (2027,)
    assert reverse("calendar-year", args=[2027]) in answer.content.decode()
    assert "2027年的工作日安排尚未公布" in answer.content.decode()
    assert "尚未录入" in calendar


def test_who_may_see_the_date_may_see_how_it_comes_about(handled: Way, cast: Cast, street: Client, sign_in: SignIn):
    share = Handling.objects.get(organisation=cast.land)
    own = reverse("deadline", args=[handled.matter.pk])
    inside = reverse("deadline-part", args=[handled.matter.pk, f"share-{share.pk}"])
    with at(HANDED_OVER):
        assert counted(page_of(street.get(own))) == TEN_DAYS, "the kind is public"
        assert street.get(inside).status_code == 404, "what runs between departments is not"
        assert sign_in("land_handler").get(inside).status_code == 200
        nobody = reverse("deadline-part", args=[handled.matter.pk, "share-999999"])
        assert sign_in("office").get(nobody).status_code == 404
        Matter.objects.update(open_to="parties")
        assert street.get(own).status_code == 404


def test_by_receipt_and_by_link(handled: Way, cast: Cast, street: Client, sign_in: SignIn):
    from tests.web.test_links_and_receipts import make_link

    with at(HANDED_OVER):
        assert street.get(reverse("receipt-deadline")).status_code == 302, "nobody without the code"
        street.post(reverse("receipt"), {"receipt": handled.receipt})
        assert reverse("receipt-deadline") in street.get(reverse("receipt")).content.decode()
        page = page_of(street.get(reverse("receipt-deadline")))
        assert (counted(page), page.others) == (TEN_DAYS, [])
        share = Handling.objects.get(organisation=cast.land)
        link = make_link(handled, sign_in, share.pk)
        assert counted(page_of(Client().get(f"{link}deadline/"))) == TEN_DAYS
        assert page_of(Client().get(f"{link}deadline/share-{share.pk}/")).length == "5 个工作日"
        rating = make_link(handled, sign_in, None)
        assert Client().get(f"{rating}deadline/share-{share.pk}/").status_code == 404
        assert Client().get("/l/0123456789abcdef0123456789abcdef/deadline/").status_code == 404


def test_a_closed_matter_has_no_date_to_explain(handled: Way, sign_in: SignIn):
    Matter.objects.filter(pk=handled.matter.pk).update(
        closed_at=handled.matter.raised_at, due_at=None, clock_from=None, holder="", stage="closed"
    )
    answer = sign_in("office").get(reverse("deadline", args=[handled.matter.pk]))
    assert (answer.status_code, answer.url) == (302, reverse("matter", args=[handled.matter.pk]))


def test_the_page_asks_the_database_a_fixed_number_of_times(handled: Way, sign_in: SignIn):
    with at(HANDED_OVER):
        assert asked(sign_in("office"), reverse("deadline", args=[handled.matter.pk])) <= 17
