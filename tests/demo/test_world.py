"""The printed figures of July 2025 come out of single records, and of nothing else.

One long test, because the world is loaded once (about two minutes): what it proves is read top to bottom.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest

from yidu.activities.actions import withdraw_activity
from yidu.activities.models import Activity
from yidu.common import clock
from yidu.common.actors import SYSTEM
from yidu.consultations.echoes import heard_of
from yidu.consultations.grouped import result_of
from yidu.consultations.models import Point
from yidu.demo import world
from yidu.demo.chance import fixed_id
from yidu.documents.models import Document
from yidu.ledger.audit import audit
from yidu.ledger.figures import Figure, figure_set, history, value
from yidu.ledger.models import Step
from yidu.ledger.verify import verify
from yidu.matters.models import LookBack, Matter
from yidu.people.models import Committee, Person
from yidu.programmes.loading import LIBRARY
from yidu.proposals.models import Signature

PAGE = LIBRARY / "wuqian" / "page.toml"
PRINTED_FIGURES = {
    "D01": 186, "D02": 10, "D03": 116, "D04": 82, "D05": 698,
    "D06": 427, "D07": 3, "D08": 22, "D09": 164, "D10": 282, "D11": 3, "D12": 12,
    "D13": 480, "D14": 19, "D15": 100, "D16": 78, "D17": 2300, "D18": 492, "D19": 3,
}  # fmt: skip
"""As the newspaper printed them."""
TODAY = datetime(2025, 12, 3, 10, 30, tzinfo=clock.SHANGHAI)
"""A working day long after the page: the world goes on to it, and what comes later changes nothing that was printed."""


LOOKED = ("looked-at", "found-solved", "found-unsolved", "promises-kept")


def page() -> dict[str, int]:
    return {row.id: int(row.value or 0) for row in figure_set(PAGE)}


@pytest.mark.django_db(transaction=True)
def test_the_half_year_gives_the_printed_figures_and_every_record_counts() -> None:
    with clock.at(TODAY):
        world.load()
        assert world.is_loaded()
    assert page() == PRINTED_FIGURES
    assert audit() == []
    assert verify() is None

    # What was published and then corrected says so.
    dadukou = Committee.objects.get(code="500104")
    visits = Figure(committee=dadukou, programme="wuqian", indicator="visits-by-leaders")
    changes = [(int(one.was or 0), int(one.became or 0)) for one in history(visits, SYSTEM)]
    assert any(was == became + 1 for was, became in changes), changes

    # The city's figures are the sum of those below.
    city = Figure(committee=Committee.objects.get(code="500000"), programme="wuqian", indicator="visits")
    assert value(city) == value(Figure(committee=dadukou, programme="wuqian", indicator="visits"))

    # What was promised, and what was drawn by lot, was looked at by others; the three facts stand side by side.
    looked = {word: value(Figure(committee=dadukou, programme="wuqian", indicator=word)) or 0 for word in LOOKED}
    assert all(looked.values()), looked
    assert looked["looked-at"] == looked["found-solved"] + looked["found-unsolved"]

    # Each matter has a holder and a date, or is closed.
    assert not Matter.objects.filter(closed_at=None, due_at=None).exists()

    _the_voice_is_told_from_the_first_sentence_on()
    _people_sat_down_and_what_they_agreed_was_kept()

    # One visit fewer is one fewer in its figure, and what was printed stands as it stood.
    visit = Activity.objects.filter(
        kind="enterprise-visit", host__role_id="leader", withdrawn_at=None, committee=dadukou, day__year=2025
    ).first()
    assert visit is not None
    with clock.at(TODAY):
        before = value(visits)
        withdraw_activity(visit, version=visit.version, reason="记错了", actor=SYSTEM)
        assert value(visits) == (before or 0) - 1
    assert page() == PRINTED_FIGURES
    assert audit() == []


def _the_voice_is_told_from_the_first_sentence_on() -> None:
    """Every way that a proposal or an opinion report can go was gone, and somebody finds the next step of each kind."""
    steps = set(Step.objects.filter(record_type="matter").values_list("name", flat=True))
    assert {
        "matter.merged", "matter.featured", "matter.appraised", "matter.redone", "matter.taken-up",
        "issued-text.written", "issued-text.signed", "issued-text.issued", "adoption.recorded", "instruction.recorded",
    } <= steps  # fmt: skip
    proposals = Counter(Matter.objects.filter(kind="proposal").values_list("stage", flat=True))
    reports = Counter(Matter.objects.filter(kind="opinion-report").values_list("stage", flat=True))
    for stage in (
        "submitted", "review", "returned", "filed", "handling", "signing", "answered", "redoing", "closed", "solved",
        "not-filed", "passed-on", "converted", "withdrawn",
    ):  # fmt: skip
        assert proposals[stage], stage
    for stage in ("received", "editing", "signing", "signed", "sent-up", "adopted", "not-adopted", "kept"):
        assert reports[stage], stage
    assert {"A", "B", "C"} <= set(Matter.objects.filter(kind="proposal").values_list("answer_class", flat=True))
    assert LookBack.objects.filter(matter__kind="proposal", why="promised", found="").exists()

    # The plan took up two proposals, a report and a suggestion; not all of what they asked for.
    plan = Document.objects.get(kind="action-plan", withdrawn_at=None)
    assert [one.matter.kind for one in plan.uptakes.select_related("matter")].count("proposal") == 2
    assert plan.uptakes.exclude(left="").exists()

    # The member is asked for a name, rates an answer, completes what was returned.
    member = Person.objects.get(username="member")
    assert Signature.objects.filter(person=member, confirmed_at=None, withdrawn_at=None, draft__matter=None).exists()
    own = Matter.objects.filter(kind="proposal", raised_by=member, holder="raiser")
    assert {"answered", "returned"} <= set(own.values_list("stage", flat=True))

    # Nothing happened later than today.
    assert not Step.objects.filter(at__gt=TODAY).exists()


def _people_sat_down_and_what_they_agreed_was_kept() -> None:
    """The lifts from disagreement to agreement, courtyards at every stage, and each recommendation answered."""
    topic = Matter.objects.get(pk=fixed_id("lifts"))
    points = Point.objects.filter(session__topic=topic).order_by("session__begins_at", "position")
    assert [one.stands for one in points] == ["agreed", "disagreed", "agreed", "disagreed", "agreed", "agreed"]
    kept = [one.matter.stage for one in points.select_related("matter") if one.matter]
    assert (topic.stage, kept) == ("done", ["kept"] * 4)
    assert {one.all for one in heard_of([one.pk for one in points if one.matter]).values()} == {4}
    found = result_of(topic.askings.get())
    assert found is not None
    assert len(found.groups) == 2
    assert "账目要每个月贴出来，谁都能看。" in {one.text for one in found.unite}

    stages = set(Matter.objects.filter(kind="topic", committee__code="500104").values_list("stage", flat=True))
    assert stages >= {"proposed", "chosen", "at-the-table", "concluded", "done", "not-chosen"}

    recommended = Point.objects.filter(stands="recommended").values_list("session__committee__code", "matter__stage")
    assert Counter(recommended) == {("500108", "answered"): 6, ("500117", "answered"): 7}
    assert LookBack.objects.filter(matter__kind="recommendation", found__in=["solved", "unsolved"]).exists()
