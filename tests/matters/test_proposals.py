"""One proposal from handing in to the commitment kept, and another that is merged into it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from tests.cast import Cast, actor_of, at
from tests.matters.conftest import Walk
from yidu.common.actors import Actor
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.ledger.models import Entry, Step
from yidu.matters.actions import ask_look_back, find_look_back, raise_matter, withdraw_promise
from yidu.matters.commitments import open_commitments
from yidu.matters.effects import merging, rating
from yidu.matters.engine import lapse_matter
from yidu.matters.models import LookBack, Matter, Rating, Reply
from yidu.people.models import Person

RAISED = "2025-02-17"
ANSWERS = {"analysis": "车多位少。", "advice": "开放单位车位。"}


def proposal(cast: Cast, by: str = "member", title: str = "增加停车位") -> Walk:
    """A proposal, handed in on Monday. Call it with the clock set."""
    matter = raise_matter(
        committee=cast.committee, edition=cast.edition, kind="proposal", title=title, text="老城区停车难。",
        place=cast.place, answers=ANSWERS, actor=actor_of(cast.people[by]), client_id=uuid4(),
    )  # fmt: skip
    return Walk(cast, matter)


@pytest.fixture
def first(cast: Cast) -> Walk:
    with at(RAISED):
        return proposal(cast)


@pytest.fixture
def second(cast: Cast) -> Walk:
    with at(RAISED, 10):
        return proposal(cast, "leader", "老小区停车难")


def raiser(walk: Walk) -> Actor:
    person: Person = walk.matter.raised_by  # type: ignore[assignment]
    return actor_of(person)


def examined(walk: Walk, on: str = "2025-02-18") -> Walk:
    walk.does(walk.cast.office, "pre-review", on)
    return walk


def filed(walk: Walk, on: str = "2025-02-18") -> Walk:
    examined(walk, on).does(walk.cast.office, "file", on, hour=10, period="plenary")
    return walk


def merged(walk: Walk, into: Walk, on: str = "2025-02-19") -> Walk:
    examined(walk, on).does(walk.cast.office, "merge", on, hour=11, into=into.matter.number)
    return walk


def handed_over(walk: Walk, on: str = "2025-02-20") -> Walk:
    walk.does(walk.cast.office, "assign", on, lead=walk.cast.economy, joint=[walk.cast.land])
    return walk


def replied(walk: Walk, on: str, *, action: str = "reply", **told: Any) -> Walk:
    said = {"text": "今年新增车位三百个。", "class_": "B", "publication": "whole", **told}
    walk.does(walk.cast.economy_handler, action, on, **said)
    return walk


def answered(walk: Walk, on: str = "2025-04-01", **told: Any) -> Walk:
    replied(walk, on, **told).does(walk.cast.economy_head, "sign", on, hour=15)
    return walk


def stands(walk: Walk) -> tuple[str, str, str]:
    matter = Matter.objects.get(pk=walk.matter.pk)
    due = localtime(matter.due_at).date().isoformat() if matter.due_at else ""
    return matter.stage, matter.holder, due


def counted(indicator: str) -> int:
    return sum(int(one) for one in Entry.objects.filter(indicator=indicator).values_list("quantity", flat=True))


def test_one_proposal_from_the_first_hand_to_the_commitment_a_year_later(first: Walk, second: Walk) -> None:
    cast = first.cast
    # Returned with a reason, completed, handed in again: what it said before is kept.
    assert stands(first) == ("submitted", "office", "2025-02-24")
    first.does(cast.office, "return", "2025-02-18", reason="没有写明由谁来做。")
    assert stands(first) == ("returned", "raiser", "2025-03-04")
    told: dict[str, Any] = {
        "title": "增加公共停车位",
        "text": "老城区停车难，晚上尤其难。",
        "answers": {**ANSWERS, "advice": "请交通部门开放单位车位。"},
    }
    first.does(raiser(first), "complete", "2025-02-19", **told)
    assert stands(first) == ("submitted", "office", "2025-02-26")
    amended = Step.objects.get(name="matter.amended").data["before"]
    assert (amended["title"], amended["answers"]["advice"]) == ("增加停车位", "开放单位车位。")
    assert "text" in amended

    # Filed; the second merged into it; handed over to a lead and a joint department.
    filed(first, "2025-02-20")
    assert Matter.objects.get(pk=first.matter.pk).period == "plenary"
    merged(second, first, "2025-02-20")
    assert stands(second) == ("merged", "office", "2025-08-20")
    first.does(cast.office, "assign", "2025-02-21", lead=cast.land, joint=[cast.economy])
    first.does(cast.land_handler, "contest", "2025-02-24", reason="停车管理属于经济信息委牵头。")
    first.does(cast.office, "decide", "2025-02-25", grant="yes")
    assert stands(first)[:2] == ("filed", "office")
    handed_over(first, "2025-02-26")
    assert stands(first) == ("handling", "lead", "2025-05-26")
    first.does(cast.economy_handler, "accept", "2025-02-27")
    first.does(cast.economy_handler, "contact", "2025-03-03", note="与提案人通电话。")
    first.does(cast.economy_handler, "extend", "2025-03-04", reason="要先摸底。", days=5)
    first.does(cast.office, "decide", "2025-03-05", grant="yes")
    assert stands(first) == ("handling", "lead", "2025-06-03")
    first.does(cast.land_handler, "opinion", "2025-03-10", text="用地可以调整。")
    answered(first)
    assert (stands(first), stands(second)) == (("answered", "raiser", "2025-04-29"),) * 2
    letters = Reply.objects.filter(signed_at__isnull=False)
    assert len({(one.text, one.class_id) for one in letters}) == 1
    assert {one.matter_id for one in letters} == {first.matter.pk, second.matter.pk}
    assert (counted("proposals-answered"), counted("proposals-filed"), counted("proposals-merged")) == (2, 1, 1)

    # The second is satisfied, which is not solved; the first is not, and it is handled again.
    second.does(raiser(second), "rate", "2025-04-07", satisfaction="satisfied", attitude="satisfied")
    assert stands(second)[0] == "closed"
    first.does(raiser(first), "not-satisfied", "2025-04-08", what_is_missing="没有说夜间。", attitude="satisfied")
    assert stands(first) == ("redoing", "lead", "2025-06-09")
    assert (counted("proposals-satisfied"), counted("proposals-unsatisfied"), counted("proposals-solved")) == (1, 1, 0)
    measures = [{"text": "夜间开放机关车位", "day": "2025-12-31"}]
    replied(first, "2025-05-06", action="reply", text="夜间开放机关车位。", measures=measures)
    first.does(cast.economy_head, "sign", "2025-05-07")
    first.does(raiser(first), "rate", "2025-05-12", satisfaction="mostly-satisfied", attitude="satisfied")
    assert stands(first) == ("closed", "", "")
    said = Rating.objects.filter(matter=first.matter).order_by("at").values_list("solved", "attitude", "satisfaction")
    assert list(said) == [(None, "satisfied", "unsatisfied"), (None, "satisfied", "mostly-satisfied")]
    assert (counted("proposals-satisfied"), counted("proposals-unsatisfied"), counted("proposals-solved")) == (2, 0, 0)

    # Each promise once, though two got the letter; looked at a year later, and again the year after.
    promises = LookBack.objects.filter(matter=first.matter).order_by("promised_on")
    assert [one.promised_on.isoformat() for one in promises if one.promised_on] == ["2025-12-31", "2026-04-01"]
    assert not LookBack.objects.filter(matter=second.matter).exists()
    assert counted("commitments-made") == 2
    cast.add("bystander", "冯路人", "member", sector=cast.sector)
    looked_at(promises[0], "2026-01-05", "solved")
    looked_at(promises[1], "2026-04-02", "unsolved", seen="只建了一百个。")
    assert stands(first) == ("closed", "", ""), "what is promised for years is not opened again each time"
    with at("2026-04-03"):
        (open_one,) = open_commitments(cast.office, cast.committee)
    assert (open_one.follows, localtime(open_one.asks_at).date().isoformat()) == (promises[1], "2027-04-02")
    looked_at(open_one, "2027-04-05", "solved")
    assert (counted("commitments-made"), counted("commitments-kept"), counted("proposals-solved")) == (2, 2, 0)


def looked_at(look_back: LookBack, on: str, found: str, *, seen: str = "") -> None:
    """By whoever is asked on that day."""
    with at(on):
        ask_look_back(look_back)
        look_back.refresh_from_db()
        asked = look_back.asked
        assert asked is not None
        find_look_back(look_back, found=found, seen=seen, actor=actor_of(asked), version=look_back.version)


def test_each_proposer_of_merged_ones_speaks_for_themselves(first: Walk, second: Walk) -> None:
    merged(second, filed(first))
    assert Matter.objects.get(pk=first.matter.pk).merges == 1
    answered(handed_over(first))
    assert "rate" in second.may(raiser(second), "2025-04-07")
    assert second.may(raiser(first), "2025-04-07") == set(), "nobody rates for another"
    first.does(raiser(first), "rate", "2025-04-07", satisfaction="satisfied", attitude="satisfied")
    second.does(raiser(second), "not-satisfied", "2025-04-08", what_is_missing="没有说老小区。")
    assert stands(first)[0] == "closed"
    assert stands(second)[:2] == ("redoing", "lead"), "its own lead handles it again, by itself"
    replied(second, "2025-04-15").does(second.cast.economy_head, "sign", "2025-04-16")
    assert stands(second)[:2] == ("answered-again", "raiser")
    assert stands(first)[0] == "closed"


def test_the_twin_that_forgets_the_merged_ones_is_caught(
    first: Walk, second: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Answer only the main one: the other would wait for ever."""
    from yidu.matters.effects import answering

    monkeypatch.setattr(answering, "answer_merged", lambda *_told: None)
    with pytest.raises(AssertionError):
        test_each_proposer_of_merged_ones_speaks_for_themselves(first, second)


