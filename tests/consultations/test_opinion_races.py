"""Many taps at once are one vote, nothing is counted after an asking is closed, and what was said last stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from tests.cast import Cast, at, build
from tests.consultations.conftest import topic_of
from tests.consultations.test_opinions import DURING, asking_of, shown_in
from tests.threads import A_MOMENT, SURELY, Meeting, at_once
from yidu.common.actors import SYSTEM, VISITOR
from yidu.common.errors import Conflict, NotAllowed
from yidu.consultations.actions import cast_vote, close_asking, opinions, refuse_opinion, show_opinion
from yidu.consultations.actions.opinions import Ballot
from yidu.consultations.grouped import ballots
from yidu.consultations.models import Asking, Opinion, Vote
from yidu.consultations.opinions import RELATED, voters_of
from yidu.ledger.audit import audit
from yidu.ledger.models import Step

TAPS = 8
Asked = tuple[Asking, Opinion]


@pytest.fixture
def asked(transactional_db: None, tmp_path: Path) -> Asked:
    """One question with one statement, committed, so that threads see it."""
    with at("2025-01-02"):
        cast = build(tmp_path)
    topic = topic_of(cast)
    topic.does(cast.office, "choose", "2025-03-05", text="多个院落都有。")
    asking = asking_of(cast, topic)
    (opinion,) = shown_in(cast, asking, "按楼层分摊")
    return asking, opinion


def ballot(asked: Asked, browser: str, says: int = 1) -> Callable[[], Asking]:
    def call() -> Asking:
        with at(DURING):
            return cast_vote(asking=asked[0], ballot=Ballot(asked[1], browser, says), actor=VISITOR)

    return call


def closing(asked: Asked) -> Callable[[], Asking]:
    def call() -> Asking:
        with at(DURING):
            return close_asking(asked[0], version=1, actor=SYSTEM)

    return call


def meeting(monkeypatch: pytest.MonkeyPatch, *, seconds: float) -> None:
    """Nobody writes a new vote before all have come that far, if they are let: else they wait for the asking."""
    all_, save = Meeting(TAPS, seconds), Vote.save

    def slowly(vote: Vote, *args: Any, **more: Any) -> None:
        all_.wait()
        save(vote, *args, **more)

    monkeypatch.setattr(Vote, "save", slowly)


def unlocked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever votes looks whether the asking is open, and holds nothing."""

    def looked_at(asking: Asking) -> Asking:
        row = Asking.objects.select_related(*RELATED).get(pk=asking.pk)
        if row.closed_at is not None:
            raise Conflict("closed")
        return row

    monkeypatch.setattr(opinions, "_open", looked_at)


