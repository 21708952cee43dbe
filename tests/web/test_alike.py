"""Whoever writes sees what is like it: beside the form or as a page. Nothing of it is kept or stands in an address."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import Cast, at
from tests.web.conftest import SignIn, Way, raised
from yidu.ledger.models import Step
from yidu.matters.actions import raise_matter
from yidu.matters.models import LookBack, Matter

DAY = "2025-03-03"
TEXT = "新订单来了，现有厂房太小不够用，想在区内找三千平方米左右的生产用地，最好靠近高速路口。"
AGAIN: dict[str, Any] = {
    "title": "想找生产用地",
    "text": "企业的厂房太小不够用，希望在区内靠近高速路口的地方找三千平方米左右的生产用地。",
}
HTMX = {"HX-Request": "true"}
PROMISE = {
    "measures-TOTAL_FORMS": "1",
    "measures-INITIAL_FORMS": "0",
    "measures-0-text": "六月底前交付厂房",
    "measures-0-day": "2025-06-30",
}


@pytest.fixture
def before(cast: Cast, sign_in: SignIn) -> Way:
    """One matter is planned by the economic department, which the land bureau helped."""
    way = raised(cast, sign_in)
    Matter.objects.update(text=TEXT)
    way.send("office", "assign", lead=str(cast.economy.pk), joint=[str(cast.land.pk)])
    way.send("economy_handler", "accept", on="2025-02-19")
    way.send("economy_handler", "reply", on="2025-02-24", text="列入计划。", class_="B", **PROMISE)
    way.send("economy_head", "sign", on="2025-02-24")
    return way


def look(client: Client, **more: str) -> str:
    with at(DAY):
        answer = client.post(reverse("alike"), {**AGAIN, "client_id": str(uuid4()), **more}, headers=HTMX)
    assert answer.status_code == 200
    assert "HX-Request" in answer["Vary"]
    return answer.content.decode()


def marked(page: str) -> list[str]:
    return re.findall("<mark>(.*?)</mark>", page)


def test_a_hit_says_which_what_became_of_it_why_and_what_is_promised(before: Way, sign_in: SignIn):
    page = look(sign_in("member"))
    assert "<html" not in page
    for told in (
        before.matter.number,
        "生产用地不足",
        "区经济信息委",
        "六月底前交付厂房",
        f"/matters/{before.matter.pk}/",
    ):
        assert told in page
    assert [text for text in marked(page) if "厂房太小不够用" in text] == ["厂房太小不够用，"] * 2


def test_without_javascript_it_is_a_page(before: Way, sign_in: SignIn):
    with at(DAY):
        client = sign_in("member")
        form = client.get(reverse("matter-new")).content.decode()
        page = client.post(reverse("alike"), AGAIN).content.decode()
        assert client.get(reverse("alike")).status_code == 405
    button = re.search(r'<button[^>]*formaction="/alike/"[^>]*>', form)
    assert button
    assert 'formtarget="_blank"' in button[0]
    assert "<html" in page
    assert marked(page) == marked(look(client))


def test_the_street_has_no_such_button(cast: Cast, street: Client):
    with at(DAY):
        assert "/alike/" not in street.get(reverse("say")).content.decode()
        assert street.post(reverse("alike"), AGAIN).status_code == 302


def test_answers_are_compared_and_what_is_no_text_is_not(before: Way, sign_in: SignIn):
    client = sign_in("member")
    told = {"title": "", "text": "", "answer-advice": AGAIN["text"]}
    assert marked(look(client, **told))
    assert not marked(look(client, title="", text="", contact=AGAIN["text"]))


def test_nothing_is_kept(before: Way, sign_in: SignIn):
    steps, matters = Step.objects.count(), Matter.objects.count()
    look(sign_in("member"))
    assert (Step.objects.count(), Matter.objects.count()) == (steps, matters)


@pytest.mark.parametrize(
    "text",
    ["\u202e" + TEXT, TEXT.replace("厂", "\u200b厂"), "<script>alert(1)</script>" + TEXT, "\x00" + TEXT, TEXT * 1200],
)
def test_whatever_is_pasted_is_compared_or_answered(before: Way, sign_in: SignIn, text: str):
    page = look(sign_in("member"), text=text)
    assert "<script>" not in page
    assert before.matter.number in page


def test_whoever_hands_over_sees_who_had_such_matters_and_nothing_is_chosen(cast: Cast, before: Way, sign_in: SignIn):
    page = handing_over(cast, sign_in)
    part = page[page.index('id="routes-head"') :]
    part = part[: part.index("</section>")]
    assert part.index("区经济信息委") < part.index("区规资局")
    assert part.count(before.matter.number) == 2
    assert "checked" not in page


def handing_over(cast: Cast, sign_in: SignIn, **told: str) -> str:
    with at(DAY):
        new = raise_matter(
            committee=cast.committee, edition=cast.edition, kind="enterprise-difficulty", organisation=cast.enterprise,
            raised_as="member", actor=cast.member, client_id=uuid4(), **{**AGAIN, **told},
        )  # fmt: skip
        page = sign_in("office").get(reverse("matter-take", args=[new.pk, "assign"]))
    assert page.status_code == 200
    return str(page.content.decode())


def test_where_nothing_is_like_it_nothing_is_suggested(cast: Cast, before: Way, sign_in: SignIn):
    told = {"title": "路灯不亮", "text": "巷子里二十多盏路灯坏了，老人晚上出门容易摔倒，请尽快修复。"}
    assert "routes-head" not in handing_over(cast, sign_in, **told)


def test_how_often_the_database_is_asked(cast: Cast, before: Way, sign_in: SignIn):
    client = sign_in("member")
    look(client)
    counted = []
    for told in (
        {},
        {"title": "路灯", "text": "巷子里二十多盏路灯坏了，老人出门容易摔倒"},
        {"title": "路", "text": "灯"},
    ):
        with CaptureQueriesContext(connection) as queries:
            look(client, **told)
        counted.append(len(queries))
    # Who asks; then the weights, the candidates, their pairs, what was written just now; what they are, what was
    # promised.
    assert counted == [8, 6, 3]
    assert LookBack.objects.count() == 1
