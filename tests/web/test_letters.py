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
from tests.matters.conftest import Walk
from tests.matters.test_proposals import answered as reply_to
from tests.matters.test_proposals import filed, handed_over, merged, proposal
from tests.proposals.conftest import written
from tests.web.conftest import SignIn, Way
from tests.web.world import investor_lead
from yidu.activities.models import OpenTo
from yidu.briefs.paper import DOCX
from yidu.matters.models import Matter, Reply
from yidu.proposals.actions import confirm_signature, hand_in_draft, invite_signature

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


@pytest.fixture
def signed_by_two(cast: Cast) -> Walk:
    """A proposal of two members and a sector, filed and handed over."""
    cast.add("second", "刘国栋", "member", sector=cast.sector)
    cast.add("third", "田家瑞", "member", sector=cast.sector)
    draft = written(cast)
    for called in ("second", "third"):
        invite_signature(draft, person=cast.people[called], actor=cast.member)
    draft.refresh_from_db()
    confirm_signature(draft.signatures.get(person=cast.people["second"]), version=draft.version, actor=cast.second)
    handed_in = hand_in_draft(draft, version=draft.version, actor=cast.member)
    assert handed_in.matter is not None
    return handed_over(filed(Walk(cast, handed_in.matter)))


def letter_to(browser: Client, walk: Walk) -> Any:
    with at("2025-04-02"):
        return browser.get(reverse("reply-letter", args=[walk.matter.pk, Reply.objects.get().pk]))


def test_everybody_who_confirmed_to_sign_is_addressed_and_nobody_else(signed_by_two: Walk, sign_in: SignIn):
    reply_to(signed_by_two)
    for called in ("office", "member", "second", "economy_handler"):
        words = told(letter_to(sign_in(called), signed_by_two))
        assert "王晓岚委员、刘国栋委员：" in words
        assert "田家瑞" not in words
    assert "刘国栋" not in told(letter_to(sign_in("third"), signed_by_two))


def test_what_was_signed_with_others_stands_in_the_file_of_each(signed_by_two: Walk, sign_in: SignIn):
    with at("2025-04-02"):
        own, second, third = (
            sign_in(called).get("/me/file/").content.decode() for called in ("member", "second", "third")
        )
    assert signed_by_two.matter.title in own
    assert signed_by_two.matter.title in second
    assert signed_by_two.matter.title not in third
    assert ("联名" in own, "联名" in second) == (False, True)


def test_who_signed_is_told_to_whoever_answers_and_to_others_how_many(signed_by_two: Walk, sign_in: SignIn):
    page = reverse("matter", args=[signed_by_two.matter.pk])
    with at("2025-04-02"):
        for called in ("member", "second", "office", "economy_handler", "land_head"):
            told = sign_in(called).get(page).content.decode()
            chain = told.partition('id="chain"')[2]
            assert "<dt>第一署名人</dt><dd>王晓岚</dd>" in chain, called
            assert "刘国栋" in chain, called
        for called in ("third", "leader"):
            chain = sign_in(called).get(page).content.decode().partition('id="chain"')[2]
            assert "1 位联名人" in chain
            assert not [name for name in ("王晓岚", "刘国栋") if name in chain]


def test_what_was_merged_is_answered_by_the_same_departments(signed_by_two: Walk, sign_in: SignIn):
    cast = signed_by_two.cast
    with at("2025-02-20"):
        other = proposal(cast, "leader", "老小区停车难")
    merged(other, signed_by_two, "2025-02-21")
    signed_by_two.does(cast.land_handler, "opinion", "2025-03-10", text="用地可以调整。")
    reply_to(signed_by_two)
    letter = Reply.objects.get(matter=other.matter)
    with at("2025-04-02"):
        words = told(sign_in("leader").get(reverse("reply-letter", args=[other.matter.pk, letter.pk])))
    assert "经会同区规资局办理" in words
    assert "抄送：大渡口区政协、大渡口区规划和自然资源局。" in words


def test_of_an_answer_everybody_takes_no_more_than_is_published(signed_by_two: Walk, sign_in: SignIn, street: Client):
    reply_to(signed_by_two, publication="summary", summary="已经列入今年的计划。", measures=[MEASURE])
    words = told(letter_to(street, signed_by_two))
    assert "已经列入今年的计划。" in words
    assert not [one for one in ("今年新增车位三百个", "王晓岚", "划出车位") if one in words]
    inside = told(letter_to(sign_in("office"), signed_by_two))
    assert "今年新增车位三百个" in inside
    assert "1. 划出车位（2025年9月30日前完成）。" in inside


def test_what_is_not_published_is_no_letter_for_others(signed_by_two: Walk, sign_in: SignIn, street: Client):
    reply_to(signed_by_two, publication="not")
    Matter.objects.update(open_to=OpenTo.PUBLIC)
    assert letter_to(street, signed_by_two).status_code == 404
    with at("2025-04-02"):
        page = street.get(reverse("matter", args=[signed_by_two.matter.pk])).content.decode()
    assert "/letter/" not in page
    assert letter_to(sign_in("office"), signed_by_two).status_code == 200


MEASURE = {"text": "划出车位", "day": "2025-09-30"}


def test_a_letter_asks_few_questions(answered: Way, sign_in: SignIn, django_assert_num_queries: DjangoAssertNumQueries):
    browser = sign_in("office")
    with at(DAY):
        browser.get(address(answered))
        with django_assert_num_queries(LETTER):
            browser.get(address(answered))


LETTER = 8
"""Session, who it is, what may be known; the glance, the matter; who signed it too, who wrote the answer."""
