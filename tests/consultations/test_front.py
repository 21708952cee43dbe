"""The front page says what people are asked, what is talked over next, and what was lately; and of persons nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from tests.cast import Cast, at
from tests.consultations.conftest import LIFTS, moment, session_of, topic_of
from tests.consultations.settled import held
from tests.consultations.test_opinions import ASKED, asking_of
from tests.matters.conftest import Walk
from yidu.common.actors import SYSTEM
from yidu.consultations.actions import call_off_session, close_asking
from yidu.consultations.models import Session
from yidu.web.front import table_front

pytestmark = pytest.mark.django_db
HEAD = "正在商量"


def front(street: Client, day: str) -> str:
    with at(day):
        return street.get(reverse("portal")).content.decode()


def test_without_anything_there_is_no_heading(cast: Cast, topic: Walk, street: Client):
    assert HEAD not in front(street, "2025-03-12")


def test_what_everybody_is_asked_stands_there_while_it_is_open(cast: Cast, topic: Walk, street: Client):
    asking, inside = (
        asking_of(cast, topic, is_public=True),
        asking_of(cast, topic, question="只问内部的人？", is_public=False),
    )
    shown = front(street, "2025-03-12")
    assert HEAD in shown
    assert reverse("asking", args=[asking.pk]) in shown
    assert ASKED["question"] in shown
    assert reverse("asking", args=[inside.pk]) not in shown
    assert "只问内部的人" not in shown
    assert HEAD not in front(street, "2025-03-21"), "its days are over"
    with at("2025-03-13"):
        close_asking(asking, version=asking.version, actor=SYSTEM)
    assert HEAD not in front(street, "2025-03-14"), "somebody closed it before"


def test_what_is_talked_over_next_and_lately(cast: Cast, topic: Walk, street: Client):
    coming = session_of(cast, topic, is_public=True)
    inside = session_of(cast, topic_of(cast, title="只在内部商量的事"), begins_at=moment("2025-03-21"),
                        ends_at=moment("2025-03-21", 21))  # fmt: skip
    shown = front(street, "2025-03-12")
    assert "即将举行" in shown
    assert LIFTS["title"] in shown
    assert "19:00" in shown
    assert "只在内部商量的事" not in shown
    assert reverse("session", args=[inside.pk]) not in shown
    held(coming, headcount=87)
    after = front(street, "2025-03-22")
    assert "最近举行" in after
    assert "即将举行" not in after
    told = strip_tags(after.split(HEAD)[1].split("</section>")[0])
    assert LIFTS["title"] in told
    assert "87" not in told, "how many were there stands on its own page"
    assert HEAD not in front(street, "2025-05-01"), "that was long ago"


def test_what_was_called_off_is_not_announced(cast: Cast, topic: Walk, street: Client):
    coming = session_of(cast, topic, is_public=True)
    with at("2025-03-11"):
        call_off_session(coming, reason="停电检修", version=coming.version, actor=cast.office)
    assert HEAD not in front(street, "2025-03-12")


def test_it_asks_two_questions_and_shows_three(
    cast: Cast, topic: Walk, django_assert_num_queries: DjangoAssertNumQueries
):
    for number in range(5):
        asking_of(cast, topic, question=f"问题{number}？", is_public=True, closes_on=date(2025, 3, 20 + number))
        day = moment("2025-03-20") + timedelta(days=number)
        session_of(cast, topic, is_public=True, begins_at=day, ends_at=day + timedelta(hours=2))
    with at("2025-03-12"), django_assert_num_queries(2):
        told = table_front(cast.committee)
        assert [one.question for one in told.asked] == ["问题0？", "问题1？", "问题2？"]
        assert [one.begins_at.day for one in told.coming] == [20, 21, 22]
        assert {one.topic.title for one in told.coming} == {LIFTS["title"]}


def test_what_is_announced_or_taken_back_shows_with_the_next_request(cast: Cast, topic: Walk, street: Client):
    """The same session, and nothing but whether it is announced."""
    coming = session_of(cast, topic)
    assert HEAD not in front(street, "2025-03-12")
    for is_public in (True, False):
        Session.objects.filter(pk=coming.pk).update(is_public=is_public)
        assert (HEAD in front(street, "2025-03-12")) is is_public
