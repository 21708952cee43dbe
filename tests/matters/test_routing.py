"""Which departments had such matters before: told with the texts it follows from, and only of what one may read."""

from __future__ import annotations

import pytest

from tests.cast import Cast, at
from tests.matters.conftest import Walk, visit
from yidu.common.actors import Actor
from yidu.matters import routing
from yidu.matters.actions import find_look_back
from yidu.matters.alike import alike
from yidu.matters.jobs import ask_to_look_back
from yidu.matters.models import Handling, LookBack, Matter
from yidu.matters.routing import Route, routes_before
from yidu.people.rules import standing_of

TITLE, TEXT = "生产用地不足", "新订单来了，现有厂房太小不够用，想在区内找三千平方米左右的生产用地，最好靠近高速路口。"
AGAIN = {
    "title": "想找生产用地",
    "text": "企业的厂房太小不够用，希望在区内靠近高速路口的地方找三千平方米左右的生产用地。",
}
PROMISE = [{"text": "六月底前交付厂房", "day": "2025-06-30"}]


@pytest.fixture
def before(cast: Cast) -> Walk:
    """Handed to economy with land joining, answered with a promise; another matter about something else."""
    with at("2025-02-17"):
        walk = Walk(cast, visit(cast, title=TITLE, text=TEXT))
        visit(cast, title="公交班次太少", text="工人下班以后没有公交车，只好走到地铁站，雨天特别不方便。")
    walk.handed_over()
    walk.does(cast.economy_handler, "reply", "2025-02-25", text="列入计划。", class_="B", measures=PROMISE)
    walk.does(cast.economy_head, "sign", "2025-02-26")
    return walk


def routes(cast: Cast, who: Actor | None = None, **written: str) -> list[Route]:
    with at("2025-03-03"):
        return routes_before(visit(cast, **{**AGAIN, **written}), standing_of(who or cast.office))


def test_lead_and_joint_departments_are_named_with_the_text_that_says_so(before: Walk):
    first, second = routes(before.cast)
    assert (first.organisation, first.led, first.joined) == (before.cast.economy, (before.matter,), ())
    assert (second.organisation, second.led, second.joined) == (before.cast.land, (), (before.matter,))


def test_nothing_is_applied_by_itself(before: Walk):
    routes(before.cast)
    new = Matter.objects.latest("raised_at")
    assert new.lead is None
    assert not new.handlings.exists()


def test_a_text_on_something_else_says_nothing(before: Walk):
    assert (
        routes(before.cast, title="路灯不亮", text="巷子里二十多盏路灯坏了，老人晚上出门容易摔倒，请尽快修复。") == []
    )


def test_whoever_was_taken_off_or_is_closed_is_not_named(before: Walk):
    cast = before.cast
    Handling.objects.filter(organisation=cast.land).update(ended_at="2025-02-27T00:00Z")
    assert [one.organisation for one in routes(cast)] == [cast.economy]
    type(cast.economy).objects.filter(pk=cast.economy.pk).update(closed_on="2025-03-01")
    assert routes(cast) == []


def test_whoever_may_not_read_it_learns_nothing(before: Walk):
    Matter.objects.update(open_to="parties")
    assert routes(before.cast, before.cast.liaison) == []


def test_the_twin_where_anything_counts_as_like_it_names_departments_for_anything(
    before: Walk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(routing, "LIKE_IT", 0.0)
    assert routes(before.cast, title="厂房的路灯", text="巷子里二十多盏路灯坏了，老人晚上出门容易摔倒，请尽快修复。")


def test_what_was_promised_there_is_told_until_it_is_kept(before: Walk):
    cast = before.cast
    with at("2025-01-03"):
        cast.add("another", "刘子涵", "member", sector=cast.sector)
    with at("2025-03-03"):
        (found,) = alike(AGAIN.values(), cast.committee, standing_of(cast.office))
    assert [one.measure for one in found.commitments] == ["六月底前交付厂房"]
    with at("2025-06-30", 10):
        ask_to_look_back()
        row = LookBack.objects.select_related("asked").get()
        assert row.asked is not None
        who = Actor(kind="person", person_id=row.asked_id, name=row.asked.name)
        find_look_back(row, found="solved", seen="厂房已经交付", version=row.version, actor=who)
        (found,) = alike(AGAIN.values(), cast.committee, standing_of(cast.office))
    assert found.commitments == ()
