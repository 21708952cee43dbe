"""Twelve lifts, 480 households: entered once, with what confirms it, and exactly so in the figures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.consultations.settled import concluded, full_session
from tests.matters.conftest import Walk
from tests.web.conftest import SignIn
from yidu.common.actors import Actor
from yidu.common.errors import Conflict, Invalid, NotAllowed
from yidu.consultations.actions import record_outcome, withdraw_outcome
from yidu.consultations.models import Outcome, Session
from yidu.ledger.audit import audit
from yidu.ledger.figures import Figure, value

pytestmark = pytest.mark.django_db
DONE = "2025-06-24"
LIFTS: dict[str, Any] = {
    "item": "lifts-replaced", "quantity": 12, "day": date(2025, 6, 20), "confirmed_by": "residents",
    "confirmed_says": "三栋到八栋居民代表逐部确认",
}  # fmt: skip


@pytest.fixture
def session(cast: Cast, topic: Walk) -> Session:
    return concluded(cast, full_session(cast, topic))


def recorded(session: Session, actor: Actor, **more: Any) -> Outcome:
    with at(DONE):
        return record_outcome(session.topic, session=session, actor=actor, client_id=uuid4(), **{**LIFTS, **more})


def count(cast: Cast, indicator: str) -> int:
    with at(DONE, 20):
        return int(value(Figure(committee=cast.committee, programme="wuqian", indicator=indicator)) or 0)


def test_twelve_lifts_and_480_households_are_the_figures_and_the_audit_finds_nothing(cast: Cast, session: Session):
    recorded(session, cast.liaison)
    recorded(session, cast.office, item="households", quantity=480)
    assert count(cast, "lifts-replaced") == 12
    assert count(cast, "households-that-benefit") == 480
    assert audit() == []


def test_the_same_is_not_entered_twice_and_the_reader_is_told_what_is_there(cast: Cast, session: Session):
    recorded(session, cast.liaison)
    with pytest.raises(Invalid) as refused:
        recorded(session, cast.office, quantity=11)
    assert "12" in refused.value.fields["item"][0]
    first = Outcome.objects.get()
    first.pk = uuid4()
    with pytest.raises(IntegrityError, match="outcome_entered_once"), transaction.atomic():
        first.save(force_insert=True)
    assert count(cast, "lifts-replaced") == 12


def test_on_another_day_somebody_says_that_it_is_more_of_it(cast: Cast, session: Session):
    """Else two who write down one thing make twenty-four lifts of twelve."""
    recorded(session, cast.liaison)
    more = {"day": LIFTS["day"] + timedelta(days=1), "quantity": 2}
    with pytest.raises(Invalid) as refused:
        recorded(session, cast.office, **more)
    assert "12" in refused.value.fields["item"][0]
    assert count(cast, "lifts-replaced") == 12
    recorded(session, cast.office, **more, besides=True)
    assert count(cast, "lifts-replaced") == 14


def test_what_was_wrong_is_withdrawn_with_a_reason_and_can_be_entered_anew(cast: Cast, session: Session):
    wrong = recorded(session, cast.liaison, quantity=21)
    with at(DONE):
        with pytest.raises(Invalid):
            withdraw_outcome(wrong, reason=" ", actor=cast.liaison, version=1)
        gone = withdraw_outcome(wrong, reason="数错了", actor=cast.liaison, version=1)
        with pytest.raises(Conflict):
            withdraw_outcome(gone, reason="再撤一次", actor=cast.liaison, version=2)
    assert count(cast, "lifts-replaced") == 0
    recorded(session, cast.liaison)
    assert count(cast, "lifts-replaced") == 12
    assert audit() == []


def test_sent_twice_it_is_entered_once(cast: Cast, session: Session):
    id_ = uuid4()
    with at(DONE):
        first, again = (
            record_outcome(session.topic, session=session, actor=cast.liaison, client_id=id_, **LIFTS) for _ in "12"
        )
    assert first == again
    assert Outcome.objects.count() == 1


def test_every_wrong_field_is_said_at_once(cast: Cast, session: Session):
    wrong = {"item": "dinners", "quantity": 0, "day": date(2026, 1, 1), "confirmed_by": "me", "confirmed_says": " "}
    with pytest.raises(Invalid) as refused:
        recorded(session, cast.liaison, **wrong)
    assert set(refused.value.fields) == set(wrong)


def test_only_the_office_and_whoever_convened_say_what_came_of_it(cast: Cast, session: Session):
    for actor in (cast.member, cast.economy_handler, cast.leader):
        with pytest.raises(NotAllowed):
            recorded(session, actor)
    for actor in (cast.liaison, cast.office):
        row = recorded(session, actor)
        with at(DONE):
            withdraw_outcome(row, reason="试一下", actor=actor, version=1)


def test_it_is_recorded_from_the_page_of_the_session_and_stands_on_both_pages(
    cast: Cast, session: Session, sign_in: SignIn, street: Client
):
    with at(DONE):
        door = sign_in("liaison")
        page = door.get(reverse("session", args=[session.pk])).content.decode()
        way = reverse("outcome-record", args=[session.topic_id])
        assert way in page
        assert door.get(f"{way}?session={session.pk}").status_code == 200
        told = {**LIFTS, "day": "2025-06-20", "client_id": str(uuid4()), "session": str(session.pk)}
        assert door.post(way, {**told, "quantity": "-3"}).status_code == 422
        assert door.post(way, told)["Location"] == reverse("session", args=[session.pk])
        assert door.post(way, {**told, "client_id": str(uuid4())}).status_code == 422
        outcome = Outcome.objects.get()
        assert outcome.session == session
        assert door.post(way, told).status_code == 302, "sent twice it is the same"
        another_day = {**told, "client_id": str(uuid4()), "day": "2025-06-21"}
        refused = door.post(way, another_day)
        assert refused.status_code == 422
        assert "12 · 6月20日" in refused.content.decode()
        assert door.post(way, {**another_day, "besides": "on", "quantity": "2"}).status_code == 302
        assert sorted(Outcome.objects.values_list("quantity", flat=True)) == [2, 12]
        for address in (reverse("session", args=[session.pk]), reverse("matter", args=[session.topic_id])):
            assert LIFTS["confirmed_says"] in door.get(address).content.decode()
        topic = street.get(reverse("matter", args=[session.topic_id])).content.decode()
        assert "<b>12</b>" in topic
        assert way not in topic
        gone = reverse("outcome-withdraw", args=[outcome.pk])
        assert sign_in("member").get(gone).status_code == 404
        assert door.post(gone, {"reason": "数错了", "version": "1", "client_id": str(uuid4())}).status_code == 302
        assert door.get(gone).status_code == 404
        assert street.get(reverse("figure", args=["500104", "wuqian", "lifts-replaced"])).status_code == 200


def test_what_came_of_it_names_the_records_behind_the_figure(cast: Cast, session: Session, sign_in: SignIn):
    recorded(session, cast.liaison)
    with at(DONE, 20):
        page = sign_in("office").get(reverse("figure", args=["500104", "wuqian", "lifts-replaced"])).content.decode()
    assert reverse("matter", args=[session.topic_id]) in page
