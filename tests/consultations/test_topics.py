"""Anybody proposes a topic; everybody reads why it was chosen or not; what was merged comes along to the end."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.consultations.conftest import LIFTS, session_of, topic_of
from tests.matters.conftest import Walk
from tests.web.conftest import SignIn
from yidu.common.errors import Invalid, NotAllowed, Stale
from yidu.consultations.actions import record_outcome, write_plan_line
from yidu.consultations.models import PlanLine
from yidu.matters.actions import raise_matter, receipt_code
from yidu.matters.models import Matter

pytestmark = pytest.mark.django_db
WHY, WHY_NOT = "多个院落都有，今年可以做成。", "已经列入市里的更新计划。"


def page_of(street: Client, matter: Matter) -> str:
    return street.get(reverse("matter", args=[matter.pk])).content.decode()


def list_of(street: Client, state: str = "") -> str:
    return street.get(reverse("topics", args=["500104"]), {"state": state} if state else {}).content.decode()


def test_everybody_reads_why_a_topic_was_chosen_and_why_another_was_not(cast: Cast, street: Client):
    chosen, other = topic_of(cast), topic_of(cast, title="老旧电梯什么时候换")
    chosen.does(cast.office, "choose", "2025-03-05", text=WHY)
    other.does(cast.office, "not-chosen", "2025-03-05", reason=WHY_NOT)
    with at("2025-03-06"):
        assert WHY in page_of(street, chosen.matter)
        assert WHY_NOT in page_of(street, other.matter)
        shown = list_of(street)
        assert WHY in shown
        assert WHY_NOT in shown
        assert WHY_NOT in list_of(street, "not")
        assert WHY_NOT not in list_of(street, "chosen")
        assert WHY in list_of(street, "chosen")
        assert reverse("topics", args=["500104"]) in street.get(reverse("portal")).content.decode()


def test_what_was_concluded_without_a_session_is_not_chosen_any_more(cast: Cast, topic: Walk, street: Client):
    """By telephone, or before anything was recorded here: it stands with what came of it."""
    title, states = LIFTS["title"], ("chosen", "table", "came")

    def where(day: str) -> list[str]:
        with at(day):
            return [state for state in states if title in list_of(street, state)]

    assert where("2025-03-06") == ["chosen"]
    topic.does(cast.office, "begin", "2025-03-20")
    assert where("2025-03-21") == ["table"]
    topic.does(cast.office, "conclude", "2025-04-10", text="电话里商量好了。")
    assert where("2025-04-11") == ["came"]
    topic.does(cast.office, "again", "2025-04-20", reason="费用还要商量。")
    assert where("2025-04-21") == ["table"]
    topic.does(cast.office, "conclude", "2025-05-10", text="换十二部。")
    topic.does(cast.office, "done", "2025-09-10", text="都换了。")
    assert where("2025-09-11") == ["came"]


def test_what_is_said_in_an_action_that_is_not_public_stays_inside(cast: Cast, street: Client):
    """The twin: the draft of the plan is not read by everybody."""
    drafted = topic_of(cast)
    drafted.does(cast.office, "plan", "2025-03-05", text="先征求意见，不对外。")
    with at("2025-03-06"):
        assert "先征求意见" not in page_of(street, drafted.matter)
        assert "先征求意见" not in list_of(street)


def test_a_department_proposes_a_topic_too(cast: Cast, sign_in: SignIn):
    with at("2025-03-03"):
        door, way = sign_in("economy_handler"), reverse("matter-new")
        assert [kind for _edition, kind, _line in door.get(way).context["kinds"]] == ["topic"]
        told = {
            "title": "园区停车怎么办", "text": "企业都说车没处停。", "place": cast.place.name,
            "client_id": str(uuid4()),
        }  # fmt: skip
        assert door.post(f"{way}?kind=wuqian.topic", told).status_code == 302
        made = Matter.objects.get(kind="topic")
        assert (made.raised_as, made.raised_by) == ("handler", cast.people["economy_handler"])
        with pytest.raises(NotAllowed):
            raise_matter(
                committee=cast.committee, edition=cast.edition, kind="resident-concern", raised_as="handler",
                title="别的事", text="不归部门提。", place=cast.place, actor=cast.economy_handler,
            )  # fmt: skip


def test_from_the_street_a_topic_is_one_of_the_kinds(street: Client, cast: Cast):
    with at("2025-03-03"):
        assert "协商议题" in street.get(reverse("say")).content.decode()


def test_whoever_wants_to_propose_is_led_to_the_form_of_a_topic(street: Client, cast: Cast, sign_in: SignIn):
    """Not to that of the first kind; at the desk in one's own role."""
    with at("2025-03-03"):
        for door, way in ((street, "say"), (sign_in("economy_handler"), "matter-new"), (sign_in("supervisor"), "say")):
            propose = propose_of(door)
            assert propose.startswith(reverse(way))
            assert door.get(propose).context["chosen"][1] == "topic"
        assert "<h1>提一个议题</h1>" in street.get(propose_of(street)).content.decode()


