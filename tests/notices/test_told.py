"""Where a procedure says so, whoever raised something is told at once what became of it, and departments what comes."""

from __future__ import annotations

from collections.abc import Collection
from uuid import uuid4

import pytest

from tests.cast import Cast, at
from tests.matters.conftest import Walk
from tests.matters.test_proposals import examined, filed, merged, proposal
from tests.notices.conftest import Sink, body, choose
from tests.notices.test_due import due
from yidu.matters.actions import raise_matter
from yidu.matters.models import Matter
from yidu.notices.jobs import remind, send_messages
from yidu.notices.posts import Posts


def told(cast: Cast, day: str, hour: int = 9) -> set[tuple[str, str]]:
    """(who, to which stage it has come) of what somebody is told of at once."""
    return {(who, moment) for who, what, moment in due(cast, day, hour) if what == "stage"}


def test_the_proposer_is_told_of_a_return_and_of_what_follows(cast: Cast):
    with at("2025-02-17"):
        walk = proposal(cast)
    assert told(cast, "2025-02-17", 10) == set()
    walk.does(cast.office, "return", "2025-02-18", reason="没有建议。")
    assert told(cast, "2025-02-18", 10) == {("member", "returned")}
    assert told(cast, "2025-02-22", 10) == set(), "after some days it is no news any more"
    walk.does(cast.member, "complete", "2025-02-19", title="补好了", text="补好了。")
    assert told(cast, "2025-02-19", 10) == set(), "what is over is told no more"
    examined(walk, "2025-02-20").does(cast.office, "not-filed", "2025-02-20", hour=10, reason="no-advice")
    assert told(cast, "2025-02-20", 11) == {("member", "not-filed")}, "also of what is closed"


def test_whoever_is_merged_is_told_and_nobody_else(cast: Cast):
    with at("2025-02-17"):
        first, second = proposal(cast), proposal(cast, "leader", "老小区停车难")
    merged(second, filed(first))
    assert told(cast, "2025-02-19", 12) == {("leader", "merged")}


def test_it_goes_out_at_once_and_says_nothing_that_somebody_wrote(cast: Cast, sink: Sink):
    choose(cast, "member")
    with at("2025-02-17"):
        walk = proposal(cast)
    walk.does(cast.office, "return", "2025-02-18", hour=3, reason="没有写明由谁来做。")
    with at("2025-02-18", 4):
        remind()
        send_messages()
        remind()
        send_messages()
    (letter,) = sink.letters  # long before the hour of the digest, and once
    assert "待提案人补充" in body(letter)
    assert str(walk.matter.pk) in body(letter)
    assert "由谁来做" not in body(letter)
    assert walk.matter.title not in body(letter)


def sent(cast: Cast) -> Walk:
    """A formal recommendation, passed by both meetings and sent on the first of April, to economy and to land."""
    with at("2025-03-03"):
        made = raise_matter(
            committee=cast.committee, edition=cast.edition, kind="formal-recommendation", title="更新老旧电梯",
            text="协商所得。", place=cast.place, answers={"advice": "建立专项资金。"}, actor=cast.leader,
            client_id=uuid4(),
        )  # fmt: skip
    walk = Walk(cast, made)
    walk.does(cast.office, "chairs", "2025-03-10", day="2025-03-10")
    walk.does(cast.office, "passed", "2025-03-31", day="2025-03-28")
    walk.does(cast.office, "send", "2025-04-01", lead=cast.economy.pk, joint=[cast.land.pk])
    return walk


def test_each_department_is_told_when_a_formal_recommendation_is_sent_to_it(cast: Cast):
    walk = sent(cast)
    lead = {("economy_handler", "sent"), ("economy_head", "sent")}
    assert told(cast, "2025-04-01", 10) == lead | {("land_handler", "sent")}, "whoever handles for a department"
    assert told(cast, "2025-04-05", 10) == set(), "from then on they are reminded of its date"
    walk.does(cast.land_handler, "opinion", "2025-04-20", text="同意。")
    walk.does(cast.economy_handler, "reply", "2025-05-20", text="列入计划。", class_="B")
    walk.does(cast.economy_head, "send-back", "2025-05-21", reason="写明资金。")
    assert told(cast, "2025-05-21", 10) == lead, "who has given an opinion owes nothing"


def test_the_twin_that_only_reminds_departments_is_caught(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    holding = Posts.holding

    def only_the_lead(self: Posts, holder: str, matter: Matter) -> Collection[int]:
        return () if holder == "joint" else holding(self, holder, matter)

    monkeypatch.setattr(Posts, "holding", only_the_lead)
    with pytest.raises(AssertionError, match="whoever handles for a department"):
        test_each_department_is_told_when_a_formal_recommendation_is_sent_to_it(cast)


def test_the_department_hears_of_it_at_once_and_reads_the_rest_on_its_page(cast: Cast, sink: Sink):
    choose(cast, "economy_handler")
    walk = sent(cast)
    with at("2025-04-01", 10):
        for _again in range(2):
            remind()
            send_messages()
    (letter,) = sink.letters
    assert "建议案" in body(letter)
    assert "已报送，研究中" in body(letter)
    assert f"/matters/{walk.matter.pk}/" in body(letter)
    assert walk.matter.title not in body(letter)
