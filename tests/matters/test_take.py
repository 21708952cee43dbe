"""One difficulty through its procedure: at each moment one holder and one date, or closed."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localtime

from tests.cast import at
from tests.matters.conftest import Walk, visit
from yidu.common.errors import Conflict, Invalid, NotAllowed, Stale
from yidu.ledger.models import Entry, Step
from yidu.matters import engine
from yidu.matters.clocks import deadline_of
from yidu.matters.engine import lapse_matter, take
from yidu.matters.models import Handling, Matter, Rating


def due(matter: Matter) -> str:
    assert matter.due_at is not None
    return localtime(matter.due_at).date().isoformat()


def test_a_difficulty_raised_on_monday_is_to_be_handed_over_by_wednesday(walk: Walk) -> None:
    matter = walk.now()
    assert (matter.stage, matter.holder, due(matter)) == ("registered", "office", "2025-02-19")


def test_handing_over_gives_the_lead_ten_and_the_joint_five_working_days(walk: Walk) -> None:
    matter = walk.handed_over().now()
    assert (matter.stage, matter.holder, due(matter)) == ("handling", "lead", "2025-03-04")
    dates = {one.part: localtime(one.due_at).date().isoformat() for one in matter.handlings.all()}
    assert dates == {"lead": "2025-03-04", "joint": "2025-02-25"}


def test_the_whole_way_to_a_solution_with_a_reopening(walk: Walk) -> None:
    cast = walk.handed_over().cast
    walk.does(cast.economy_handler, "accept", "2025-02-19")
    walk.does(cast.land_handler, "opinion", "2025-02-20", text="工业用地指标可以支持。")
    answered = walk.answered().now()
    assert (answered.stage, answered.holder, answered.answer_class) == ("answered", "raiser", "A")
    assert (answered.answered_in_time, answered.solved_at, answered.satisfied) == (True, None, None)

    again = walk.does(walk.raiser, "reopen", "2025-03-03", what_is_missing="还没有签合同。")
    assert (again.stage, again.holder, due(again), again.reopenings) == ("handling", "lead", "2025-03-17", 1)

    walk.does(cast.economy_handler, "reply", "2025-03-10", text="合同已签。", class_="A")
    walk.does(cast.economy_head, "sign", "2025-03-10", hour=11)
    solved = walk.does(walk.raiser, "rate", "2025-03-12", satisfaction="satisfied")
    assert (solved.stage, solved.holder, solved.due_at, solved.outcome) == ("solved", "", None, "solved")
    assert (bool(solved.solved_at), solved.solved_says, solved.satisfied) == (True, "raiser", True)


def test_every_move_leaves_its_step_and_moves_only_its_own_figures(walk: Walk) -> None:
    def entered() -> dict[str, int]:
        rows = Entry.objects.filter(record=f"matter/{walk.matter.pk}")
        sums: dict[str, int] = {}
        for row in rows:
            sums[row.indicator] = sums.get(row.indicator, 0) + int(row.quantity)
        return {name: number for name, number in sums.items() if number}

    before = entered()
    walk.handed_over()
    assert {name for name in entered() if name not in before} == {"handed-over"}
    walk.answered()
    assert entered()["answered"] == 1
    assert "solved" not in entered()
    assert "satisfied" not in entered()
    walk.does(walk.raiser, "rate", "2025-03-03", satisfaction="satisfied")
    assert (entered()["solved"], entered()["satisfied"]) == (1, 1)
    walk.does(walk.raiser, "reopen", "2025-03-05", what_is_missing="又不行了。")
    assert "solved" not in entered(), "what is reopened is not counted as solved"
    names = list(
        Step.objects.filter(record_type="matter", record_id=str(walk.matter.pk)).values_list("name", flat=True)
    )
    assert names == [
        "matter.raised",
        "matter.assigned",
        "reply.written",
        "reply.signed",
        "matter.rated",
        "matter.reopened",
    ]


def test_silence_lapses_to_unrated_and_is_never_satisfaction(walk: Walk) -> None:
    walk.handed_over().answered()
    with at("2025-03-26"), pytest.raises(Invalid):
        lapse_matter(walk.matter)  # the twentieth working day has not ended
    with at("2025-03-27"):
        matter = lapse_matter(walk.matter)
    assert (matter.stage, matter.outcome, matter.satisfied, matter.rated_at) == ("closed", "unrated", None, None)
    assert matter.solved_at is None
    assert not Entry.objects.filter(record=f"matter/{matter.pk}", indicator="satisfied").exists()


def test_a_contest_goes_to_the_office_and_back_to_be_handed_over(walk: Walk) -> None:
    cast = walk.handed_over().cast
    waiting = walk.does(cast.economy_handler, "contest", "2025-02-19", reason="不属于我委职责。")
    assert (waiting.holder, due(waiting)) == ("office", "2025-02-21")
    assert walk.may(cast.economy_handler, "2025-02-19") == {"note"}, "while it waits, the lead does nothing else"
    back = walk.does(cast.office, "decide", "2025-02-20", grant="yes")
    assert (back.stage, back.holder, back.lead) == ("registered", "office", None)
    assert not back.handlings.filter(ended_at=None).exists()
    assert walk.may(cast.economy_handler, "2025-02-20") == set(), "what was taken away is gone at once"


def test_a_contest_that_is_declined_leaves_the_old_date(walk: Walk) -> None:
    cast = walk.handed_over().cast
    walk.does(cast.economy_handler, "contest", "2025-02-19", reason="不属于我委职责。")
    back = walk.does(cast.office, "decide", "2025-02-20", grant="no", reason="三定方案第六条。")
    assert (back.stage, back.holder, due(back)) == ("handling", "lead", "2025-03-04")


def test_contesting_ends_with_the_third_working_day_and_with_accepting(walk: Walk) -> None:
    cast = walk.handed_over().cast
    assert "contest" in walk.may(cast.economy_handler, "2025-02-21", hour=23)
    assert "contest" not in walk.may(cast.economy_handler, "2025-02-22")
    walk.does(cast.economy_handler, "accept", "2025-02-19")
    assert "contest" not in walk.may(cast.economy_handler, "2025-02-19", hour=10)


def test_more_time_is_asked_for_and_decided(walk: Walk) -> None:
    cast = walk.handed_over().cast
    walk.does(cast.economy_handler, "extend", "2025-02-27", reason="评估要走流程。", days=5)
    longer = walk.does(cast.office, "decide", "2025-02-28", grant="yes")
    assert (longer.holder, due(longer)) == ("lead", "2025-03-11")
    assert localtime(longer.handlings.get(part="lead").due_at).date().isoformat() == "2025-03-11"


def test_a_pause_moves_the_date_by_its_days(walk: Walk) -> None:
    cast = walk.handed_over().cast
    reason = walk.matter.edition.read.list_["pause-reason"][0].item[0].id
    walk.does(cast.economy_handler, "accept", "2025-02-19")
    walk.does(cast.economy_handler, "pause", "2025-02-20", reason=reason)
    assert walk.may(cast.economy_handler, "2025-02-20") == {"resume", "note"}
    resumed = walk.does(cast.economy_handler, "resume", "2025-02-24")
    with at("2025-02-24"):
        clock_now = deadline_of(walk.now())
    assert clock_now is not None
    assert clock_now.due_at == resumed.due_at
    uncounted = [one.day.isoformat() for one in clock_now.days if one.counted is None and one.day.weekday() < 5]
    assert (uncounted, due(resumed)) == (["2025-02-18", "2025-02-20", "2025-02-21"], "2025-03-06")


def test_a_head_who_does_not_sign_sends_it_back(walk: Walk) -> None:
    cast = walk.handed_over().cast
    walk.does(cast.economy_handler, "reply", "2025-02-25", text="正在办。", class_="B")
    assert walk.may(cast.economy_handler, "2025-02-25") == set(), "a handler does not sign"
    back = walk.does(cast.economy_head, "send-back", "2025-02-25", hour=15, reason="写清楚期限。")
    assert (back.stage, back.holder, back.answered_at) == ("handling", "lead", None)


def test_whoever_handled_it_cannot_say_that_it_is_solved(walk: Walk) -> None:
    cast = walk.handed_over().cast
    cast.add("turncoat", "钱两栖", "member", sector=cast.sector)
    from yidu.common.actors import SYSTEM
    from yidu.people.actions import appoint

    with at("2025-02-18"):
        appoint(
            committee=cast.committee, person=cast.people["turncoat"], role="handler",
            starts=walk.matter.raised_at.date(), organisation=cast.economy, actor=SYSTEM,
        )  # fmt: skip
    walk.answered()
    with at("2025-03-27"):
        lapse_matter(walk.matter)
    assert "confirm" in walk.may(cast.member, "2025-03-28")
    assert "confirm" not in walk.may(cast.turncoat, "2025-03-28")
    # And the table says the same, should the code forget it.
    with pytest.raises(IntegrityError, match="matter_solved_says_another"), transaction.atomic():
        Matter.objects.filter(pk=walk.matter.pk).update(
            solved_at=walk.matter.raised_at, solved_organisation=cast.economy
        )


@pytest.mark.parametrize(
    "broken",
    [{"holder": ""}, {"due_at": None}, {"holder": "lead", "lead": None}, {"satisfied": True}],
    ids=["nobody", "no date", "a lead that is not there", "satisfied in silence"],
)
def test_the_table_refuses_a_matter_without_holder_or_date(walk: Walk, broken: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Matter.objects.filter(pk=walk.matter.pk).update(**broken)


def test_the_same_id_is_taken_once_and_other_content_is_a_conflict(walk: Walk) -> None:
    cast, sent = walk.cast, uuid4()
    inputs = {"lead": cast.economy}
    with at("2025-02-18"):
        first = take(walk.matter, "assign", actor=cast.office, version=1, inputs=inputs, client_id=sent)
        second = take(walk.matter, "assign", actor=cast.office, version=1, inputs=inputs, client_id=sent)
        assert first.pk == second.pk
        assert Handling.objects.count() == 1
        with pytest.raises(Conflict):
            take(walk.matter, "assign", actor=cast.office, version=1, inputs={"lead": cast.land}, client_id=sent)
    assert Step.objects.filter(client_id=sent).count() == 1


def test_a_visit_sent_twice_is_recorded_once(walk: Walk) -> None:
    sent = uuid4()
    with at("2025-02-17", 10):
        first, second = visit(walk.cast, client_id=sent), visit(walk.cast, client_id=sent)
    assert first == second
    assert Matter.objects.count() == 2  # the walk's own, and this one


def test_two_people_cannot_overwrite_each_other(walk: Walk) -> None:
    cast = walk.handed_over().cast
    seen = Matter.objects.get(pk=walk.matter.pk)
    walk.does(cast.economy_handler, "accept", "2025-02-19")
    with at("2025-02-19", 10), pytest.raises(Stale) as refused:
        take(seen, "note", actor=cast.economy_handler, version=seen.version, inputs={"note": "联系了企业。"})
    assert refused.value.current == seen.version + 1
    assert not Step.objects.filter(name="matter.noted").exists()


def test_nobody_acts_out_of_turn(walk: Walk) -> None:
    cast = walk.cast
    for who in (cast.member, cast.leader, cast.economy_handler, cast.economy_head, walk.raiser):
        with at("2025-02-18"), pytest.raises(NotAllowed):
            take(walk.matter, "assign", actor=who, version=1, inputs={"lead": cast.economy})
    assert walk.handed_over().matter.stage == "handling"  # the same call by the office goes through


def test_every_wrong_input_is_named_at_once(walk: Walk) -> None:
    cast = walk.handed_over().cast
    with at("2025-02-20"), pytest.raises(Invalid) as refused:
        take(
            walk.matter, "reply", actor=cast.economy_handler, version=walk.matter.version,
            inputs={"text": "", "class": "Z", "colour": "red", "measures": [{"text": "建停车场", "day": "soon"}]},
        )  # fmt: skip
    assert set(refused.value.fields) == {"text", "class", "colour", "measures"}


def test_an_action_that_fails_half_way_leaves_nothing(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The book is inside the transaction: when it cannot write, the change is not there either."""
    from yidu.ledger import book

    def burst(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the pen broke")

    monkeypatch.setattr(book, "enter", burst)
    with pytest.raises(RuntimeError), transaction.atomic():
        walk.handed_over()
    assert (walk.now().stage, Handling.objects.count()) == ("registered", 0)


def test_a_rating_counts_once_for_each_answer(walk: Walk) -> None:
    walk.handed_over().answered()
    walk.does(walk.raiser, "rate", "2025-03-03", satisfaction="satisfied")
    assert walk.may(walk.raiser, "2025-03-04") == {"reopen"}
    assert Rating.objects.count() == 1


def test_an_action_asks_few_questions_of_the_database(walk: Walk) -> None:
    cast = walk.handed_over().cast
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        walk.does(cast.economy_handler, "accept", "2025-02-19")
    # Two of them are this test reading the matter, two its savepoint.
    assert len(queries) <= 17, [query["sql"][:90] for query in queries]


def test_the_engine_gives_every_word_a_meaning() -> None:
    from typing import get_args

    from yidu.programmes.grammar.procedures import Ask, Effect

    assert set(engine.EFFECTS) == set(get_args(Effect))
    from yidu.matters.inputs import CLEANERS

    assert set(CLEANERS) == set(get_args(Ask))
