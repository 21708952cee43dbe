"""The desk, the list, search, views under a name, the table to take away; and how often the database is asked."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast, at
from tests.web.conftest import SignIn, Way, visit_form
from tests.web.lines import read
from yidu.matters.actions import raise_matter
from yidu.matters.models import Matter
from yidu.web.models import SavedView


def raise_more(cast: Cast, how_many: int, title: str = "企业难题") -> None:
    for number in range(how_many):
        raise_matter(
            committee=cast.committee,
            edition=cast.edition,
            kind="enterprise-difficulty",
            title=f"{title} {number}",
            text="说明",
            organisation=cast.enterprise,
            raised_as="member",
            actor=cast.member,
            client_id=uuid4(),
        )


def asked(client: Client, address: str) -> int:
    """How often the database is asked for a page, once everything that a process keeps is warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_desk_says_what_by_when_and_why(way: Way, sign_in: SignIn):
    (line,) = read(sign_in("office").get("/desk/").context["mine"])
    assert (line.title, line.tag, line.tone, line.act) == ("生产用地不足", "2月19日", "plain", "交办")


@pytest.mark.parametrize(
    ("day", "tag"), [("2025-02-18", "2月19日"), ("2025-02-19", "今天到期"), ("2025-02-20", "逾期 1 个工作日")]
)
def test_the_date_is_said_in_words(way: Way, sign_in: SignIn, day: str, tag: str):
    with at(day):
        (line,) = read(sign_in("office").get("/desk/").context["mine"])
    assert line.tag == tag


def test_whoever_oversees_sees_what_is_late_elsewhere(way: Way, sign_in: SignIn):
    with at("2025-02-20"):
        page = sign_in("secretary").get("/desk/").context
    assert not page["mine"]
    assert [line.title for line in read(page["elsewhere"])] == ["生产用地不足"]


def test_an_empty_desk_says_what_to_do(sign_in: SignIn):
    assert reverse("record") in sign_in("member").get("/desk/").content.decode()
    assert reverse("matters") in sign_in("land_handler").get("/desk/").content.decode()


def test_the_desk_asks_the_database_as_often_for_twenty_as_for_two(cast: Cast, way: Way, sign_in: SignIn):
    office = sign_in("office")
    raise_more(cast, 1)
    few = asked(office, "/desk/")
    raise_more(cast, 18)
    assert asked(office, "/desk/") == few
    assert few <= 9


def test_the_list_asks_the_database_as_often_for_thirty_as_for_two(cast: Cast, way: Way, sign_in: SignIn):
    member = sign_in("member")
    raise_more(cast, 1)
    few = asked(member, "/matters/?state=open")
    raise_more(cast, 28)
    assert asked(member, "/matters/?state=open") == few
    assert few <= 6


def test_a_matter_with_a_long_story_is_read_in_nineteen_questions(answered: Way, sign_in: SignIn):
    office = sign_in("office")
    address = reverse("matter", args=[answered.matter.pk])
    assert asked(office, address) <= 19


def titles(client: Client, query: str) -> list[str]:
    return [line.title for line in read(client.get(f"/matters/?{query}").context["lines"])]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=厂房", True),
        ("q=不够", True),
        ("q=2025-0001", True),
        ("q=养老", False),
        ("kind=enterprise-difficulty", True),
        ("kind=resident-concern", False),
        ("stage=registered", True),
        ("holder=office", True),
        ("holder=lead", False),
        ("state=closed", False),
        ("late=on", False),
        ("mine=on", True),
    ],
)
def test_the_list_is_narrowed(way: Way, sign_in: SignIn, query: str, found: bool):
    assert titles(sign_in("member"), query) == (["生产用地不足"] if found else [])


def test_the_list_is_narrowed_by_a_place_and_what_lies_below(cast: Cast, way: Way, sign_in: SignIn):
    member = sign_in("member")
    assert cast.place.parent
    assert titles(member, f"place={cast.place.parent.name}") == ["生产用地不足"]


def test_a_department_lists_what_it_handles_and_what_is_public(cast: Cast, way: Way, sign_in: SignIn):
    Matter.objects.update(open_to="parties")
    assert titles(sign_in("economy_handler"), "") == []
    way.send("office", "assign", lead=str(cast.economy.pk))
    assert titles(sign_in("economy_handler"), "") == ["生产用地不足"]


