"""What is divided and what is issued together, at the pages: who sees which of the others, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.cast import Cast, actor_of, at
from tests.matters.conftest import Walk
from tests.matters.test_dividing import answered, divided
from tests.matters.test_issued_together import first as report_of_the_member
from tests.matters.test_issued_together import issued, merged
from tests.matters.test_issued_together import second as report_of_another
from tests.matters.test_issuing import EDITED
from tests.matters.test_proposals import examined, filed, proposal, raiser
from tests.proposals.conftest import written
from tests.web.conftest import SignIn
from tests.web.test_proposal_pages import form, page
from yidu.briefs import became
from yidu.briefs.file import year_file
from yidu.briefs.letter import letter_of
from yidu.briefs.years import MemberYear, year_of
from yidu.matters.looking import involved
from yidu.matters.models import Matter
from yidu.notices.due import due_now
from yidu.proposals.actions import confirm_signature, hand_in_draft, invite_signature
from yidu.web import issued as issued_words

DAY = "2025-04-10"
one, another = (
    report_of_the_member,
    report_of_another,
)  # the fixtures, under names that do not say "first" of a proposal


@pytest.fixture
def whole(cast: Cast) -> Walk:
    with at("2025-02-17"):
        return filed(proposal(cast))


def test_the_office_divides_by_what_it_ticks_and_reads_what_is_wrong(whole: Walk, sign_in: SignIn):
    office, cast = sign_in("office"), whole.cast
    with at("2025-02-20"):
        shown = office.get(form(whole, "divide")).content.decode()
        assert "由哪些单位分别答复？" in shown
        sent: dict[str, Any] = {"client_id": str(uuid4()), "version": whole.now().version, "note": "各办各的。"}
        alone = office.post(form(whole, "divide"), {**sent, "departments": [cast.economy.pk]})
        assert alone.status_code == 422
        assert all(words in alone.content.decode() for words in ("至少选两个单位", "各办各的。"))
        both = {**sent, "departments": [cast.economy.pk, cast.land.pk]}
        assert office.post(form(whole, "divide"), both).status_code == 302
    assert [part.lead for part in whole.matter.parts.order_by("number")] == [cast.economy, cast.land]


def test_the_whole_and_its_parts_show_each_other(whole: Walk, sign_in: SignIn):
    economy, land = divided(whole, note="车位由经济信息委答复。")
    answered(economy, "2025-04-01")
    told = page(sign_in("member"), whole, DAY)
    for part, words in (
        (economy, "分办，由区经济信息委单独答复：已答复，待评价"),
        (land, "分办，由区规资局单独答复：办理中"),
    ):
        assert words in told
        assert reverse("matter", args=[part.matter.pk]) in told
    assert "答复了自己的部分" in told
    of_a_part = page(sign_in("member"), economy, DAY)
    assert "分办的主案，这里是其中一部分" in of_a_part
    assert reverse("matter", args=[whole.matter.pk]) in of_a_part
    handler = sign_in("economy_handler")
    assert "老城区停车难。" in page(handler, economy, DAY), "whoever answers a part reads what the proposal says"
    with at(DAY):
        assert handler.get(reverse("matter", args=[land.matter.pk])).status_code == 404
        assert handler.get(reverse("matter", args=[whole.matter.pk])).status_code == 404


def test_whoever_signed_the_whole_is_named_told_and_addressed_at_its_parts(cast: Cast, sign_in: SignIn):
    cast.add("second", "刘国栋", "member", sector=cast.sector)
    draft = written(cast)
    with at("2025-02-17"):
        invite_signature(draft, person=cast.people["second"], actor=cast.member)
        draft.refresh_from_db()
        confirm_signature(draft.signatures.get(), version=draft.version, actor=cast.second)
        handed_in = hand_in_draft(draft, version=draft.version, actor=cast.member)
    assert handed_in.matter is not None
    economy, _land = divided(filed(Walk(cast, handed_in.matter)))
    answered(economy, "2025-04-01")
    handler = page(sign_in("economy_handler"), economy, "2025-04-02")
    assert "刘国栋" in handler, "the department reads whom it answers"
    with at("2025-04-01", 16):
        told = {one.person_id for one in due_now([cast.people["second"].pk]) if one.matter == economy.matter}
    assert told == {cast.people["second"].pk}
    assert cast.people["second"].pk in involved(economy.matter)
    row = Matter.objects.get(pk=economy.matter.pk)
    assert letter_of(row, row.replies.get(), named=True).addressees == ("王晓岚委员", "刘国栋委员")


def test_what_is_divided_or_issued_is_not_offered_to_merge_into(cast: Cast, whole: Walk, sign_in: SignIn):
    with at("2025-02-17", 10):
        second = examined(proposal(cast, "leader", "老小区停车难"))
    with at("2025-02-20"):
        assert "增加停车位" in sign_in("office").get(form(second, "merge")).content.decode()
    divided(whole)
    with at("2025-02-21"):
        assert "增加停车位" not in sign_in("office").get(form(second, "merge")).content.decode()


def test_the_proposer_reads_in_the_own_file_what_became_of_each_part(cast: Cast, whole: Walk, sign_in: SignIn):
    economy, land = divided(whole)
    answered(economy, "2025-04-01", class_="B")
    answered(land, "2025-04-02", by="land")
    land.does(raiser(land), "rate", "2025-04-03", satisfaction="satisfied", attitude="satisfied")
    own = year(cast, "member", DAY)
    (raised,) = own.raised
    assert raised.matter.pk == whole.matter.pk, "one proposal was raised, and not three"
    of_economy, of_land = raised.became
    assert of_economy.startswith(f"第{economy.matter.number}号，区经济信息委；已答复，待评价；")
    assert of_land.endswith("；满意")
    with at(DAY):
        shown = sign_in("member").get(reverse("file")).content.decode()
    assert of_economy in shown


def year(cast: Cast, called: str, day: str) -> MemberYear:
    with at(day), translation.override("zh-hans"):
        return year_of(cast.people[called], cast.committee, 2025, reader=cast.office)


def adopted(first: Walk, second: Walk) -> None:
    cast = first.cast
    merged(second, first)
    issued(first)
    first.does(cast.office, "send-up", "2025-03-06", note="市政协信息处")
    first.does(cast.office, "adopt", "2025-03-20", level="city", carrier="combined", day="2025-03-20")


def test_all_authors_stand_at_the_issue_and_each_sees_what_came_of_it(one: Walk, another: Walk, sign_in: SignIn):
    adopted(one, another)
    for walk in (one, another):
        told = page(sign_in("office"), walk, DAY)
        assert "作者：王晓岚、刘子涵" in told, "the author of the other first, then of what was merged into it"
        assert EDITED["title"] in told
        assert "社情民意信息 2025 年第 1 期" in told
        assert "综合采用" in told
    others_own = page(sign_in("another"), another, DAY)
    assert "小区电容不足。" in others_own, "what each wrote stays as it was written"
    assert "几位作者的信息综合编发为一条" in others_own
    assert "登记采用" in others_own
    assert "作者：委员（经济界）、委员（经济界）" in others_own, "names are told in the office"


def test_whoever_signed_one_of_them_is_an_author_too(cast: Cast, one: Walk, sign_in: SignIn):
    cast.add("second", "刘国栋", "member", sector=cast.sector)
    cast.add("third", "田家瑞", "member", sector=cast.sector)
    draft = written(cast, by=actor_of(cast.people["third"]), kind="opinion-report")
    with at("2025-03-03"):
        invite_signature(draft, person=cast.people["second"], actor=actor_of(cast.people["third"]))
        draft.refresh_from_db()
        confirm_signature(draft.signatures.get(), version=draft.version, actor=cast.second)
        handed_in = hand_in_draft(draft, version=draft.version, actor=actor_of(cast.people["third"]))
    assert handed_in.matter is not None
    adopted(one, Walk(cast, handed_in.matter))
    assert "作者：王晓岚、田家瑞、刘国栋" in page(sign_in("office"), one, DAY)


def test_the_twin_that_names_only_the_first_author_is_caught(
    one: Walk, another: Walk, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(issued_words, "_authors", lambda main, **_named: [main.raised_by.name])
    with pytest.raises(AssertionError):
        test_all_authors_stand_at_the_issue_and_each_sees_what_came_of_it(one, another, sign_in)


def test_each_author_reads_the_adoption_in_the_own_file(one: Walk, another: Walk, sign_in: SignIn):
    adopted(one, another)
    came = ["社情民意信息 2025 年第 1 期", "采用：市级，综合采用，2025年3月20日"]
    for called, walk in (("member", one), ("another", another)):
        own = year(one.cast, called, DAY)
        (told,) = (raised.became for raised in own.raised if raised.matter.pk == walk.matter.pk)
        assert list(told) == came
        with at(DAY), translation.override("zh-hans"):
            assert year_file(own)
    with at(DAY):
        shown = sign_in("another").get(reverse("file")).content.decode()
    assert all(line in shown for line in came)


def test_the_twin_that_looks_only_at_a_reports_own_issue_is_caught(
    one: Walk, another: Walk, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(became, "went_out_in", lambda matter: matter)
    with pytest.raises(AssertionError):
        test_each_author_reads_the_adoption_in_the_own_file(one, another, sign_in)


def test_the_public_learns_nothing_of_what_is_written_inside(one: Walk, another: Walk, street: Client):
    adopted(one, another)
    Matter.objects.filter(pk=another.matter.pk).update(open_to="public")
    told = page(street, another, DAY)
    assert "刘子涵" not in told
    assert EDITED["text"] not in told
