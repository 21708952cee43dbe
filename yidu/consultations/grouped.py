"""The groups of an asking as they are kept: found by the worker, read by pages. Who is in which is not kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yidu.consultations.grouping import Ballot, Group, Grouping, Share, group
from yidu.consultations.models import Asking, Opinion, Vote


@dataclass(frozen=True)
class Stated:
    """A statement, and how many in a hundred agree and disagree; of each group, by its letter, how many agree.

    A group of which fewer than five voted on it is left out.
    """

    text: str
    agree: int
    disagree: int
    of_groups: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class ShownGroup:
    """`letter` names it: 甲, 乙 … A group is no party and has no other name."""

    letter: str
    size: int
    typical: tuple[Stated, ...]


@dataclass(frozen=True)
class Result:
    """What came of an asking, for everybody to read."""

    voters: int
    groups: tuple[ShownGroup, ...]
    unite: tuple[Stated, ...]
    divide: tuple[Stated, ...]
    statements: tuple[Stated, ...]
    some_not_shown: bool


LETTERS = "甲乙丙丁戊"


def keep_groups(asking: Asking) -> bool:
    """Find the groups of its votes and keep them. False when nothing has changed since."""
    if asking.grouped_of == asking.changes:
        return False
    # What is read later may hold later votes as well: then it is found once more.
    found = group(ballots(asking))
    kept = None if found is None else as_kept(found)
    Asking.objects.filter(pk=asking.pk).update(grouped=kept, grouped_of=asking.changes)
    return True


def ballots(asking: Asking) -> list[Ballot]:
    """The votes on what is shown."""
    votes = Vote.objects.filter(opinion__asking=asking, opinion__state=Opinion.State.SHOWN)
    return [(voter, str(opinion), says) for voter, opinion, says in votes.values_list("voter", "opinion", "says")]


def as_kept(found: Grouping) -> dict[str, Any]:
    """As JSON, without who is in which group."""

    def shares(some: Sequence[Share]) -> dict[str, list[float]]:
        return {one.opinion: [one.voted, round(one.agree, 4), round(one.disagree, 4)] for one in some}

    def of(one: Group) -> dict[str, Any]:
        return {"size": one.size, "typical": list(one.typical), "shares": shares(one.shares)}

    return {
        "voters": found.voters,
        "groups": [of(one) for one in found.groups],
        "shares": shares(found.shares),
        "unite": list(found.unite),
        "divide": list(found.divide),
        "some_not_shown": found.some_not_shown,
    }


def result_of(asking: Asking) -> Result | None:
    """What was kept, with the words of the statements. None while too few have voted. One query."""
    kept: Mapping[str, Any] | None = asking.grouped
    if kept is None:
        return None
    shown = asking.opinions.filter(state=Opinion.State.SHOWN)
    texts = {str(pk): text for pk, text in shown.values_list("pk", "text")}
    groups = kept["groups"] if len(kept["groups"]) > 1 else []

    def stated(ids: Iterable[str]) -> tuple[Stated, ...]:
        # One that was taken down since is not quoted any more; of one on which fewer than five voted nothing is said.
        return tuple(
            _stated(id_, texts[id_], kept["shares"][id_], groups)
            for id_ in ids
            if id_ in texts and id_ in kept["shares"]
        )

    return Result(
        voters=kept["voters"],
        groups=tuple(
            ShownGroup(letter, one["size"], stated(one["typical"]))
            for letter, one in zip(LETTERS, groups, strict=False)
        ),
        unite=stated(kept["unite"]),
        divide=stated(kept["divide"]),
        statements=stated(sorted(kept["shares"], key=lambda id_: (-kept["shares"][id_][1], id_))),
        some_not_shown=kept["some_not_shown"],
    )


def _stated(id_: str, text: str, share: Sequence[float], groups: Sequence[Mapping[str, Any]]) -> Stated:
    _voted, agree, disagree = share
    own = ((letter, one["shares"].get(id_)) for letter, one in zip(LETTERS, groups, strict=False))
    return Stated(
        text=text,
        agree=round(100 * agree),
        disagree=round(100 * disagree),
        of_groups=tuple((letter, round(100 * told[1])) for letter, told in own if told is not None),
    )
