"""Groups of opinion are found where they were planted, and only there; of small ones nothing is said."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from sklearn.metrics import adjusted_rand_score

from yidu.consultations import grouping
from yidu.consultations.grouping import Ballot, group

SIZES = (14, 11, 9)
STATEMENTS = 18


def planted(seed: int, sizes: tuple[int, ...] = SIZES, *, noise: float = 0.12, missing: float = 0.35) -> list[Ballot]:
    """Voters "0-…", "1-…", each group with opinions of its own; some votes at random, a third not given."""
    lot = random.Random(seed)
    stands = [[lot.choice([1, -1]) for _one in range(STATEMENTS)] for _group in sizes]
    ballots = []
    for number, size in enumerate(sizes):
        for voter in range(size):
            for statement in range(STATEMENTS):
                if lot.random() >= missing:
                    says = lot.choice([1, 0, -1]) if lot.random() < noise else stands[number][statement]
                    ballots.append((f"{number}-{voter:02}", f"s{statement:02}", says))
    return ballots


def unplanted(seed: int, voters: int = 40) -> list[Ballot]:
    """As many agree to each statement as may be, each by a lot of their own."""
    lot = random.Random(seed)
    liked = [lot.random() for _one in range(STATEMENTS)]
    return [
        (f"v{voter:02}", f"s{statement:02}", 1 if lot.random() < liked[statement] else -1)
        for voter in range(voters)
        for statement in range(STATEMENTS)
        if lot.random() >= 0.35
    ]


def likeness(ballots: list[Ballot]) -> float:
    """Between the groups that were planted and those that were found: 1 is the same."""
    found = group(ballots)
    assert found
    return float(adjusted_rand_score([voter[0] for voter in found.members], list(found.members.values())))


@pytest.mark.parametrize("seed", [1, 2, 3, 6, 20])
def test_planted_groups_are_found_through_noise_and_missing_votes(seed: int):
    ballots = planted(seed)
    found = group(ballots)
    assert found
    assert len(found.groups) == 3
    assert likeness(ballots) >= 0.9


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_nothing_was_planted_there_is_one_group(seed: int):
    found = group(unplanted(seed))
    assert found
    assert [one.size for one in found.groups] == [40]


def test_without_the_deals_by_lot_groups_would_be_seen_in_noise(monkeypatch: pytest.MonkeyPatch):
    """The twin: k-means always finds something."""
    monkeypatch.setattr(grouping, "DEALS", 0)
    assert any(len(found.groups) > 1 for seed in (1, 2, 3) if (found := group(unplanted(seed))))


def test_what_unites_and_what_divides_is_what_was_planted():
    """On s00 all agree; on s01 the first group alone."""
    ballots = [one for one in planted(4, noise=0) if one[1] not in ("s00", "s01")]
    voters = sorted({voter for voter, _statement, _says in ballots})
    ballots += [(voter, "s00", 1) for voter in voters]
    ballots += [(voter, "s01", 1 if voter.startswith("0") else -1) for voter in voters]
    found = group(ballots)
    assert found
    assert found.unite[0] == "s00"
    assert "s01" in found.divide
    assert "s01" not in found.unite
    assert "s01" in found.groups[0].typical
    assert "s00" not in found.groups[0].typical


def test_a_group_of_four_is_not_shown_and_cannot_be_found_by_subtracting():
    """What is said of all is said of those who are shown."""
    ballots = planted(5, (14, 12, 4), noise=0)
    found = group(ballots)
    assert found
    assert sorted(one.size for one in found.groups) == [12, 14]
    assert found.some_not_shown
    assert found.voters == 26
    small = {voter for voter in found.members if voter.startswith("2")}
    assert {found.members[voter] for voter in small} == {-1}
    shown = group([one for one in ballots if one[0] not in small])
    assert shown
    assert found.shares == shown.shares


def test_without_the_least_size_the_four_would_be_shown(monkeypatch: pytest.MonkeyPatch):
    """The twin."""
    monkeypatch.setattr(grouping, "FEWEST_IN_A_GROUP", 1)
    found = group(planted(5, (14, 12, 4), noise=0))
    assert found
    assert min(one.size for one in found.groups) == 4


def test_of_a_statement_on_which_fewer_than_five_voted_nothing_is_said():
    ballots = planted(1)
    few = [(f"0-{voter:02}", "s99", 1) for voter in range(4)]
    found = group([*ballots, *few])
    assert found
    assert "s99" not in {one.opinion for one in found.shares}
    fifth = group([*ballots, *few, ("0-05", "s99", 1)])
    assert fifth
    assert "s99" in {one.opinion for one in fifth.shares}


def test_of_fewer_than_fifteen_people_or_five_statements_nothing_is_said():
    ballots = planted(1)
    voters = sorted({voter for voter, _statement, _says in ballots})
    assert group([one for one in ballots if one[0] in voters[:14]]) is None
    assert group([one for one in ballots if one[0] in voters[:15]]) is not None
    assert group([one for one in ballots if one[1] < "s04"]) is None
    assert group([]) is None


def test_the_order_of_the_votes_and_the_names_of_the_voters_change_nothing():
    ballots = planted(6)
    mixed = list(ballots)
    random.Random(7).shuffle(mixed)
    found, again = group(ballots), group(mixed)
    assert found
    assert found == again
    numbers = {voter: str(number) for number, voter in enumerate(random.Random(8).sample([*found.members], 34))}
    renamed = group([(numbers[voter], statement, says) for voter, statement, says in ballots])
    assert renamed
    assert replace(renamed, members={}) == replace(found, members={})


def test_two_camps_without_a_doubt_are_two_groups():
    says = {"a": 1, "b": -1}
    found = group([(f"{camp}{one}", f"s{s}", says[camp]) for camp in says for one in range(9) for s in range(6)])
    assert found
    assert [one.size for one in found.groups] == [9, 9]


def test_everybody_of_one_mind_is_one_group():
    found = group([(f"v{voter:02}", f"s{statement}", 1) for voter in range(20) for statement in range(6)])
    assert found
    assert [one.size for one in found.groups] == [20]
    assert len(found.unite) == 6
