"""A draft is private, saved as it is, and shows how it changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast, at
from tests.proposals.conftest import TITLE, WORDS, fresh, written
from yidu.common import clock
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.ledger.models import Step
from yidu.people.rules import standing_of
from yidu.proposals.actions import (
    discard_draft,
    hand_in_draft,
    invite_signature,
    quote_source,
    save_draft,
    start_draft,
)
from yidu.proposals.differences import difference
from yidu.proposals.models import Draft, Wording
from yidu.proposals.queries import one_draft


def _saved(draft: Draft, cast: Cast, **words: object) -> Draft:
    row = fresh(draft)
    return save_draft(row, **{**WORDS, **words}, version=row.version, actor=cast.member)  # type: ignore[arg-type]


def test_nobody_but_the_author_reads_it_not_even_the_office(cast: Cast, draft: Draft):
    readers = [name for name in cast.people if one_draft(standing_of(cast.__getattr__(name)), draft.pk)]
    assert readers == ["member"]


def test_whoever_is_asked_to_sign_reads_it_from_then_on(cast: Cast, draft: Draft):
    assert one_draft(standing_of(cast.second), draft.pk) is None
    invite_signature(draft, person=cast.people["second"], actor=cast.member)
    assert one_draft(standing_of(cast.second), draft.pk) == draft
    assert one_draft(standing_of(cast.convener), draft.pk) is None


def test_only_who_may_raise_it_begins_one_and_only_of_a_kind_that_is_written(cast: Cast):
    told = {"committee": cast.committee, "edition": cast.edition}
    for nobody in (cast.office, cast.economy_handler):
        with pytest.raises(NotAllowed):
            start_draft(**told, kind="proposal", actor=nobody)
    with pytest.raises(Invalid):
        start_draft(**told, kind="suggestion", actor=cast.member)
    assert start_draft(**told, kind="opinion-report", actor=cast.liaison).raised_as == "liaison"


def test_only_the_author_saves(cast: Cast, draft: Draft):
    invite_signature(draft, person=cast.people["second"], actor=cast.member)
    for other in (cast.second, cast.office, cast.secretary):
        with pytest.raises(NotAllowed):
            save_draft(draft, **WORDS, version=draft.version, actor=other)


def test_another_window_overwrites_nothing(cast: Cast, draft: Draft):
    _saved(draft, cast, title="另一个窗口写的题目")
    with pytest.raises(Stale) as stale:
        save_draft(draft, **WORDS, version=draft.version, actor=cast.member)
    assert stale.value.current == fresh(draft).version
    assert fresh(draft).title == "另一个窗口写的题目"


def test_what_is_saved_within_ten_minutes_is_one_wording(cast: Cast, draft: Draft):
    begun = Wording.objects.get(draft=draft).begun_at
    for minutes, text in ((3, "三分钟"), (9, "九分钟"), (10, "十分钟"), (19, "十九分钟"), (40, "四十分钟")):
        with clock.at(begun + timedelta(minutes=minutes)):
            _saved(draft, cast, text=text)
    assert [one.text for one in Wording.objects.filter(draft=draft)] == ["九分钟", "十九分钟", "四十分钟"]


def test_saving_the_same_again_makes_no_wording(cast: Cast, draft: Draft):
    with at("2025-02-18"):
        _saved(draft, cast)
    assert Wording.objects.filter(draft=draft).count() == 1


def test_pasted_text_arrives_clean(cast: Cast, draft: Draft):
    text = "一、情况\r\n\u200b十二个\u200e小区\ufeff　　没有\u202e充电桩\u202c。\x07\x0b第２段"
    row = _saved(draft, cast, text=text, title="关于\u200b充电桩　的建议")
    assert row.text == "一、情况\n十二个小区 没有充电桩。\n第2段"
    assert row.title == "关于充电桩 的建议"


def test_fifty_thousand_characters_are_refused_at_each_field_at_once(cast: Cast, draft: Draft):
    long = "长" * 50_000
    with pytest.raises(Invalid) as refused:
        save_draft(draft, title=long, text=long, answers={"advice": long}, version=draft.version, actor=cast.member)
    assert set(refused.value.fields) == {"title", "text", "advice"}
    assert "50000" in str(refused.value.fields["text"])
    assert fresh(draft).text == WORDS["text"]


def test_no_step_holds_a_word_of_it(cast: Cast, draft: Draft):
    invite_signature(draft, person=cast.people["second"], actor=cast.member)
    told = str(list(Step.objects.filter(record_type__in=("draft", "signature")).values()))
    assert "draft.saved" in told
    assert not [one for one in (TITLE, "充电", "配电", "刘国栋") if one in told]


def test_of_a_draft_that_was_put_aside_nothing_is_kept(cast: Cast, draft: Draft):
    invite_signature(draft, person=cast.people["second"], actor=cast.member)
    quote_source(draft, activity=None, matter=_matter(cast), actor=cast.member)
    discard_draft(draft, version=fresh(draft).version, actor=cast.member)
    row = fresh(draft)
    assert (row.title, row.text, row.answers) == ("", "", {})
    assert not row.wordings.exists()
    assert not row.sources.exists()
    for who in (cast.member, cast.second):
        assert one_draft(standing_of(who), draft.pk) is None
    with pytest.raises(NotAllowed):
        _saved(draft, cast)


def test_somebody_elses_matter_that_one_may_not_read_is_no_source(cast: Cast):
    mine = written(cast, by=cast.second)
    hidden = _matter(cast)
    type(hidden).objects.filter(pk=hidden.pk).update(open_to="parties")
    with pytest.raises(Invalid):
        quote_source(mine, matter=hidden, actor=cast.second)


def test_whoever_has_left_has_nothing_of_their_own_there(cast: Cast, draft: Draft):
    from yidu.common.actors import SYSTEM
    from yidu.people.actions import end_appointment

    post = cast.appointments["member"]
    end_appointment(post, ends=clock.today(), version=post.version, actor=SYSTEM)
    with at("2025-02-18"):
        assert one_draft(standing_of(cast.member), draft.pk) is None
        with pytest.raises(NotAllowed):
            hand_in_draft(draft, version=draft.version, actor=cast.member)


def test_a_difference_is_told_in_pieces_that_give_both_texts():
    before = "小区没有充电桩。\n居民从楼上拉线充电。\n请有关部门解决。"
    after = "十二个小区没有充电桩。\n请区经济信息委牵头解决。"
    pieces = difference(before, after)
    assert "".join(one.text for one in pieces if one.what != "added") == before
    assert "".join(one.text for one in pieces if one.what != "removed") == after
    assert ("added", "十二个") in [(one.what, one.text) for one in pieces]
    assert ("removed", "居民从楼上拉线充电。\n") in [(one.what, one.text) for one in pieces]


def test_the_difference_of_the_longest_texts_is_found_at_once():
    """No sentence ends anywhere, and nothing is the same: the worst that can come."""
    before, after = "甲乙丙丁" * 5000, "戊己庚辛" * 5000
    assert [one.what for one in difference(before, after)] == ["removed", "added"]


def _matter(cast: Cast):
    from tests.matters.conftest import visit

    return visit(cast)
