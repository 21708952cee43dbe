"""How many promises are open on a day: from the signature until they are found kept, withdrawn or promised anew."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from tests.cast import Cast, actor_of, at
from tests.matters.conftest import Walk
from tests.matters.test_look_backs import asked_on, finds, promised
from tests.matters.test_proposals import RAISED, answered, filed, handed_over, looked_at, proposal
from yidu.common.actors import SYSTEM
from yidu.ledger.audit import audit
from yidu.ledger.figures import Figure, proof, split, value
from yidu.ledger.fold import fold
from yidu.matters import commitments, stated_look_backs
from yidu.matters.actions import look_backs as finding
from yidu.matters.actions import withdraw_promise
from yidu.matters.commitments import open_commitments
from yidu.matters.models import LookBack
from yidu.programmes.words import definition

__all__ = ["promised"]  # a fixture

TWO = [{"text": "开放机关车位", "day": "2025-12-31"}, {"text": "建停车楼", "day": "2026-06-30"}]


@pytest.fixture
def proposed(cast: Cast) -> Walk:
    """A proposal that was answered with two promises on 1 April 2025, and somebody who has nothing to do with it."""
    with at(RAISED):
        walk = proposal(cast)
    answered(handed_over(filed(walk)), measures=TWO)
    cast.add("bystander", "冯路人", "member", sector=cast.sector)
    return walk


def open_on(cast: Cast, day: str, **more: Any) -> int:
    told = {"as_of": date.fromisoformat(day), **more}
    figure = Figure(committee=cast.committee, programme="wuqian", indicator="commitments-open", **told)
    return int(value(figure) or 0)


def by_records(walk: Walk) -> int:
    """How many the records themselves say that are open now."""
    return open_commitments(SYSTEM, walk.cast.committee).count()


def stated_open() -> int:
    """How many they state to the ledger as open now, of whatever kind."""
    told = [one for row in LookBack.objects.all() for one in stated_look_backs.statements(row)]
    return sum(one.until is None for one in told if one.moment == "owed")


def test_open_from_the_signature_until_found_kept_and_a_day_that_is_over_stays_as_it_was(proposed: Walk) -> None:
    cast = proposed.cast
    first, second = LookBack.objects.order_by("promised_on")
    looked_at(first, "2026-01-05", "solved")
    looked_at(second, "2026-07-01", "unsolved", seen="还在打地基。")
    with at("2026-07-02"):
        assert (by_records(proposed), stated_open()) == (1, 1)
    again = LookBack.objects.get(follows=second)
    looked_at(again, "2027-07-05", "could-not-look", seen="没有人在。")
    looked_at(LookBack.objects.get(follows=again), "2027-09-01", "solved")
    stood = {"2025-03-31": 0, "2025-04-01": 2, "2026-01-04": 2, "2026-01-05": 1, "2026-07-01": 1, "2027-07-05": 1}
    stood |= {"2027-08-31": 1, "2027-09-01": 0}
    with at("2027-09-02"):
        assert {day: open_on(cast, day) for day in stood} == stood
        fold()
        assert {day: open_on(cast, day) for day in stood} == stood, "closed days say the same"
        assert by_records(proposed) == stated_open() == 0
    assert audit() == []


def test_what_is_withdrawn_is_open_no_more(proposed: Walk) -> None:
    first = LookBack.objects.order_by("promised_on")[0]
    with at("2025-05-06"):
        withdraw_promise(first, reason="机关搬迁。", actor=proposed.cast.office, version=first.version)
        assert (by_records(proposed), stated_open()) == (1, 1)
    with at("2025-05-07"):
        assert [open_on(proposed.cast, day) for day in ("2025-05-05", "2025-05-06")] == [2, 1]
    assert audit() == []


def test_it_is_told_apart_by_department_and_has_its_proof(proposed: Walk) -> None:
    cast = proposed.cast
    with at("2025-05-06"):
        assert open_on(cast, "2025-05-06", where={"organisation": str(cast.economy.pk)}) == 2
        assert open_on(cast, "2025-05-06", where={"organisation": str(cast.land.pk)}) == 0
        figure = Figure(committee=cast.committee, programme="wuqian", indicator="commitments-open")
        lines = proof(figure, actor_of(cast.people["office"])).lines
        assert [(one.title, int(one.quantity)) for one in lines] == [("增加停车位", 1)] * 2
        assert sum(one.value or 0 for one in split(figure, "sector")) == 2


def test_what_is_promised_anew_is_open_as_the_new_promise(promised: Walk) -> None:
    """A procedure that opens the matter again: the broken promise is open until the next answer is signed."""
    cast = promised.cast
    row, who = asked_on("2025-06-30")
    finds(row, who, "unsolved", "还没有开工。")
    with at("2025-07-03"):
        assert by_records(promised) == stated_open() == 1
    again = [{"text": "八月底前交付厂房", "day": "2025-08-29"}]
    promised.does(cast.economy_handler, "reply", "2025-07-03", text="再等等。", class_="B", measures=again)
    promised.does(cast.economy_head, "sign", "2025-07-04")
    with at("2025-07-05"):
        assert by_records(promised) == stated_open() == 1
    (owed,) = [one for one in stated_look_backs.statements(LookBack.objects.get(pk=row.pk)) if one.moment == "owed"]
    assert owed.until == date(2025, 7, 3)
    assert audit() == []


def test_the_twin_that_does_not_enter_the_next_look_loses_what_is_open(
    proposed: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = commitments.look_again_later

    def forgets(look_back: LookBack, *, at: Any) -> Any:
        honest(look_back, at=at)
        return look_back

    monkeypatch.setattr(finding, "look_again_later", forgets)
    with pytest.raises(AssertionError):
        test_open_from_the_signature_until_found_kept_and_a_day_that_is_over_stays_as_it_was(proposed)


def test_the_twin_that_keeps_the_old_promise_open_beside_the_new_one_counts_it_twice(
    promised: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = stated_look_backs._owed_until
    monkeypatch.setattr(stated_look_backs, "_owed_until", lambda row: None if row.renewed_by_id else honest(row))
    with pytest.raises(AssertionError):
        test_what_is_promised_anew_is_open_as_the_new_promise(promised)


def test_the_definition_says_what_it_counts(proposed: Walk) -> None:
    with translation.override("zh-hans"):
        said = definition(proposed.cast.edition.read, "commitments-open")
    assert said.startswith("某一天")
    assert "自作出之日起，到经他人确认兑现" in said