@contextmanager
def unconstrained() -> Iterator[None]:
    """The table lets one browser vote several times."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE consultations_vote DROP CONSTRAINT vote_once_for_each_opinion")
    try:
        yield
    finally:
        Vote.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE consultations_vote ADD CONSTRAINT vote_once_for_each_opinion UNIQUE (opinion_id, voter)"
            )


def test_eight_taps_of_one_browser_at_once_are_one_vote(asked: Asked, monkeypatch: pytest.MonkeyPatch):
    meeting(monkeypatch, seconds=A_MOMENT)
    results = at_once(*[ballot(asked, "one-browser", says) for says in (1, -1) * (TAPS // 2)])
    assert [one for one in results if isinstance(one, Exception)] == []
    assert Vote.objects.count() == 1
    assert Asking.objects.get().changes == TAPS, "each was counted as a change: groups are found anew"
    assert audit() == []


def test_without_the_lock_somebody_gets_an_error_and_the_table_still_holds(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
):
    """The broken twin of the one before."""
    meeting(monkeypatch, seconds=SURELY)
    unlocked(monkeypatch)
    results = at_once(*[ballot(asked, "one-browser")] * TAPS)
    assert sorted(type(one).__name__ for one in results) == ["Asking", *["IntegrityError"] * (TAPS - 1)]
    assert Vote.objects.count() == 1


def test_without_lock_and_constraint_a_browser_votes_eight_times(asked: Asked, monkeypatch: pytest.MonkeyPatch):
    meeting(monkeypatch, seconds=SURELY)
    unlocked(monkeypatch)
    with unconstrained():
        at_once(*[ballot(asked, "one-browser")] * TAPS)
        assert Vote.objects.count() == TAPS


def test_eight_browsers_at_once_are_eight_votes(asked: Asked):
    results = at_once(*[ballot(asked, f"browser-{number}") for number in range(TAPS)])
    assert [type(one) for one in results] == [Asking] * TAPS
    assert Vote.objects.values("voter").distinct().count() == TAPS


def closing_between(asked: Asked, monkeypatch: pytest.MonkeyPatch, *, seconds: float = A_MOMENT) -> list[Any]:
    """A browser has found the asking open and is about to write its vote; then somebody closes it, if they are let."""
    came, closed, save = Event(), Event(), Vote.save

    def slowly(vote: Vote, *args: Any, **more: Any) -> None:
        came.set()
        closed.wait(seconds)
        save(vote, *args, **more)

    def close() -> Any:
        assert came.wait(SURELY)
        done = closing(asked)()
        closed.set()
        return done

    monkeypatch.setattr(Vote, "save", slowly)
    return at_once(ballot(asked, "one-browser"), close)


def test_what_is_on_its_way_when_somebody_closes_is_counted_before_and_numbered(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
):
    results = closing_between(asked, monkeypatch)
    assert [type(one) for one in results] == [Asking, Asking]
    assert Vote.objects.get().voter == "1", "what joined the votes is gone"
    assert list(Step.objects.filter(record_type="asking").order_by("pk").values_list("name", flat=True))[-2:] == [
        "asking.voted",
        "asking.closed",
    ]


def test_without_the_lock_a_vote_is_counted_after_it_was_closed(asked: Asked, monkeypatch: pytest.MonkeyPatch):
    """The broken twin of the one before: and its digest stays for good."""
    unlocked(monkeypatch)
    closing_between(asked, monkeypatch, seconds=SURELY)
    assert Asking.objects.get().closed_at is not None
    assert Vote.objects.get().voter in voters_of(asked[0], "one-browser")


def test_while_votes_arrive_all_that_came_in_time_are_there_and_none_after(asked: Asked):
    votes = [ballot(asked, f"browser-{number}") for number in range(TAPS)]
    results = at_once(*votes[: TAPS // 2], closing(asked), *votes[TAPS // 2 :])
    late = [one for one in results if isinstance(one, Exception)]
    assert {type(one) for one in late} <= {Conflict}
    in_time = TAPS - len(late)
    assert sorted(Vote.objects.values_list("voter", flat=True)) == [str(one) for one in range(1, in_time + 1)]
    for browser in ("browser-0", "one-more"):
        assert isinstance(at_once(ballot(asked, browser))[0], Conflict)
    assert Vote.objects.count() == in_time
    assert audit() == []


# --- whatever is done in whatever order -----------------------------------------------------------------------------

BROWSERS, STATEMENTS = 3, 3
Doing = tuple[str, int, int, int]


def doings() -> some.SearchStrategy[list[Doing]]:
    """Mostly votes; a statement is taken down or shown again, the key of the site changes, somebody closes it."""
    words = some.sampled_from(["vote"] * 8 + ["refuse", "show", "key", "close"])
    one = some.tuples(words, some.integers(0, BROWSERS - 1), some.integers(0, STATEMENTS - 1), some.integers(-1, 1))
    return some.lists(one, max_size=14)


class Told:
    """The same as plain words: who said what last of what, while it was shown and the asking open."""

    def __init__(self) -> None:
        self.says: dict[tuple[int, int], int] = {}
        self.hidden: set[int] = set()
        self.closed = False
        self.changes = 0

    def do(self, word: str, browser: int, statement: int, says: int) -> bool:
        """Whether it is done."""
        if word == "key":
            return True
        if self.closed or (word == "vote" and statement in self.hidden):
            return False
        if word == "close":
            self.closed = True
            return True
        self.changes += 1
        match word:
            case "vote":
                self.says[browser, statement] = says
            case "refuse":
                self.hidden.add(statement)
            case "show":
                self.hidden.discard(statement)
        return True


@given(doings=doings())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_counts_is_what_each_browser_said_last_while_it_might(cast: Cast, settings: Any, doings: list[Doing]):
    keys, sid = (settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS), transaction.savepoint()
    try:
        check(cast, settings, doings)
    finally:
        transaction.savepoint_rollback(sid)
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = keys


def check(cast: Cast, settings: Any, doings: list[Doing]) -> None:
    told, asking = Told(), asking_of(cast, topic_of(cast))
    statements = shown_in(cast, asking, *(f"说法{number}" for number in range(STATEMENTS)))
    with at(DURING):
        for word, browser, statement, says in doings:
            done = _done(cast, settings, asking.pk, word, statements[statement].pk, f"browser-{browser}", says)
            assert done == told.do(word, browser, statement, says), word
    row = Asking.objects.get(pk=asking.pk)
    shown = [(browser, at_, says) for (browser, at_), says in told.says.items() if at_ not in told.hidden]
    counted = ballots(row)
    assert sorted((str(statements[at_].pk), says) for _browser, at_, says in shown) == sorted(
        (opinion, says) for _voter, opinion, says in counted
    )
    assert len({voter for voter, _opinion, _says in counted}) == len({browser for browser, _at, _says in shown})
    assert (row.closed_at is not None) == told.closed
    if told.closed:
        assert all(voter.isdecimal() for voter, _opinion, _says in counted)
    steps = Step.objects.filter(record_id=str(asking.pk), name="asking.voted")
    assert all((one.data, one.actor_id) == ({}, None) for one in steps), "a step tells neither who nor what"


def _done(cast: Cast, settings: Any, asking: Any, word: str, statement: Any, browser: str, says: int) -> bool:
    row, opinion, office = Asking.objects.get(pk=asking), Opinion.objects.get(pk=statement), cast.office
    try:
        with transaction.atomic():
            match word:
                case "key":
                    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
                    settings.SECRET_KEY = f"key-{uuid4()}"
                case "vote":
                    cast_vote(asking=row, ballot=Ballot(opinion, browser, says), actor=VISITOR)
                case "close":
                    close_asking(row, version=row.version, actor=office)
                case "refuse":
                    refuse_opinion(opinion, because="names-somebody", version=opinion.version, actor=office)
                case "show":
                    show_opinion(opinion, version=opinion.version, actor=office)
    except (Conflict, NotAllowed):
        return False
    return True


def test_the_rule_notices_a_browser_that_becomes_two(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch):
    """The broken twin: votes are looked for under today's key alone."""
    monkeypatch.setattr(opinions, "voters_of", lambda asking, secret: voters_of(asking, secret)[:1])
    with pytest.raises((AssertionError, IntegrityError)):
        check(cast, settings, [("vote", 0, 0, 1), ("key", 0, 0, 0), ("vote", 0, 0, -1)])
