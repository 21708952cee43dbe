"""Who is reminded of what on which day, by the procedure and by the calendar."""

from __future__ import annotations

from datetime import date

from tests.cast import Cast, at
from tests.matters.conftest import Walk
from yidu.matters.jobs import ask_to_look_back
from yidu.matters.models import LookBack
from yidu.notices.due import due_now
from yidu.notices.texts import text_of
from yidu.people.models import Appointment, Person

PEOPLE = ("office", "secretary", "member", "economy_handler", "economy_head", "land_handler", "leader")


def due(cast: Cast, day: str, hour: int = 9) -> set[tuple[str, str, str]]:
    """(who, what, which moment) by now."""
    called = {cast.people[name].pk: name for name in PEOPLE}
    with at(day, hour):
        found = due_now(list(called))
    return {(called[one.person_id], one.what.split("-")[0], one.occasion.rsplit(" ", 1)[0]) for one in found}


def test_the_office_is_reminded_on_the_day_and_after_it_and_then_the_secretary_general(walk: Walk):
    """Raised on Monday the 17th, to be handed over within two working days."""
    assert due(walk.cast, "2025-02-18") == set(), "two working days before lay before the time began"
    on_the_day = {("office", "matter", "on the day")}
    assert due(walk.cast, "2025-02-19") == on_the_day
    late = on_the_day | {
        ("office", "matter", "1 working day after"),
        ("secretary", "late", "1 working day after"),
    }
    assert due(walk.cast, "2025-02-20") == late
    assert due(walk.cast, "2025-02-24") == late, "what was missed is still found later"


def test_what_is_done_is_reminded_of_no_more(walk: Walk):
    walk.handed_over()
    assert not {who for who, _what, _moment in due(walk.cast, "2025-02-20")} & {"office", "secretary"}


def test_the_department_is_reminded_as_the_stage_says_and_joint_ones_of_their_opinion(walk: Walk):
    """Handed over on Tuesday the 18th: the opinion is due on the 25th, the reply on the 4th of March."""
    walk.handed_over()
    before = ("land_handler", "share", "3 working days before")
    assert due(walk.cast, "2025-02-20") == {before}
    assert due(walk.cast, "2025-02-25") == {before, ("land_handler", "share", "on the day")}
    leads = {one for one in due(walk.cast, "2025-03-04") if one[0] == "economy_handler"}
    assert leads == {
        ("economy_handler", "matter", "3 working days before"),
        ("economy_handler", "matter", "on the day"),
    }
    assert ("secretary", "late", "2 working days after") not in due(walk.cast, "2025-03-05")
    assert ("secretary", "late", "2 working days after") in due(walk.cast, "2025-03-06")


def test_while_the_clock_stands_still_nobody_is_reminded(walk: Walk):
    walk.handed_over()
    reasons = walk.now().edition.read.choices("pause-reason", date(2025, 2, 24))
    walk.does(walk.cast.economy_handler, "pause", "2025-02-24", reason=reasons[0].id)
    assert not [one for one in due(walk.cast, "2025-03-06") if one[1] == "matter"]


def test_a_right_that_ended_is_reminded_of_nothing(walk: Walk):
    post = walk.cast.appointments["office"]
    post.ends = date(2025, 2, 18)
    post.save()
    assert due(walk.cast, "2025-02-19") == set()


def test_whoever_is_asked_to_look_back_is_reminded_and_nobody_else(walk: Walk):
    """Promised for the end of June: asked on the 30th, ten working days, though the matter has long been closed."""
    walk.handed_over()
    with at("2025-01-03"):
        walk.cast.add("another", "刘子涵", "member", sector=walk.cast.sector)
    promise = [{"text": "六月底前交付厂房", "day": "2025-06-30"}]
    walk.does(walk.cast.economy_handler, "reply", "2025-02-25", text="列入计划。", class_="B", measures=promise)
    walk.does(walk.cast.economy_head, "sign", "2025-02-26")
    walk.does(walk.raiser, "rate", "2025-03-03", satisfaction="understands")
    with at("2025-06-30", 10):
        assert ask_to_look_back() == 1
    row = LookBack.objects.get()
    everybody = set(Person.objects.values_list("pk", flat=True))
    with at("2025-07-13"):
        told = [one for one in due_now(everybody) if one.why == "look-back"]
        assert {one.person_id for one in told} == {row.asked_id}
        assert [one.occasion.split(" 2025")[0] for one in told] == ["2 working days before"]
        text = text_of(told, language="en")
        assert f"{row.matter.number} Enterprise difficulty: a look-back that you are asked for" in text.body
        assert row.measure not in text.body
    with at("2025-07-14"):
        Appointment.objects.filter(person=row.asked_id).update(ends=date(2025, 7, 13))
        assert not [one for one in due_now(everybody) if one.why == "look-back"]
