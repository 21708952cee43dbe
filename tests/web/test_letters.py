"""The letter of an answer, taken from the page of its matter by whoever may read it."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import uuid4

import docx
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast, at
from tests.web.conftest import SignIn, Way
from tests.web.world import investor_lead
from yidu.activities.models import OpenTo
from yidu.briefs.paper import DOCX
from yidu.matters.models import Matter, Reply

DAY = "2025-02-25"


def address(way: Way) -> str:
    return reverse("reply-letter", args=[way.matter.pk, Reply.objects.get().pk])


def told(answer: Any) -> str:
    assert (answer.status_code, answer["Content-Type"]) == (200, DOCX)
    return "\n".join(one.text for one in docx.Document(BytesIO(answer.content)).paragraphs)


def test_the_page_of_a_matter_offers_the_letter_of_its_answer(answered: Way, sign_in: SignIn):
    with at(DAY):
        page = sign_in("member").get(reverse("matter", args=[answered.matter.pk])).content.decode()
        assert address(answered) in page
        answer = sign_in("member").get(address(answered))
    assert "已带企业看过厂房。" in told(answer)
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("called", ["office", "secretary", "member", "economy_handler", "economy_head", "land_handler"])
def test_whoever_has_to_do_with_it_reads_the_letter_with_its_names(answered: Way, sign_in: SignIn, called: str):
    with at(DAY):
        words = told(sign_in(called).get(address(answered)))
    assert "王晓岚委员：" in words
    assert "李建国" in words


def test_others_who_may_read_the_answer_read_no_names(answered: Way, sign_in: SignIn, street: Client):
    Matter.objects.update(open_to=OpenTo.PUBLIC)
    with at(DAY):
        for words in (told(sign_in("leader").get(address(answered))), told(street.get(address(answered)))):
            assert "已带企业看过厂房。" in words
            assert "委员（经济界）：" in words
            assert not [name for name in ("王晓岚", "李建国", "赵德成") if name in words]


def test_whoever_may_not_read_the_matter_finds_no_letter(cast: Cast, answered: Way, sign_in: SignIn, street: Client):
    Matter.objects.update(open_to=OpenTo.PARTIES)
    with at(DAY):
        assert street.get(address(answered)).status_code == 404
        assert sign_in("leader").get(address(answered)).status_code == 404
        assert sign_in("office").get(address(answered)).status_code == 200


def test_what_is_not_signed_or_belongs_to_another_matter_is_no_letter(cast: Cast, way: Way, sign_in: SignIn):
    way.send("office", "assign", lead=str(cast.economy.pk))
    no_measures = {"measures-TOTAL_FORMS": "0", "measures-INITIAL_FORMS": "0"}
    way.send("economy_handler", "reply", on="2025-02-24", text="草稿", class_="A", **no_measures)
    other = investor_lead(cast, "2025-02-17")
    with at(DAY):
        assert sign_in("office").get(address(way)).status_code == 404
        way.send("economy_head", "sign", on="2025-02-24")
        assert sign_in("office").get(address(way)).status_code == 200
        elsewhere = reverse("reply-letter", args=[other.pk, Reply.objects.get().pk])
        assert sign_in("office").get(elsewhere).status_code == 404
        nowhere = reverse("reply-letter", args=[uuid4(), Reply.objects.get().pk])
        assert sign_in("office").get(nowhere).status_code == 404


def test_a_letter_asks_few_questions(answered: Way, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries):
    browser = sign_in("office")
    with at(DAY):
        browser.get(address(answered))
        with django_assert_num_queries(LETTER):
            browser.get(address(answered))


LETTER = 8
"""Session, who it is, what may be known; the glance, the matter, whoever raised it and whoever wrote the answer."""
