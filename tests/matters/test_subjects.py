"""The office says on which subject a proposal or a report is: who may, what is entered under it, and what stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cast import Cast, at
from tests.matters.conftest import Walk
from tests.matters.test_adopting import SINGLE
from tests.matters.test_issuing import report
from tests.matters.test_proposals import RAISED, answered, examined, handed_over, merged, proposal, raiser
from yidu.common.errors import Invalid, NotAllowed
from yidu.ledger.audit import audit
from yidu.ledger.figures import Figure, value
from yidu.ledger.models import Entry, Step
from yidu.matters.models import LookBack, Matter
from yidu.programmes.grammar import Procedure

PROMISED = [{"text": "夜间开放机关车位", "day": "2025-12-31"}]


@pytest.fixture
def first(cast: Cast) -> Walk:
    with at(RAISED):
        return proposal(cast)


@pytest.fixture
def second(cast: Cast) -> Walk:
    with at(RAISED, 10):
        return proposal(cast, "leader", "老小区停车难")


def filed(walk: Walk, subject: str = "city") -> Walk:
    told = {"period": "plenary", **({"subject": subject} if subject else {})}
    examined(walk).does(walk.cast.office, "file", "2025-02-18", hour=10, **told)
    return walk


def standing(walk: Walk, indicator: str) -> Iterator[Entry]:
    records = [f"matter/{walk.matter.pk}", *(f"look-back/{one.pk}" for one in LookBack.objects.all())]
    records += [f"adoption/{one.pk}" for one in walk.now().adoptions.all()]
    found = Entry.objects.filter(record__in=records, indicator=indicator, reverses=None, reversed_by=None)
    yield from found.order_by("pk")


def subjects(walk: Walk, indicator: str) -> list[str]:
    return [one.dims.get("subject", "") for one in standing(walk, indicator)]


def counted(cast: Cast, indicator: str, subject: str, day: str = "2025-04-30") -> int:
    with at(day):
        figure = Figure(committee=cast.committee, programme="wuqian", indicator=indicator, where={"subject": subject})
        return int(value(figure) or 0)


def test_what_was_accepted_and_all_that_came_after_is_told_apart_by_its_subject(first: Walk) -> None:
    answered(handed_over(filed(first)), measures=PROMISED)
    first.does(raiser(first), "rate", "2025-04-07", satisfaction="satisfied", attitude="satisfied")
    after = [
        "proposals-filed", "suggestions-of-value", "proposals-handed-over", "proposals-answered",
        "proposals-satisfied", "commitments-made", "commitments-open",
    ]  # fmt: skip
    assert {indicator: subjects(first, indicator) for indicator in after} == {one: ["city"] for one in after}
    assert subjects(first, "proposals-submitted") == [""], "when it was raised, nobody had said"
    assert counted(first.cast, "proposals-answered", "city") == 1
    assert counted(first.cast, "proposals-answered", "law") == 0
    assert audit() == []


def test_saying_it_changes_no_entry_of_what_happened_before(first: Walk) -> None:
    first.does(first.cast.office, "return", "2025-02-18", reason="没有写明由谁来做。")
    first.does(raiser(first), "complete", "2025-02-18", hour=10, title="增加停车位", text="老城区停车难。")
    examined(first, "2025-02-18")
    before = list(standing(first, "proposals-submitted")), list(standing(first, "proposals-returned"))
    first.does(first.cast.office, "file", "2025-02-18", hour=11, period="plenary", subject="city")
    assert (list(standing(first, "proposals-submitted")), list(standing(first, "proposals-returned"))) == before
    assert not Entry.objects.filter(reverses__isnull=False).exists()


def test_the_twin_that_tells_of_it_everywhere_enters_the_past_anew(
    first: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Procedure, "after_acceptance", property(lambda procedure: frozenset(procedure.stage)))
    with pytest.raises(AssertionError):
        test_saying_it_changes_no_entry_of_what_happened_before(first)


def test_a_wrong_subject_is_said_anew_and_everything_is_entered_under_the_right_one(first: Walk) -> None:
    cast = first.cast
    filed(first, "law")
    first.does(cast.office, "classify", "2025-02-19", subject="city", note="归错了类。")
    assert (counted(cast, "proposals-filed", "law"), counted(cast, "proposals-filed", "city")) == (0, 1)
    handed_over(first)
    first.does(cast.office, "classify", "2025-02-21", subject="city")
    assert Entry.objects.filter(reverses__isnull=False, indicator="proposals-filed").count() == 1, "nothing was changed"
    told = Step.objects.filter(record_id=str(first.matter.pk), data__has_key="subject").values_list("data", flat=True)
    assert [one["subject"] for one in told] == ["law", "city", "city"]
    assert audit() == []


def test_what_was_promised_and_adopted_meanwhile_goes_along(cast: Cast) -> None:
    """Where a procedure lets the subject be said late, what states something of the matter is entered anew with it."""
    with at("2025-03-03"):
        walk = report(cast)
    walk.does(cast.office, "take", "2025-03-03", subject="law")
    walk.does(cast.office, "edit", "2025-03-03", hour=10, title="窨井盖松动", text="请修。")
    walk.does(cast.secretary, "sign", "2025-03-03", hour=11)
    walk.does(cast.office, "issue", "2025-03-03", hour=12, series="opinion")
    walk.does(cast.office, "send-up", "2025-03-04", note="市政协信息处")
    walk.does(cast.office, "adopt", "2025-03-20", day="2025-03-20", **SINGLE)
    assert subjects(walk, "adoptions") == ["law"]
    assert (counted(cast, "adoptions", "law"), counted(cast, "reports-issued", "law")) == (1, 1)
    say_late(walk, "city")
    assert subjects(walk, "adoptions") == ["city"]
    assert audit() == []


def say_late(walk: Walk, subject: str) -> None:
    """As a county's own procedure may let it: while the report is adopted already."""
    line = walk.matter.procedure.stage["editing"].action["classify"]
    actions = walk.matter.stage_line.action
    actions["classify"] = line
    try:
        walk.does(walk.cast.office, "classify", "2025-03-21", subject=subject)
    finally:
        del actions["classify"]