def test_a_merging_is_undone_until_it_is_answered(first: Walk, second: Walk) -> None:
    cast = first.cast
    merged(second, filed(first))
    second.does(cast.office, "unmerge", "2025-02-20")
    assert stands(second)[:2] == ("review", "office")
    main, other = Matter.objects.get(pk=first.matter.pk), Matter.objects.get(pk=second.matter.pk)
    assert (main.merges, other.merged_into) == (0, None)
    second.does(cast.office, "merge", "2025-02-21", into=str(first.matter.pk))
    answered(handed_over(first, "2025-02-24"))
    assert "unmerge" not in second.may(cast.office, "2025-04-02")
    told = Step.objects.filter(record_id=str(first.matter.pk)).values_list("name", flat=True)
    assert [name for name in told if name in ("matter.took-in", "matter.let-go")] == [
        "matter.took-in", "matter.let-go", "matter.took-in",
    ]  # fmt: skip


def test_what_others_are_merged_into_neither_ends_nor_is_merged_itself(first: Walk, second: Walk, cast: Cast) -> None:
    with at(RAISED, 11):
        third = examined(proposal(cast, title="第三件"))
    examined(first)
    assert {"merge", "not-filed", "convert", "pass-on"} <= first.may(cast.office, "2025-02-18")
    merged(second, first)
    assert not {"merge", "not-filed", "convert", "pass-on"} & first.may(cast.office, "2025-02-19", hour=12)
    with pytest.raises(Invalid) as refused:
        third.does(cast.office, "merge", "2025-02-20", into=second.matter.number)
    assert set(refused.value.fields) == {"into"}
    with pytest.raises(IntegrityError, match="matter_merged_leads_none"), transaction.atomic():
        Matter.objects.filter(pk=first.matter.pk).update(merged_into=third.matter)


