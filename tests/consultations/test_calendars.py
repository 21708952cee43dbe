"""Sessions in a phone's calendar: read back with the library that phones' makers would use."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from tests.cast import Cast, at
from tests.consultations.conftest import moment
from tests.web.conftest import SignIn
from yidu.common.clock import SHANGHAI
from yidu.consultations.actions import (
    call_off_session,
    change_session,
    end_subscription,
    invite,
    make_subscription,
    take_off_seat,
)
from yidu.consultations.actions.subscriptions import subscription_secret
from yidu.consultations.models import Session

pytestmark = pytest.mark.django_db


def events(door: Client, address: str) -> list:
    answer = door.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_ones_own_calendar_has_what_one_is_asked_to_with_its_place(cast: Cast, session: Session, street: Client):
    with at("2025-03-10"):
        mine = reverse("my-sessions", args=[subscription_secret(make_subscription(actor=cast.member))])
        assert events(street, mine) == []
        invite(session, persons=[cast.people["member"]], actor=cast.liaison)
        (event,) = events(street, mine)
        assert event.decoded("dtstart") == session.begins_at
        assert event.decoded("dtstart").astimezone(SHANGHAI).hour == 19
        assert event.decoded("dtend") == session.ends_at
        assert str(event["location"]) == f"{cast.venue.name} · 3 栋楼下"
        assert "居民发言" in str(event["description"])
        assert str(event["status"]) == "CONFIRMED"
        assert reverse("session", args=[session.pk]) in str(event["url"])


def test_moved_and_called_off_it_is_the_same_event_with_a_higher_number(cast: Cast, session: Session, street: Client):
    with at("2025-03-10"):
        mine = reverse("my-sessions", args=[subscription_secret(make_subscription(actor=cast.liaison))])
        (first,) = events(street, mine)
        told: dict[str, Any] = {
            "form": "courtyard",
            "convener": session.convener,
            "station": session.station,
            "actor": cast.liaison,
        }
        row = change_session(
            session, begins_at=moment("2025-03-21"), ends_at=moment("2025-03-21", 21), version=1, **told
        )
        (moved,) = events(street, mine)
        call_off_session(row, reason="当晚停电检修", actor=cast.liaison, version=2)
        (gone,) = events(street, mine)
    assert first["uid"] == moved["uid"] == gone["uid"]
    assert int(first["sequence"]) < int(moved["sequence"]) < int(gone["sequence"])
    assert moved.decoded("dtstart") == moment("2025-03-21")
    assert str(gone["status"]) == "CANCELLED"
    assert "停电" in str(gone["description"])


def test_a_department_reads_what_it_is_asked_to_and_nobody_reads_anothers(cast: Cast, session: Session, street: Client):
    with at("2025-03-10"):
        invite(session, organisations=[cast.economy], persons=[cast.people["member"]], actor=cast.liaison)
        own = {
            who: reverse("my-sessions", args=[subscription_secret(make_subscription(actor=getattr(cast, who)))])
            for who in ("economy_handler", "land_handler", "member")
        }
        assert [len(events(street, own[who])) for who in own] == [1, 0, 1]
        take_off_seat(session.seats.get(part="member"), actor=cast.liaison, version=1)
        assert events(street, own["member"]) == []


def test_a_new_address_ends_the_old_one_and_it_can_be_ended(cast: Cast, sign_in: SignIn, street: Client):
    page = reverse("my-calendar")
    with at("2025-03-10", 9):
        door = sign_in("member")
        assert door.post(page, {"do": "make"})["Location"] == page
        shown = door.get(page)
        address = shown.context["address"]
        assert address in shown.content.decode()
        assert door.get(page).context["address"] == ""
    with at("2025-03-10", 10):
        assert street.get(address).status_code == 200
        second = reverse("my-sessions", args=[subscription_secret(make_subscription(actor=cast.member))])
        assert street.get(address).status_code == 404
        assert street.get(second).status_code == 200
        end_subscription(actor=cast.member)
        assert street.get(second).status_code == 404
        assert street.get(reverse("my-sessions", args=["0" * 32])).status_code == 404


def test_everybody_subscribes_to_what_is_announced_and_to_nothing_else(cast: Cast, session: Session, street: Client):
    feed = reverse("sessions-feed", args=["500104"])
    with at("2025-03-10"):
        assert events(street, feed) == []
        Session.objects.filter(pk=session.pk).update(is_public=True)
        assert len(events(street, feed)) == 1
        assert len(events(street, reverse("sessions-feed", args=["500000"]))) == 1
