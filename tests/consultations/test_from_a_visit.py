"""A liaison proposes as a topic what was heard on a visit, or what stands in a matter: seen from both ends."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from tests.access import folder
from tests.cast import Cast, at
from tests.consultations.conftest import LIFTS, topic_of
from tests.matters.conftest import visit
from tests.web.conftest import SignIn
from yidu.activities.actions import record_activity
from yidu.activities.models import Activity
from yidu.common import clock
from yidu.common.errors import Invalid, NotAllowed
from yidu.ledger.audit import audit
from yidu.matters.actions import raise_matter
from yidu.matters.models import Matter
from yidu.proposals.actions import quote_for_matter, raise_quoting
from yidu.proposals.actions import sources as naming
from yidu.proposals.models import Source

pytestmark = pytest.mark.django_db
BUTTON = "提为协商议题"


@pytest.fixture
def heard(cast: Cast) -> Activity:
    """What the liaison heard in the courtyard."""
    with at("2025-03-03"):
        return record_activity(
            committee=cast.committee, edition=cast.edition, kind="household-visit", day=date(2025, 3, 3),
            host=cast.appointments["liaison"], place=cast.place, headcount=6, heard="电梯老停，老人下不了楼。",
            answers={"households": 6}, actor=cast.liaison, client_id=uuid4(),
        )  # fmt: skip


def told_in_confidence(cast: Cast) -> Matter:
    """What only those read who have to do with it."""
    with at("2025-03-03"):
        return raise_matter(
            committee=cast.committee, edition=cast.edition, kind="investor-lead", raised_as="member",
            title="一家企业想来看地", text="先不要说是哪一家。", place=cast.place, actor=cast.member, client_id=uuid4(),
            answers=folder.answers("wuqian", "investor-lead", "2025-03-03"),
        )  # fmt: skip


def way(what: str, pk: UUID) -> str:
    return f"{reverse('matter-new')}?kind=wuqian.topic&from={what}-{pk}"


def form(cast: Cast, **more: Any) -> dict[str, Any]:
    return {**LIFTS, "place": cast.place.name, "client_id": str(uuid4()), **more}


def page(door: Client, what: str, pk: UUID) -> str:
    return door.get(reverse(what, args=[pk])).content.decode()


def test_a_topic_from_a_visit_is_seen_from_both_ends(cast: Cast, heard: Activity, sign_in: SignIn, street: Client):
    door, told = sign_in("liaison"), form(cast)
    with at("2025-03-04"):
        shown = page(door, "activity", heard.pk)
        assert BUTTON in shown
        assert way("activity", heard.pk).replace("&", "&amp;") in shown
        assert heard.title in door.get(way("activity", heard.pk)).content.decode()
        answer = door.post(way("activity", heard.pk), told)
        again = door.post(way("activity", heard.pk), told)
        topic = Matter.objects.get(kind="topic")
        assert (answer.status_code, again.status_code) == (302, 302)
        assert (str(topic.pk), topic.raised_as) == (told["client_id"], "liaison")
        assert Source.objects.get().raised == topic, "sent twice, quoted once"
        assert LIFTS["title"] in page(door, "activity", heard.pk)
        assert reverse("activity", args=[heard.pk]) in page(door, "matter", topic.pk)
        assert "来自一次走访活动" in page(door, "matter", topic.pk)
        everybody = page(street, "matter", topic.pk)
        assert LIFTS["title"] in everybody
        assert reverse("activity", args=[heard.pk]) not in everybody
        assert "老人下不了楼" not in everybody
        assert audit() == []


def test_a_topic_from_a_matter_is_seen_from_both_ends(cast: Cast, sign_in: SignIn):
    with at("2025-02-17"):
        source = visit(cast)
    door = sign_in("member")
    with at("2025-03-04"):
        assert BUTTON in page(door, "matter", source.pk)
        assert door.post(way("matter", source.pk), form(cast)).status_code == 302
        topic = Matter.objects.get(kind="topic")
        assert reverse("matter", args=[topic.pk]) in page(door, "matter", source.pk)
        assert reverse("matter", args=[source.pk]) in page(door, "matter", topic.pk)
        assert BUTTON not in page(door, "matter", topic.pk), "a topic is one already"


def test_whoever_may_not_read_the_source_sees_nothing_of_it(cast: Cast, sign_in: SignIn):
    """The twin of both ends: a department reads the topic, which is public, and not the matter from which it came."""
    source = told_in_confidence(cast)
    with at("2025-03-04"):
        sign_in("member").post(way("matter", source.pk), form(cast))
        topic = Matter.objects.get(kind="topic")
        door = sign_in("economy_handler")
        assert door.get(reverse("matter", args=[source.pk])).status_code == 404
        shown = page(door, "matter", topic.pk)
        assert source.title not in shown
        assert str(source.pk) not in shown


def test_what_one_may_not_read_is_no_source(cast: Cast, sign_in: SignIn):
    source = told_in_confidence(cast)
    with at("2025-03-04"):
        door = sign_in("economy_handler")
        assert door.get(way("matter", source.pk)).context["source"] is None
        assert door.post(way("matter", source.pk), form(cast)).status_code == 302
        assert not Source.objects.exists()
        told = {"committee": cast.committee, "edition": cast.edition, "kind": "topic", "place": cast.place, **LIFTS}
        with pytest.raises(Invalid):
            raise_quoting(source, **told, actor=cast.economy_handler, client_id=uuid4())
    assert Matter.objects.filter(kind="topic").count() == 1, "the second was not raised without its source"


def test_only_whoever_raised_it_and_the_office_name_a_source(cast: Cast, heard: Activity, monkeypatch: Any):
    topic = topic_of(cast).matter
    with at("2025-03-05"):
        with pytest.raises(NotAllowed):
            quote_for_matter(topic, activity=heard, actor=cast.member)
        with pytest.raises(Invalid):
            quote_for_matter(topic, matter=topic, actor=cast.office)
        quote_for_matter(topic, activity=heard, actor=cast.office)
        assert Source.objects.get().activity == heard
        monkeypatch.setattr(naming, "has_power", lambda *_told, **_more: True)
        quote_for_matter(topic, activity=heard, actor=cast.member)  # the twin: nobody asks who it is


def test_a_source_is_of_a_text_or_of_a_matter(cast: Cast, heard: Activity):
    with pytest.raises(IntegrityError, match="source_of_one"), transaction.atomic():
        Source.objects.create(activity=heard, quoted_at=clock.now())


def test_nobody_is_asked_who_may_not_propose(cast: Cast, heard: Activity, street: Client, sign_in: SignIn):
    with at("2025-03-04"):
        assert BUTTON not in street.get(reverse("activity", args=[heard.pk])).content.decode()
        assert BUTTON not in page(sign_in("economy_handler"), "activity", heard.pk)
