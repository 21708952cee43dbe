"""Whoever raised something is told at once what became of it, where the procedure says so."""

from __future__ import annotations

from tests.cast import Cast, at
from tests.matters.test_proposals import examined, filed, merged, proposal
from tests.notices.conftest import Sink, body, choose
from tests.notices.test_due import due
from yidu.notices.jobs import remind, send_messages


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
