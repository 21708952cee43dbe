"""The office records what departments issued on one form; whoever reads a matter finds it there, and the way back."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.documents.conftest import PLAN, recorded
from tests.matters.conftest import Walk
from tests.web.conftest import SignIn
from yidu.documents.models import Document
from yidu.matters.models import Matter
from yidu.people.models import Organisation

ADD = "/documents/add/"


def form(*issuers: Organisation, **more: Any) -> dict[str, Any]:
    return {
        "client_id": str(uuid4()),
        "version": "0",
        **{name: str(value) for name, value in PLAN.items()},
        "issuers": [str(one.pk) for one in issuers],
        "takes-TOTAL_FORMS": "0",
        "takes-INITIAL_FORMS": "0",
        **more,
    }


def takes(*lines: tuple[str, str, str]) -> dict[str, str]:
    told = {"takes-TOTAL_FORMS": str(len(lines)), "takes-INITIAL_FORMS": "0"}
    for n, line in enumerate(lines):
        told |= dict(zip((f"takes-{n}-matter", f"takes-{n}-taken", f"takes-{n}-left"), line, strict=True))
    return told


def read(browser: Client, address: str) -> str:
    with at("2025-06-11", 11):
        answer = browser.get(address)
    assert answer.status_code == 200, address
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.fixture
def office(sign_in: SignIn) -> Client:
    return sign_in("office")


def test_it_is_recorded_from_the_page_of_a_matter_and_stands_there(
    cast: Cast,
    office: Client,
    police: Organisation,
    suggestion: Walk,
    sign_in: SignIn,
):
    matter = suggestion.matter
    address = reverse("matter", args=[matter.pk])
    assert f"{ADD}?matter={matter.number}" in read(office, address)
    begun = read(office, f"{ADD}?matter={matter.number}")
    assert f'value="{matter.number}"' in begun
    lines = takes((matter.number, "明确了停车规则。", "充电桩另行研究。"), ("", "", ""))
    with at("2025-06-10"):
        answer = office.post(ADD, form(cast.economy, cast.land, police, **lines))
    assert answer.status_code == 302, answer.content.decode()
    made = Document.objects.get()
    shown = read(sign_in("member"), address)
    assert PLAN["title"] in shown
    assert "充电桩另行研究。" in shown
    page = read(sign_in("member"), reverse("document", args=[made.pk]))
    assert address in page
    assert 'href="https://www.example.cn/parking"' in page
    assert PLAN["title"] in read(sign_in("member"), reverse("documents", args=["500104"]))


def test_what_is_wrong_is_said_at_its_place_and_nothing_typed_is_lost(cast: Cast, office: Client, suggestion: Walk):
    lines = takes(("2025-9999", "写了很多字", ""), (suggestion.matter.number, "", ""))
    with at("2025-06-10"):
        answer = office.post(ADD, form(cast.economy, **{**lines, "title": ""}))
    assert answer.status_code == 422
    assert "写了很多字" in answer.content.decode()
    with at("2025-06-10"):
        answer = office.post(ADD, form(cast.economy, **lines))
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "没有这个编号的事项" in said
    assert "请写明采纳了什么" in said
    assert not Document.objects.exists()


def test_one_more_block_keeps_what_was_typed(cast: Cast, office: Client):
    with at("2025-06-10"):
        answer = office.post(ADD, form(cast.economy, **takes(("2025-0001", "写了一半", ""))) | {"takes-more": "1"})
    said = answer.content.decode()
    assert answer.status_code == 200
    assert "写了一半" in said
    assert 'name="takes-1-matter"' in said
    assert not Document.objects.exists()


def test_it_is_corrected_and_withdrawn_with_a_reason(cast: Cast, office: Client, plan: Document):
    correct = reverse("document-correct", args=[plan.pk])
    begun = read(office, correct)
    assert "三部门明确了停车规则。" in begun
    told = form(cast.economy, cast.land, title="改过的题目", reason="公安分局没有署名", version="1")
    with at("2025-06-11"):
        assert office.post(correct, told).status_code == 302
        stale = office.post(correct, {**told, "client_id": str(uuid4()), "title": "又一个题目"})
    assert stale.status_code == 409
    assert "又一个题目" in stale.content.decode()
    page = read(office, reverse("document", args=[plan.pk]))
    assert "改过的题目" in page
    assert "公安分局没有署名" in page
    with at("2025-06-11", 10):
        gone = {"client_id": str(uuid4()), "version": "2", "reason": "重复登记"}
        assert office.post(reverse("document-withdraw", args=[plan.pk]), gone).status_code == 302
    assert "重复登记" in read(office, reverse("document", args=[plan.pk]))
    assert "改过的题目" not in read(office, reverse("documents", args=["500104"]))


def test_in_the_street_one_sees_what_is_public_and_of_a_matter_nothing(cast: Cast, street: Client, suggestion: Walk):
    hidden = recorded(cast, [cast.economy], suggestion)
    shown = recorded(cast, [cast.land], suggestion, number="〔2025〕13号", title="公开的方案", is_public=True)
    with at("2025-06-11"):
        assert street.get(reverse("document", args=[hidden.pk])).status_code == 404
    page = read(street, reverse("document", args=[shown.pk]))
    assert "公开的方案" in page
    assert suggestion.matter.title not in page
    assert "三部门明确了停车规则" not in page
    listed = read(street, reverse("documents", args=["500104"]))
    assert "公开的方案" in listed
    assert PLAN["title"] not in listed


def test_with_a_public_matter_everybody_reads_what_came_of_it(cast: Cast, street: Client, suggestion: Walk):
    Matter.objects.filter(pk=suggestion.matter.pk).update(open_to="public")
    recorded(cast, [cast.economy], suggestion)
    page = read(street, reverse("matter", args=[suggestion.matter.pk]))
    assert PLAN["title"] in page
    assert "充电桩另行研究。" in page


def test_words_where_it_can_be_read_are_no_link(cast: Cast, office: Client):
    one = recorded(cast, [cast.economy], read_at="javascript:alert(1)")
    page = read(office, reverse("document", args=[one.pk]))
    assert "javascript:alert(1)" in page
    assert 'href="javascript' not in page


def test_the_pages_ask_few_questions_of_the_database(
    cast: Cast,
    office: Client,
    plan: Document,
    suggestion: Walk,
    django_assert_max_num_queries: Any,
):
    for n in range(12):
        recorded(cast, [cast.economy, cast.land], suggestion, number=f"〔2025〕{n + 20}号")
    for address, most in (
        (reverse("documents", args=["500104"]), 12),
        (reverse("document", args=[plan.pk]), 12),
        (f"{ADD}?matter={suggestion.matter.number}", 12),
    ):
        read(office, address)
        with django_assert_max_num_queries(most):
            read(office, address)
