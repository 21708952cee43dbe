"""Every step has a sentence, in both languages, and none tells the public what was written inside."""

from __future__ import annotations

import pytest
from django.utils import translation

from tests.web.conftest import Way
from yidu.common.actions import registered_actions
from yidu.common.actors import SYSTEM
from yidu.ledger.models import Step
from yidu.matters.actions import look_backs
from yidu.matters.moves import EFFECTS
from yidu.matters.queries import one_matter, story
from yidu.web.story import SENTENCES, activity_sentences, tell

LOOK_BACKS = {"look-back.asked", "look-back.handed-back", "look-back.withdrawn", *look_backs.STEPS.values()}
DIVIDED = {"matter.raised-as-part", "matter.taken-back", "matter.part-answered", "matter.answered-in-parts"}
MATTERS = (
    {"matter.raised", "matter.lapsed", "matter.re-dated", "matter.took-in", "matter.let-go"}
    | DIVIDED
    | {"matter.issued-together"}
)
DOCUMENTS = {"matter.taken-up", "matter.not-taken-up"}
TABLE = {"matter.session-planned", "matter.visit-gathered", "matter.came-along", "matter.asked", "matter.source-quoted"}
TABLE |= {"matter.session-concluded", "matter.session-reopened", "matter.outcome-recorded", "matter.outcome-withdrawn"}
ENGINE = {rule.step for rule in EFFECTS.values()} | MATTERS | DOCUMENTS | LOOK_BACKS | TABLE


@pytest.mark.parametrize("name", sorted(ENGINE))
def test_every_step_of_a_matter_has_a_sentence(name: str):
    assert name in SENTENCES


def test_no_sentence_is_for_a_step_that_does_not_exist():
    assert set(SENTENCES) == ENGINE


def test_every_action_on_a_matter_or_an_activity_is_told():
    """`matter.raise` leaves `matter.raised`: whoever adds an action here adds its sentence."""
    mine = {name for name in registered_actions() if name.split(".")[0] in ("matter", "activity")}
    assert mine == {
        "matter.raise", "matter.take", "matter.lapse",
        "activity.record", "activity.correct", "activity.withdraw", "activity.add-photo",
    }  # fmt: skip
    assert set(activity_sentences()) == {"activity.recorded", "activity.corrected", "activity.withdrawn"}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_whole_way_is_told_in_plain_sentences(answered: Way, language: str):
    matter = one_matter(SYSTEM, answered.matter.pk)
    assert matter
    with translation.override(language):
        whole, public = (tell(matter, story(matter), full=full) for full in (True, False))
    assert len(whole) == Step.objects.filter(record_type="matter").count() + 1
    assert len(public) < len(whole)
    said = " ".join(f"{one.who} {one.title} {one.text}" for one in public)
    assert "请尽快" not in said
    assert "内部意见" not in said
    assert all(one.who for one in public)
