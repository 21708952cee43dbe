"""Where a report was adopted and what leaders wrote on it: by date and carrier, each once, and never a score."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from tests.cast import Cast, at
from tests.matters.conftest import Walk
from tests.matters.test_issuing import signed
from yidu.common.errors import Invalid, NotAllowed
from yidu.ledger.audit import audit
from yidu.ledger.models import Entry
from yidu.matters.models import Adoption, Instruction, Matter

SINGLE: dict[str, Any] = {"level": "city", "carrier": "single"}
WRITTEN: dict[str, Any] = {"instructed_by": "王副市长", "instruction": "handle"}


@pytest.fixture
def walk(cast: Cast) -> Walk:
    """Issued on 3 March, and sent up the day after."""
    walk = signed(cast)
    walk.does(cast.office, "issue", "2025-03-03", hour=13, series="opinion")
    walk.does(cast.office, "send-up", "2025-03-04", note="市政协信息处")
    return walk


def adopt(walk: Walk, on: str = "2025-03-20", **more: str) -> Matter:
    return walk.does(walk.cast.office, "adopt", "2025-03-20", **{**SINGLE, "day": on, **more})


def total(indicator: str) -> int:
    return int(Entry.objects.filter(indicator=indicator).aggregate(all=Sum("quantity"))["all"] or Decimal())


def test_each_level_carrier_and_day_is_recorded_once(walk: Walk):
    adopt(walk)
    adopt(walk, level="national", carrier="combined", on="2025-03-19")
    with pytest.raises(Invalid) as refused:
        adopt(walk)
    assert set(refused.value.fields) == {"day"}
    told = [(one.level, one.carrier, one.adopted_on.isoformat()) for one in Adoption.objects.all()]
    assert told == [("national", "combined", "2025-03-19"), ("city", "single", "2025-03-20")]
    assert (walk.now().stage, walk.now().outcome) == ("adopted", "adopted")
    assert [total(one) for one in ("adoptions", "adopted-by-the-city", "adopted-nationally", "reports-adopted")] == [
        2, 1, 1, 1,
    ]  # fmt: skip
    assert audit() == []


def test_an_entry_says_level_and_carrier_and_no_person(walk: Walk):
    adopt(walk)
    entry = Entry.objects.get(indicator="adopted-by-the-city")
    assert {key: entry.dims[key] for key in ("level", "carrier", "kind")} == {**SINGLE, "kind": "opinion-report"}
    people = {str(one.pk) for one in walk.cast.people.values()} | {one.name for one in walk.cast.people.values()}
    assert not people & {*entry.dims.values(), entry.value}


def test_an_instruction_says_who_when_and_which_class_of_words(walk: Walk):
    adopt(walk)
    (adoption,) = Adoption.objects.all()
    office = walk.cast.office
    walk.does(office, "instruct", "2025-03-21", adoption=str(adoption.pk), day="2025-03-20", **WRITTEN)
    with pytest.raises(Invalid):
        walk.does(office, "instruct", "2025-03-21", hour=10, adoption=str(adoption.pk), day="2025-03-20", **WRITTEN)
    walk.does(
        office, "instruct", "2025-03-21", hour=11, adoption=str(adoption.pk), day="2025-03-21",
        instructed_by="区委书记", instruction="read",
    )  # fmt: skip
    told = [(one.instructed_by, one.instructed_on.isoformat(), one.words) for one in Instruction.objects.all()]
    assert told == [("王副市长", "2025-03-20", "handle"), ("区委书记", "2025-03-21", "read")]
    assert (total("instructions"), total("adoptions")) == (2, 1)
    assert audit() == []


def test_only_the_office_records_it_and_nothing_is_written_on_what_was_not_adopted(walk: Walk):
    for who in (walk.cast.member, walk.cast.secretary, walk.cast.leader):
        with pytest.raises(NotAllowed):
            walk.does(who, "adopt", "2025-03-20", day="2025-03-20", **SINGLE)
    assert walk.may(walk.cast.office, "2025-03-20") == {"adopt", "follow", "not-adopted"}
    adopt(walk)
    assert walk.may(walk.cast.office, "2025-03-20") == {"adopt", "instruct", "withdraw", "follow"}


@pytest.mark.parametrize(
    "wrong", ["2025-03-21", "2025-03-02", "昨天"], ids=["to come", "before it was raised", "words"]
)
def test_a_day_that_cannot_be_is_refused(walk: Walk, wrong: str):
    with pytest.raises(Invalid) as refused:
        adopt(walk, on=wrong)
    assert set(refused.value.fields) == {"day"}
    assert not Adoption.objects.exists()


def test_words_that_are_in_no_list_are_refused(walk: Walk):
    with pytest.raises(Invalid) as refused:
        adopt(walk, level="galaxy", carrier="pigeon")
    assert set(refused.value.fields) == {"level", "carrier"}


def test_what_was_recorded_by_mistake_is_taken_back_and_counts_no_more(walk: Walk):
    adopt(walk)
    (adoption,) = Adoption.objects.all()
    walk.does(walk.cast.office, "withdraw", "2025-03-21", adoption=str(adoption.pk), reason="登错了级别")
    assert (walk.now().stage, walk.now().holder) == ("sent-up", "office")
    assert [total(one) for one in ("adoptions", "adopted-by-the-city", "reports-adopted")] == [0, 0, 0]
    adopt(walk)  # the same again: what was taken back is not in its way
    assert total("adoptions") == 1
    assert audit() == []


def test_what_holds_beside_it_is_not_taken_back_with_it(walk: Walk):
    adopt(walk)
    adopt(walk, level="national")
    adoption = Adoption.objects.get(level="city")
    walk.does(walk.cast.office, "withdraw", "2025-03-21", adoption=str(adoption.pk), reason="登错了级别")
    assert walk.now().stage == "adopted"
    with pytest.raises(Invalid) as refused:
        walk.does(walk.cast.office, "withdraw", "2025-03-21", hour=10, adoption=str(adoption.pk), reason="再来")
    assert set(refused.value.fields) == {"adoption"}


def test_of_another_matter_nothing_is_taken_back(walk: Walk):
    adopt(walk)
    other = signed(walk.cast, "2025-03-05")
    other.does(walk.cast.office, "issue", "2025-03-05", hour=13, series="opinion")
    other.does(walk.cast.office, "send-up", "2025-03-06", note="市政协")
    adopt(other)
    theirs = Adoption.objects.get(matter=other.matter)
    with pytest.raises(Invalid):
        walk.does(walk.cast.office, "withdraw", "2025-03-21", adoption=str(theirs.pk), reason="认错了")


def _change_it(one: Adoption) -> None:
    Adoption.objects.filter(pk=one.pk).update(level="national")


def _record_it_twice(one: Adoption) -> None:
    Adoption.objects.create(
        committee_id=one.committee_id, matter_id=one.matter_id, level=one.level, carrier=one.carrier,
        adopted_on=one.adopted_on, recorded_at=one.recorded_at,
    )  # fmt: skip


HARMS: dict[str, tuple[Callable[[Adoption], None], str]] = {
    "what was recorded is changed": (_change_it, "DROP TRIGGER adoption_kept ON matters_adoption"),
    "it is recorded twice": (_record_it_twice, "DROP INDEX adoption_once"),
}


@pytest.mark.parametrize("without", [False, True], ids=["whole", "broken"])
@pytest.mark.parametrize("harm", HARMS)
def test_the_database_holds_what_was_recorded(walk: Walk, harm: str, *, without: bool):
    adopt(walk)
    (adoption,) = Adoption.objects.all()
    do, drop = HARMS[harm]
    if without:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(drop)
        do(adoption)
        return
    with pytest.raises(IntegrityError), transaction.atomic(), at("2025-03-21"):
        do(adoption)
