"""Acting on a matter: the page, the form, what happens when two act at once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.web.conftest import NO_MEASURES, SignIn, Way
from yidu.matters.models import Handling, Reply


def test_the_office_hands_it_over_and_the_department_sees_it_on_its_desk(cast: Cast, way: Way, sign_in: SignIn):
    way.send("office", "assign", lead=str(cast.economy.pk), joint=[str(cast.land.pk)])
    assert Handling.objects.count() == 2
    page = sign_in("economy_handler").get("/desk/").content.decode()
    assert "生产用地不足" in page
    assert way.address("accept") in page


def test_the_page_of_an_action_asks_what_the_procedure_asks(way: Way, sign_in: SignIn):
    page = sign_in("office").get(way.address("assign")).content.decode()
    for name in ("lead", "joint", "note", "version", "client_id"):
        assert f'name="{name}"' in page


def test_a_missing_answer_is_said_at_its_field(way: Way, sign_in: SignIn):
    url, told = way.form("assign")
    answer = sign_in("office").post(url, told)
    assert answer.status_code == 422
    assert "lead" in answer.context["form"].errors


def test_who_may_not_act_is_led_back_and_a_form_of_theirs_finds_nothing(cast: Cast, way: Way, sign_in: SignIn):
    member = sign_in("member")
    assert member.get(way.address("assign")).url == reverse("matter", args=[way.matter.pk])
    url, told = way.form("assign", lead=str(cast.economy.pk))
    assert member.post(url, told).status_code == 404
    assert way.now().lead is None


def test_an_unknown_matter_and_one_that_is_not_open_to_the_reader_answer_alike(sign_in: SignIn, cast: Cast, way: Way):
    from yidu.matters.models import Matter

    Matter.objects.update(open_to="parties")
    unknown = reverse("matter", args=["7d2c1d0e-6e0b-4a43-8c1c-5ac1a1a3f001"])
    hidden = reverse("matter", args=[way.matter.pk])
    for client in (sign_in("land_handler"), Client()):
        first, second = client.get(unknown), client.get(hidden)
        assert (first.status_code, second.status_code) == (404, 404)
        assert _body(first, unknown) == _body(second, hidden)


def _body(answer: object, url: str) -> str:
    """The page without what tells one request from another: its own address and its tokens."""
    import re

    text = answer.content.decode().replace(url, "HERE")
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken": "[^"]+"', "", text)


def test_what_was_written_is_kept_when_somebody_else_was_faster(cast: Cast, way: Way, sign_in: SignIn):
    way.send("office", "assign", lead=str(cast.economy.pk))
    url, late = way.form("reply", text="我写了很久的答复", class_="A", **NO_MEASURES)
    way.send("economy_head", "note", note="先看厂房", on="2025-02-19")
    handler = sign_in("economy_handler")
    with at("2025-02-20"):
        answer = handler.post(url, late)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "我写了很久的答复" in page
        assert "先看厂房" in page
        assert not Reply.objects.exists()
        again = {**late, "version": answer.context["form"]["version"].value()}
        assert handler.post(url, again).status_code == 302
    assert Reply.objects.get().text == "我写了很久的答复"


def test_when_the_step_is_over_the_words_can_still_be_copied(cast: Cast, way: Way, sign_in: SignIn):
    url, late = way.form("divert", reason="应走诉讼", where="court")
    way.send("office", "assign", lead=str(cast.economy.pk))
    answer = sign_in("office").post(url, late)
    assert answer.status_code == 409
    assert "应走诉讼" in answer.content.decode()
    assert not answer.context["still_open"]


def test_sent_twice_it_happens_once(cast: Cast, way: Way, sign_in: SignIn):
    url, told = way.form("assign", lead=str(cast.economy.pk))
    office = sign_in("office")
    assert office.post(url, told).status_code == office.post(url, told).status_code == 302
    assert Handling.objects.count() == 1


def test_promises_are_written_line_by_line(cast: Cast, way: Way):
    way.send("office", "assign", lead=str(cast.economy.pk))
    lines = {
        "measures-TOTAL_FORMS": "2",
        "measures-INITIAL_FORMS": "0",
        "measures-0-text": "三月底前完成对接",
        "measures-0-day": "2025-03-31",
        "measures-1-text": "",
        "measures-1-day": "",
    }
    way.send("economy_handler", "reply", on="2025-02-19", text="分步解决", class_="B", **lines)
    assert Reply.objects.get().measures == [{"text": "三月底前完成对接", "day": "2025-03-31"}]


@pytest.mark.parametrize("day", ["", "三月", "9999-12-31"])
def test_a_promise_without_a_day_is_refused_at_its_line(cast: Cast, way: Way, sign_in: SignIn, day: str):
    way.send("office", "assign", lead=str(cast.economy.pk))
    lines = {"measures-TOTAL_FORMS": "1", "measures-INITIAL_FORMS": "0", "measures-0-text": "会做的"}
    lines["measures-0-day"] = day
    url, told = way.form("reply", text="分步解决", class_="B", **lines)
    answer = sign_in("economy_handler").post(url, told)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "会做的" in page
    assert "日期请写成" in page


def test_only_the_head_with_an_account_signs(cast: Cast, way: Way, sign_in: SignIn):
    way.send("office", "assign", lead=str(cast.economy.pk))
    way.send("economy_handler", "reply", on="2025-02-19", text="已解决", class_="A", **NO_MEASURES)
    url, told = way.form("sign")
    assert sign_in("economy_handler").post(url, told).status_code == 404
    assert "已解决" in sign_in("economy_head").get(url).content.decode()
    way.send("economy_head", "sign", on="2025-02-19")
    assert way.now().answered_at is not None


@pytest.mark.parametrize(("called", "sees"), [("office", True), ("member", True), ("economy_handler", True)])
def test_those_who_have_to_do_with_it_read_the_inside(answered: Way, sign_in: SignIn, called: str, sees: bool):
    page = sign_in(called).get(reverse("matter", args=[answered.matter.pk])).content.decode()
    assert ("内部意见" in page) is sees
    assert "已带企业看过厂房" in page


def test_everybody_else_reads_the_public_part(answered: Way, street: Client):
    page = street.get(reverse("matter", args=[answered.matter.pk])).content.decode()
    assert "已带企业看过厂房" in page
    assert "区经济信息委" in page
    for inside in ("内部意见", "请尽快", "厂房不够", "义渡机械"):
        assert inside not in page
