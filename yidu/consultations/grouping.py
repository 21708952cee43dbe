"""Groups of opinion among those who voted, and the statements that unite them. A pure function of the votes.

Who voted alike stands near each other: votes are a matrix (+1 agree, −1 disagree, 0 pass, empty where somebody did not
vote), what is empty is taken to be as the others voted, the matrix is laid on its two principal components, and there
k-means looks for two to five groups. Whether there are groups at all is asked of the same votes dealt out anew by lot:
people who are not more grouped than that are one group.

A group of fewer than five is not shown, nor is anything of those in it: what is said of all is said of the groups that
are shown, so nothing can be found by subtracting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

FEWEST_VOTERS, FEWEST_OPINIONS = 15, 5
FEWEST_IN_A_GROUP = 5
"""Of fewer nothing is said: not that they are a group, and not how they voted on one statement."""
FEWEST_VOTES = 3
"""Whoever voted on fewer statements stands nowhere yet."""
MOST_GROUPS = 5
UNITES = 0.6
"""So many of every group agree."""
DIVIDES, SPLITS = 0.4, 0.3
"""So far apart are two groups, at least; of one group, so many stand on the smaller side."""
TYPICAL = 0.2
"""So much more often than the others a group agrees."""
MOST_TYPICAL, MOST_NAMED = 3, 8
DEALS, MARGIN = 12, 0.05
"""The votes are by so much more grouped than the best of so many deals of the same votes."""
STARTS, COMPARED = 5, 1000
SEED = 20_180_601

AGREE, DISAGREE, PASS = 1, -1, 0
Ballot = tuple[str, str, int]
"""(voter, opinion, +1 / −1 / 0)."""


@dataclass(frozen=True)
class Share:
    """How one group, or all that are shown, voted on a statement. Parts of those who voted on it, between 0 and 1."""

    opinion: str
    voted: int
    agree: float
    disagree: float


@dataclass(frozen=True)
class Group:
    """People who vote alike: how many, how they voted, and what they agree with more than the others do."""

    size: int
    shares: tuple[Share, ...]
    typical: tuple[str, ...]


@dataclass(frozen=True)
class Grouping:
    """`members` says in which group each voter is (−1: in none that is shown); it is for tests and is never kept."""

    voters: int
    groups: tuple[Group, ...]
    shares: tuple[Share, ...]
    unite: tuple[str, ...]
    divide: tuple[str, ...]
    some_not_shown: bool
    members: dict[str, int]


def group(ballots: Iterable[Ballot]) -> Grouping | None:
    """None where fewer than 15 people or 5 statements have votes enough. The order of the ballots does not matter."""
    found = _matrix(ballots)
    if found is None:
        return None
    voters, opinions, votes = found
    labels = _labels(votes)
    kept = [one for one in _by_size(labels) if labels.count(one) >= FEWEST_IN_A_GROUP]
    if not kept:
        return None
    parts = [[row for row, label in zip(votes, labels, strict=True) if label == one] for one in kept]
    shares = [_shares(part, opinions) for part in parts]
    overall = _shares([row for part in parts for row in part], opinions)
    groups = tuple(
        Group(len(part), tuple(own.values()), _typical(own, part, parts, opinions))
        for part, own in zip(parts, shares, strict=True)
    )
    return Grouping(
        voters=sum(one.size for one in groups),
        groups=groups,
        shares=tuple(overall.values()),
        unite=_unite(shares, overall),
        divide=_divide(shares, overall),
        some_not_shown=len(kept) < len(set(labels)),
        members={
            voter: kept.index(label) if label in kept else -1 for voter, label in zip(voters, labels, strict=True)
        },
    )


Row = tuple[int | None, ...]


def _matrix(ballots: Iterable[Ballot]) -> tuple[list[str], list[str], list[Row]] | None:
    """Voters, opinions, and a row for each voter. Rows stand in the order of what was voted, whoever voted it."""
    by_voter: dict[str, dict[str, int]] = {}
    for voter, opinion, says in ballots:
        by_voter.setdefault(voter, {})[opinion] = says
    opinions = sorted({opinion for told in by_voter.values() for opinion in told})
    rows = [
        (tuple(told.get(one) for one in opinions), voter)
        for voter, told in by_voter.items()
        if len(told) >= FEWEST_VOTES
    ]
    if len(rows) < FEWEST_VOTERS or len(opinions) < FEWEST_OPINIONS:
        return None
    rows.sort(key=lambda row: ([-9 if says is None else says for says in row[0]], row[1]))
    return [voter for _row, voter in rows], opinions, [row for row, _voter in rows]


def _labels(votes: Sequence[Row]) -> list[int]:
    """In which group each row is. All 0 where there are no groups."""
    # Heavy: whoever serves pages never needs it.
    import numpy as np
    from threadpoolctl import threadpool_limits

    table = np.array([[np.nan if says is None else says for says in row] for row in votes], dtype=float)
    lot = np.random.default_rng(SEED)
    # So small a table is done before several processors have divided it among themselves.
    with threadpool_limits(1):
        best, labels = _clustered(table)
        by_chance = (_clustered(_dealt(table, lot))[0] for _deal in range(DEALS))
        if labels is None or any(chance + MARGIN >= best for chance in by_chance):
            return [0] * len(votes)
    return [int(one) for one in labels]


def _dealt(table: Any, lot: Any) -> Any:
    """The same votes on each statement, dealt anew among those who voted on it."""
    import numpy as np

    dealt = table.copy()
    for column in range(dealt.shape[1]):
        there = np.flatnonzero(~np.isnan(dealt[:, column]))
        dealt[there, column] = lot.permutation(dealt[there, column])
    return dealt


def _clustered(table: Any) -> tuple[float, Any]:
    """The silhouette (−1 to 1) of the best number of groups, and the groups; (−1, None) where all stand together."""
    import numpy as np
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA
    from sklearn.metrics import silhouette_score

    there = ~np.isnan(table)
    usual = np.nanmean(table, axis=0)
    apart = np.where(there, table - usual, 0.0)
    if not apart.any():
        return -1.0, None
    # Whoever voted on few statements would stand in the middle for that alone.
    stretch = np.sqrt(table.shape[1] / there.sum(axis=1))
    places = PCA(n_components=2, svd_solver="full").fit_transform(apart) * stretch[:, None]
    distinct = len(np.unique(places.round(9), axis=0))
    best: tuple[float, Any] = (-1.0, None)
    for count in range(2, min(MOST_GROUPS, distinct) + 1):
        labels = KMeans(n_clusters=count, n_init=STARTS, random_state=SEED).fit_predict(places)
        score = float(silhouette_score(places, labels, sample_size=min(len(places), COMPARED), random_state=SEED))
        if score > best[0] + 1e-9:
            best = score, labels
    return best


def _by_size(labels: Sequence[int]) -> list[int]:
    """The largest first; of two that are equally large the one whose first row comes first."""
    return sorted(set(labels), key=lambda one: (-labels.count(one), labels.index(one)))


def _shares(rows: Sequence[Row], opinions: Sequence[str]) -> dict[str, Share]:
    """Of each statement on which at least five of them voted."""
    found = {}
    for column, opinion in enumerate(opinions):
        says = [row[column] for row in rows if row[column] is not None]
        if len(says) >= FEWEST_IN_A_GROUP:
            agree, disagree = says.count(AGREE) / len(says), says.count(DISAGREE) / len(says)
            found[opinion] = Share(opinion, len(says), agree, disagree)
    return found


def _typical(
    own: dict[str, Share], part: Sequence[Row], parts: Sequence[Sequence[Row]], opinions: Sequence[str]
) -> tuple[str, ...]:
    others = _shares([row for one in parts if one is not part for row in one], opinions)
    more = {id_: share.agree - others[id_].agree for id_, share in own.items() if id_ in others}
    found = [id_ for id_ in more if more[id_] >= TYPICAL]
    return tuple(sorted(found, key=lambda id_: (-more[id_], id_))[:MOST_TYPICAL])


def _unite(shares: Sequence[dict[str, Share]], overall: dict[str, Share]) -> tuple[str, ...]:
    """Agreed by three in five of every group: the weakest agreement decides the order."""
    least = {id_: min(own[id_].agree for own in shares) for id_ in _in_each(shares, overall)}
    found = [id_ for id_ in least if least[id_] >= UNITES]
    return tuple(sorted(found, key=lambda id_: (-least[id_], -overall[id_].agree, id_))[:MOST_NAMED])


def _divide(shares: Sequence[dict[str, Share]], overall: dict[str, Share]) -> tuple[str, ...]:
    """On which the groups are far apart; of one group, on which it is split."""
    if len(shares) == 1:
        far = {id_: min(one.agree, one.disagree) for id_, one in overall.items()}
        least = SPLITS
    else:
        agree = {id_: [own[id_].agree for own in shares] for id_ in _in_each(shares, overall)}
        far, least = {id_: max(some) - min(some) for id_, some in agree.items()}, DIVIDES
    found = [id_ for id_ in far if far[id_] >= least]
    return tuple(sorted(found, key=lambda id_: (-far[id_], id_))[:MOST_NAMED])


def _in_each(shares: Sequence[dict[str, Share]], overall: dict[str, Share]) -> list[str]:
    return [id_ for id_ in overall if all(id_ in own for own in shares)]
