"""A proposal at the pages: completed, merged, answered; and what everybody may read of it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.matters.conftest import Walk
from tests.matters.test_proposals import ANSWERS, answered, examined, filed, handed_over, merged, proposal, replied
from tests.web.conftest import SignIn
from yidu.matters.actions import ask_look_back
from yidu.matters.models import LookBack, Matter
from yidu.matters.publishing import tells_promises


@pytest.fixture
def first(cast: Cast) -> Walk:
    with at("2025-02-17"):
        return proposal(cast)


@pytest.fixture
def second(cast: Cast) -> Walk:
    with at("2025-02-17", 10):
        return proposal(cast, "leader", "老小区停车难")


def page(client: Client, walk: Walk, on: str = "2025-04-02") -> str:
    with at(on):
        return client.get(reverse("matter", args=[walk.matter.pk])).content.decode()


def form(walk: Walk, action: str) -> str:
    return reverse("matter-take", args=[walk.matter.pk, action])


def test_the_form_begins_with_what_it_says_and_keeps_what_it_said(first: Walk, sign_in: SignIn):
    first.does(first.cast.office, "return", "2025-02-18", reason="没有写明由谁来做。")
    member = sign_in("member")
    with at("2025-02-19"):
        shown = member.get(form(first, "complete")).content.decode()
        assert all(words in shown for words in ("增加停车位", "老城区停车难。", *ANSWERS.values()))
        told = {"title": "增加公共停车位", "text": "老城区停车难。", "answer-analysis": "车多位少。"}
        sent = {"client_id": str(uuid4()), "version": first.now().version, **told}
        refused = member.post(form(first, "complete"), sent)
        assert (refused.status_code, "增加公共停车位" in refused.content.decode()) == (422, True)
        assert member.post(form(first, "complete"), {**sent, "answer-advice": "请交通局来做。"}).status_code == 302
    whole = page(member, first, "2025-02-19")
    assert "原来写的是" in whole
    assert "开放单位车位。" in whole
    assert "请交通局来做。" in whole


def test_one_is_merged_by_what_the_browser_offers(first: Walk, second: Walk, sign_in: SignIn):
    filed(first), examined(second)
    office = sign_in("office")
    with at("2025-02-19"):
        shown = office.get(form(second, "merge")).content.decode()
        offered = f"{first.matter.number} 增加停车位"
        assert f'<option value="{offered}">' in shown
        sent = {"client_id": str(uuid4()), "version": second.now().version}
        wrong = office.post(form(second, "merge"), {**sent, "into": "2025-9999"})
        assert (wrong.status_code, "2025-9999" in wrong.content.decode()) == (422, True)
        assert office.post(form(second, "merge"), {**sent, "into": offered}).status_code == 302
    assert Matter.objects.get(pk=second.matter.pk).merged_into_id == first.matter.pk
    assert "老小区停车难" in page(office, first, "2025-02-19")
    assert "增加停车位" in page(office, second, "2025-02-19")


def test_whoever_answers_both_reads_both(first: Walk, second: Walk, sign_in: SignIn):
    handed_over(filed(first))
    Matter.objects.filter(pk=second.matter.pk).update(text="我们小区三十年没有车位。")
    merged(second, first, "2025-02-24")
    assert "我们小区三十年没有车位。" in page(sign_in("economy_handler"), first, "2025-02-25")
    stranger = sign_in("economy_handler").get(reverse("matter", args=[second.matter.pk]))
    assert stranger.status_code == 404, "the other one is read where it is answered, and not by itself"


@pytest.mark.parametrize(
    ("publication", "reads"), [("whole", "今年新增车位三百个。"), ("summary", "已经列入计划。"), ("not", "")]
)
def test_everybody_reads_what_was_reviewed_and_no_more(
    first: Walk, street: Client, sign_in: SignIn, publication: str, reads: str
):
    told = {"summary": "已经列入计划。"} if publication == "summary" else {}
    answered(handed_over(filed(first)), publication=publication, **told)
    with at("2025-04-02"):
        answer = street.get(reverse("matter", args=[first.matter.pk]))
    assert answer.status_code == (404 if publication == "not" else 200)
    public = answer.content.decode() if reads else ""
    assert reads in public
    if publication != "whole":
        # Neither the answer nor what it promises, which is the same here.
        assert "三百个" not in public
    assert "老城区停车难。" not in public, "what the proposal says is for the committee"
    assert "三百个" in page(sign_in("member"), first), "the proposer reads the whole letter"


def test_the_twin_that_tells_what_is_promised_is_caught(
    first: Walk, street: Client, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
):
    from yidu.web import matter_page

    monkeypatch.setattr(matter_page, "tells_promises", lambda _matter: True)
    with pytest.raises(AssertionError):
        test_everybody_reads_what_was_reviewed_and_no_more(first, street, sign_in, "summary", "已经列入计划。")
    assert not tells_promises(first.now())


def test_a_second_answer_that_is_not_published_is_not_shown(first: Walk, street: Client):
    answered(handed_over(filed(first)))
    first.does(first.cast.member, "not-satisfied", "2025-04-07", what_is_missing="没有说夜间。")
    said: dict[str, Any] = {"text": "夜间的内部安排。", "class_": "A", "publication": "not"}
    first.does(first.cast.economy_handler, "reply", "2025-05-06", **said)
    first.does(first.cast.economy_head, "sign", "2025-05-07")
    public = page(street, first, "2025-05-08")
    assert "夜间的内部安排。" not in public
    assert "今年新增车位三百个。" in public
    assert "这份答复不公开。" in public


def test_whoever_words_an_answer_reads_all_that_is_to_be_signed(first: Walk, sign_in: SignIn):
    measures = [{"text": "划出一百个车位", "day": "2025-09-30"}]
    told: dict[str, Any] = {"publication": "summary", "summary": "已经列入计划。", "measures": measures}
    replied(handed_over(filed(first)), "2025-04-01", **told)
    for called in ("economy_handler", "economy_head"):
        shown = page(sign_in(called), first).partition("待签发的答复")[2]
        assert all(
            words in shown for words in ("B 列入计划", "摘要公开：已经列入计划。", "划出一百个车位", "9月30日前")
        )


def test_whoever_looks_at_a_promise_reads_what_follows_when_it_is_not_kept(first: Walk, sign_in: SignIn):
    """It is looked at again in a year, and not given back to the department, as what was drawn would be."""
    answered(handed_over(filed(first)))
    with at("2026-04-01", 10):
        promise = LookBack.objects.get()
        ask_look_back(promise)
        promise.refresh_from_db()
        called = next(name for name, person in first.cast.people.items() if person == promise.asked)
        shown = sign_in(called).get(reverse("look-back", args=[promise.pk])).content.decode()
    assert "如果没有兑现，12 个月后还会请人再看" in shown
    assert "退回部门" not in shown


def test_the_office_withdraws_a_promise_at_its_page(first: Walk, sign_in: SignIn):
    answered(handed_over(filed(first)))
    promise = LookBack.objects.get()
    address = reverse("look-back-withdraw", args=[promise.pk])
    office = sign_in("office")
    with at("2025-06-03"):
        assert address in office.get(reverse("commitments")).content.decode()
        assert address not in sign_in("member").get(reverse("commitments")).content.decode()
        sent = {"client_id": str(uuid4()), "version": promise.version}
        assert office.post(address, {**sent, "reason": ""}).status_code == 422
        assert office.post(address, {**sent, "reason": "规划变了。"}).status_code == 302
        assert address not in office.get(reverse("commitments")).content.decode()
    told = page(office, first, "2025-06-03")
    assert "撤回了承诺" in told
    assert "规划变了。" in told


def test_a_key_one_is_known_on_its_page_and_in_lists(first: Walk, sign_in: SignIn):
    filed(first)
    told = {"supervisor": str(first.cast.people["leader"].pk), "text": "三月视察，四月协商。"}
    with at("2025-02-19"):
        sent = {"client_id": str(uuid4()), "version": first.now().version, **told}
        assert sign_in("office").post(form(first, "feature"), sent).status_code == 302
        listed = sign_in("member").get(reverse("matters"), {"state": "all"}).content.decode()
    shown = page(sign_in("member"), first, "2025-02-20")
    assert "重点提案" in listed
    assert "由周明华督办" in shown
    assert "三月视察，四月协商。" in shown
