"""Programs read what people were asked and what came of it, and outcomes: as everybody does, and not before."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.api.conftest import Enter, Program
from tests.cast import Cast, at
from tests.consultations.conftest import topic_of
from tests.consultations.settled import full_session
from tests.consultations.test_opinions import ASKED, DURING, asking_of, three_camps
from tests.matters.conftest import Walk
from yidu.common.actors import SYSTEM
from yidu.consultations.actions import close_asking, record_outcome, withdraw_outcome
from yidu.consultations.jobs import group_opinions
from yidu.consultations.models import Asking, Vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(cast: Cast) -> Walk:
    walk = topic_of(cast)
    walk.does(cast.office, "choose", "2025-03-05", text="多个院落都有，今年可以做成。")
    return walk


def told(program: Program, path: str, day: str = DURING) -> Any:
    with at(day):
        answer = program.get(path)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_result_is_read_once_it_is_over_and_by_nobody_before(
    cast: Cast, topic: Walk, visitor: Program, program: Enter
):
    asking = asking_of(cast, topic)
    opinions = three_camps(cast, asking)
    group_opinions()
    way = f"/askings/{asking.pk}"
    with at(DURING):
        office = program("office")
    for reader in (visitor, office):
        before = told(reader, way)
        assert (before["question"], before["over"], before["result"]) == (ASKED["question"], False, None)
        assert opinions[0].text not in str(before)
    with at("2025-03-15"):
        close_asking(asking, version=asking.version, actor=SYSTEM)
    after = told(visitor, way, "2025-03-16")
    result = after["result"]
    assert after["over"]
    assert result["voters"] == 16
    assert [(one["letter"], one["size"]) for one in result["groups"]] == [("甲", 6), ("乙", 5), ("丙", 5)]
    assert [one["text"] for one in result["unite"]] == [opinions[6].text]
    assert result["unite"][0] == {
        "text": opinions[6].text, "agree": 100, "disagree": 0, "groups": {"甲": 100, "乙": 100, "丙": 100}
    }  # fmt: skip
    assert {one["text"] for one in result["groups"][0]["typical"]} == {one.text for one in opinions[:2]}
    assert not {voter for voter in Vote.objects.values_list("voter", flat=True) if len(voter) > 8}


def test_the_twin_that_tells_it_before(cast: Cast, topic: Walk, visitor: Program, monkeypatch: pytest.MonkeyPatch):
    asking = asking_of(cast, topic)
    three_camps(cast, asking)
    group_opinions()
    monkeypatch.setattr(Asking, "is_over", lambda _asking, _on: True)
    assert told(visitor, f"/askings/{asking.pk}")["result"]["voters"] == 16


def test_of_too_few_there_is_no_result(cast: Cast, topic: Walk, visitor: Program):
    asking = asking_of(cast, topic)
    group_opinions()
    assert told(visitor, f"/askings/{asking.pk}", "2025-03-21")["result"] is None


def test_what_only_those_inside_are_asked_is_not_there_for_others(
    cast: Cast, topic: Walk, visitor: Program, program: Enter
):
    inside, public = asking_of(cast, topic, is_public=False), asking_of(cast, topic, question="大家怎么看？")
    assert [one["id"] for one in told(visitor, "/askings/?committee=500104")["items"]] == [str(public.pk)]
    with at(DURING):
        assert visitor.get(f"/askings/{inside.pk}").status_code == 404
        member = program("member")
    assert {one["id"] for one in told(member, "/askings/")["items"]} == {str(inside.pk), str(public.pk)}
    assert told(member, f"/askings/{inside.pk}")["topic"] == str(topic.matter.pk)


def test_outcomes_are_read_and_what_was_withdrawn_is_not(cast: Cast, topic: Walk, visitor: Program):
    session = full_session(cast, topic)
    with at("2025-09-10"):
        common: dict[str, Any] = {"confirmed_by": "residents", "confirmed_says": "三栋住户代表", "actor": cast.office}
        lifts, households = (
            record_outcome(topic.matter, session=session, item=item, quantity=count, day=date(2025, 9, 1), **common)
            for item, count in (("lifts-replaced", 12), ("households", 480))
        )
    way = "/sessions/outcomes?committee=500104"
    found = {one["item"]: one for one in told(visitor, way, "2025-09-11")["items"]}
    assert {item: one["quantity"] for item, one in found.items()} == {"lifts-replaced": 12, "households": 480}
    assert found["lifts-replaced"]["topic"] == str(topic.matter.pk)
    assert "三栋住户代表" not in str(found), "who saw it stands on the page, for those inside"
    with at("2025-09-12"):
        withdraw_outcome(households, reason="重复登记", version=households.version, actor=cast.office)
    assert [one["id"] for one in told(visitor, way, "2025-09-13")["items"]] == [str(lifts.pk)]


def test_an_entry_of_a_median_tells_its_number(cast: Cast, topic: Walk, visitor: Program):
    topic.does(cast.office, "begin", "2025-03-20")
    topic.does(cast.office, "conclude", "2025-04-10", text="换十二部，费用分摊。")
    way = "/figures/wuqian/days-to-conclusion"
    assert told(visitor, f"{way}?committee=500104", "2025-04-11")["value"] == "38"
    (line,) = told(visitor, f"{way}/proof?committee=500104", "2025-04-11")["items"]
    assert (line["number"], line["quantity"]) == ("38", "1")
    (other,) = told(visitor, "/figures/wuqian/topics-proposed/proof?committee=500104", "2025-04-11")["items"]
    assert other["number"] is None