@pytest.mark.parametrize("into", ["", "2025-9999", "own", "another kind", "answered"])
def test_only_another_one_of_the_kind_that_is_under_way_is_merged_into(
    first: Walk, second: Walk, walk: Walk, into: str
) -> None:
    examined(second)
    answered(handed_over(filed(first)))
    named = {"own": second, "another kind": walk, "answered": first}
    number = named[into].matter.number if into in named else into
    with pytest.raises(Invalid) as refused:
        second.does(second.cast.office, "merge", "2025-04-02", into=number)
    assert set(refused.value.fields) == {"into"}


def test_a_version_that_saw_no_merging_does_not_sign_for_it(first: Walk, second: Walk) -> None:
    replied(handed_over(filed(first)), "2025-04-01")
    seen = Matter.objects.get(pk=first.matter.pk)
    merged(second, first, "2025-04-01")
    from yidu.matters.engine import take

    with at("2025-04-01", 15), pytest.raises(Stale):
        take(seen, "sign", actor=first.cast.economy_head, version=seen.version)
    first.does(first.cast.economy_head, "sign", "2025-04-01", hour=16)
    assert stands(second)[0] == "answered"


def test_satisfied_is_not_solved(first: Walk) -> None:
    answered(handed_over(filed(first)))
    first.does(raiser(first), "rate", "2025-04-07", satisfaction="satisfied", attitude="unsatisfied")
    matter = Matter.objects.get(pk=first.matter.pk)
    assert (matter.satisfied, matter.solved_at, matter.outcome) == (True, None, "closed")
    assert "confirm" not in first.may(first.cast.economy_handler, "2025-04-08")
    first.does(first.cast.leader, "confirm", "2025-04-08", note="去看过。")
    matter = Matter.objects.get(pk=first.matter.pk)
    assert (matter.stage, bool(matter.solved_at), matter.solved_says) == ("solved", True, "member")