def test_htmx_gets_the_results_and_a_browser_the_page(way: Way, sign_in: SignIn):
    member = sign_in("member")
    part = member.get("/matters/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "HX-Request" in part["Vary"]
    assert "<html" in member.get("/matters/").content.decode()


def test_a_list_is_kept_under_a_name_by_its_person_alone(way: Way, sign_in: SignIn):
    member, leader = sign_in("member"), sign_in("leader")
    member.post("/matters/views/", {"name": "我的走访", "query": "mine=on"})
    view = SavedView.objects.get()
    assert "我的走访" in member.get("/matters/").content.decode()
    assert "我的走访" not in leader.get("/matters/").content.decode()
    assert leader.post(reverse("view-remove", args=[view.pk])).status_code == 404
    member.post(reverse("view-remove", args=[view.pk]))
    assert "我的走访" not in member.get("/matters/").content.decode().replace("“我的走访”", "")


def sheet(answer: Any) -> str:
    """Everything that is written in a workbook."""
    with zipfile.ZipFile(BytesIO(answer.content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


def test_the_table_holds_what_may_be_read_and_never_a_formula(cast: Cast, way: Way, sign_in: SignIn):
    for title in ("=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "-2", "http://example.org/"):
        raise_more(cast, 1, title=title)
    written = sheet(sign_in("member").get("/matters/export/?state=open"))
    assert "生产用地不足" in written
    assert "=1+1 0" in written
    assert "<f>" not in written
    assert "hyperlink" not in written
    Matter.objects.update(open_to="parties")
    assert "生产用地不足" not in sheet(sign_in("land_handler").get("/matters/export/"))
    assert "生产用地不足" in sheet(sign_in("member").get("/matters/export/?q=厂房"))
    assert "生产用地不足" not in sheet(sign_in("member").get("/matters/export/?q=养老"))


def test_the_words_of_one_search_are_not_shown_in_the_next(way: Way, sign_in: SignIn):
    member = sign_in("member")
    assert 'value="厂房"' in member.get("/matters/", {"q": "厂房"}).content.decode()
    other = member.get("/matters/", {"q": '"><b>养老'}).content.decode()
    assert 'value="&quot;&gt;&lt;b&gt;养老"' in other
    assert "厂房" not in other
    assert "<b>养老" not in other


def test_suggestions_are_found_by_characters_pinyin_and_initials(cast: Cast, sign_in: SignIn, street: Client):
    for typed in ("义渡", "yidu", "ydjx"):
        page = sign_in("member").get("/suggest/organisations/", {"kind": "enterprise", "q": typed}).content.decode()
        assert f'data-value="{cast.enterprise.pk}"' in page, typed
    assert street.get("/suggest/organisations/", {"q": "委"}).status_code == 404
    assert "data-value" not in street.get("/suggest/organisations/", {"kind": "enterprise", "q": ""}).content.decode()


def test_an_activity_is_corrected_and_the_second_of_two_is_told(cast: Cast, way: Way, sign_in: SignIn):
    activity = way.matter.activity
    assert activity
    url = reverse("activity-correct", args=[activity.pk])
    told = {"version": "1", "day": "2025-02-14", "headcount": "5", "companions": "", "heard": "更正后"}
    told["reason"] = "日期记错"
    member = sign_in("member")
    assert member.post(url, {**told, "client_id": str(uuid4())}).status_code == 302
    late = member.post(url, {**told, "client_id": str(uuid4()), "reason": "又改一次"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "日期记错" in page
    assert "又改一次" in page
    assert sign_in("leader").get(url).status_code == 404


def test_a_withdrawn_activity_says_so(cast: Cast, way: Way, sign_in: SignIn):
    activity = way.matter.activity
    assert activity
    url = reverse("activity-withdraw", args=[activity.pk])
    told = {"version": "1", "reason": "记了两遍", "client_id": str(uuid4())}
    assert sign_in("member").post(url, told).status_code == 302
    assert "记了两遍" in sign_in("leader").get(reverse("activity", args=[activity.pk])).content.decode()


def test_the_street_sees_that_it_was_done_and_not_what_was_heard(way: Way, street: Client):
    page = street.get(reverse("activity", args=[way.matter.activity_id])).content.decode()
    assert "走访服务企业" in page
    assert "厂房不够" not in page


def test_a_new_matter_is_raised_at_the_desk(cast: Cast, sign_in: SignIn):
    told = {
        "client_id": str(uuid4()),
        "organisation": "ydjx",
        "title": "贷款",
        "text": "贷款审批慢",
        "raised_as": "office",
    }
    answer = sign_in("office").post("/matters/new/?kind=wuqian.enterprise-difficulty", told)
    assert answer.status_code == 302, answer.content.decode()
    assert Matter.objects.get().raised_as == "office"
    assert visit_form(cast)


def test_a_page_reads_the_rows_that_are_on_it_and_no_others(cast: Cast, sign_in: SignIn):
    raise_more(cast, 65)
    client = sign_in("office")
    with CaptureQueriesContext(connection) as queries:
        second = client.get("/matters/?state=all&page=2").context["page"]
    wide = [one["sql"] for one in queries if "m.title" in one["sql"]]
    assert wide
    # By their keys: a row before the page is never read.
    assert not [one for one in wide if "OFFSET" in one]
    pages = [client.get(f"/matters/?state=all&page={n}").context["page"] for n in (1, 2, 3)]
    shown = [one.pk for page in pages for one in page]
    assert [len(list(page)) for page in pages] == [30, 30, 5]
    assert shown == list(Matter.objects.order_by("-raised_at", "pk").values_list("pk", flat=True))
    assert [one.pk for one in second] == shown[30:60]