def propose_of(door: Client) -> str:
    return door.get(reverse("topics", args=["500104"])).context["propose"]


def test_a_receipt_shows_the_sessions_and_what_came_of_it_also_where_it_was_merged(cast: Cast, street: Client):
    main, other = topic_of(cast), topic_of(cast, title="我们楼的电梯也坏了")
    other.does(cast.office, "merge", "2025-03-04", into=main.matter.number)
    main.does(cast.office, "choose", "2025-03-05", text=WHY)
    planned, quiet = session_of(cast, main, is_public=True), session_of(cast, main, "2025-03-27")
    with at("2025-03-21"):
        record_outcome(
            main.matter, item="lifts-replaced", quantity=12, day=date(2025, 3, 21), confirmed_by="residents",
            confirmed_says="楼栋长签字", actor=cast.office, client_id=uuid4(),
        )  # fmt: skip
        for matter in (main.matter, other.matter):
            street.post(reverse("receipt"), {"receipt": receipt_code(matter)})
            shown = street.get(reverse("receipt")).content.decode()
            assert "楼栋长签字" in shown
            assert reverse("session", args=[planned.pk]) in shown
            assert reverse("session", args=[quiet.pk]) not in shown


def test_topics_that_are_alike_stand_together_when_the_office_chooses(cast: Cast, sign_in: SignIn):
    (
        topic_of(cast),
        topic_of(cast, title="港华小区的电梯老化，经常停运"),
        topic_of(cast, title="河边步道夜里太暗", text="路灯坏了一半，晚上散步的人看不清台阶，希望一起商量怎么装灯。"),
    )
    with at("2025-03-05"):
        page = sign_in("office").get(reverse("topics-choose"))
        sizes = [len(group) for group in page.context["groups"]]
        assert sizes == [2, 1]
        assert sign_in("member").get(reverse("topics-choose")).status_code == 404


def test_what_was_merged_comes_along_and_is_told_to_the_end(cast: Cast, street: Client):
    main, other = topic_of(cast), topic_of(cast, title="我们楼的电梯也坏了", actor=cast.member, raised_as="member")
    other.does(cast.office, "merge", "2025-03-04", into=main.matter.number)
    told = Matter.objects.get(pk=other.matter.pk).told_since
    main.does(cast.office, "choose", "2025-03-05", text=WHY)
    along = Matter.objects.get(pk=other.matter.pk)
    assert along.stage == "joined"
    assert along.told_since is not None
    assert along.told_since != told
    with at("2025-03-06"):
        assert WHY in page_of(street, along)
    main.does(cast.office, "begin", "2025-03-20")
    main.does(cast.office, "conclude", "2025-04-10", text="换十二部，费用分摊。")
    main.does(cast.office, "done", "2025-09-10", text="十二部都换了。")
    along = Matter.objects.get(pk=other.matter.pk)
    assert (along.stage, along.closed_at is not None) == ("done", True)
    with at("2025-09-11"):
        assert "十二部都换了。" in page_of(street, along)