def test_the_twin_that_takes_satisfied_for_solved_is_caught(first: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As ratings of other procedures do: whoever is satisfied says that it is solved."""
    honest = rating._rating

    def hasty(move: Any, *, solved: bool | None) -> None:
        rating._solve(move)
        honest(move, solved=True)

    monkeypatch.setattr(rating, "_rating", hasty)
    with pytest.raises(AssertionError):
        test_satisfied_is_not_solved(first)


def test_silence_is_no_satisfaction(first: Walk) -> None:
    answered(handed_over(filed(first)))
    with at("2025-05-30"):
        matter = lapse_matter(first.matter)
    assert (matter.stage, matter.outcome, matter.satisfied, matter.solved_at) == ("closed", "unrated", None, None)
    assert (counted("proposals-unrated"), counted("proposals-satisfied")) == (1, 0)


def test_whoever_is_not_satisfied_has_it_handled_again_and_not_closed(first: Walk) -> None:
    answered(handed_over(filed(first)))
    with pytest.raises(Invalid):
        first.does(raiser(first), "rate", "2025-04-07", satisfaction="unsatisfied", attitude="satisfied")
    first.does(raiser(first), "not-satisfied", "2025-04-07", what_is_missing="没有说夜间。")
    replied(first, "2025-05-06").does(first.cast.economy_head, "sign", "2025-05-07")
    first.does(raiser(first), "still-not-satisfied", "2025-05-08", what_is_missing="还是没有说。")
    assert stands(first)[:2] == ("face-to-face", "office")
    matter = Matter.objects.get(pk=first.matter.pk)
    assert (matter.satisfied, matter.reopenings) == (False, 1)
    first.does(first.cast.office, "conclude", "2025-05-15", text="当面谈过，先开放一处。")
    assert (stands(first)[0], Matter.objects.get(pk=first.matter.pk).satisfied) == ("closed", False)


def test_a_conversion_ends_one_and_raises_the_other_in_one_go(first: Walk) -> None:
    examined(first).does(first.cast.office, "convert", "2025-02-19", reason="一事一报更快。")
    report = Matter.objects.get(came_from=first.matter)
    assert (report.kind, report.raised_by_id, report.title) == (
        "opinion-report",
        first.matter.raised_by_id,
        "增加停车位",
    )
    assert (report.answers, report.holder) == ({"advice": "开放单位车位。"}, "office")
    assert stands(first) == ("converted", "", "")
    assert Step.objects.get(record_id=str(report.pk)).name == "matter.raised"
    assert Entry.objects.filter(record=f"matter/{report.pk}", indicator="matters-raised").count() == 1


def test_a_ground_of_not_filing_is_chosen_from_the_ten(first: Walk) -> None:
    examined(first)
    with pytest.raises(Invalid):
        first.does(first.cast.office, "not-filed", "2025-02-19", reason="写得不好")
    first.does(first.cast.office, "not-filed", "2025-02-19", reason="no-advice", note="没有建议。")
    assert stands(first) == ("not-filed", "", "")


def test_only_whoever_raised_it_completes_it(first: Walk) -> None:
    first.does(first.cast.office, "return", "2025-02-18", reason="没有建议。")
    for who in (first.cast.leader, first.cast.office):
        with pytest.raises(NotAllowed):
            first.does(who, "complete", "2025-02-19", title="别人的", text="别人的")
    with pytest.raises(Invalid) as refused:
        first.does(raiser(first), "complete", "2025-02-19", title="长" * 61, text="", answers={"analysis": ""})
    assert set(refused.value.fields) == {"title", "text", "analysis", "advice"}


@pytest.mark.parametrize(
    ("publication", "summary", "is_right"),
    [("summary", "已经列入计划。", True), ("summary", "", False), ("whole", "多写的", False), ("not", "", True)],
)
def test_what_is_published_is_reviewed_with_the_answer(
    first: Walk, publication: str, summary: str, is_right: bool
) -> None:
    handed_over(filed(first))
    told = {"publication": publication, **({"summary": summary} if summary else {})}
    if not is_right:
        with pytest.raises(Invalid):
            replied(first, "2025-04-01", **told)
        return
    answered(first, **told)
    assert Matter.objects.get(pk=first.matter.pk).open_to == ("public" if publication == "summary" else "committee")


def test_a_promise_is_withdrawn_by_the_office_with_a_reason(first: Walk) -> None:
    cast = first.cast
    answered(handed_over(filed(first)))
    promise = LookBack.objects.get(matter=first.matter)
    with at("2025-06-03"):
        for who in (cast.economy_head, cast.member, cast.leader):
            with pytest.raises(NotAllowed):
                withdraw_promise(promise, reason="规划变了。", actor=who, version=1)
        with pytest.raises(Invalid):
            withdraw_promise(promise, reason=" ", actor=cast.office, version=1)
        withdraw_promise(promise, reason="规划变了。", actor=cast.office, version=1)
        assert not open_commitments(cast.office, cast.committee).exists()
        with pytest.raises(Stale):
            withdraw_promise(promise, reason="又变了。", actor=cast.office, version=1)
    assert (counted("commitments-made"), counted("commitments-withdrawn"), counted("commitments-kept")) == (1, 1, 0)


def test_merging_asks_for_the_one_that_is_merged_into(first: Walk, second: Walk) -> None:
    """Its row is locked before anything is looked at, so the effect finds it there."""
    examined(first), examined(second)
    assert list(merging._target(first.now(), {"into": second.matter.number})) == [second.matter.pk]
    assert list(merging._target(first.now(), {"into": "nonsense"})) == []
