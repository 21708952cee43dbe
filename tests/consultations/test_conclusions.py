"""What is agreed becomes a matter in its owner's hands, by the day that was agreed; all of it, or nothing."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import Cast, at
from tests.consultations.conftest import moment, session_of
from tests.consultations.settled import BY, HELD, LIFT, MINUTES, concluded, full_session, held, point
from tests.matters.conftest import Walk
from yidu.common.actors import SYSTEM
from yidu.common.clock import local_day
from yidu.common.errors import Conflict, Invalid, NotAllowed, Stale
from yidu.consultations.actions import change_session, conclude_session, conclusions
from yidu.consultations.models import Point, Session
from yidu.ledger.audit import audit
from yidu.ledger.models import Step
from yidu.matters.actions import ask_look_back, find_look_back
from yidu.matters.clocks import deadline_of
from yidu.matters.commitments import open_commitments, open_commitments_of
from yidu.matters.looking import involved, may_be_asked
from yidu.matters.models import Handling, LookBack, Matter
from yidu.people.actions import close_organisation

pytestmark = pytest.mark.django_db
who_sat_there = import_module("yidu.consultations.migrations.0004_who_sat_there_has_to_do_with_it")


def agreed_of(session: Session) -> Walk:
    matter = Matter.objects.get(point__session=session, point__stands="agreed")
    return Walk(None, matter)  # type: ignore[arg-type]


def test_each_agreed_point_and_each_recommendation_becomes_a_matter_of_its_own_kind(cast: Cast, topic: Walk):
    session = concluded(cast, full_session(cast, topic))
    became = {one.text: one.matter for one in Point.objects.filter(session=session)}
    assert {text: one and one.kind for text, one in became.items()} == {
        LIFT: "agreed-point", "底层住户的分摊比例": None, "设专户，账目公开": "recommendation",
    }  # fmt: skip
    lift = became[LIFT]
    assert lift is not None
    assert (lift.title, lift.raised_as, lift.raised_by) == (LIFT, "liaison", cast.people["liaison"])
    assert lift.place == session.place
    assert (lift.stage, lift.holder, lift.lead) == ("doing", "lead", cast.economy)
    assert "区经济信息委牵头" in lift.text
    assert session.number in lift.text
    assert session.concluded_at is not None


def test_a_member_is_named_with_what_they_said_and_a_resident_is_not(cast: Cast, topic: Walk):
    session = concluded(cast, full_session(cast, topic))
    texts = {one.kind: one.text for one in Matter.objects.filter(point__session=session)}
    assert "刘桂英" not in texts["agreed-point"]
    assert "王晓岚" in texts["recommendation"]


def test_the_clock_runs_from_the_session_to_the_day_that_was_agreed_and_explains_itself(cast: Cast, topic: Walk):
    session = concluded(cast, full_session(cast, topic))
    lift = agreed_of(session).now()
    assert lift.due_at is not None
    assert local_day(lift.due_at) == BY
    explained = deadline_of(lift)
    assert explained is not None
    assert explained.due_at == lift.due_at
    assert (explained.days[0].day, explained.days[-1].day) == (session.begins_at.date(), BY)
    parts = {one.organisation_id: one.part for one in lift.handlings.all()}
    assert parts == {cast.economy.pk: Handling.Part.LEAD, cast.land.pk: Handling.Part.JOINT}


def test_without_the_day_of_the_point_the_date_is_another(cast: Cast, topic: Walk, monkeypatch: pytest.MonkeyPatch):
    """The broken twin of the one before: the stage's own three months."""
    monkeypatch.setattr(conclusions, "_clock", lambda _point, _session: None)
    lift = agreed_of(concluded(cast, full_session(cast, topic))).now()
    assert lift.due_at is not None
    assert local_day(lift.due_at) == date(2025, 6, 24)


def test_a_day_that_is_past_when_the_minutes_are_made_is_late_at_once(cast: Cast, topic: Walk):
    session = held(session_of(cast, topic))
    point(session, owner=cast.economy, day=date(2025, 3, 21))
    concluded(cast, session)
    with at(MINUTES):
        lift = agreed_of(session).now()
        assert lift.due_at is not None
        assert local_day(lift.due_at) == date(2025, 3, 21)


def test_a_recommendation_without_an_owner_waits_to_be_handed_over_and_has_the_time_of_its_stage(
    cast: Cast, topic: Walk
):
    session = held(session_of(cast, topic))
    point(session, "请研究长效机制", "recommended")
    concluded(cast, session)
    made = Matter.objects.get(point__session=session)
    assert (made.stage, made.holder, made.lead) == ("made", "office", None)


def test_what_was_agreed_stands_among_the_open_commitments_until_somebody_else_finds_it_kept(cast: Cast, topic: Walk):
    session = concluded(cast, full_session(cast, topic))
    lift = agreed_of(session).now()
    promised = LookBack.objects.get()
    assert (promised.matter, promised.owner, promised.promised_on, promised.reply) == (lift, cast.economy, BY, None)
    assert promised.measure == "区经济信息委牵头，六月底前换好。"
    with at(MINUTES):
        assert list(open_commitments(cast.member, cast.committee)) == [promised]
        assert open_commitments_of([lift.pk]) == {lift.pk: [promised]}
        with pytest.raises(Invalid):
            ask_look_back(promised)
    with at("2025-06-30", 10):
        ask_look_back(promised)
        promised.refresh_from_db()
        assert promised.asked in (cast.people["member"], cast.people["leader"])
        asked = cast.member if promised.asked == cast.people["member"] else cast.leader
        find_look_back(promised, found="solved", actor=asked, version=promised.version)
        assert list(open_commitments(cast.member, cast.committee)) == []
    assert audit() == []


