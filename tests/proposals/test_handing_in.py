"""Handing in: one transaction, the confirmed names and no other, and nothing changes afterwards."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.cast import Cast
from tests.matters.conftest import visit
from tests.proposals.conftest import TITLE, WORDS, fresh, standing_names, written
from yidu.common import clock
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.ledger.audit import audit
from yidu.ledger.models import Step
from yidu.matters.models import Matter
from yidu.proposals.actions import (
    confirm_signature,
    discard_draft,
    hand_in_draft,
    handing_in,
    invite_signature,
    quote_source,
    save_draft,
    withdraw_signature,
)
from yidu.proposals.models import Draft, Signature, Source, Wording


@pytest.fixture
def signed(cast: Cast, draft: Draft) -> Draft:
    """One has confirmed, another was asked and says nothing."""
    second = invite_signature(draft, person=cast.people["second"], actor=cast.member)
    invite_signature(draft, person=cast.people["leader"], actor=cast.member)
    confirm_signature(second, version=draft.version, actor=cast.second)
    return draft


def _hand_in(draft: Draft, cast: Cast, **more: object) -> Draft:
    return hand_in_draft(draft, version=fresh(draft).version, actor=cast.member, **more)  # type: ignore[arg-type]


def test_it_becomes_a_matter_that_the_author_raised(cast: Cast, signed: Draft):
    matter = _hand_in(signed, cast).matter
    assert matter is not None
    assert (matter.kind, matter.title, matter.text) == ("proposal", TITLE, WORDS["text"])
    assert matter.answers == WORDS["answers"]
    assert matter.raised_by == cast.people["member"]
    assert (matter.raised_as, matter.sector) == ("member", "经济界")
    assert (matter.place, matter.stage) == (cast.committee.place, "submitted")
    step = Step.objects.get(name="draft.handed-in")
    assert step.data == {"matter": str(matter.pk), "co-signers": 1, "left-out": 1}
    assert Step.objects.filter(name="matter.raised", record_id=str(matter.pk)).exists()
    assert audit() == []


def test_only_confirmed_names_go_with_it(cast: Cast, signed: Draft):
    _hand_in(signed, cast)
    assert standing_names(signed) == ["刘国栋"]
    left_out = Signature.objects.get(draft=signed, person=cast.people["leader"])
    assert not left_out.is_open
    assert Step.objects.filter(name="signature.left-out", record_id=str(left_out.pk)).exists()


def test_names_that_are_not_left_out_are_noticed(cast: Cast, signed: Draft, monkeypatch: pytest.MonkeyPatch):
    """The twin: what waits stays; it still stands for nothing, for nobody confirmed it."""
    monkeypatch.setattr(handing_in, "_leave_out", lambda _draft: [])
    _hand_in(signed, cast)
    assert Signature.objects.get(draft=signed, person=cast.people["leader"]).is_open
    assert standing_names(signed) == ["刘国栋"]


def test_sent_twice_it_is_one_matter(cast: Cast, signed: Draft):
    client_id = uuid4()
    version = fresh(signed).version
    first = hand_in_draft(signed, version=version, actor=cast.member, client_id=client_id)
    again = hand_in_draft(signed, version=version, actor=cast.member, client_id=client_id)
    assert first.matter == again.matter
    with pytest.raises(Invalid):
        hand_in_draft(signed, version=version, actor=cast.member, client_id=uuid4())
    assert Matter.objects.filter(kind="proposal").count() == 1


def test_what_is_missing_is_said_all_at_once_and_nothing_happens(cast: Cast, draft: Draft):
    bare = save_draft(draft, title="", text="", answers={}, version=draft.version, actor=cast.member)
    with pytest.raises(Invalid) as refused:
        _hand_in(bare, cast)
    assert {"title", "text"} <= set(refused.value.fields)
    half = save_draft(bare, title="题目", text="情况", answers={}, version=bare.version, actor=cast.member)
    with pytest.raises(Invalid) as refused:
        _hand_in(half, cast)
    assert set(refused.value.fields) == {"analysis", "advice"}
    assert not Matter.objects.filter(kind="proposal").exists()
    assert fresh(draft).is_open


def test_nobody_else_hands_it_in_and_nobody_an_old_text(cast: Cast, signed: Draft):
    for other in (cast.second, cast.office, cast.leader):
        with pytest.raises(NotAllowed):
            hand_in_draft(signed, version=signed.version, actor=other)
    save_draft(signed, **{**WORDS, "title": "新题目"}, version=signed.version, actor=cast.member)
    with pytest.raises(Stale):
        hand_in_draft(signed, version=signed.version, actor=cast.member)


def test_nothing_of_it_changes_afterwards(cast: Cast, signed: Draft):
    done = _hand_in(signed, cast)
    (name,) = Signature.objects.filter(draft=done, withdrawn_at=None)
    for refused in (
        lambda: save_draft(done, **WORDS, version=done.version, actor=cast.member),
        lambda: discard_draft(done, version=done.version, actor=cast.member),
        lambda: invite_signature(done, person=cast.people["leader"], actor=cast.member),
        lambda: withdraw_signature(name, version=name.version, actor=cast.second),
    ):
        with pytest.raises(Invalid):
            refused()


def test_the_database_keeps_it_whoever_asks(cast: Cast, signed: Draft):
    quote_source(signed, matter=visit(cast), actor=cast.member)
    done = _hand_in(signed, cast)
    writes = [
        lambda: Draft.objects.filter(pk=done.pk).update(text="换了"),
        lambda: Draft.objects.filter(pk=done.pk).update(matter=None, handed_in_at=None),
        lambda: Draft.objects.filter(pk=done.pk).delete(),
        lambda: Signature.objects.create(draft=done, person=cast.people["leader"], invited_at=clock.now()),
        lambda: Signature.objects.filter(draft=done, withdrawn_at=None).update(withdrawn_at=clock.now()),
        lambda: Wording.objects.filter(draft=done).update(text="换了"),
        lambda: Wording.objects.filter(draft=done).delete(),
        lambda: Source.objects.filter(draft=done).delete(),
    ]
    for write in writes:
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_before_it_is_handed_in_the_database_lets_it_change(cast: Cast, draft: Draft):
    """The twin: the same writes, of a draft that is still being written."""
    assert Draft.objects.filter(pk=draft.pk).update(text="换了") == 1
    assert Wording.objects.filter(draft=draft).update(text="换了") == 1
    assert Wording.objects.filter(draft=draft).delete()[0] == 1


def test_a_report_is_handed_in_likewise(cast: Cast):
    done = _hand_in(written(cast, kind="opinion-report"), cast)
    assert done.matter is not None
    assert done.matter.kind == "opinion-report"


def test_a_convener_raises_in_the_name_of_the_sector(cast: Cast):
    mine = written(cast, by=cast.convener)
    done = hand_in_draft(mine, version=mine.version, actor=cast.convener)
    assert done.matter is not None
    assert (done.matter.raised_as, done.matter.sector) == ("convener", "经济界")