def test_a_main_one_that_is_not_chosen_ends_both_with_the_same_reason(cast: Cast, street: Client):
    main, other = topic_of(cast), topic_of(cast, title="我们楼的电梯也坏了")
    other.does(cast.office, "merge", "2025-03-04", into=main.matter.number)
    main.does(cast.office, "not-chosen", "2025-03-05", reason=WHY_NOT)
    along = Matter.objects.get(pk=other.matter.pk)
    assert along.stage == "not-chosen"
    with at("2025-03-06"):
        assert WHY_NOT in page_of(street, along)


def planned(cast: Cast) -> Walk:
    walk = topic_of(cast)
    walk.does(cast.office, "plan", "2025-03-05", text="全区都有，列专题。")
    with at("2025-03-06"):
        write_plan_line(
            walk.matter, year=2025, form="topical", lead=cast.economy, month=6, actor=cast.office, version=0
        )
    return walk


def test_the_yearly_plan_is_the_offices_until_it_is_decided(cast: Cast, street: Client, sign_in: SignIn):
    walk, plan = planned(cast), reverse("plan", args=["500104", 2025])
    with at("2025-03-07"):
        inside = sign_in("office").get(plan).content.decode()
        assert LIFTS["title"] in inside
        assert "区经济信息委" in inside
        assert LIFTS["title"] not in street.get(plan).content.decode()
    walk.does(cast.office, "agreed-with", "2025-03-10", note="两办同意")
    walk.does(cast.office, "chairs", "2025-03-20", day="2025-03-19")
    walk.does(cast.office, "decided", "2025-04-02", day="2025-04-01", text=WHY)
    with at("2025-04-03"):
        shown = street.get(plan).content.decode()
        assert LIFTS["title"] in shown
        assert "主席会议审议通过" in shown
        assert WHY in page_of(street, walk.matter)


def test_only_the_office_writes_a_line_and_not_blindly(cast: Cast, sign_in: SignIn):
    walk = planned(cast)
    told: dict[str, Any] = {"year": 2025, "form": "topical", "actor": cast.office}
    with at("2025-03-08"):
        with pytest.raises(NotAllowed):
            write_plan_line(walk.matter, version=1, **{**told, "actor": cast.member})
        with pytest.raises(Stale):
            write_plan_line(walk.matter, version=0, **told)
        with pytest.raises(Invalid) as refused:
            write_plan_line(walk.matter, version=1, **{**told, "form": "banquet", "year": 1999, "month": 13})
        assert set(refused.value.fields) == {"form", "year", "month"}
        way = reverse("plan-line", args=[walk.matter.pk])
        door = sign_in("office")
        assert door.get(way).status_code == 200
        sent = {"client_id": str(uuid4()), "version": "1", "year": "2026", "form": "topical", "lead": "", "month": ""}
        assert door.post(way, sent)["Location"] == reverse("plan", args=["500104", 2026])
    line = PlanLine.objects.get()
    assert (line.year, line.month, line.lead) == (2026, None, None)


def test_a_topic_on_the_draft_without_a_line_is_not_forgotten(cast: Cast, sign_in: SignIn):
    walk = topic_of(cast)
    walk.does(cast.office, "plan", "2025-03-05", text="列专题。")
    with at("2025-03-07"):
        page = sign_in("office").get(reverse("plan", args=["500104", 2025])).content.decode()
    assert reverse("plan-line", args=[walk.matter.pk]) in page


def test_short_notice_is_a_warning_and_never_refused(cast: Cast, topic: Walk, sign_in: SignIn):
    short = session_of(cast, topic, "2025-03-20", form="topical", convener=cast.appointments["leader"])
    long = session_of(cast, topic, "2025-04-20", form="topical", convener=cast.appointments["leader"])
    courtyard = session_of(cast, topic, "2025-03-12")
    with at("2025-03-11"):
        door = sign_in("office")
        warned = [
            door.get(reverse("session", args=[one.pk])).context["prepared"].warning for one in (short, long, courtyard)
        ]
    assert warned[0]
    assert warned[1:] == ["", ""]
