"""The pages of opinions, without JavaScript and with htmx: voting, saying, reading, and what came of it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.consultations.conftest import session_of
from tests.consultations.test_opinions import AFTER, DURING, OPENED, asking_of, shown_in, three_camps
from tests.matters.conftest import Walk
from tests.web.conftest import SignIn
from yidu.consultations.jobs import close_askings, group_opinions
from yidu.consultations.models import Asking, Opinion, Session, Vote
from yidu.ledger.models import Step
from yidu.web.views import opinions as pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def asking(cast: Cast, topic: Walk) -> Asking:
    return asking_of(cast, topic)


def page_of(client: Client, asking: Asking, **more: Any) -> str:
    answer = client.get(reverse("asking", args=[asking.pk]), more)
    assert answer.status_code == 200
    return str(answer.content.decode())


def votes(client: Client, asking: Asking, opinion: Opinion, says: str, **headers: str) -> Any:
    told = {"opinion": str(opinion.pk), "says": says}
    return client.post(reverse("asking-vote", args=[asking.pk]), told, headers=headers)


def test_one_statement_after_the_other_with_three_buttons(cast: Cast, asking: Asking, street: Client):
    first, second = shown_in(cast, asking, "按楼层分摊", "政府补一半")
    with at(DURING):
        assert first.text in page_of(street, asking)
        assert pages.COOKIE not in street.cookies
        answer = votes(street, asking, first, "agree")
        assert answer["Location"] == f"{reverse('asking', args=[asking.pk])}#statement"
        kept = answer.cookies[pages.COOKIE]
        assert kept["path"] == reverse("asking", args=[asking.pk])
        assert kept["httponly"]
        assert f'class="said">{second.text}' in page_of(street, asking)
        votes(street, asking, second, "pass")
        again = page_of(street, asking, opinion=first.pk)
        assert f'class="said">{first.text}' in again
        votes(street, asking, first, "disagree")
    assert sorted(Vote.objects.values_list("says", flat=True)) == [-1, 0]
    assert Vote.objects.values("voter").distinct().count() == 1


def test_with_htmx_the_same_in_place(cast: Cast, asking: Asking, street: Client):
    first, second = shown_in(cast, asking, "按楼层分摊", "政府补一半")
    with at(DURING):
        answer = votes(street, asking, first, "agree", hx_request="true")
    said = answer.content.decode()
    assert "<html" not in said
    assert second.text in said
    assert "HX-Request" in answer["Vary"]
    assert "no-cache" in answer["Cache-Control"]


def test_what_is_wrong_is_said_and_nothing_is_kept(cast: Cast, asking: Asking, street: Client):
    (one,) = shown_in(cast, asking, "按楼层分摊")
    url = reverse("asking-vote", args=[asking.pk])
    with at(DURING):
        assert votes(street, asking, one, "maybe").status_code == 422
        assert street.post(url, {"opinion": "x", "says": "agree"}).status_code == 404
        assert street.post(url, {"opinion": str(uuid4()), "says": "agree"}).status_code == 404
        assert street.get(url).status_code == 405
        street.cookies[pages.COOKIE] = "<script>"
        assert votes(street, asking, one, "agree").status_code == 302
    with at(AFTER):
        assert votes(street, asking, one, "agree").status_code == 409
    assert Vote.objects.count() == 1


def test_an_account_leaves_no_trace_in_a_vote_or_a_statement(cast: Cast, asking: Asking, sign_in: SignIn):
    (one,) = shown_in(cast, asking, "按楼层分摊")
    door = sign_in("member")
    with at(DURING):
        votes(door, asking, one, "agree")
        door.post(reverse("asking-say", args=[asking.pk]), {"text": "政府补一半", "client_id": str(uuid4())})
    steps = Step.objects.filter(action__in=["vote.cast", "opinion.say"]).order_by("-pk")[:2]
    assert [(one.actor_id, one.actor_kind) for one in steps] == [(None, "visitor")] * 2


def test_a_statement_waits_is_read_with_a_warning_and_shown(
    cast: Cast, asking: Asking, street: Client, sign_in: SignIn
):
    say, read = (reverse(name, args=[asking.pk]) for name in ("asking-say", "asking-read"))
    door = sign_in("liaison")
    with at(DURING):
        long = street.post(say, {"text": "长" * 141, "client_id": str(uuid4())})
        assert long.status_code == 422
        assert "长" * 141 in long.content.decode()
        street.post(say, {"text": "问张经理要账目", "client_id": str(uuid4())})
        assert "问张经理要账目" not in page_of(street, asking)
        assert street.get(read).status_code == 302
        assert sign_in("economy_handler").get(read).status_code == 404
        waiting = door.get(read).content.decode()
        assert "问张经理要账目" in waiting
        assert "张经理</p>" in waiting
        row = Opinion.objects.get()
        told = {"opinion": str(row.pk), "version": "1", "client_id": str(uuid4())}
        assert door.post(read, told).status_code == 422
        assert door.post(read, {**told, "decided": "names-somebody"}).status_code == 302
        stale = door.post(read, {**told, "decided": "show", "client_id": str(uuid4())})
        assert stale.status_code == 409
        told = {"opinion": str(row.pk), "version": "2", "client_id": str(uuid4())}
        assert door.post(read, {**told, "decided": "show"}).status_code == 302
        assert "问张经理要账目" in page_of(street, asking)


def test_too_much_from_one_connection_waits(cast: Cast, asking: Asking, street: Client, monkeypatch: Any):
    (one,) = shown_in(cast, asking, "按楼层分摊")
    monkeypatch.setattr(pages, "MOST_VOTES", 2)
    monkeypatch.setattr(pages, "MOST_SAID", 1)
    with at(DURING):
        assert [votes(street, asking, one, "agree").status_code for _time in range(3)] == [302, 302, 429]
        say = reverse("asking-say", args=[asking.pk])
        told = [street.post(say, {"text": f"第 {n} 条", "client_id": str(uuid4())}).status_code for n in range(2)]
    assert told == [302, 429]


def test_it_is_asked_from_the_page_of_the_topic(cast: Cast, topic: Walk, street: Client, sign_in: SignIn):
    door, way = sign_in("liaison"), reverse("asking-open", args=[topic.matter.pk])
    with at(OPENED):
        assert way in door.get(reverse("matter", args=[topic.matter.pk])).content.decode()
        told = {
            "question": "钱怎么分摊？", "when": "before", "opens_on": OPENED, "closes_on": "2025-03-20",
            "is_public": "on", "client_id": str(uuid4()), "version": "0",
        }  # fmt: skip
        assert door.post(way, {**told, "closes_on": "2025-03-01"}).status_code == 422
        answer = door.post(way, told)
        asked = Asking.objects.get()
        assert answer["Location"] == reverse("asking", args=[asked.pk])
        assert "钱怎么分摊？" in street.get(reverse("matter", args=[topic.matter.pk])).content.decode()
        change = reverse("asking-change", args=[asked.pk])
        assert door.get(change).status_code == 200
        inside = {**told, "client_id": str(uuid4()), "version": "1", "is_public": ""}
        assert door.post(change, inside).status_code == 302
        assert street.get(reverse("asking", args=[asked.pk])).status_code == 404
        assert sign_in("economy_handler").get(way).status_code == 404


def test_the_result_is_for_everybody_when_it_is_over_and_for_who_looks_after_it_before(
    cast: Cast, topic: Walk, asking: Asking, street: Client, sign_in: SignIn
):
    session: Session = session_of(cast, topic, is_public=True)
    opinions = three_camps(cast, asking)
    group_opinions()
    unites = f"<figcaption>{opinions[6].text}</figcaption>"
    with at(DURING):
        assert unites not in page_of(street, asking)
        assert unites not in page_of(sign_in("member"), asking)
        assert unites in page_of(sign_in("office"), asking)
        assert unites not in street.get(reverse("session", args=[session.pk])).content.decode()
    with at(AFTER):
        close_askings()
        assert unites in page_of(street, asking)
        assert unites in street.get(reverse("session", args=[session.pk])).content.decode()


def test_closing_asks_once_more_and_says_that_too_few_voted(
    cast: Cast, asking: Asking, street: Client, sign_in: SignIn
):
    (one,) = shown_in(cast, asking, "按楼层分摊")
    with at(DURING):
        votes(street, asking, one, "agree")
        door, close = sign_in("office"), reverse("asking-close", args=[asking.pk])
        assert door.get(close).status_code == 200
        assert door.post(close, {"version": "1", "client_id": str(uuid4())}).status_code == 302
        said = page_of(street, asking)
    assert one.text not in said
    assert "至少要有 15 人" in said
    assert Vote.objects.get().voter == "1"


def test_the_page_asks_few_questions(cast: Cast, asking: Asking, street: Client, django_assert_max_num_queries: Any):
    shown_in(cast, asking, *(f"第 {number} 条" for number in range(30)))
    with at(DURING):
        page_of(street, asking)
        with django_assert_max_num_queries(7):
            page_of(street, asking)
