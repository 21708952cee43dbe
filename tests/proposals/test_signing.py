"""Nobody's name stands below a text unless they put it there themselves."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import Cast, actor_of
from tests.proposals.conftest import WORDS, fresh, standing_names
from yidu.common import clock
from yidu.common.actors import SYSTEM, VISITOR, Actor
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.ledger.models import Step
from yidu.people.rules import standing_of
from yidu.proposals import queries
from yidu.proposals.actions import (
    confirm_signature,
    decline_signature,
    invite_signature,
    save_draft,
    signing,
    withdraw_signature,
)
from yidu.proposals.models import Draft, Signature
from yidu.proposals.queries import invitations, names_asked, one_draft


@pytest.fixture
def asked(cast: Cast, draft: Draft) -> Signature:
    """The second member is asked."""
    return invite_signature(draft, person=cast.people["second"], actor=cast.member)


def _confirm(signature: Signature, actor: Actor) -> Signature:
    return confirm_signature(signature, version=fresh(signature.draft).version, actor=actor)


def everybody(cast: Cast) -> dict[str, Actor]:
    return {**{name: actor_of(one) for name, one in cast.people.items()}, "system": SYSTEM, "visitor": VISITOR}


def test_a_name_that_was_asked_for_stands_for_nothing(draft: Draft, asked: Signature):
    assert standing_names(draft) == []


def test_nobody_confirms_a_name_but_its_owner(cast: Cast, draft: Draft, asked: Signature):
    for name, actor in everybody(cast).items():
        if name != "second":
            with pytest.raises(NotAllowed):
                _confirm(asked, actor)
    assert standing_names(draft) == []
    _confirm(asked, cast.second)
    assert standing_names(draft) == ["刘国栋"]


def test_a_rule_that_lets_others_confirm_runs_into_the_database(
    cast: Cast, draft: Draft, asked: Signature, monkeypatch: pytest.MonkeyPatch
):
    """The twins: the rule is off, and the constraint refuses; both are off, and the name stands without its owner."""
    monkeypatch.setattr(signing, "may_confirm", lambda *_told: True)
    with pytest.raises(IntegrityError, match="signature_by_its_owner"):
        _confirm(asked, cast.member)
    assert standing_names(draft) == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits for the end of the transaction
        cursor.execute("ALTER TABLE proposals_signature DROP CONSTRAINT signature_by_its_owner")
    _confirm(asked, cast.member)
    assert standing_names(draft) == ["刘国栋"]


def test_the_database_takes_no_name_without_who_confirmed_it(asked: Signature):
    wrong: list[dict[str, Any]] = [
        {"confirmed_at": clock.now()},
        {"confirmed_by": asked.person_id},
        {"confirmed_at": clock.now(), "confirmed_by": asked.draft.author_id, "signed": 1},
        {"confirmed_at": clock.now(), "confirmed_by": asked.person_id, "signed": 1, "declined_at": clock.now()},
        {"person": None},
        {"sector": 1},
    ]
    for told in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Signature.objects.filter(pk=asked.pk).update(**told)


def test_a_name_is_asked_for_once(cast: Cast, draft: Draft, asked: Signature):
    with pytest.raises(Invalid) as refused:
        invite_signature(draft, person=cast.people["second"], actor=cast.member)
    assert "person" in refused.value.fields
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(draft=draft, person=cast.people["second"], invited_at=clock.now())


def test_only_who_could_raise_it_is_asked_and_never_the_author(cast: Cast, draft: Draft):
    for called in ("member", "office", "economy_head"):
        with pytest.raises(Invalid):
            invite_signature(draft, person=cast.people[called], actor=cast.member)
    with pytest.raises(Invalid):
        invite_signature(draft, actor=cast.member)
    with pytest.raises(NotAllowed):
        invite_signature(draft, person=cast.people["leader"], actor=cast.second)


def test_a_sector_signs_by_its_convener_and_a_body_by_its_head(cast: Cast, draft: Draft):
    sector = invite_signature(draft, sector=cast.sector, actor=cast.member)
    body = invite_signature(draft, organisation=cast.land, actor=cast.member)
    for signature, owner in ((sector, "convener"), (body, "land_head")):
        for name, actor in everybody(cast).items():
            if name != owner:
                with pytest.raises(NotAllowed):
                    _confirm(signature, actor)
        assert one_draft(standing_of(cast.__getattr__(owner)), draft.pk) == draft
        assert [one.pk for one in invitations(standing_of(cast.__getattr__(owner)))] == [signature.pk]
        assert _confirm(signature, cast.__getattr__(owner)).confirmed_by == cast.people[owner]
    assert standing_names(draft) == ["经济界", "大渡口区规划和自然资源局"]


@pytest.mark.parametrize("forgotten", ["", "person", "sectors", "bodies"])
def test_how_many_names_wait_is_what_the_rule_says(
    cast: Cast, draft: Draft, monkeypatch: pytest.MonkeyPatch, forgotten: str
):
    """With something forgotten: the broken twin."""
    for asked in ({"sector": cast.sector}, {"organisation": cast.land}, {"person": cast.people["leader"]}):
        invite_signature(draft, actor=cast.member, **asked)
    nobody = {"person": "NULL"}.get(forgotten, "'{}'")
    monkeypatch.setattr(queries, "_ANY_NAME", queries._ANY_NAME.replace(f"%({forgotten})s", nobody))
    standings = {name: standing_of(actor) for name, actor in everybody(cast).items()}
    told = {name: names_asked(one) for name, one in standings.items()}
    by_rule = {name: invitations(one).count() for name, one in standings.items()}
    assert {name for name, count in by_rule.items() if count} >= {"convener", "land_head", "leader"}
    assert (told == by_rule) is not bool(forgotten)


def test_a_sector_without_a_convener_cannot_be_asked(cast: Cast, draft: Draft):
    from yidu.people.actions import add_sector

    lonely = add_sector(committee=cast.committee, name="科技界", actor=SYSTEM)
    with pytest.raises(Invalid):
        invite_signature(draft, sector=lonely, actor=cast.member)


def test_whoever_confirms_has_read_what_stands_there(cast: Cast, draft: Draft, asked: Signature):
    """The author changed it while the other was reading."""
    read = draft.version
    save_draft(draft, **{**WORDS, "title": "另一个题目"}, version=read, actor=cast.member)
    with pytest.raises(Stale):
        confirm_signature(asked, version=read, actor=cast.second)
    assert standing_names(draft) == []


def test_another_text_asks_again_and_the_same_text_does_not(cast: Cast, draft: Draft, asked: Signature):
    _confirm(asked, cast.second)
    same = save_draft(draft, **WORDS, version=draft.version, actor=cast.member)
    assert standing_names(draft) == ["刘国栋"]
    save_draft(same, **{**WORDS, "text": "换了说法。"}, version=same.version, actor=cast.member)
    assert standing_names(draft) == []
    row = fresh(asked)
    assert (row.confirmed_by, row.signed) == (None, 1)
    assert [one.number for one in draft.wordings.all()] == [1, 2], "what was signed can still be read"
    assert Step.objects.filter(name="signature.asked-again", record_id=str(asked.pk)).count() == 1
    assert _confirm(asked, cast.second).signed == 2


def test_a_change_that_asks_nobody_again_is_noticed(
    cast: Cast, draft: Draft, asked: Signature, monkeypatch: pytest.MonkeyPatch
):
    """The twin."""
    from yidu.proposals.actions import drafts

    _confirm(asked, cast.second)
    monkeypatch.setattr(drafts, "_ask_again", lambda _draft: [])
    save_draft(draft, **{**WORDS, "text": "换了说法。"}, version=draft.version, actor=cast.member)
    assert standing_names(draft) == ["刘国栋"], "somebody's name would stand below words that they never saw"


def test_whoever_declines_says_why_to_the_author_and_reads_no_further(cast: Cast, draft: Draft, asked: Signature):
    row = decline_signature(asked, reason="数据还要核实", version=asked.version, actor=cast.second)
    assert row.declined_because == "数据还要核实"
    assert one_draft(standing_of(cast.second), draft.pk) is None
    assert standing_names(draft) == []
    with pytest.raises(NotAllowed):
        _confirm(asked, cast.second)
    again = invite_signature(draft, person=cast.people["second"], actor=cast.member)
    assert again.pk != asked.pk


def test_a_name_is_taken_back_by_its_owner_or_by_the_author_and_by_nobody_else(
    cast: Cast, draft: Draft, asked: Signature
):
    _confirm(asked, cast.second)
    row = fresh(asked)
    for nobody in (cast.leader, cast.office, SYSTEM):
        with pytest.raises(NotAllowed):
            withdraw_signature(row, version=row.version, actor=nobody)
    withdraw_signature(row, version=row.version, actor=cast.second)
    assert standing_names(draft) == []
    other = invite_signature(draft, person=cast.people["leader"], actor=cast.member)
    withdraw_signature(other, version=other.version, actor=cast.member)
    assert one_draft(standing_of(cast.leader), draft.pk) is None
