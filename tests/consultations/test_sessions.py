"""A session is planned about a topic by the office or by whoever convenes it, changed, and called off with a reason."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.consultations.conftest import moment, session_of
from tests.matters.conftest import Walk, visit
from tests.web.conftest import SignIn
from yidu.common.errors import Conflict, Invalid, NotAllowed, Stale
from yidu.consultations.actions import call_off_session, change_session, plan_session
from yidu.consultations.models import Session
from yidu.consultations.rules import readable
from yidu.ledger.models import Step

pytestmark = pytest.mark.django_db
PLANNED: dict[str, Any] = {"form": "courtyard", "begins_at": moment("2025-03-27"), "ends_at": moment("2025-03-27", 20)}


def test_a_topic_comes_from_the_street_and_is_chosen_with_a_reason(cast: Cast, topic: Walk):
    assert topic.matter.raised_by_id is None
    assert topic.matter.stage == "chosen"
    assert topic.matter.open_to == "public"


def test_the_liaison_plans_a_session_at_their_venue(cast: Cast, topic: Walk):
    session = session_of(cast, topic, actor=cast.liaison)
    assert session.number == "2025-0001"
    assert session.place == cast.venue.place
    steps = Step.objects.filter(name__in=["session.planned", "matter.session-planned"])
    assert {one.record_type for one in steps} == {"session", "matter"}


def test_whoever_may_not_convene_plans_nothing_and_nobody_plans_for_another(cast: Cast, topic: Walk):
    with at("2025-03-10"):
        for actor in (cast.economy_handler, cast.member):
            with pytest.raises(NotAllowed):
                plan_session(topic=topic.matter, convener=cast.appointments["liaison"], actor=actor, **PLANNED)
        with pytest.raises(Invalid) as refused:
            plan_session(topic=topic.matter, convener=cast.appointments["supervisor"], actor=cast.office, **PLANNED)
    assert set(refused.value.fields) == {"convener"}


def test_every_wrong_field_is_said_at_once(cast: Cast, topic: Walk):
    told: dict[str, Any] = {
        "form": "banquet",
        "room": "长" * 121,
        "begins_at": moment("2025-03-27"),
        "ends_at": moment("2025-03-27", 18),
    }
    with at("2025-03-10"), pytest.raises(Invalid) as refused:
        plan_session(topic=topic.matter, convener=cast.appointments["leader"], actor=cast.office, **told)
    assert set(refused.value.fields) == {"form", "ends_at", "room"}


def test_nobody_sits_down_about_a_matter_of_another_kind(cast: Cast):
    with at("2025-03-03"):
        difficulty = visit(cast)
        with pytest.raises(Invalid) as refused:
            plan_session(topic=difficulty, convener=cast.appointments["liaison"], actor=cast.office, **PLANNED)
    assert "topic" in refused.value.fields


def test_what_is_planned_is_changed_by_what_was_seen_and_not_blindly(cast: Cast, session: Session):
    told: dict[str, Any] = {**PLANNED, "convener": cast.appointments["liaison"], "actor": cast.liaison}
    with at("2025-03-12"):
        changed = change_session(session, version=session.version, is_public=True, **told)
        assert changed.is_public
        assert changed.begins_at == PLANNED["begins_at"]
        with pytest.raises(Stale):
            change_session(session, version=session.version, **told)


def test_what_is_called_off_says_why_and_is_not_changed_any_more(cast: Cast, session: Session):
    with at("2025-03-12"):
        with pytest.raises(Invalid):
            call_off_session(session, reason=" ", actor=cast.liaison, version=1)
        gone = call_off_session(session, reason="当晚停电检修", actor=cast.liaison, version=1, client_id=uuid4())
        with pytest.raises(Conflict):
            call_off_session(gone, reason="再说一次", actor=cast.liaison, version=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(called_off_because="")


def test_who_reads_a_session(cast: Cast, session: Session, street: Client):
    """Whoever serves the committee and reads the topic; everybody once it is announced."""
    for actor, reads in ((cast.member, True), (cast.liaison, True), (cast.economy_handler, False)):
        assert readable(actor).filter(pk=session.pk).exists() is reads
    assert street.get(reverse("session", args=[session.pk])).status_code == 404
    Session.objects.filter(pk=session.pk).update(is_public=True)
    assert street.get(reverse("session", args=[session.pk])).status_code == 200
    assert readable(cast.economy_handler).filter(pk=session.pk).exists()


def test_it_is_planned_from_the_page_of_the_topic(cast: Cast, topic: Walk, sign_in: SignIn):
    with at("2025-03-10"):
        page = sign_in("liaison").get(reverse("matter", args=[topic.matter.pk]))
        way = reverse("session-plan", args=[topic.matter.pk])
        assert way in page.content.decode()
        told: dict[str, Any] = {
            "form": "courtyard", "day": "2025-03-20", "begins": "19:00", "ends": "21:00", "station": cast.venue.name,
            "convener": str(cast.appointments["liaison"].pk), "client_id": str(uuid4()), "version": "0",
        }  # fmt: skip
        door = sign_in("liaison")
        assert door.post(way, {**told, "ends": "18:00"}).status_code == 422
        answer = door.post(way, told)
        planned = Session.objects.get()
        assert answer["Location"] == reverse("session", args=[planned.pk])
        assert cast.venue.name in door.get(answer["Location"]).content.decode()
        assert door.get(reverse("session-change", args=[planned.pk])).status_code == 200
        assert planned.number in door.get(reverse("matter", args=[topic.matter.pk])).content.decode()
        assert topic.matter.title in door.get(reverse("sessions", args=["500104"])).content.decode()
