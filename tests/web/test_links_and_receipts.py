"""Without an account: a department's link, a receipt, the street."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.web.conftest import NO_MEASURES, SignIn, Way
from yidu.matters.models import AccessLink, Matter


@pytest.fixture(autouse=True)
def _nobody_tried_before(db: None) -> None:
    cache.clear()


def link_of(answer: object) -> str:
    found = re.search(r"http://testserver(/l/[\w-]+/)", answer.content.decode())
    assert found
    return found[1]


def make_link(way: Way, sign_in: SignIn, handling: int | None) -> str:
    office = sign_in("office")
    office.post(reverse("link-make", args=[way.matter.pk]), {"handling": handling} if handling else {})
    return link_of(office.get(reverse("link-made", args=[way.matter.pk])))


@pytest.fixture
def lead_link(cast: Cast, way: Way, sign_in: SignIn) -> str:
    way.send("office", "assign", lead=str(cast.economy.pk), joint=[str(cast.land.pk)])
    return make_link(way, sign_in, way.now().handlings.get(organisation=cast.economy).pk)


def test_a_department_without_account_accepts_and_answers_by_its_link(
    lead_link: str, way: Way, street: Client, sign_in: SignIn
):
    assert "厂房不够" in street.get(lead_link).content.decode()
    for action, more in (("accept", {}), ("reply", {"text": "已看过厂房", "class": "A", **NO_MEASURES})):
        _url, told = way.form(action)
        assert street.post(f"{lead_link}take/{action}/", {**told, **more}).status_code == 302
    assert way.now().stage == "signing"


def test_a_link_never_signs(lead_link: str, way: Way, street: Client):
    _url, told = way.form("reply")
    street.post(f"{lead_link}take/reply/", {**told, "text": "已看过厂房", "class": "A", **NO_MEASURES})
    _url, told = way.form("sign")
    assert street.post(f"{lead_link}take/sign/", told).status_code == 404
    assert way.now().answered_at is None


def test_the_address_of_a_link_is_shown_once(lead_link: str, way: Way, sign_in: SignIn):
    office = sign_in("office")
    office.post(reverse("link-make", args=[way.matter.pk]), {})
    made = reverse("link-made", args=[way.matter.pk])
    assert link_of(office.get(made))
    assert office.get(made).status_code == 302


def test_an_ended_link_and_an_invented_one_answer_alike(lead_link: str, way: Way, street: Client, sign_in: SignIn):
    link = AccessLink.objects.get()
    sign_in("office").post(reverse("link-end", args=[way.matter.pk, link.pk]))
    assert street.get(lead_link).status_code == street.get("/l/never-made/").status_code == 404


def test_only_the_office_makes_links(cast: Cast, way: Way, sign_in: SignIn):
    for called in ("member", "economy_handler"):
        assert sign_in(called).post(reverse("link-make", args=[way.matter.pk])).status_code == 404
    assert not AccessLink.objects.exists()


def look_up(street: Client, code: str) -> object:
    return street.post("/receipt/", {"receipt": code})


def test_a_receipt_shows_what_became_of_it_and_never_the_inside(answered: Way, street: Client):
    assert look_up(street, answered.receipt.lower().replace("-", " ")).status_code == 302
    page = street.get("/receipt/").content.decode()
    assert "已带企业看过厂房" in page
    assert "厂房不够" in page
    assert "内部意见" not in page
    assert "请尽快" not in page


def test_whoever_raised_it_says_that_it_is_not_solved_and_then_that_it_is(answered: Way, street: Client):
    with at("2025-02-26"):
        look_up(street, answered.receipt)
        _url, told = answered.form("reopen")
        sent = street.post("/receipt/take/reopen/", {**told, "what-is-missing": "厂房没有行车"})
        assert sent.status_code == 302, sent.content.decode()
    assert (answered.now().stage, answered.now().reopenings) == ("handling", 1)
    answered.send("economy_handler", "reply", on="2025-02-27", text="已装好行车", class_="A", **NO_MEASURES)
    answered.send("economy_head", "sign", on="2025-02-27")
    with at("2025-02-28"):
        look_up(street, answered.receipt)
        _url, told = answered.form("rate")
        assert street.post("/receipt/take/rate/", {**told, "satisfaction": "satisfied"}).status_code == 302
    assert (answered.now().stage, answered.now().satisfied) == ("solved", True)


def test_a_receipt_acts_for_the_raiser_and_for_nobody_else(answered: Way, street: Client):
    look_up(street, answered.receipt)
    _url, told = answered.form("note", note="我也写一句")
    assert street.post("/receipt/take/note/", told).status_code == 404


def test_a_receipt_that_was_put_away_opens_nothing(answered: Way, street: Client):
    look_up(street, answered.receipt)
    street.post("/receipt/put-away/")
    assert answered.matter.title not in street.get("/receipt/").content.decode()


def test_receipts_cannot_be_guessed(answered: Way, street: Client):
    for _try in range(10):
        assert look_up(street, "0000-0000-0000-0000").status_code == 422
    assert look_up(street, answered.receipt).status_code == 429
    with at("2025-02-17", 10):
        assert look_up(street, answered.receipt).status_code == 302


def test_what_cannot_be_a_receipt_is_told_so(street: Client):
    answer = look_up(street, "一二三")
    assert answer.status_code == 422
    assert answer.context["form"].errors["receipt"]


CONCERN = {
    "client_id": "7d2c1d0e-6e0b-4a43-8c1c-5ac1a1a3f002",
    "title": "门厅的灯坏了",
    "text": "三单元门厅的灯坏了两个月。",
    "place": "新山村街道",
    "contact": "13800000000",
}
SAY = "/say/?kind=wuqian.resident-concern"


@pytest.fixture
def concern(cast: Cast) -> dict[str, str]:
    return {**CONCERN, "place": cast.place.parent.name if cast.place.parent else ""}


def test_a_resident_says_what_is_wrong_and_gets_a_code_that_opens_it(street: Client, concern: dict[str, str]):
    sent = street.post(SAY, concern)
    assert sent.status_code == 302, sent.content.decode()
    page = street.get(sent.url).content.decode()
    code = re.search(r'value="([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})"', page)
    assert code
    assert look_up(Client(), code[1]).status_code == 302
    assert Matter.objects.get().raised_as == "resident"


def test_sent_twice_from_the_street_it_is_raised_once(street: Client, concern: dict[str, str]):
    assert street.post(SAY, concern).status_code == street.post(SAY, concern).status_code == 302
    assert Matter.objects.count() == 1


def test_a_petition_is_told_where_it_belongs_before_it_is_sent(street: Client, concern: dict[str, str]):
    concern["text"] = "我要信访，还要起诉物业公司。"
    asked = street.post(SAY, concern)
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "信访部门" in page
    assert concern["text"] in page
    assert not Matter.objects.exists()
    assert street.post(SAY, {**concern, "seen_notice": "1"}).status_code == 302
    assert Matter.objects.exists()


def test_the_street_cannot_flood_the_office(street: Client, concern: dict[str, str]):
    for _one in range(20):
        street.post(SAY, {**concern, "title": ""})
    assert street.post(SAY, concern).status_code == 429
    assert not Matter.objects.exists()


def test_how_to_reach_somebody_is_shown_to_the_office_only(street: Client, concern: dict[str, str], sign_in: SignIn):
    street.post(SAY, concern)
    url = reverse("matter", args=[Matter.objects.get().pk])
    assert concern["contact"] in sign_in("office").get(url).content.decode()
    assert concern["contact"] not in sign_in("member").get(url).content.decode()
