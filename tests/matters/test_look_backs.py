"""Somebody who has nothing to do with a matter looks whether it is solved, and what they find stands."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localtime

from tests.cast import at
from tests.matters.conftest import Walk
from yidu.common.actors import SYSTEM, Actor
from yidu.common.errors import Conflict, Invalid, NotAllowed, Stale
from yidu.ledger.audit import audit
from yidu.ledger.models import Entry, Step
from yidu.matters import actions
from yidu.matters.actions import ask_look_back, find_look_back, hand_back_look_back, look_backs
from yidu.matters.commitments import open_commitments
from yidu.matters.desk import desk
from yidu.matters.jobs import ask_to_look_back
from yidu.matters.looking import involved
from yidu.matters.models import LookBack, Matter
from yidu.people.actions import end_appointment

PROMISE = [{"text": "六月底前交付厂房", "day": "2025-06-30"}]


@pytest.fixture
def promised(walk: Walk) -> Walk:
    """Economy plans, and promises a measure by the end of June; signed on 26 February."""
    walk.handed_over()
    cast = walk.cast
    with at("2025-01-03"):
        cast.add("another", "刘子涵", "member", sector=cast.sector)
        cast.add("third", "马雪梅", "liaison", station=cast.venue)
    walk.does(cast.economy_handler, "reply", "2025-02-25", text="列入计划。", class_="B", measures=PROMISE)
    walk.does(cast.economy_head, "sign", "2025-02-26")
    walk.does(walk.raiser, "rate", "2025-03-03", satisfaction="understands")
    return walk


def only() -> LookBack:
    return LookBack.objects.select_related("asked", "matter").get()


def asked_on(day: str) -> tuple[LookBack, Actor]:
    """The look-back with whoever is asked, after the job of that day has run."""
    with at(day, 10):
        assert ask_to_look_back() == 1
    row = LookBack.objects.select_related("asked").filter(found="").get()
    assert row.asked is not None
    return row, Actor(kind="person", person_id=row.asked_id, name=row.asked.name)


def finds(row: LookBack, who: Actor, found: str, seen: str = "", *, on: str = "2025-07-02", **more: Any) -> Matter:
    with at(on):
        return find_look_back(row, **{"found": found, "seen": seen, "version": row.version, "actor": who, **more})


def entered(row: LookBack) -> dict[str, int]:
    sums: dict[str, int] = {}
    for entry in Entry.objects.filter(record=f"look-back/{row.pk}"):
        sums[entry.indicator] = sums.get(entry.indicator, 0) + int(entry.quantity)
    return {name: number for name, number in sums.items() if number}


def test_a_signed_promise_is_looked_at_from_its_day_on(promised: Walk):
    row = only()
    assert (row.why, row.measure, row.promised_on) == ("promised", "六月底前交付厂房", date(2025, 6, 30))
    assert (row.owner, row.asked, row.found) == (promised.cast.economy, None, "")
    with at("2025-06-29"):
        assert ask_to_look_back() == 0, "nobody is asked before its day"
    asked, _who = asked_on("2025-06-30")
    assert localtime(asked.due_at).date() == date(2025, 7, 14), "ten working days"


def test_an_answer_that_plans_without_a_measure_is_looked_at_in_three_months(walk: Walk):
    walk.handed_over()
    walk.does(walk.cast.economy_handler, "reply", "2025-02-25", text="列入计划。", class_="B")
    assert not LookBack.objects.exists(), "a draft promises nothing"
    walk.does(walk.cast.economy_head, "sign", "2025-02-26")
    assert (only().measure, only().promised_on) == ("列入计划。", date(2025, 5, 26))


def test_an_answer_that_plans_nothing_leaves_no_look_back(walk: Walk):
    walk.handed_over().answered()
    assert not LookBack.objects.exists()


def test_nobody_who_has_to_do_with_it_is_asked(promised: Walk):
    cast = promised.cast
    names = ("member", "economy_handler", "economy_head", "land_handler", "land_head")
    assert {cast.people[one].pk for one in names} <= involved(promised.now())
    _row, who = asked_on("2025-06-30")
    assert who.person_id not in involved(promised.now())
    assert who.person_id in {cast.people[one].pk for one in ("leader", "another", "third", "liaison")}
    with at("2025-07-01"):
        assert [item.why for item in desk(who).items if item.look_back] == ["look-back"]


def test_a_promise_that_is_kept_is_counted_and_changes_nothing_else(promised: Walk):
    row, who = asked_on("2025-06-30")
    before = promised.now()
    after = finds(row, who, "solved")
    row.refresh_from_db()
    assert (row.found, row.found_by_id) == ("solved", who.person_id)
    assert entered(row) == {"promises-kept": 1}
    for name in ("stage", "satisfied", "rated_at", "solved_at", "solved_says", "reopenings", "closed_at", "outcome"):
        assert getattr(after, name) == getattr(before, name), name
    with at("2025-07-03"):
        assert not open_commitments(SYSTEM, promised.cast.committee)
        assert not [item for item in desk(who).items if item.look_back]
    assert audit() == []


def test_not_kept_opens_the_matter_again_for_the_lead_with_a_new_date(promised: Walk):
    row, who = asked_on("2025-06-30")
    matter = finds(row, who, "unsolved", "还没有开工。")
    assert (matter.stage, matter.holder, matter.reopenings) == ("handling", "lead", 1)
    assert matter.due_at is not None
    assert localtime(matter.due_at).date() == date(2025, 7, 16)
    assert matter.solved_at is None
    assert matter.rated_at is not None, "what the raiser said is not taken back"
    assert entered(row) == {"promises-not-kept": 1}
    assert promised.may(promised.cast.economy_handler, "2025-07-03") >= {"reply"}
    step = Step.objects.filter(record_type="matter").latest("pk")
    assert (step.name, step.data["reopened"], step.data["text"]) == ("look-back.found-unsolved", True, "还没有开工。")
    assert audit() == []


def test_what_was_not_kept_stays_open_until_it_is_promised_anew_and_kept(promised: Walk):
    cast, committee = promised.cast, promised.cast.committee
    row, who = asked_on("2025-06-30")
    finds(row, who, "unsolved", "还没有开工。")
    assert [one.pk for one in open_commitments(SYSTEM, committee)] == [row.pk]
    with pytest.raises(Invalid) as refused:
        promised.does(cast.economy_handler, "reply", "2025-07-03", text="再等等。", class_="B")
    assert "2025-06-30" in str(refused.value.fields["measures"])
    again = [{"text": "八月底前交付厂房", "day": "2025-08-29"}]
    promised.does(cast.economy_handler, "reply", "2025-07-03", text="再等等。", class_="B", measures=again)
    promised.does(cast.economy_head, "sign", "2025-07-04")
    assert [one.measure for one in open_commitments(SYSTEM, committee)] == ["八月底前交付厂房"]
    row.refresh_from_db()
    assert row.renewed_by is not None


def test_an_answer_that_says_solved_after_a_broken_promise_is_looked_at_too(promised: Walk):
    row, who = asked_on("2025-06-30")
    finds(row, who, "unsolved", "还没有开工。")
    promised.does(promised.cast.economy_handler, "reply", "2025-07-03", text="已交付。", class_="A")
    promised.does(promised.cast.economy_head, "sign", "2025-07-04")
    (left,) = open_commitments(SYSTEM, promised.cast.committee)
    assert (left.measure, left.promised_on) == ("六月底前交付厂房", date(2025, 10, 9))


def test_where_nobody_could_find_out_a_promise_is_looked_at_again_later(promised: Walk):
    row, who = asked_on("2025-06-30")
    matter = finds(row, who, "could-not-look", "厂区不让进。")
    assert matter.stage == "solved"
    assert entered(row) == {}
    (left,) = open_commitments(SYSTEM, promised.cast.committee)
    assert left.pk != row.pk
    with at("2025-07-10"):
        assert ask_to_look_back() == 0
    asked_on("2025-07-17")


def test_whoever_hands_it_back_is_not_asked_again_and_the_next_in_drawn_order_is(promised: Walk):
    row, first = asked_on("2025-06-30")
    seen = {first.person_id}
    while row.asked_id is not None:
        who = Actor(kind="person", person_id=row.asked_id)
        with at("2025-07-01"):
            hand_back_look_back(row, reason="认识这家企业。", actor=who, version=row.version, client_id=uuid4())
        with pytest.raises(Stale):
            finds(row, who, "solved")
        row.refresh_from_db()
        assert row.asked_id not in seen
        seen.add(row.asked_id)
    assert len(seen) > 3, "everybody was asked once"
    with at("2025-07-02"):
        why = [item.why for item in desk(promised.cast.office).items if item.look_back]
        assert why == ["look-back"], "then the office holds it"


def test_nobody_else_says_what_was_found(promised: Walk):
    row, who = asked_on("2025-06-30")
    cast = promised.cast
    others = [cast.office, cast.secretary, cast.economy_handler, cast.member, SYSTEM, Actor(kind="visitor")]
    for other in others:
        with pytest.raises(NotAllowed):
            finds(row, other, "solved")
    row.refresh_from_db()
    assert row.found == ""
    finds(row, who, "solved")


def test_a_finding_needs_words_unless_it_is_solved_and_one_of_three_answers(promised: Walk):
    row, who = asked_on("2025-06-30")
    for found, seen, field in (("unsolved", " ", "seen"), ("could-not-look", "", "seen"), ("maybe", "看了", "found")):
        with pytest.raises(Invalid) as refused:
            finds(row, who, found, seen)
        assert field in refused.value.fields
    assert Matter.objects.get().reopenings == 0


def test_said_twice_it_is_found_once_and_another_finding_is_a_conflict(promised: Walk):
    row, who = asked_on("2025-06-30")
    sent = uuid4()
    finds(row, who, "unsolved", "还没有开工。", client_id=sent)
    finds(row, who, "unsolved", "还没有开工。", client_id=sent)
    assert Matter.objects.get().reopenings == 1
    with pytest.raises(Conflict):
        finds(row, who, "solved", client_id=sent)
    with pytest.raises(Stale):
        finds(row, who, "solved", client_id=uuid4())


def test_whoever_serves_no_more_is_not_asked_any_more(promised: Walk):
    row, who = asked_on("2025-06-30")
    held = next(one for one in promised.cast.appointments.values() if one.person_id == who.person_id)
    with at("2025-07-01"):
        end_appointment(held, ends=date(2025, 6, 30), actor=promised.cast.office, version=held.version)
    with pytest.raises(NotAllowed):
        finds(row, who, "solved")
    with at("2025-07-02"):
        assert ask_to_look_back() == 1
    row.refresh_from_db()
    assert row.asked_id not in (None, who.person_id)


def test_what_is_late_stands_with_whoever_oversees(promised: Walk):
    row, who = asked_on("2025-06-30")
    with at("2025-07-14", 22):
        assert not [item for item in desk(promised.cast.secretary).items if item.look_back]
    with at("2025-07-16"):
        late = [item for item in desk(promised.cast.secretary).items if item.look_back]
        assert [(item.why, item.due_at) for item in late] == [("late", row.due_at)]
        assert [item.why for item in desk(who).items if item.look_back] == ["look-back"]


def test_only_the_system_asks(promised: Walk):
    with at("2025-07-01"), pytest.raises(Invalid):
        ask_look_back(only(), actor=promised.cast.office)


# The twins: what holds when a safeguard is off.


def becomes_involved(promised: Walk, who: Actor) -> None:
    """Whoever was asked takes a post at the lead afterwards."""
    from yidu.people.actions import appoint

    cast = promised.cast
    person = next(one for one in cast.people.values() if one.pk == who.person_id)
    with at("2025-07-01"):
        appoint(
            committee=cast.committee, person=person, role="handler", organisation=cast.economy,
            starts=date(2025, 7, 1), actor=SYSTEM,
        )  # fmt: skip


def test_whoever_has_come_to_have_to_do_with_it_is_refused(promised: Walk):
    row, who = asked_on("2025-06-30")
    becomes_involved(promised, who)
    with pytest.raises(Invalid):
        finds(row, who, "solved")


def test_with_the_check_off_the_database_still_refuses(promised: Walk, monkeypatch: pytest.MonkeyPatch):
    row, who = asked_on("2025-06-30")
    becomes_involved(promised, who)
    monkeypatch.setattr(look_backs, "involved", lambda _matter: set())
    with pytest.raises(IntegrityError, match="cannot look back"), transaction.atomic():
        finds(row, who, "solved")


def test_with_both_off_it_would_be_written(promised: Walk, monkeypatch: pytest.MonkeyPatch):
    row, who = asked_on("2025-06-30")
    becomes_involved(promised, who)
    monkeypatch.setattr(look_backs, "involved", lambda _matter: set())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE matters_lookback DISABLE TRIGGER look_back_by_another")
    finds(row, who, "solved")
    row.refresh_from_db()
    assert row.found_by_id in involved(promised.now()), "so the two safeguards above are what holds"


def test_what_was_found_is_never_changed(promised: Walk):
    row, who = asked_on("2025-06-30")
    finds(row, who, "unsolved", "还没有开工。")
    for change in ({"found": "solved"}, {"seen": "好了"}, {"found_by": None}, {"measure": "别的"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LookBack.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        LookBack.objects.filter(pk=row.pk).delete()


def test_every_action_of_looking_back_is_registered():
    names = {"look-back.ask", "look-back.find", "look-back.hand-back", "draw.announce", "draw.make"}
    from yidu.common.actions import registered_actions

    assert names <= set(registered_actions())
    assert {"find_look_back", "make_draw"} <= set(actions.__all__)