def test_the_twin_that_forgets_what_hangs_on_it_is_caught_by_the_audit(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yidu.matters import engine

    def forgetful(move: engine.Move) -> None:
        move.matter.subject = move.inputs.get("subject", move.matter.subject)

    monkeypatch.setattr(engine, "_note_subject", forgetful)
    with pytest.raises(AssertionError):
        test_what_was_promised_and_adopted_meanwhile_goes_along(cast)


def test_what_is_merged_has_its_own_subject(first: Walk, second: Walk) -> None:
    merged(second, filed(first))
    assert Matter.objects.get(pk=second.matter.pk).subject == "", "nothing is taken over by itself"
    assert subjects(second, "proposals-merged") == [""]
    second.does(second.cast.office, "classify", "2025-02-20", subject="city")
    assert subjects(second, "proposals-merged") == ["city"]
    assert audit() == []


def test_it_is_chosen_from_the_list_and_by_the_office_alone(first: Walk) -> None:
    examined(first)
    with pytest.raises(Invalid) as refused:
        first.does(first.cast.office, "file", "2025-02-18", hour=10, period="plenary", subject="parking")
    assert set(refused.value.fields) == {"subject"}
    first.does(first.cast.office, "file", "2025-02-18", hour=11, period="plenary")
    assert first.now().subject == ""
    for who in (raiser(first), first.cast.secretary, first.cast.economy_handler):
        with pytest.raises(NotAllowed):
            first.does(who, "classify", "2025-02-19", subject="city")


def test_no_stage_before_acceptance_is_one_after_it(first: Walk) -> None:
    after = first.matter.procedure.after_acceptance
    assert {"filed", "merged", "handling", "closed", "solved"} <= after
    assert not {"submitted", "returned", "review", "not-filed", "passed-on", "converted", "withdrawn"} & after
