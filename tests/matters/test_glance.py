"""One matter is read as many are: the same rule of who may, and the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Model

from tests.cast import Cast, at
from tests.matters.conftest import Walk
from tests.matters.test_issuing import signed
from yidu.activities import rules as activities
from yidu.activities.models import Activity, OpenTo
from yidu.common.actors import SYSTEM, VISITOR, Actor
from yidu.matters import rules
from yidu.matters.actions import make_link
from yidu.matters.glance import glance_at
from yidu.matters.jobs import ask_to_look_back
from yidu.matters.models import Matter
from yidu.matters.queries import one_matter, story
from yidu.matters.whole import _NOT_READ, whole_matter
from yidu.people.actions import end_appointment
from yidu.people.rules import standing_of


@pytest.fixture
def readers(cast: Cast, walk: Walk) -> Iterator[list[Actor]]:
    """Everybody of the cast, whoever left, people of other committees, and those without an account."""
    walk.handed_over()
    with at("2025-01-03"):
        cast.add("city_office", "钱程", "office", committee=cast.city)
        cast.add("another", "刘子涵", "member", sector=cast.sector)
        cast.add("gone", "旧人", "member", sector=cast.sector)
    with at("2025-02-18"):
        end_appointment(cast.appointments["gone"], ends=date(2025, 2, 18), actor=cast.office, version=1)
    share = walk.matter.handlings.get(part="joint")
    link = Actor(kind="link", matter_id=walk.matter.pk, organisation_id=cast.land.pk, handling_id=share.pk)
    other = Actor(kind="receipt", matter_id=uuid4())
    with at("2025-02-20"):
        yield [*(getattr(cast, one) for one in cast.people), SYSTEM, VISITOR, walk.raiser, link, other]


def test_who_may_read_one_matter_is_who_finds_it_among_all(cast: Cast, walk: Walk, readers: list[Actor]):
    people = (None, cast.people["another"].pk, cast.people["gone"].pk)
    shares = list(walk.matter.handlings.all())
    tried = set()
    for open_to, raised_by, recorded_by, share_ended in product(OpenTo.values, people, people, (False, True)):
        Matter.objects.update(open_to=open_to, raised_by=raised_by)
        Activity.objects.update(recorded_by=recorded_by)
        for share in shares:
            share.ended_at = walk.matter.raised_at if share_ended else None
            share.save(update_fields=["ended_at"])
        glance = glance_at(walk.matter.pk)
        assert glance
        for actor in readers:
            may = rules.may_read(glance, standing_of(actor))
            assert may is rules.readable(actor).filter(pk=walk.matter.pk).exists(), (open_to, actor)
            tried.add((actor, may))
    never = [actor for actor in readers if (actor, False) not in tried]
    assert {actor.kind for actor in never} == {"system", "receipt", "link", "person"}, "the office always may"
    assert all((actor, True) in tried for actor in readers), "what is open to everybody, everybody may read"


def test_who_may_read_one_activity_is_who_finds_it_among_all(cast: Cast, walk: Walk, readers: list[Actor]):
    people = (None, cast.people["another"].pk, cast.people["gone"].pk)
    hosts = [cast.appointments[one] for one in ("member", "another", "gone")]
    for open_to, host, recorded_by in product(OpenTo.values, hosts, people):
        Activity.objects.update(open_to=open_to, host=host, recorded_by=recorded_by)
        glance = glance_at(walk.matter.pk)
        assert glance
        assert glance.activity
        for actor in readers:
            may = activities.may_read(standing_of(actor), glance.activity)
            assert may is activities.readable(actor).exists(), (open_to, host, actor)


def test_nobody_reads_what_is_not_there(cast: Cast):
    assert glance_at(uuid4()) is None
    assert whole_matter(uuid4()) is None
    assert one_matter(SYSTEM, uuid4()) is None


def said(row: Model) -> dict[str, Any]:
    """All that was read of a row."""
    left_out = _NOT_READ.get(type(row), ())
    return {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if one.name not in left_out}


def test_a_matter_in_one_question_is_the_matter_row_by_row(cast: Cast, walk: Walk):
    with at("2025-01-03"):
        cast.add("another", "刘子涵", "member", sector=cast.sector)
    walk.handed_over()
    walk.does(cast.land_handler, "extend", "2025-02-19", reason="要现场看。", days=2)
    walk.does(cast.office, "decide", "2025-02-19", hour=13, grant="yes")
    walk.does(cast.economy_handler, "pause", "2025-02-20", reason="waiting-for-the-raiser")
    walk.does(cast.economy_handler, "resume", "2025-02-24")
    with at("2025-02-24"):
        make_link(walk.matter, actor=cast.office)
    promise = [{"text": "六月底前交付", "day": "2025-06-30"}]
    walk.does(cast.economy_handler, "reply", "2025-02-25", text="列入\n“计划”。", class_="B", measures=promise)
    walk.does(cast.economy_head, "sign", "2025-02-26", hour=10)
    with at("2025-07-01"):
        assert ask_to_look_back() == 1
    whole, row = whole_matter(walk.matter.pk), Matter.objects.get(pk=walk.matter.pk)
    assert whole
    assert said(whole) == said(row)
    for name in ("activity", "edition", "committee", "place", "organisation", "lead"):
        assert said(getattr(whole, name)) == said(getattr(row, name)), name
    for name in ("handlings", "requests", "pauses", "replies", "look_backs", "links"):
        read, rows = list(getattr(whole, name).all()), list(getattr(row, name).all())
        assert [said(one) for one in read] == [said(one) for one in rows], name
        assert rows, name
        # A question of its own is still about this matter alone.
        assert getattr(whole, name).filter(pk=uuid4() if name == "look_backs" else 0).count() == 0
        assert f"{row.pk.hex}" in str(getattr(whole, name).exclude(pk=None).query).replace("-", "")
    told = story(whole)
    assert [said(one) for one in told] == [said(one) for one in story(row)]
    assert len(told) > 8


def test_a_report_in_one_question_is_the_report_row_by_row(cast: Cast, django_assert_num_queries: Any):
    report = signed(cast)
    report.does(cast.office, "issue", "2025-03-03", hour=13, series="opinion")
    report.does(cast.office, "send-up", "2025-03-04", note="市政协")
    report.does(cast.office, "adopt", "2025-03-20", level="city", carrier="single", day="2025-03-20")
    adoption = report.matter.adoptions.get()
    told: dict[str, Any] = {"instructed_by": "王副市长", "day": "2025-03-20", "instruction": "handle"}
    report.does(cast.office, "instruct", "2025-03-21", adoption=str(adoption.pk), **told)
    row = Matter.objects.get(pk=report.matter.pk)
    with django_assert_num_queries(1):
        whole = whole_matter(row.pk)
        assert whole
        read = {name: list(getattr(whole, name).all()) for name in ("issued_texts", "adoptions", "instructions")}
    for name, found in read.items():
        assert [said(one) for one in found] == [said(one) for one in getattr(row, name).all()], name
        assert found, name


def test_what_is_read_with_a_matter_needs_no_further_question(cast: Cast, walk: Walk, django_assert_num_queries: Any):
    walk.handed_over().answered()
    with django_assert_num_queries(1):
        whole = whole_matter(walk.matter.pk)
        assert whole
        assert {one.organisation.called for one in whole.handlings.all()} == {"区经济信息委", "区规资局"}
        assert [one.handling.organisation.called for one in whole.replies.all()] == ["区经济信息委"]
        assert whole.activity
        assert whole.activity.title
        assert {one.actor.name for one in story(whole) if one.actor} >= {"陈思远", "李建国"}
        assert whole.handlings.all()[0].matter is whole
