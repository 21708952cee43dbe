"""A proposal that several departments answer, each its own part: what each of them is, and what the whole is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime

from tests.cast import Cast, at
from tests.matters.conftest import Walk
from tests.matters.test_proposals import ANSWERS, RAISED, counted, examined, filed, merged, proposal, raiser, stands
from yidu.common.actors import SYSTEM
from yidu.common.errors import Invalid, NotAllowed
from yidu.ledger.audit import audit
from yidu.ledger.models import Step
from yidu.matters.actions import raise_matter
from yidu.matters.alike import alike
from yidu.matters.commitments import open_commitments_of
from yidu.matters.effects import answering, dividing
from yidu.matters.looking import involved
from yidu.matters.models import Handling, Matter
from yidu.matters.moves import EFFECTS
from yidu.matters.routing import routes_before
from yidu.people.actions import add_organisation
from yidu.people.rules import standing_of


@pytest.fixture
def first(cast: Cast) -> Walk:
    with at(RAISED):
        return filed(proposal(cast))


def divided(walk: Walk, on: str = "2025-02-20", **more: Any) -> tuple[Walk, Walk]:
    """The parts of economy and land."""
    cast = walk.cast
    walk.does(cast.office, "divide", on, departments=[cast.economy, cast.land], **more)
    parts = {one.lead_id: one for one in walk.matter.parts.filter(closed_at=None)}
    return Walk(cast, parts[cast.economy.pk]), Walk(cast, parts[cast.land.pk])


def answered(part: Walk, on: str, *, by: str = "economy", class_: str = "A", **more: Any) -> Walk:
    handler, head = (getattr(part.cast, f"{by}_{who}") for who in ("handler", "head"))
    part.does(handler, "reply", on, text=f"{by}的部分。", class_=class_, publication="whole", **more)
    part.does(head, "sign", on, hour=15)
    return part


def test_each_department_gets_a_part_of_its_own(first: Walk):
    whole = first.matter
    economy, land = divided(first, note="车位由经济信息委，用地由规资局答复。")
    assert stands(first) == ("divided", "office", "2025-08-20")
    assert (whole.parts.count(), Matter.objects.get(pk=whole.pk).divided_into) == (2, 2)
    for part in (economy, land):
        row = Matter.objects.get(pk=part.matter.pk)
        assert (row.kind, row.part_of, row.title, row.text, row.answers) == (
            "proposal-part", whole, whole.title, whole.text, ANSWERS,
        )  # fmt: skip
        assert (row.raised_by, row.raised_as, row.sector, row.place, row.period) == (
            whole.raised_by, "member", "经济界", whole.place, "plenary",
        )  # fmt: skip
        assert stands(part) == ("handling", "lead", "2025-05-20")
        share = Handling.objects.get(matter=row)
        assert (share.part, share.organisation, share.note) == (
            "lead",
            row.lead,
            "车位由经济信息委，用地由规资局答复。",
        )
        assert localtime(share.due_at).date().isoformat() == "2025-05-20"
    assert economy.may(first.cast.land_handler, "2025-02-21") == set(), "each has its own and no other"
    assert len({whole.number, economy.matter.number, land.matter.number}) == 3


def test_the_whole_is_answered_with_the_last_part_and_rated_by_nobody(first: Walk):
    economy, land = divided(first)
    answered(economy, "2025-04-01", class_="A")
    assert stands(first)[:2] == ("divided", "office")
    assert stands(economy)[:2] == ("answered", "raiser")
    answered(land, "2025-04-08", by="land", class_="C")
    whole = Matter.objects.get(pk=first.matter.pk)
    assert (whole.stage, whole.outcome, whole.satisfied, whole.solved_at) == (
        "answered-in-parts",
        "answered",
        None,
        None,
    )
    last = Matter.objects.get(pk=land.matter.pk)
    assert (whole.answered_at, whole.answered_in_time, whole.answer_class) == (last.answered_at, True, "")
    # Each letter is rated by itself.
    economy.does(raiser(economy), "rate", "2025-04-09", satisfaction="satisfied", attitude="satisfied")
    land.does(raiser(land), "not-satisfied", "2025-04-09", what_is_missing="没有说用地。")
    answered(land, "2025-05-06", by="land")
    assert stands(land)[:2] == ("answered-again", "raiser")
    whole.refresh_from_db()
    assert (whole.stage, whole.answered_at) == ("answered-in-parts", last.answered_at), "it is answered once"
    assert (whole.satisfied, whole.solved_at) == (None, None)
    names = Step.objects.filter(record_id=str(whole.pk)).order_by("pk").values_list("name", flat=True)
    assert list(names)[-3:] == ["matter.divided", "matter.part-answered", "matter.answered-in-parts"]
    assert audit() == []


def test_the_twin_that_forgets_the_whole_is_caught(first: Walk, monkeypatch: pytest.MonkeyPatch):
    """Answer only the part: the whole would wait for ever."""
    monkeypatch.setattr(answering, "answer_whole", lambda _move: None)
    with pytest.raises(AssertionError):
        test_the_whole_is_answered_with_the_last_part_and_rated_by_nobody(first)


def test_it_is_in_time_only_if_every_part_was(first: Walk):
    economy, land = divided(first)
    answered(economy, "2025-04-01", class_="B")
    answered(land, "2025-06-03", by="land", class_="B")
    whole = Matter.objects.get(pk=first.matter.pk)
    assert (whole.answered_in_time, whole.answer_class) == (False, "B")
    assert (counted("proposals-answered"), counted("proposals-answered-on-time")) == (1, 0)


def test_parts_are_no_further_proposals_and_what_is_said_of_their_answers_counts(first: Walk):
    economy, land = divided(first)
    whole_only = {
        "proposals-submitted": 1, "proposals-filed": 1, "proposals-divided": 1, "proposals-handed-over": 1,
        "suggestions-of-value": 1, "matters-raised": 1, "handed-over": 1, "answered": 0, "proposals-answered": 0,
    }  # fmt: skip
    assert {name: counted(name) for name in whole_only} == whole_only
    answered(economy, "2025-04-01", class_="B")
    answered(land, "2025-04-02", by="land")
    economy.does(raiser(economy), "rate", "2025-04-09", satisfaction="satisfied", attitude="satisfied")
    land.does(raiser(land), "rate", "2025-04-09", satisfaction="understands", attitude="satisfied")
    land.does(first.cast.leader, "confirm", "2025-04-10")
    more = {"answered": 1, "proposals-answered": 1, "proposals-satisfied": 1, "satisfied": 1, "proposals-solved": 1}
    more |= {"commitments-made": 1, "rated": 2, "proposals-on-time-rate": 0}
    told = whole_only | more
    del told["proposals-on-time-rate"]
    assert {name: counted(name) for name in told} == told
    assert audit() == []


def test_a_department_that_is_not_the_right_one_hands_its_part_back_to_be_handed_on(first: Walk):
    economy, land = divided(first)
    cast = first.cast
    land.does(cast.land_handler, "contest", "2025-02-24", reason="车位不归我们。")
    land.does(cast.office, "decide", "2025-02-25", grant="yes")
    assert stands(land)[:2] == ("to-hand-over", "office")
    land.does(cast.office, "assign", "2025-02-26", lead=cast.economy)
    assert stands(land) == ("handling", "lead", "2025-05-26")
    land.does(cast.economy_handler, "extend", "2025-02-27", reason="要摸底。", days=5)
    land.does(cast.office, "decide", "2025-02-27", hour=10, grant="yes")
    assert stands(land) == ("handling", "lead", "2025-06-03")
    answered(economy, "2025-04-01")
    answered(land, "2025-04-02")
    assert stands(first)[0] == "answered-in-parts", "each part is one, whoever answers it"


def test_a_division_is_undone_while_no_part_is_answered(first: Walk):
    cast = first.cast
    economy, land = divided(first)
    economy.does(cast.economy_handler, "pause", "2025-02-21", reason="waiting-for-the-raiser")
    land.does(cast.land_handler, "contest", "2025-02-21", reason="不归我们。")
    with pytest.raises(Invalid, match="审批"):
        first.does(cast.office, "rejoin", "2025-02-24")
    land.does(cast.office, "decide", "2025-02-24", grant="no")
    first.does(cast.office, "rejoin", "2025-02-24", hour=10, note="改由一个单位办。")
    whole = Matter.objects.get(pk=first.matter.pk)
    assert (whole.stage, whole.divided_into, "divided" in whole.reached) == ("filed", 0, False)
    for part in (economy, land):
        row = Matter.objects.get(pk=part.matter.pk)
        assert (row.stage, row.outcome, row.lead, row.is_open) == ("taken-back", "taken-back", None, False)
        assert not row.handlings.filter(ended_at=None).exists()
        assert not row.pauses.filter(ended_at=None).exists()
        assert part.may(cast.economy_handler, "2025-02-25") == set()
    assert (counted("proposals-divided"), counted("proposals-submitted")) == (0, 1)
    # Divided again: only the new parts are waited for, and one that is answered cannot be undone.
    economy, land = divided(first, "2025-02-25")
    answered(economy, "2025-04-01")
    assert "rejoin" not in first.may(cast.office, "2025-04-02")
    with pytest.raises(NotAllowed):
        first.does(cast.office, "rejoin", "2025-04-02")
    answered(land, "2025-04-02", by="land")
    assert stands(first)[0] == "answered-in-parts"
    assert audit() == []


def test_the_twin_that_lets_an_answered_one_be_undone_is_caught(first: Walk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(EFFECTS, "rejoin", replace(EFFECTS["rejoin"], possible=lambda _move: True))
    with pytest.raises(AssertionError):
        test_a_division_is_undone_while_no_part_is_answered(first)


def test_what_others_are_merged_into_is_not_divided_and_what_is_divided_takes_in_none(cast: Cast, first: Walk):
    with at(RAISED, 11):
        second = proposal(cast, "leader", "老小区停车难")
    merged(second, first)
    assert "divide" not in first.may(cast.office, "2025-02-20")
    second.does(cast.office, "unmerge", "2025-02-20")
    assert "divide" in first.may(cast.office, "2025-02-20", hour=10)
    divided(first, "2025-02-21")
    with pytest.raises(Invalid) as refused:
        second.does(cast.office, "merge", "2025-02-24", into=first.matter.number)
    assert set(refused.value.fields) == {"into"}
    with pytest.raises(IntegrityError, match="matter_divided_leads_none"), transaction.atomic():
        Matter.objects.filter(pk=first.matter.pk).update(merges=1)


def test_a_part_is_that_of_another_and_never_its_own(first: Walk):
    economy, _land = divided(first)
    for wrong in ({"part_of": economy.matter}, {"divided_into": 2}, {"merges": 1}, {"merged_into": first.matter}):
        with pytest.raises(IntegrityError, match="matter_part_of_another"), transaction.atomic():
            Matter.objects.filter(pk=economy.matter.pk).update(**wrong)


@pytest.mark.parametrize("which", ["one", "twice the same", "of another county", "too many", "none"])
def test_two_to_twenty_departments_of_the_committee_are_chosen_each_once(first: Walk, which: str):
    cast = first.cast

    def body(committee: Any, name: str) -> Any:
        return add_organisation(committee=committee, kind="department", name=name, actor=SYSTEM)

    chosen: dict[str, Any] = {
        "one": [cast.economy],
        "twice the same": [cast.economy, cast.economy],
        "of another county": [cast.economy, body(cast.city, "市教委")],
        "too many": [body(cast.committee, f"第{number}局") for number in range(21)],
        "none": [],
    }
    with pytest.raises(Invalid) as refused:
        first.does(cast.office, "divide", "2025-02-20", departments=chosen[which])
    assert set(refused.value.fields) == {"departments"}
    assert not Matter.objects.filter(kind="proposal-part").exists()


def test_whoever_supervises_the_whole_looks_back_on_none_of_its_parts(first: Walk):
    cast, leader = first.cast, first.cast.people["leader"].pk
    first.does(cast.office, "feature", "2025-02-19", supervisor=str(leader), text="三月视察。")
    economy, _land = divided(first)
    assert leader in involved(economy.matter)
    assert cast.people["secretary"].pk not in involved(economy.matter)


def test_only_the_office_divides_and_nobody_raises_a_part_by_itself(first: Walk):
    cast = first.cast
    for who in (cast.member, cast.leader, cast.secretary, cast.economy_handler):
        assert "divide" not in first.may(who, "2025-02-20")
    with at("2025-02-20"), pytest.raises(NotAllowed):
        raise_matter(
            committee=cast.committee, edition=cast.edition, kind="proposal-part", title="一部分", text="一部分",
            place=cast.place, answers=ANSWERS, actor=cast.member,
        )  # fmt: skip


def test_its_parts_are_no_further_texts_like_it_and_their_departments_and_promises_are_its(cast: Cast, first: Walk):
    words = {"title": "老小区停车难", "text": "老城区停车难，晚上没有车位，居民绕着小区找车位。"}
    Matter.objects.filter(pk=first.matter.pk).update(**words)
    economy, land = divided(first)
    measures = [{"text": "开放机关车位", "day": "2025-12-31"}]
    answered(economy, "2025-04-01", class_="B", measures=measures)
    answered(land, "2025-04-02", by="land")
    with at("2025-04-03"):
        now = standing_of(cast.office)
        (hit,) = alike(words.values(), cast.committee, now)
        assert hit.matter == first.matter
        assert [one.measure for one in hit.commitments] == ["开放机关车位"]
        second = examined(proposal(cast, "leader", words["title"]), "2025-04-03").matter
        Matter.objects.filter(pk=second.pk).update(text=words["text"])
        routes = routes_before(Matter.objects.get(pk=second.pk), now)
    assert {one.organisation for one in routes} == {cast.economy, cast.land}
    assert list(open_commitments_of([first.matter.pk])) == [first.matter.pk]


def test_the_twin_that_looks_for_parts_too_finds_the_same_words_three_times(
    cast: Cast, first: Walk, monkeypatch: pytest.MonkeyPatch
):
    from yidu.matters import alike as looking

    honest = looking.readable_whole

    class Everything:
        """As the search would be without leaving parts out."""

        def __init__(self, found: Any) -> None:
            self.found = found

        def filter(self, **_left_out: Any) -> Any:
            return self.found

    monkeypatch.setattr(looking, "readable_whole", lambda *who, **more: Everything(honest(*who, **more)))
    with pytest.raises((AssertionError, ValueError)):
        test_its_parts_are_no_further_texts_like_it_and_their_departments_and_promises_are_its(cast, first)


def test_whoever_divides_names_what_is_whose(first: Walk):
    divided(first, note="各办各的。")
    step = Step.objects.get(name="matter.divided")
    assert (step.data["departments"], step.data["note"]) == (
        [first.cast.economy.pk, first.cast.land.pk], "各办各的。",
    )  # fmt: skip
    raised = Step.objects.filter(name="matter.raised-as-part").order_by("pk")
    assert [one.data["of"] for one in raised] == [first.matter.number] * 2
    assert dividing.FEWEST == 2
