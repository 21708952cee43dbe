"""Reports of several authors that go out as one: each author's report counts, and what becomes of it is everybody's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast, actor_of, at
from tests.matters.conftest import Walk
from tests.matters.test_issuing import EDITED, report
from tests.matters.test_proposals import counted, stands
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.ledger.audit import audit
from yidu.ledger.models import Step
from yidu.matters.actions import raise_matter
from yidu.matters.effects import adopting, issuing
from yidu.matters.engine import take
from yidu.matters.models import Matter
from yidu.notices.due import due_now


@pytest.fixture
def first(cast: Cast) -> Walk:
    return report(cast)


@pytest.fixture
def second(cast: Cast) -> Walk:
    """Of another member, on the same thing."""
    cast.add("another", "刘子涵", "member", sector=cast.sector)
    with at("2025-03-03", 10):
        matter = raise_matter(
            committee=cast.committee, edition=cast.edition, kind="opinion-report", title="新能源车充电难",
            text="小区电容不足。", place=cast.place, actor=actor_of(cast.people["another"]),
        )  # fmt: skip
    return Walk(cast, matter)


def merged(second: Walk, first: Walk, on: str = "2025-03-04") -> None:
    second.does(second.cast.office, "merge", on, into=first.matter.number)


def issued(first: Walk) -> None:
    cast = first.cast
    first.does(cast.office, "take", "2025-03-05")
    first.does(cast.office, "edit", "2025-03-05", hour=10, **EDITED)
    first.does(cast.secretary, "sign", "2025-03-05", hour=11)
    first.does(cast.office, "issue", "2025-03-05", hour=12, series="opinion")


def steps(walk: Walk) -> list[str]:
    told = Step.objects.filter(record_type="matter", record_id=str(walk.matter.pk)).order_by("pk")
    return list(told.values_list("name", flat=True))


def test_what_is_merged_goes_out_with_the_other_and_counts_for_its_author(first: Walk, second: Walk):
    merged(second, first)
    assert stands(second) == ("merged", "office", "2025-06-04")
    assert (counted("suggestions-of-value"), counted("reports-issued")) == (0, 0)
    issued(first)
    assert stands(second) == ("issued-together", "", "")
    other = Matter.objects.get(pk=second.matter.pk)
    assert (other.merged_into, other.title, other.text) == (first.matter, "新能源车充电难", "小区电容不足。")
    assert Matter.objects.get(pk=first.matter.pk).merges == 0
    assert not other.issued_texts.exists(), "one issue, one number"
    assert [counted(name) for name in ("suggestions-of-value", "reports-issued", "reports-issued-together")] == [
        2,
        2,
        1,
    ]
    step = Step.objects.get(name="matter.issued-together")
    assert (step.data["number"], step.data["of"]) == (1, first.matter.number)
    assert audit() == []


def test_the_twin_that_forgets_the_merged_ones_is_caught(first: Walk, second: Walk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(issuing, "issue_merged", lambda _move: None)
    with pytest.raises(AssertionError):
        test_what_is_merged_goes_out_with_the_other_and_counts_for_its_author(first, second)


def test_its_author_is_told_at_once(first: Walk, second: Walk):
    cast = first.cast
    merged(second, first)
    assert told(cast, "2025-03-04", 10) == {"another": "merged"}
    issued(first)
    assert told(cast, "2025-03-05", 13) == {"another": "issued-together"}


def told(cast: Cast, on: str, hour: int) -> dict[str, str]:
    """Who is told at once that something has come to which stage."""
    people = {person.pk: who for who, person in cast.people.items()}
    with at(on, hour):
        return {people[one.person_id]: one.matter.stage for one in due_now(set(people)) if one.why == "here"}


def test_what_becomes_of_the_issue_stands_in_both_stories_and_counts_once(first: Walk, second: Walk):
    cast = first.cast
    merged(second, first)
    issued(first)
    first.does(cast.office, "send-up", "2025-03-06", note="市政协信息处")
    first.does(cast.office, "adopt", "2025-03-20", level="city", carrier="combined", day="2025-03-20")
    adoption = str(first.matter.adoptions.get().pk)
    written: dict[str, Any] = {
        "adoption": adoption,
        "instructed_by": "王副市长",
        "day": "2025-03-21",
        "instruction": "handle",
    }
    first.does(cast.office, "instruct", "2025-03-21", **written)
    of_the_other = ["matter.issued-together", "adoption.recorded", "instruction.recorded"]
    assert steps(second)[-3:] == of_the_other
    assert (counted("adoptions"), counted("reports-adopted"), counted("instructions")) == (1, 1, 1)
    first.does(cast.office, "withdraw", "2025-03-24", adoption=adoption, reason="登错了")
    assert steps(second)[-1] == "adoption.withdrawn"
    assert (counted("adoptions"), stands(second)[0], counted("suggestions-of-value")) == (0, "issued-together", 2)
    assert audit() == []


def test_the_twin_that_tells_only_the_first_author_is_caught(
    first: Walk, second: Walk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(adopting, "tell_merged", lambda *_told: None)
    with pytest.raises(AssertionError):
        test_what_becomes_of_the_issue_stands_in_both_stories_and_counts_once(first, second)


def test_a_merging_is_undone_until_it_is_issued(first: Walk, second: Walk):
    cast = first.cast
    merged(second, first)
    second.does(cast.office, "unmerge", "2025-03-05")
    assert stands(second)[:2] == ("received", "office")
    assert (Matter.objects.get(pk=second.matter.pk).merged_into, first.now().merges) == (None, 0)
    merged(second, first, "2025-03-05")
    issued(first)
    assert "unmerge" not in second.may(cast.office, "2025-03-06")
    with pytest.raises(NotAllowed):
        second.does(cast.office, "unmerge", "2025-03-06")


@pytest.mark.parametrize("begun", [[], ["merge-later"], ["take"]])
def test_a_report_is_merged_wherever_it_is_not_signed_yet(first: Walk, second: Walk, begun: list[str]):
    for action in begun:
        more: dict[str, Any] = {"reason": "等一等"} if action == "merge-later" else {}
        second.does(first.cast.office, action, "2025-03-04", **more)
    merged(second, first)
    assert stands(second)[0] == "merged"
    assert second.may(first.cast.member, "2025-03-04", hour=10) == set()
    assert not {"keep", "merge"} & first.may(first.cast.office, "2025-03-04", hour=10), "another waits for it"


def test_nothing_is_merged_into_what_has_gone_out(first: Walk, second: Walk):
    issued(first)
    with pytest.raises(Invalid) as refused:
        merged(second, first, "2025-03-06")
    assert set(refused.value.fields) == {"into"}


def test_a_version_that_saw_no_merging_does_not_issue_for_it(first: Walk, second: Walk):
    cast = first.cast
    first.does(cast.office, "take", "2025-03-04", hour=8)
    first.does(cast.office, "edit", "2025-03-04", hour=8, **EDITED)
    first.does(cast.secretary, "sign", "2025-03-04", hour=8)
    seen = Matter.objects.get(pk=first.matter.pk)
    merged(second, first)
    with at("2025-03-04", 10), pytest.raises(Stale):
        take(seen, "issue", actor=cast.office, version=seen.version, inputs={"series": "opinion"})
    first.does(cast.office, "issue", "2025-03-04", hour=11, series="opinion")
    assert stands(second)[0] == "issued-together"


def test_what_is_urgent_goes_out_with_what_is_merged_into_it(first: Walk, second: Walk):
    merged(second, first)
    first.does(first.cast.office, "urgent", "2025-03-05", series="special", reason="不能等")
    assert (stands(first)[0], stands(second)[0]) == ("urgent", "issued-together")
