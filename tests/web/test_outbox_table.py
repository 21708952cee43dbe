"""What was written down at a table without signal: kept once at the table, or looked at by whoever wrote it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast, at
from tests.consultations.conftest import session as session  # noqa: PLC0414
from tests.consultations.conftest import topic as topic  # noqa: PLC0414
from tests.consultations.settled import HELD, LIFT
from tests.web.conftest import SignIn
from tests.web.envelopes import Phone
from yidu.consultations.actions import call_off_session, points, put_point, settle_point
from yidu.consultations.models import Point, Seat, Session, Stance, Words
from yidu.ledger.audit import audit
from yidu.web.models import Envelope
from yidu.web.outbox import receiving, table
from yidu.web.outbox.envelope import Inside, author_mark

pytestmark = pytest.mark.django_db
EVENING = (HELD, 20)
NOBODYS = "7d2c1d0e-6e0b-4a43-8c1c-5ac1a1a3f001"
SAID = {"speaker": "刘桂英", "text": "先换三栋"}


@pytest.fixture
def convener(sign_in: SignIn) -> Client:
    return sign_in("liaison")


@pytest.fixture
def point(cast: Cast, session: Session) -> Point:
    with at(*EVENING):
        return put_point(session, text=LIFT, actor=cast.liaison, client_id=uuid4())


def sealed(
    cast: Cast, kind: str, about: Any, told: dict[str, str], *, id_: UUID | None = None, by: str = "liaison"
) -> Any:
    """An envelope that a phone at the table seals."""
    author = author_mark(cast.people[by].pk)
    return Phone().envelope("table", Inside(author, "500104", str(about), kind, "", tuple(told.items())), id_=id_)


def sends(door: Client, envelope: Any) -> Any:
    with at(*EVENING):
        return Phone().send(door, envelope)


def kept() -> tuple[int, int, int]:
    return Words.objects.count(), Seat.objects.count(), Stance.objects.count()


def test_words_names_and_hands_are_kept_at_the_table(cast: Cast, session: Session, point: Point, convener: Client):
    for kind, about, told in (
        ("words", session.pk, SAID),
        ("here", session.pk, {"part": "resident", "name": "刘桂英"}),
        ("hands", point.pk, {"version": "1", "agree": "12", "live_with": "3", "against": "1", "because": "怕吵"}),
    ):
        answer = sends(convener, sealed(cast, kind, about, told))
        assert (answer.status_code, answer.json()["url"]) == (200, reverse("session-table", args=[session.pk]))
    assert kept() == (1, 1, 3)
    assert Words.objects.get().kept_by == cast.people["liaison"]
    assert Seat.objects.get().confirmed_at
    assert not any(bytes(one.sealed) for one in Envelope.objects.all())
    with at(*EVENING):
        assert audit() == []


def test_a_point_is_put_and_settled(cast: Cast, session: Session, point: Point, convener: Client):
    put = sealed(cast, "point", session.pk, {"text": "分摊比例"})
    told = {"version": "1", "stands": "agreed", "says": "三栋先换。", "owner": cast.economy.name, "day": "2025-06-30"}
    settled = sealed(cast, "settle", point.pk, told)
    for envelope in (put, settled, put, settled):
        assert sends(convener, envelope).json()["state"] == "taken"
    assert list(session.points.order_by("position").values_list("text", "stands", "owner__name")) == [
        (LIFT, "agreed", cast.economy.name),
        ("分摊比例", "open", None),
    ]


def test_of_two_who_settle_one_point_the_later_looks_at_what_stands(
    cast: Cast, session: Session, point: Point, convener: Client
):
    with at(*EVENING):
        settle_point(point, stands="disagreed", says="底层住户不同意。", actor=cast.office, version=1)
    told = {"version": "1", "stands": "agreed", "says": "三栋先换。", "owner": cast.economy.name, "day": "2025-06-30"}
    answer = sends(convener, sealed(cast, "settle", point.pk, told))
    assert answer.json()["state"] == "look"
    with at(*EVENING):
        page = convener.get(answer.json()["url"]).content.decode()
    assert "三栋先换。" in page
    assert str(Point.Stands.AGREED.label) in page
    assert Point.objects.get().stands == "disagreed"


def test_the_twin_that_looks_at_no_version_writes_over_it(
    cast: Cast, session: Session, point: Point, convener: Client, monkeypatch: pytest.MonkeyPatch
):
    """The broken twin of the one before."""
    with at(*EVENING):
        settle_point(point, stands="disagreed", says="底层住户不同意。", actor=cast.office, version=1)
    monkeypatch.setattr(points, "locked", lambda model, record, **_of: model.objects.get(pk=record.pk))
    monkeypatch.setattr(points, "_require_open", lambda _point: None)
    told = {"version": "1", "stands": "agreed", "says": "三栋先换。", "owner": cast.economy.name, "day": "2025-06-30"}
    sends(convener, sealed(cast, "settle", point.pk, told))
    assert Point.objects.get().stands == "agreed"


def test_sent_again_it_is_there_once(cast: Cast, session: Session, convener: Client):
    envelope = sealed(cast, "words", session.pk, SAID)
    for _time in range(3):
        assert sends(convener, envelope).json()["state"] == "taken"
    assert kept() == (1, 0, 0)


def test_what_the_ordinary_form_had_already_sent_is_not_kept_twice(cast: Cast, session: Session, convener: Client):
    """The answer was cut off, and the worker sealed what the form said, under the id of the form."""
    id_ = uuid4()
    with at(*EVENING):
        convener.post(reverse("words-keep", args=[session.pk]), {"client_id": str(id_), **SAID})
    assert sends(convener, sealed(cast, "words", session.pk, SAID, id_=id_)).json()["state"] == "taken"
    assert kept() == (1, 0, 0)


def test_without_the_id_of_the_phone_it_would_be(cast: Cast, session: Session, convener: Client, monkeypatch: Any):
    """The broken twin of the two before."""
    honest = table.keep_words
    monkeypatch.setattr(table, "keep_words", lambda *of, **told: honest(*of, **{**told, "client_id": uuid4()}))
    monkeypatch.setattr(receiving, "known_under", lambda _outside: [])
    monkeypatch.setattr(receiving, "keep_envelope", lambda **_told: Envelope(state="taken"))
    envelope = sealed(cast, "words", session.pk, SAID)
    for _time in range(2):
        sends(convener, envelope)
    assert kept() == (2, 0, 0)


def test_nobody_signed_in_or_somebody_else_leaves_it_on_the_phone(
    cast: Cast, session: Session, street: Client, sign_in: SignIn
):
    envelope = sealed(cast, "words", session.pk, SAID)
    assert (sends(street, envelope).status_code, sends(sign_in("office"), envelope).status_code) == (401, 403)
    assert not Envelope.objects.exists()


@pytest.mark.parametrize(
    ("kind", "told"),
    [("words", {"speaker": "", "text": "先换三栋"}), ("here", {"part": "x", "name": "先换三栋"})],
)
def test_what_cannot_be_kept_waits_and_is_mended(
    cast: Cast, session: Session, convener: Client, kind: str, told: dict[str, str]
):
    answer = sends(convener, sealed(cast, kind, session.pk, told))
    assert (answer.status_code, kept()) == (422, (0, 0, 0))
    way = answer.json()["url"]
    with at(*EVENING):
        page = convener.get(way)
        assert page.status_code == 200
        assert "先换三栋" in page.content.decode()
        assert 'aria-invalid="true"' in page.content.decode()
        assert kept() == (0, 0, 0), "looking writes nothing"
        assert convener.post(way, {**told, "client_id": str(uuid4())}).status_code == 422
        mended = {"speaker": "刘桂英", "text": "先换三栋", "part": "resident", "name": "先换三栋"}
        done = convener.post(way, {**mended, "client_id": str(uuid4())})
    assert done["Location"] == reverse("session-table", args=[session.pk])
    assert sum(kept()) == 1
    assert Envelope.objects.get().state == "settled"


def test_hands_that_somebody_counted_meanwhile_are_a_decision(
    cast: Cast, session: Session, point: Point, convener: Client, sign_in: SignIn
):
    told = {"agree": "12", "live_with": "3", "against": "1", "because": ""}
    with at(*EVENING):
        counts = {**told, "agree": "9", "version": "1", "client_id": str(uuid4())}
        assert sign_in("office").post(reverse("point-hands", args=[point.pk]), counts).status_code == 302
    answer = sends(convener, sealed(cast, "hands", point.pk, {**told, "version": "1"}))
    assert answer.status_code == 422
    with at(*EVENING):
        page = convener.get(answer.json()["url"]).content.decode()
        assert 'name="version" value="2"' in page
        assert 'value="12"' in page
        convener.post(answer.json()["url"], {**told, "version": "2"})
    assert point.stances.get(says="agree").count == 12


def test_what_is_over_meanwhile_is_kept_for_whoever_wrote_it(
    cast: Cast, session: Session, point: Point, convener: Client
):
    with at(*EVENING):
        settle_point(point, stands="disagreed", says="不", actor=cast.liaison, version=1)
        told = {"version": "2", "agree": "12", "live_with": "0", "against": "0"}
        assert sends(convener, sealed(cast, "hands", point.pk, told)).json()["state"] == "look"
        call_off_session(Session.objects.get(), reason="下雨", actor=cast.liaison, version=1)
        answer = sends(convener, sealed(cast, "words", session.pk, SAID))
        assert answer.json()["state"] == "look"
        page = convener.get(answer.json()["url"]).content.decode()
        assert "先换三栋" in page
        drop = reverse("outbox-drop", args=[Envelope.objects.latest("pk").pk])
        assert convener.post(drop).status_code == 302
    assert kept() == (0, 0, 0)


@pytest.mark.parametrize(
    ("kind", "about"),
    [
        ("words", "x"),
        ("words", NOBODYS),
        ("hands", NOBODYS),
        ("settle", NOBODYS),
        ("point", NOBODYS),
        ("door", ""),
        ("", ""),
    ],
)
def test_what_is_about_no_table_is_kept_for_whoever_wrote_it(
    cast: Cast, session: Session, convener: Client, kind: str, about: str
):
    answer = sends(convener, sealed(cast, kind, about, SAID))
    assert answer.json()["state"] == "look"
    with at(*EVENING):
        assert "先换三栋" in convener.get(answer.json()["url"]).content.decode()


def test_nobody_writes_at_a_table_that_they_do_not_keep(cast: Cast, session: Session, sign_in: SignIn):
    member = sign_in("member")
    answer = sends(member, sealed(cast, "words", session.pk, SAID, by="member"))
    assert (answer.json()["state"], kept()) == ("look", (0, 0, 0))
    with at(*EVENING):
        page = member.get(answer.json()["url"]).content.decode()
        assert session.topic.title not in page
        assert sign_in("liaison").get(answer.json()["url"]).status_code == 404