def test_whoever_sat_there_has_to_do_with_it_and_somebody_else_looks(cast: Cast, topic: Walk):
    session = concluded(cast, full_session(cast, topic))
    agreed = agreed_of(session).matter
    sat = cast.people["member"].pk
    assert sat in involved(agreed)
    assert sat not in may_be_asked(agreed)
    assert cast.people["leader"].pk in may_be_asked(agreed)
    # The twin: the view as it was before people sat down.
    with connection.cursor() as cursor:
        cursor.execute(who_sat_there._BEFORE)
    assert sat in may_be_asked(agreed)


def test_a_promise_that_nobody_writes_down_is_missed(cast: Cast, topic: Walk, monkeypatch: pytest.MonkeyPatch):
    """The broken twin of the one before."""
    monkeypatch.setattr(conclusions, "promise_at_the_table", lambda *_matter, **_told: None)
    concluded(cast, full_session(cast, topic))
    with at(MINUTES):
        assert not open_commitments(cast.member, cast.committee).exists()


def test_the_ledger_knows_what_became_of_it_and_the_audit_finds_nothing(cast: Cast, topic: Walk):
    session = concluded(cast, full_session(cast, topic))
    lift = agreed_of(session).now()
    with at(MINUTES):
        assert audit() == []
    names = list(Step.objects.filter(record_id=str(lift.pk)).order_by("pk").values_list("name", flat=True))
    assert names == ["matter.raised", "matter.assigned"]
    assert Step.objects.filter(record_id=str(topic.matter.pk), name="matter.session-concluded").count() == 1


def test_nothing_is_concluded_before_it_was_held_or_while_a_point_is_open(cast: Cast, topic: Walk):
    session = session_of(cast, topic)
    with pytest.raises(Conflict):
        concluded(cast, session)
    session = held(session)
    still = point(session, stands="open")
    with pytest.raises(Conflict, match=LIFT):
        concluded(cast, session)
    Point.objects.filter(pk=still.pk).update(stands="disagreed", settled_at=session.ends_at)
    assert concluded(cast, session).concluded_at
    assert Matter.objects.filter(point__session=session).count() == 0


def test_the_office_and_the_convener_conclude_and_nobody_else(cast: Cast, topic: Walk):
    session = full_session(cast, topic)
    for actor in (cast.member, cast.leader, cast.economy_handler):
        with pytest.raises(NotAllowed):
            concluded(cast, session, actor=actor)
    with pytest.raises(Stale):
        concluded(cast, session, version=session.version + 1)
    with pytest.raises(Invalid):
        concluded(cast, session, conclusion=" ")
    assert concluded(cast, session, actor=cast.office).concluded_at


def test_all_of_it_becomes_or_nothing_and_what_hinders_is_said_with_its_point(cast: Cast, topic: Walk):
    session = full_session(cast, topic)
    with at("2025-03-21"):
        close_organisation(cast.land, on=date(2025, 3, 21), actor=SYSTEM, version=cast.land.version)
    with pytest.raises(Invalid) as refused:
        concluded(cast, session)
    assert LIFT in refused.value.fields["conclusion"][0]
    assert not Matter.objects.filter(kind__in=["agreed-point", "recommendation"]).exists()
    assert not LookBack.objects.exists()
    assert Session.objects.get(pk=session.pk).concluded_at is None


def test_a_day_before_the_session_is_refused(cast: Cast, topic: Walk):
    session = held(session_of(cast, topic))
    point(session, owner=cast.economy, day=date(2025, 3, 19))
    with pytest.raises(Invalid):
        concluded(cast, session)


def test_sent_twice_it_is_concluded_once(cast: Cast, topic: Walk):
    session, id_ = full_session(cast, topic), uuid4()
    first = concluded(cast, session, client_id=id_)
    assert concluded(cast, session, client_id=id_).pk == first.pk
    assert Matter.objects.filter(point__session=session).count() == 2
    assert Step.objects.filter(name="session.concluded").count() == 1


def test_what_is_concluded_is_not_changed_any_more(cast: Cast, topic: Walk):
    session = concluded(cast, full_session(cast, topic))
    with at(MINUTES), pytest.raises(Conflict):
        conclude_session(session, conclusion="又说一次", actor=cast.liaison, version=session.version)
    with at(MINUTES), pytest.raises(Conflict):
        change_session(
            session, form="courtyard", begins_at=moment(HELD), ends_at=moment(HELD, 21), actor=cast.office,
            convener=cast.appointments["liaison"], version=session.version,
        )  # fmt: skip


def test_the_table_holds_that_a_promise_says_what_and_by_when(cast: Cast, topic: Walk):
    concluded(cast, full_session(cast, topic))
    for wrong in ({"measure": ""}, {"promised_on": None}, {"why": "drawn"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            LookBack.objects.update(**wrong)


def test_the_owner_reports_and_the_convener_confirms_by_the_procedure_itself(cast: Cast, topic: Walk):
    session = concluded(cast, full_session(cast, topic))
    walk = agreed_of(session)
    walk.does(cast.economy_handler, "reply", "2025-06-20", text="十二部电梯已换好。", class_="A")
    walk.does(cast.economy_head, "sign", "2025-06-21")
    kept = walk.does(cast.liaison, "rate", "2025-06-23", satisfaction="satisfied")
    assert (kept.stage, kept.satisfied) == ("kept", True)
    assert audit() == []
