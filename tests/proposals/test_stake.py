"""Whoever signed a proposal has a stake in it: they do not look back at it, nor at what it was merged into."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

from tests.cast import Cast, at
from tests.matters.conftest import Walk
from tests.matters.test_proposals import filed, merged, proposal
from tests.proposals.conftest import fresh, written
from yidu.matters.looking import involved, may_be_asked
from yidu.matters.models import Matter
from yidu.proposals.actions import confirm_signature, hand_in_draft, invite_signature


@pytest.fixture
def signed(cast: Cast) -> Matter:
    """By the member, the second, and the convener for the sector; a third was asked and has not answered."""
    cast.add("third", "田家瑞", "member", sector=cast.sector)
    draft = written(cast)
    names = [invite_signature(draft, person=cast.people[one], actor=cast.member) for one in ("second", "third")]
    sector = invite_signature(draft, sector=cast.sector, actor=cast.member)
    confirm_signature(names[0], version=fresh(draft).version, actor=cast.second)
    confirm_signature(sector, version=fresh(draft).version, actor=cast.convener)
    matter = hand_in_draft(draft, version=fresh(draft).version, actor=cast.member).matter
    assert matter is not None
    return matter


def people(cast: Cast, *called: str) -> set[int]:
    return {cast.people[one].pk for one in called}


def test_whoever_signed_has_to_do_with_it_and_whoever_did_not_has_not(cast: Cast, signed: Matter):
    assert involved(signed) == people(cast, "member", "second", "convener")
    assert set(may_be_asked(signed)) & people(cast, "member", "second", "third", "leader") == people(
        cast, "third", "leader"
    )


def test_and_with_what_it_was_merged_into(cast: Cast, signed: Matter):
    with at("2025-02-17", 11):
        main = filed(proposal(cast, "leader"))
    merged(Walk(cast, signed), main)
    assert involved(main.matter) == people(cast, "leader", "member", "second", "convener")


def test_the_twin_without_the_signers_is_caught(cast: Cast, signed: Matter):
    """The view as it was before there were signatures."""
    earlier = import_module("yidu.proposals.migrations.0003_signers_have_to_do_with_it")._BEFORE
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP VIEW matters_involved")
        cursor.execute(earlier)
    with pytest.raises(AssertionError):
        test_whoever_signed_has_to_do_with_it_and_whoever_did_not_has_not(cast, signed)
